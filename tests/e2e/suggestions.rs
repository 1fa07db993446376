//! What the query field offers while somebody types, and what the keys do with it.

use anyhow::{Result, ensure};
use thirtyfour::Key;

use crate::harness::{Fleet, Page, Scene, journey};

/// The texts of the lines under the field.
async fn offers(page: &Page) -> Result<Vec<String>> {
    let lines = page.role("listbox").named("Suggestions").role("option");
    let lines = lines.all().await?;
    Ok(lines.into_iter().map(|line| line.name).collect())
}

/// Waits until the first line begins like this.
async fn offers_first(page: &Page, words: &str) -> Result<()> {
    page.eventually(&format!("{words} is offered first"), async || {
        let offers = offers(page).await?;
        Ok(offers.first().is_some_and(|first| first.starts_with(words)))
    })
    .await
}

async fn is_clean(page: &Page, place: &str) -> Result<()> {
    let problems = page.accessibility_problems().await?;
    ensure!(problems.is_empty(), "{place}:\n{}", problems.join("\n"));
    Ok(())
}

#[tokio::test]
async fn a_query_is_put_together_from_suggestions() -> Result<()> {
    journey("suggestions", Scene::default(), async |page, stage| {
        page.open(stage.url()).await?;
        Fleet(page).row("Analytics").shows("Running").await?;
        let field = page.role("combobox").named("Filter machines");
        field.has("aria-expanded", "false").await?;
        page.types("/").await?;
        field.has_focus().await?;

        // A name that is begun is completed, and its values follow at once.
        page.types("sta").await?;
        offers_first(page, "state:").await?;
        field.has("aria-expanded", "true").await?;
        page.press(Key::Tab).await?;
        offers_first(page, "running").await?;
        is_clean(page, "suggestions").await?;
        page.press(Key::Down).await?;
        page.press(Key::Down).await?;
        field.has("aria-activedescendant", "query-1").await?;
        page.press(Key::Enter).await?;
        page.is_at("#/machines?q=state%3Aoff").await?;
        field.has("aria-expanded", "false").await?;
        field.has_focus().await?;

        // What somebody searches for is not made into something else by leaving the field.
        page.types(" deb").await?;
        offers_first(page, "image:").await?;
        page.press(Key::Tab).await?;
        page.is_at("#/machines?q=state%3Aoff%20deb").await?;
        page.role("listbox").named("Suggestions").gone().await?;

        // The first Escape closes the list, the second one empties the field.
        page.types("/").await?;
        page.types("x cpu").await?;
        offers_first(page, "cpu>=").await?;
        ensure!(
            offers(page)
                .await?
                .iter()
                .any(|line| line.starts_with("cpu<="))
        );
        page.press(Key::Escape).await?;
        page.role("listbox").named("Suggestions").gone().await?;
        ensure!(field.found().await?.value().await?.ends_with("cpu"));
        page.press(Key::Escape).await?;
        page.is_at("#/machines").await?;
        Ok(())
    })
    .await
}

#[tokio::test]
async fn suggestions_and_commands_are_there_for_a_pointer() -> Result<()> {
    journey(
        "suggestions by pointer",
        Scene::default(),
        async |page, stage| {
            page.open(stage.url()).await?;
            page.resize(360, 720).await?;
            let field = page.role("combobox").named("Filter machines");
            field.click().await?;
            let lines = page.role("listbox").named("Suggestions").role("option");
            lines.clone().named("provider: who runs it").click().await?;
            lines.named("\"Bytemark BigV\"").click().await?;
            page.is_at("#/machines?q=provider%3A%22Bytemark%20BigV%22")
                .await?;
            page.role("button")
                .named("Clear the filter")
                .click()
                .await?;
            page.is_at("#/machines").await?;
            field.has_focus().await?;
            ensure!(page.too_wide().await?.is_empty());

            page.role("button")
                .named("Search or run a command")
                .click()
                .await?;
            let commands = page.role("dialog").named("Commands");
            commands.role("combobox").has_focus().await?;
            page.press(Key::Escape).await?;
            commands.gone().await
        },
    )
    .await
}
