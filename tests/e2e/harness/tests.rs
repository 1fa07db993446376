//! The harness itself, on a made-up page and against the simulated providers alone.

use std::cell::Cell;

use anyhow::{Result, ensure};
use serde_json::json;
use thirtyfour::Key;

use super::{
    fleet::Fleet,
    journey::journey,
    page::Page,
    stage::{Scene, Stage},
};

const PAGE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/e2e/harness/tests.html");

async fn on_the_made_up_page(name: &str, act: impl AsyncFn(&Page) -> Result<()>) -> Result<()> {
    journey(name, Scene::default(), async |page, _| {
        page.open(&format!("file://{PAGE}")).await?;
        act(page).await
    })
    .await
}

#[tokio::test]
async fn things_are_found_by_role_and_name() -> Result<()> {
    on_the_made_up_page("found by role and name", async |page| {
        let field = page.role("searchbox").named("Filter machines");
        field.fill("web").await?;
        ensure!(field.found().await?.value().await? == "web");
        ensure!(field.found().await?.is_focused().await?);
        page.types("-1").await?;
        ensure!(field.found().await?.value().await? == "web-1");
        page.press(Key::Tab).await?;
        ensure!(!field.found().await?.is_focused().await?);

        let rows = page
            .role("grid")
            .named("Machines")
            .role("row")
            .all()
            .await?;
        ensure!(rows.len() == 2, "{} rows", rows.len());
        let names: Vec<_> = page.role("button").all().await?;
        let names: Vec<_> = names.into_iter().map(|found| found.name).collect();
        ensure!(
            !names.contains(&"Hidden from tools".to_owned()),
            "{names:?}"
        );

        page.role("button").named("Refresh").click().await?;
        page.is_at("#/machines").await?;
        page.reload().await?;
        page.resize(400, 800).await?;
        page.role("heading").named("Machines").found().await?;
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_machine_is_acted_on() -> Result<()> {
    on_the_made_up_page("a machine is acted on", async |page| {
        let fleet = Fleet(page);
        fleet.row("web-10").shows("Off").await?;
        fleet.row("web-10").has("aria-rowindex", "3").await?;
        fleet.row("web-1").shows("Running").await?;
        fleet.choose("web-1", "Power off").await?;
        // What a modal dialog covers cannot be reached.
        ensure!(fleet.table().all().await?.is_empty());
        fleet.confirm("web-1", "Power off").await?;
        fleet.row("web-1").shows("Stopping").await?;
        fleet.row("web-1").shows("Off").await?;
        Ok(())
    })
    .await
}

#[tokio::test]
async fn what_cannot_be_done_says_why() -> Result<()> {
    on_the_made_up_page("what cannot be done", async |page| {
        let fleet = Fleet(page);
        page.role("button")
            .named("Actions for web-1")
            .click()
            .await?;
        let start = fleet.item("Start").found().await?;
        ensure!(start.attribute("aria-disabled").await?.as_deref() == Some("true"));
        ensure!(start.description().await? == "It is running already.");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_failure_tells_what_the_page_showed() -> Result<()> {
    let result = on_the_made_up_page("a failure on purpose", async |page| {
        page.role("button").named("Reboot").click().await
    })
    .await;
    let error = result.err().map(|error| error.to_string());
    let error = error.unwrap_or_default();
    for part in [
        "no button \"Reboot\" can be clicked",
        "button \"Actions for web-10\"",
        "a-failure-on-purpose.png",
        "a line for the console",
    ] {
        ensure!(error.contains(part), "{part:?} is not in: {error}");
    }
    Ok(())
}

#[tokio::test]
async fn what_people_with_assistive_tools_miss_is_found() -> Result<()> {
    on_the_made_up_page("axe", async |page| {
        let problems = page.accessibility_problems().await?;
        ensure!(
            problems
                .iter()
                .any(|problem| problem.starts_with("image-alt")),
            "{problems:?}"
        );
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_simulated_provider_can_be_asked_and_disturbed() -> Result<()> {
    let stage = Stage::start(Scene {
        seed: "fleet:5",
        bare: true,
        ..Scene::default()
    })?;
    let provider = stage.provider("onapp")?;
    let url = format!("{}/virtual_machines.json?page=1", provider.base_url);
    let status = |url: &str| match ureq::get(url).header("X-Note", "a b").call() {
        Ok(answer) => Some(answer.status().as_u16()),
        Err(ureq::Error::StatusCode(status)) => Some(status),
        Err(_) => None,
    };
    let usual = status(&url);
    provider.fault(&json!({"kind": "status-503", "path": "page=1"}))?;
    ensure!(status(&url) == Some(503));
    provider.heal()?;
    ensure!(status(&url) == usual);
    ensure!(provider.count("GET", "page=1")? == 3);
    ensure!(provider.count("POST", "page=1")? == 0);
    let received = provider.received()?;
    let first = received.first();
    ensure!(first.is_some_and(|request| {
        request.method == "GET"
            && request.target.ends_with("/virtual_machines.json?page=1")
            && request.header("x-note") == Some("a b")
            && request.body.is_empty()
            && request.status == usual
    }));
    Ok(())
}

/// Chromium alone can be asked to break down.
#[tokio::test]
async fn a_browser_that_breaks_down_is_replaced_once() -> Result<()> {
    let (played, crashes) = (Cell::new(0), Cell::new(false));
    let result = on_the_made_up_page("a browser that breaks down", async |page| {
        played.set(played.get() + 1);
        crashes.set(page.engine().name == "chromium");
        if crashes.get() {
            page.open("chrome://crash").await?;
        }
        Ok(())
    })
    .await;
    let (times, is_well) = if crashes.get() { (2, false) } else { (1, true) };
    ensure!(result.is_ok() == is_well, "{result:?}");
    ensure!(played.get() == times, "played {} times", played.get());
    Ok(())
}
