//! Accounts, settings and machines to be made, by keyboard alone.

use anyhow::{Result, ensure};
use thirtyfour::Key;

use crate::harness::{Fleet, Page, Scene, journey};

#[tokio::test]
async fn keyboard_adds_and_removes_an_account() -> Result<()> {
    let scene = Scene {
        bare: true,
        ..Scene::default()
    };
    journey("account by keyboard", scene, async |page, stage| {
        let katapult = stage.provider("katapult")?;
        page.open(stage.url()).await?;
        page.enter(&page.role("link").named("Add an account"))
            .await?;
        let provider = page.role("radio").named("Katapult");
        tab_into(page, "Provider").await?;
        page.move_to(&provider, Key::Down).await?;
        page.type_into(&page.role("textbox").named("Name (optional)"), "Otter")
            .await?;
        page.type_into(&page.role("textbox").named("Endpoint"), &katapult.base_url)
            .await?;
        let token = page.role("textbox").named("API token");
        page.type_into(&token, "wrong").await?;
        page.press(Key::Enter).await?;
        page.role("alert").shows("token").await?;
        page.tab_back_to(&token).await?;
        page.chord(Key::Control, 'a').await?;
        page.types(katapult.secret("token")?).await?;
        page.enter(&page.role("button").named("Test and save"))
            .await?;
        Fleet(page).row("Shop front").shows("Otter").await?;

        page.types("gc").await?;
        page.is_at("#/accounts").await?;
        let main = page.role("main");
        page.enter(&main.role("link").named("Otter")).await?;
        page.enter(&page.role("button").named("Remove this account"))
            .await?;
        let dialog = page.role("dialog").named("Remove Otter?");
        page.enter(&dialog.role("button").named("Remove")).await?;
        dialog.gone().await?;
        page.is_at("#/accounts").await?;
        main.role("link").named("Otter").gone().await
    })
    .await
}

/// Presses Tab until the keyboard is on one of a set of choices.
async fn tab_into(page: &Page, group: &'static str) -> Result<()> {
    let group = page.role("group").named(group);
    group.found().await?;
    for _ in 0..60 {
        for choice in group.role("radio").all().await? {
            if choice.is_focused().await? {
                return Ok(());
            }
        }
        page.press(Key::Tab).await?;
    }
    anyhow::bail!("its choices are not reached by Tab")
}

#[tokio::test]
async fn keyboard_changes_settings() -> Result<()> {
    journey(
        "settings by keyboard",
        Scene::default(),
        async |page, stage| {
            page.open(stage.url()).await?;
            Fleet(page).row("Analytics").found().await?;
            page.types("gs").await?;
            page.is_at("#/settings").await?;
            tab_into(page, "Colours").await?;
            page.move_to(&page.role("radio").named("Dark"), Key::Down)
                .await?;
            page.role("button").named("Theme: Dark").found().await?;
            page.tab_to(&page.role("checkbox").named("Compact")).await?;
            page.types(" ").await?;
            tab_into(page, "Look at every account").await?;
            let often = page.role("radio").named("Every 5 minutes");
            page.move_to(&often, Key::Down).await?;
            page.reload().await?;
            page.role("button").named("Theme: Dark").found().await?;
            // Dark, compact, every five minutes, and single keys.
            page.eventually("the settings are kept", async || {
                Ok(page.count("input:checked").await? == 4)
            })
            .await
        },
    )
    .await
}

#[tokio::test]
async fn keyboard_builds_a_machine_and_installs_one_anew() -> Result<()> {
    journey(
        "built by keyboard",
        Scene::default(),
        async |page, stage| {
            let bigv = stage.provider("bigv")?;
            page.open(&format!("{}#/build?account=sandbox-bigv", stage.url()))
                .await?;
            page.role("heading").named("New machine").found().await?;
            choose(page, "Account", "acme").await?;
            page.type_into(&page.role("textbox").named("Name"), "bykeys")
                .await?;
            choose(page, "Operating system", "Debian 8").await?;
            page.enter(&page.role("button").named("Generate Root password"))
                .await?;
            page.enter(&page.role("button").named("Build machine"))
                .await?;
            is_taken(page).await?;

            page.types("gm").await?;
            page.types("/").await?;
            page.types("name:backup1").await?;
            Fleet(page).row("backup1").shows("Off").await?;
            page.press(Key::Down).await?;
            page.press(Key::Enter).await?;
            let drawer = super::machine::drawer(page, "backup1");
            page.enter(&drawer.role("button").named("More")).await?;
            let items = page.role("menu").named("More actions").role("menuitem");
            let rebuild = items.named("Rebuild");
            rebuild.has("aria-disabled", "false").await?;
            page.move_to(&rebuild, Key::Down).await?;
            page.press(Key::Enter).await?;
            choose(page, "Operating system", "Debian 8").await?;
            page.enter(&page.role("button").named("Generate Root password"))
                .await?;
            page.enter(&page.role("button").named("Rebuild…")).await?;
            let sure = page.role("dialog").named("Rebuild backup1?");
            page.tab_to(&sure.role("textbox").named("Type backup1 to confirm"))
                .await?;
            page.types("backup").await?;
            page.press(Key::Enter).await?;
            ensure!(bigv.count("POST", "reimage")? == 0, "without its name");
            page.types("1").await?;
            page.press(Key::Enter).await?;
            is_taken(page).await?;
            ensure!(bigv.count("POST", "reimage")? == 1);
            Ok(())
        },
    )
    .await
}

/// Chooses from a list by typing part of what is wanted.
async fn choose(page: &Page, field: &str, text: &str) -> Result<()> {
    page.type_into(&page.role("combobox").named(field), text)
        .await?;
    page.role("option").found().await?;
    page.press(Key::Enter).await
}

async fn is_taken(page: &Page) -> Result<()> {
    let asked = page.role("list").named("What was asked");
    page.eventually("the provider has taken it", async || {
        let text = asked.found().await?.text().await?;
        let words = ["Accepted", "Running", "Done"];
        Ok(words.iter().any(|word| text.contains(word)))
    })
    .await
}
