//! One machine by keyboard alone: renamed, resized, its screen, keys sent to it, deleted, restored
//! and purged.

use anyhow::{Result, ensure};
use thirtyfour::Key;

use super::machine::drawer;
use crate::harness::{Fleet, Page, Query, Scene, Stage, journey};

/// Opens a machine's page from its row.
async fn open(page: &Page, stage: &Stage, provider: &str, machine: &str) -> Result<Query> {
    page.open(&format!("{}#/machines?q=provider:{provider}", stage.url()))
        .await?;
    Fleet(page).row(machine).found().await?;
    page.types("/").await?;
    reach(page, machine).await
}

/// The same from the query, down into the table.
async fn reach(page: &Page, machine: &str) -> Result<Query> {
    let row = Fleet(page).row(machine);
    page.press(Key::Down).await?;
    page.move_to(&row, Key::Down).await?;
    page.press(Key::Enter).await?;
    let drawer = drawer(page, machine);
    drawer.role("heading").named(machine).has_focus().await?;
    Ok(drawer)
}

/// A verb of the menu beside the buttons.
async fn choose(page: &Page, drawer: &Query, verb: &str) -> Result<()> {
    page.enter(&drawer.role("button").named("More")).await?;
    let item = page.role("menu").named("More actions").role("menuitem");
    let item = item.named(verb);
    item.has("aria-disabled", "false").await?;
    page.move_to(&item, Key::Down).await?;
    page.press(Key::Enter).await
}

#[tokio::test]
async fn keyboard_renames_and_resizes() -> Result<()> {
    journey(
        "renamed by keyboard",
        Scene::default(),
        async |page, stage| {
            let drawer = open(page, stage, "bigv", "backup1").await?;
            choose(page, &drawer, "Resize").await?;
            let dialog = page.role("dialog").named("Resize backup1");
            let cores = dialog.role("textbox").named("Cores (optional)");
            page.type_into(&cores, "no number").await?;
            page.press(Key::Enter).await?;
            cores.has("aria-invalid", "true").await?;
            page.type_into(&cores, "3").await?;
            page.press(Key::Enter).await?;
            dialog.gone().await?;
            drawer.shows("3 vCPU").await?;
            let more = drawer.role("button").named("More");
            more.has_focus().await?;

            choose(page, &drawer, "Rename").await?;
            let dialog = page.role("dialog").named("Rename backup1");
            page.type_into(&dialog.role("textbox").named("Name"), "backup9")
                .await?;
            page.press(Key::Enter).await?;
            dialog.gone().await?;
            Fleet(page).row("backup9").found().await?;
            ensure!(stage.provider("bigv")?.count("PUT", "/virtual_machines/")? == 2);
            Ok(())
        },
    )
    .await
}

#[tokio::test]
async fn keyboard_opens_the_console_and_sends_keys() -> Result<()> {
    journey(
        "console by keyboard",
        Scene::default(),
        async |page, stage| {
            let drawer = open(page, stage, "bigv", "web1").await?;
            drawer.shows("Running").await?;
            let console = drawer.role("button").named("Console");
            console.has("aria-disabled", "false").await?;
            page.enter(&console).await?;
            let dialog = page.role("dialog").named("Console of web1");
            dialog.shows("ssh ").await?;
            page.enter(&dialog.role("button").named("Close")).await?;
            dialog.gone().await?;
            console.has_focus().await?;
            choose(page, &drawer, "Send keys").await?;
            let dialog = page.role("dialog").named("Send keys web1");
            page.enter(&dialog.role("button").named("Send keys"))
                .await?;
            dialog.gone().await?;
            let under_way = drawer.role("group").named("Under way");
            under_way.shows("Done").await?;
            let sent = stage.provider("bigv")?.received()?;
            let sent = sent.iter().filter(|it| it.body.contains("ctrl-alt-delete"));
            ensure!(sent.count() == 1, "sent once");
            page.press(Key::Escape).await?;
            drawer.gone().await?;
            Fleet(page).row("web1").has_focus().await
        },
    )
    .await
}

/// Deletes the machine whose page is open.
async fn delete(page: &Page, machine: &str) -> Result<()> {
    let drawer = drawer(page, machine);
    page.enter(&drawer.role("button").named("Delete…")).await?;
    confirm(page, "Delete", machine).await?;
    drawer.shows("not in its account any more").await
}

/// Types the name a dialog asks for; nothing happens before.
async fn confirm(page: &Page, verb: &str, machine: &str) -> Result<()> {
    let dialog = page.role("dialog").named(format!("{verb} {machine}?"));
    let field = dialog
        .role("textbox")
        .named(format!("Type {machine} to confirm"));
    page.tab_to(&field).await?;
    page.press(Key::Enter).await?;
    dialog.found().await?;
    page.types(machine).await?;
    page.press(Key::Enter).await?;
    dialog.gone().await
}

#[tokio::test]
async fn keyboard_deletes_restores_and_purges() -> Result<()> {
    journey(
        "trash by keyboard",
        Scene::default(),
        async |page, stage| {
            open(page, stage, "bigv", "web2").await?;
            delete(page, "web2").await?;
            let bin = page.role("region").named("Sandbox BigV");
            page.types("gt").await?;
            let restore = bin.role("button").named("Restore web2");
            restore.has("aria-disabled", "false").await?;
            page.enter(&restore).await?;
            let dialog = page.role("dialog").named("Restore web2");
            page.enter(&dialog.role("button").named("Restore")).await?;
            dialog.gone().await?;
            restore.gone().await?;

            page.types("gm").await?;
            page.types("/").await?;
            page.types("name:web2").await?;
            Fleet(page).row("web2").shows("Off").await?;
            reach(page, "web2").await?;
            delete(page, "web2").await?;
            page.types("gt").await?;
            let purge = bin.role("button").named("Purge web2");
            purge.has("aria-disabled", "false").await?;
            page.enter(&purge).await?;
            confirm(page, "Purge", "web2").await?;
            purge.gone().await
        },
    )
    .await
}

#[tokio::test]
async fn keyboard_empties_the_trash() -> Result<()> {
    journey(
        "emptied by keyboard",
        Scene::default(),
        async |page, stage| {
            page.open(&format!("{}#/trash", stage.url())).await?;
            let bin = page.role("region").named("Sandbox Katapult");
            let empty = bin.role("button").named("Empty trash of Sandbox Katapult");
            page.enter(&empty).await?;
            let dialog = page.role("dialog").named("Empty trash Sandbox Katapult?");
            let whose = dialog.role("radio").named("Otter Post otter-post");
            page.tab_to(&whose).await?;
            page.types(" ").await?;
            let field = dialog.role("textbox").named("Type 1 to confirm");
            page.tab_to(&field).await?;
            page.types("1").await?;
            page.enter(&dialog.role("button").named("Empty trash"))
                .await?;
            dialog.gone().await?;
            bin.shows("Nothing is in the trash.").await?;
            ensure!(stage.provider("katapult")?.count("POST", "purge_all")? == 1);
            Ok(())
        },
    )
    .await
}
