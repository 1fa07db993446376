//! Accounts are added, refused, corrected and removed by hand.

use anyhow::{Result, ensure};

use crate::harness::{Fleet, Page, Scene, journey};

async fn fill(page: &Page, field: &str, text: &str) -> Result<()> {
    page.role("textbox").named(field).fill(text).await
}

#[tokio::test]
async fn an_account_is_added_by_hand() -> Result<()> {
    let scene = Scene {
        bare: true,
        ..Scene::default()
    };
    journey("an account is added", scene, async |page, stage| {
        page.open(stage.url()).await?;
        page.role("link").named("Add an account").click().await?;
        page.role("radio").named("Katapult").click().await?;
        fill(page, "Name (optional)", "Otter").await?;
        fill(page, "Endpoint", &stage.provider("katapult")?.base_url).await?;
        fill(page, "API token", "wrong").await?;
        page.role("button").named("Test and save").click().await?;
        page.role("alert").shows("token").await?;
        fill(
            page,
            "API token",
            stage.provider("katapult")?.secret("token")?,
        )
        .await?;
        page.role("button").named("Test and save").click().await?;
        Fleet(page).row("Shop front").shows("Otter").await?;
        let shown = page.role("main").found().await?.text().await?;
        ensure!(
            !shown.contains(stage.provider("katapult")?.secret("token")?),
            "a secret is on the screen"
        );

        page.reload().await?;
        let problems = page.role("region").named("Problems");
        problems.shows("Enter them again").await?;
        ensure!(
            !page
                .storage()
                .await?
                .contains(stage.provider("katapult")?.secret("token")?),
            "a secret is stored"
        );
        problems
            .role("link")
            .named("Fix credentials of Otter")
            .click()
            .await?;
        fill(
            page,
            "API token",
            stage.provider("katapult")?.secret("token")?,
        )
        .await?;
        page.role("button").named("Test and save").click().await?;
        Fleet(page).row("Shop front").found().await?;
        Ok(())
    })
    .await
}

#[tokio::test]
async fn wrong_credentials_say_so_and_what_to_do() -> Result<()> {
    journey(
        "wrong credentials",
        Scene::default(),
        async |page, stage| {
            page.open(&format!("{}#/accounts/sandbox-e24cloud", stage.url()))
                .await?;
            fill(page, "API key", "wrong").await?;
            fill(page, "API secret", "wrong").await?;
            page.role("button")
                .named("Save without a test")
                .click()
                .await?;
            let problems = page.role("region").named("Problems");
            problems.shows("Sandbox e24cloud").await?;
            problems.shows("Check").await?;
            problems
                .role("link")
                .named("Fix credentials of Sandbox e24cloud")
                .found()
                .await?;
            page.role("combobox")
                .named("Filter machines")
                .fill("name:web1")
                .await?;
            Fleet(page).row("web1").shows("Running").await?;
            Ok(())
        },
    )
    .await
}

#[tokio::test]
async fn an_account_is_removed() -> Result<()> {
    journey(
        "an account is removed",
        Scene::default(),
        async |page, stage| {
            page.open(&format!("{}#/accounts/sandbox-bigv", stage.url()))
                .await?;
            page.role("button")
                .named("Remove this account")
                .click()
                .await?;
            let dialog = page.role("dialog").named("Remove Sandbox BigV?");
            dialog.role("button").named("Remove").click().await?;
            page.is_at("#/accounts").await?;
            page.role("navigation")
                .named("Accounts")
                .shows("Sandbox OnApp")
                .await?;
            let shown = page
                .role("navigation")
                .named("Accounts")
                .found()
                .await?
                .text()
                .await?;
            ensure!(!shown.contains("BigV"), "it is still there: {shown}");
            Ok(())
        },
    )
    .await
}
