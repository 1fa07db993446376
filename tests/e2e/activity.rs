//! The journal, the tray and the request log.

use anyhow::{Result, ensure};
use serde_json::json;

use crate::harness::{Fleet, Page, Query, Scene, journey};

fn jobs(page: &Page) -> Query {
    page.role("list").named("Jobs")
}

#[tokio::test]
async fn a_job_appears_is_filtered_and_asked_again() -> Result<()> {
    journey("the journal", Scene::default(), async |page, stage| {
        page.open(&format!(
            "{}#/machines?q=sim-refuses%20account:katapult",
            stage.url()
        ))
        .await?;
        let fleet = Fleet(page);
        fleet.row("sim-refuses-power").shows("Off").await?;
        fleet.choose("sim-refuses-power", "Start").await?;
        page.go("#/activity").await?;
        jobs(page).shows("Failed").await?;
        for (only, count) in [("Open", 0), ("Unknown", 0), ("Failed", 1), ("All", 1)] {
            page.role("radio").named(only).click().await?;
            page.eventually(&format!("{only} shows {count}"), async || {
                Ok(jobs(page).role("listitem").all().await?.len() == count)
            })
            .await?;
        }
        let filter = page.role("searchbox").named("Filter jobs");
        filter.fill("no such machine").await?;
        jobs(page).gone().await?;
        filter.fill("refuses").await?;
        let again = "Ask again: Start sim-refuses-power";
        jobs(page).role("button").named(again).click().await?;
        page.eventually("it was refused twice", async || {
            let text = jobs(page).found().await?.text().await?;
            Ok(text.matches("Failed").count() == 2)
        })
        .await?;
        // Only what has ended is cleared.
        page.role("radio").named("Failed").click().await?;
        page.eventually("it has ended twice", async || {
            Ok(jobs(page).role("listitem").all().await?.len() == 2)
        })
        .await?;
        page.role("button").named("Clear ended").click().await?;
        page.role("main").shows("Nothing has been asked").await
    })
    .await
}

#[tokio::test]
async fn what_nobody_knows_is_asked_again_only_after_a_yes() -> Result<()> {
    journey("an unknown end", Scene::default(), async |page, stage| {
        page.open(&format!("{}#/machines?q=name:web-lon-01", stage.url()))
            .await?;
        let fleet = Fleet(page);
        fleet.row("web-lon-01").shows("Running").await?;
        let onapp = stage.provider("onapp")?;
        onapp.fault(&json!({"kind": "html", "method": "POST", "times": 1}))?;
        fleet.choose("web-lon-01", "Shut down").await?;
        page.go("#/activity").await?;
        // What became of it is looked for some minutes before anybody says so.
        for _ in 0..5 {
            if jobs(page).shows("Unknown").await.is_ok() {
                break;
            }
        }
        jobs(page).shows("Unknown").await?;
        let asked = onapp.count("POST", "/shutdown")?;
        let again = jobs(page)
            .role("button")
            .named("Ask again: Shut down web-lon-01");
        again.click().await?;
        let dialog = page
            .role("dialog")
            .named("Ask again: Shut down web-lon-01?");
        dialog.shows("It may have happened already").await?;
        dialog.role("button").named("Cancel").click().await?;
        dialog.gone().await?;
        ensure!(
            onapp.count("POST", "/shutdown")? == asked,
            "asked without a yes"
        );
        again.click().await?;
        dialog
            .role("button")
            .named("Ask again anyway")
            .click()
            .await?;
        page.eventually("it was asked once more", async || {
            Ok(onapp.count("POST", "/shutdown")? == asked + 1)
        })
        .await
    })
    .await
}

#[tokio::test]
async fn the_log_shows_requests_without_secrets() -> Result<()> {
    journey("the request log", Scene::default(), async |page, stage| {
        page.open(&format!("{}#/machines?q=name:web-poz-01", stage.url()))
            .await?;
        let fleet = Fleet(page);
        fleet.row("web-poz-01").shows("Running").await?;
        fleet.choose("web-poz-01", "Shut down").await?;
        fleet.row("web-poz-01").shows("Off").await?;
        page.go("#/activity?tab=log").await?;
        let log = page.role("list").named("Requests");
        let before = log.role("listitem").all().await?.len();
        page.role("checkbox")
            .named("Only what changes something")
            .click()
            .await?;
        page.eventually("only the write is left", async || {
            Ok(log.role("listitem").all().await?.len() < before)
        })
        .await?;
        log.shows("/shutdown").await?;
        log.role("listitem").role("button").click().await?;
        let panel = log.role("tabpanel");
        panel.shows("curl -X POST").await?;
        let text = page.role("main").found().await?.text().await?;
        for provider in ["onapp", "katapult", "e24cloud", "bigv"] {
            for field in ["password", "token", "api_key", "api_secret", "secret"] {
                if let Ok(secret) = stage.provider(provider)?.secret(field) {
                    ensure!(!text.contains(secret), "the log holds a secret");
                }
            }
        }
        log.role("tab").named("Body").click().await?;
        log.role("button").named("Copy body").click().await?;
        for theme in ["Light", "Dark"] {
            page.go("#/settings").await?;
            page.role("radio").named(theme).click().await?;
            page.go("#/activity?tab=log").await?;
            log.role("listitem").role("button").click().await?;
            page.is_clean(&format!("the log, {theme}")).await?;
            page.role("tab").named("Jobs").click().await?;
            page.is_at("#/activity").await?;
            jobs(page)
                .role("button")
                .named("Details of Shut down web-poz-01")
                .click()
                .await?;
            page.is_clean(&format!("the journal, {theme}")).await?;
            page.role("button").named("0 jobs").click().await?;
            let tray = page.role("list").named("Jobs of the moment");
            tray.shows("web-poz-01").await?;
            page.is_clean(&format!("the tray, {theme}")).await?;
            page.press(thirtyfour::Key::Escape).await?;
            tray.gone().await?;
        }
        Ok(())
    })
    .await
}

#[tokio::test]
async fn ends_are_told_to_those_who_listen() -> Result<()> {
    journey("told politely", Scene::default(), async |page, stage| {
        page.open(&format!("{}#/machines?q=name:web-poz-01", stage.url()))
            .await?;
        let fleet = Fleet(page);
        fleet.row("web-poz-01").shows("Running").await?;
        fleet.choose("web-poz-01", "Shut down").await?;
        page.eventually("its end is said", async || {
            for region in page.role("status").all().await? {
                if region.text().await?.contains("Shut down web-poz-01: Done") {
                    return Ok(true);
                }
            }
            Ok(false)
        })
        .await
    })
    .await
}
