//! The page opens, anywhere.

use std::time::Duration;

use anyhow::{Result, ensure};
use thirtyfour::Key;

use crate::harness::{Fleet, PlainServer, Scene, journey};

#[tokio::test]
async fn the_fleet_fills_from_four_accounts() -> Result<()> {
    journey("the fleet fills", Scene::default(), async |page, stage| {
        page.open(stage.url()).await?;
        let accounts = page.role("navigation").named("Accounts");
        for (provider, machine) in [
            ("OnApp", "web-lon-01"),
            ("Katapult", "Shop front"),
            ("e24cloud", "web-poz-01"),
            ("BigV", "web1"),
        ] {
            accounts.shows(&format!("Sandbox {provider}")).await?;
            page.role("combobox")
                .named("Filter machines")
                .fill(&format!("name:\"{machine}\""))
                .await?;
            let row = Fleet(page).row(machine);
            row.shows(&format!("Sandbox {provider}")).await?;
            row.shows("Running").await?;
        }
        let title = page.title().await?;
        ensure!(title == "Machines · Pilothouse", "the title is {title:?}");
        let asked = stage.provider("bigv")?.received()?;
        ensure!(
            asked
                .iter()
                .all(|request| request.target == "/accounts?view=overview"),
            "what was sent is not what was meant: {asked:?}"
        );
        let problems = page.role("region").named("Problems").all().await?;
        ensure!(
            problems.is_empty(),
            "nothing is wrong, yet problems are shown"
        );
        let log = page.console().await?;
        ensure!(log.is_empty(), "the console says {log}");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_deep_link_works_on_a_plain_server_under_a_sub_path() -> Result<()> {
    let scene = Scene {
        bare: true,
        ..Scene::default()
    };
    journey("a deep link", scene, async |page, _stage| {
        let server = PlainServer::start(Duration::ZERO)?;
        page.open(&server.url()).await?;
        page.role("heading")
            .named("All your machines, one calm page")
            .found()
            .await?;
        page.open(&format!("{}#/accounts/new", server.url()))
            .await?;
        page.role("heading").named("Add an account").found().await?;
        page.reload().await?;
        page.role("heading").named("Add an account").found().await?;
        page.is_at("#/accounts/new").await?;
        page.open(&format!("{}#/no/such/page", server.url()))
            .await?;
        page.role("heading").named("No such page").found().await?;
        Ok(())
    })
    .await
}

#[tokio::test]
async fn what_is_wanted_twice_before_it_came_is_there_once() -> Result<()> {
    let scene = Scene {
        bare: true,
        ..Scene::default()
    };
    journey("wanted twice", scene, async |page, _stage| {
        let server = PlainServer::start(Duration::from_millis(1500))?;
        page.open(&server.url()).await?;
        let field = page.role("combobox").named("Filter machines");
        field.click().await?;
        page.press(Key::Tab).await?;
        field.click().await?;
        page.types("sta").await?;
        let lines = page.role("listbox").named("Suggestions").role("option");
        lines
            .clone()
            .named("state: what it is doing")
            .found()
            .await?;
        // Both have come by now.
        tokio::time::sleep(Duration::from_millis(1500)).await;
        page.press(Key::Tab).await?;
        lines.named("running").found().await?;
        field.has("aria-expanded", "true").await?;
        let log = page.console().await?;
        ensure!(log.is_empty(), "the console says {log}");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_view_is_its_address() -> Result<()> {
    journey(
        "a view is its address",
        Scene::default(),
        async |page, stage| {
            page.open(&format!(
                "{}#/machines?q=name%3Aweb&sort=-account",
                stage.url()
            ))
            .await?;
            let filter = page.role("combobox").named("Filter machines");
            Fleet(page).row("web-lon-01").found().await?;
            ensure!(filter.found().await?.value().await? == "name:web");
            page.reload().await?;
            Fleet(page).row("web-lon-01").found().await?;
            Fleet(page).row("Mail").gone().await?;
            let header = page.role("columnheader").named("Account");
            header.has("aria-sort", "descending").await?;
            filter.fill("name:db").await?;
            page.is_at("#/machines?q=name%3Adb&sort=-account").await?;
            Fleet(page).row("db-lon-01").found().await?;
            Ok(())
        },
    )
    .await
}
