//! Deleting, and what becomes of what was deleted: restored, purged, or gone at once.

use anyhow::{Result, ensure};
use serde_json::json;

use super::machine::{drawer, open};
use crate::harness::{Fleet, Page, Query, Scene, journey};

/// Deletes the machine whose page is open, by typing its name.
async fn delete(page: &Page, machine: &str) -> Result<()> {
    let drawer = drawer(page, machine);
    drawer.role("button").named("Delete…").click().await?;
    let dialog = page.role("dialog").named(format!("Delete {machine}?"));
    let yes = dialog.role("button").named("Delete");
    ensure!(
        yes.found().await?.attribute("disabled").await?.is_some(),
        "not before the name is typed"
    );
    typed(&dialog, machine).fill(machine).await?;
    yes.click().await?;
    dialog.gone().await
}

fn typed(dialog: &Query, what: &str) -> Query {
    dialog
        .role("textbox")
        .named(format!("Type {what} to confirm"))
}

/// One account's trash.
fn bin(page: &Page, account: &str) -> Query {
    page.role("region").named(account)
}

#[tokio::test]
async fn a_deleted_machine_is_restored_and_then_purged() -> Result<()> {
    journey(
        "restored and purged",
        Scene::default(),
        async |page, stage| {
            let page_of = open(page, stage, "bigv", "web2").await?;
            page_of.shows("It can be taken back with “Restore”").await?;
            delete(page, "web2").await?;
            page_of.shows("not in its account any more").await?;
            page_of
                .role("link")
                .named("Look in the trash")
                .click()
                .await?;

            let bin = bin(page, "Sandbox BigV");
            bin.shows("web2").await?;
            bin.shows("does not say how long").await?;
            let restore = bin.role("button").named("Restore web2");
            restore.has("aria-disabled", "false").await?;
            restore.click().await?;
            let dialog = page.role("dialog").named("Restore web2");
            dialog.shows("switched off").await?;
            dialog.role("button").named("Restore").click().await?;
            restore.gone().await?;
            page.go("#/machines?q=provider:bigv").await?;
            Fleet(page).row("web2").shows("Off").await?;

            open(page, stage, "bigv", "web2").await?;
            delete(page, "web2").await?;
            page.role("link").named("Trash").click().await?;
            // It is in the trash before its deletion is known to be over.
            let purge = bin.role("button").named("Purge web2");
            purge.has("aria-disabled", "false").await?;
            purge.click().await?;
            let dialog = page.role("dialog").named("Purge web2?");
            dialog.shows("cannot be taken back").await?;
            typed(&dialog, "web2").fill("web2").await?;
            dialog.role("button").named("Purge").click().await?;
            purge.gone().await
        },
    )
    .await
}

#[tokio::test]
async fn a_trash_says_until_when_and_is_emptied() -> Result<()> {
    journey("emptied", Scene::default(), async |page, stage| {
        open(page, stage, "katapult", "Nightly backup").await?;
        delete(page, "Nightly backup").await?;
        drawer(page, "Nightly backup")
            .shows("not in its account any more")
            .await?;
        page.role("link").named("Trash").click().await?;
        let bin = bin(page, "Sandbox Katapult");
        bin.shows("Nightly backup").await?;
        bin.shows("Gone for good in 4").await?;
        bin.role("button")
            .named("Empty trash of Sandbox Katapult")
            .click()
            .await?;
        let dialog = page.role("dialog").named("Empty trash Sandbox Katapult?");
        dialog.shows("whole organization").await?;
        dialog.shows("cannot be taken back").await?;
        let yes = dialog.role("button").named("Empty trash");
        typed(&dialog, "2").fill("1").await?;
        ensure!(
            yes.found().await?.attribute("disabled").await?.is_some(),
            "not before the count is typed"
        );
        let katapult = stage.provider("katapult")?;
        ensure!(
            katapult.count("POST", "purge_all")? == 0,
            "emptied without the count"
        );
        typed(&dialog, "2").fill("2").await?;
        yes.click().await?;
        // Whose trash, has to be said as well.
        dialog.shows("1 field to correct").await?;
        dialog
            .role("radio")
            .named("Otter Post otter-post")
            .click()
            .await?;
        yes.click().await?;
        dialog.gone().await?;
        bin.shows("Nothing is in the trash.").await?;
        ensure!(katapult.count("POST", "purge_all")? == 1, "asked once");
        page.go("#/activity").await?;
        let jobs = page.role("list").named("Jobs");
        jobs.shows("Empty trash").await?;
        page.eventually("both jobs are done", async || {
            Ok(jobs.found().await?.text().await?.matches("Done").count() == 2)
        })
        .await
    })
    .await
}

#[tokio::test]
async fn where_deleting_is_final_it_says_so() -> Result<()> {
    journey(
        "deleting is final",
        Scene::default(),
        async |page, stage| {
            let page_of = open(page, stage, "e24cloud", "cache-poz-01").await?;
            page_of.shows("It cannot be taken back").await?;
            delete(page, "cache-poz-01").await?;
            page_of.shows("not in its account any more").await?;
            page.role("link").named("Trash").click().await?;
            for account in ["Sandbox e24cloud", "Sandbox OnApp"] {
                bin(page, account).shows("Deleting is final here.").await?;
            }
            Ok(())
        },
    )
    .await
}

#[tokio::test]
async fn a_trash_that_cannot_be_read_says_why() -> Result<()> {
    journey("unreadable trash", Scene::default(), async |page, stage| {
        page.open(&format!("{}#/machines?q=provider:bigv", stage.url()))
            .await?;
        Fleet(page).row("web1").found().await?;
        stage
            .provider("bigv")?
            .fault(&json!({"kind": "status-503"}))?;
        page.role("link").named("Trash").click().await?;
        let bin = bin(page, "Sandbox BigV");
        let again = bin.role("button").named("Try again: Sandbox BigV");
        again.found().await?;
        stage.provider("bigv")?.heal()?;
        again.click().await?;
        bin.shows("old-shop").await?;
        again.gone().await
    })
    .await
}

#[tokio::test]
async fn the_trash_is_accessible() -> Result<()> {
    journey(
        "the trash is accessible",
        Scene::default(),
        async |page, stage| {
            open(page, stage, "bigv", "web2").await?;
            delete(page, "web2").await?;
            drawer(page, "web2")
                .shows("not in its account any more")
                .await?;
            for theme in ["Light", "Dark"] {
                page.go("#/settings").await?;
                page.role("radio").named(theme).click().await?;
                for width in [1280, 360] {
                    page.resize(width, 800).await?;
                    page.go("#/trash").await?;
                    bin(page, "Sandbox BigV").shows("web2").await?;
                    bin(page, "Sandbox OnApp")
                        .shows("Deleting is final here.")
                        .await?;
                    let problems = page.accessibility_problems().await?;
                    ensure!(
                        problems.is_empty(),
                        "{theme}, {width} wide:\n{}",
                        problems.join("\n")
                    );
                }
            }
            Ok(())
        },
    )
    .await
}
