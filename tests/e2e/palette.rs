//! The command palette, the shortcuts and their map, and what a machine's actions would send.

use anyhow::{Result, ensure};
use thirtyfour::Key;

use crate::harness::{Fleet, Page, Query, Scene, journey};

fn palette(page: &Page) -> Query {
    page.role("dialog").named("Command palette")
}

async fn open_palette(page: &Page) -> Result<()> {
    page.types(&format!("{}k{}", Key::Control, Key::Control))
        .await?;
    palette(page).role("combobox").found().await?;
    Ok(())
}

async fn is_clean(page: &Page, place: &str) -> Result<()> {
    let problems = page.accessibility_problems().await?;
    ensure!(problems.is_empty(), "{place}:\n{}", problems.join("\n"));
    Ok(())
}

#[tokio::test]
async fn a_machine_is_started_from_the_palette() -> Result<()> {
    journey("the palette", Scene::default(), async |page, stage| {
        page.open(&format!("{}#/machines?q=name:web-lon-01", stage.url()))
            .await?;
        let fleet = Fleet(page);
        fleet.row("web-lon-01").shows("Running").await?;
        for (verb, ends) in [("shut", "Off"), ("start", "Running")] {
            open_palette(page).await?;
            page.types("wlon01").await?;
            let first = palette(page).role("option").named("web-lon-01");
            let _ = first;
            page.eventually("the machine comes first", async || {
                let all = palette(page).role("option").all().await?;
                Ok(all
                    .first()
                    .is_some_and(|one| one.name.starts_with("web-lon-01")))
            })
            .await?;
            page.press(Key::Enter).await?;
            palette(page).shows("Actions of").await?;
            page.types(verb).await?;
            page.press(Key::Enter).await?;
            palette(page).gone().await?;
            fleet.row("web-lon-01").shows(ends).await?;
        }
        open_palette(page).await?;
        page.types("trash").await?;
        page.press(Key::Enter).await?;
        page.is_at("#/trash").await?;
        open_palette(page).await?;
        page.press(Key::Escape).await?;
        palette(page).gone().await
    })
    .await
}

#[tokio::test]
async fn shortcuts_work_and_are_silent_while_one_types() -> Result<()> {
    journey("shortcuts", Scene::default(), async |page, stage| {
        page.open(stage.url()).await?;
        let fleet = Fleet(page);
        fleet.row("Analytics").found().await?;
        for (keys, route) in [
            ("ga", "#/activity"),
            ("gb", "#/build"),
            ("gt", "#/trash"),
            ("gc", "#/accounts"),
            ("gs", "#/settings"),
            ("gm", "#/machines"),
        ] {
            page.types(keys).await?;
            page.is_at(route).await?;
        }
        page.types("?").await?;
        let map = page.role("dialog").named("Keyboard shortcuts");
        map.shows("Go to machines").await?;
        page.types("ga").await?;
        page.press(Key::Escape).await?;
        map.gone().await?;
        ensure!(
            page.route().await? == "#/machines",
            "a dialog keeps its keys"
        );
        page.types("/").await?;
        page.types("ga?").await?;
        page.is_at("#/machines?q=ga%3F").await?;
        page.go("#/settings").await?;
        page.role("checkbox")
            .named("Shortcuts of single keys")
            .click()
            .await?;
        page.types("ga").await?;
        ensure!(page.route().await? == "#/settings", "turned off is off");
        open_palette(page).await
    })
    .await
}

#[tokio::test]
async fn what_floats_is_accessible_and_shows_requests() -> Result<()> {
    journey("what floats", Scene::default(), async |page, stage| {
        for theme in ["Light", "Dark"] {
            page.open(&format!("{}#/settings", stage.url())).await?;
            page.role("radio").named(theme).click().await?;
            page.go("#/machines?q=name:web1").await?;
            let fleet = Fleet(page);
            fleet.row("web1").shows("Running").await?;
            open_palette(page).await?;
            page.types("web").await?;
            is_clean(page, &format!("the palette, {theme}")).await?;
            page.press(Key::Escape).await?;
            palette(page).gone().await?;
            page.types("?").await?;
            page.role("dialog")
                .named("Keyboard shortcuts")
                .found()
                .await?;
            is_clean(page, &format!("the map, {theme}")).await?;
            page.press(Key::Escape).await?;
            fleet.choose("web1", "Show requests…").await?;
            let dialog = page.role("dialog").named("Requests for web1");
            dialog.shows("curl -X").await?;
            dialog.shows("powerdown").await?;
            is_clean(page, &format!("the requests, {theme}")).await?;
            dialog.role("button").named("Close").click().await?;
            dialog.gone().await?;
        }
        let sent = stage.provider("bigv")?.count("POST", "/signal")?;
        ensure!(sent == 0, "showing sends nothing");
        Ok(())
    })
    .await
}
