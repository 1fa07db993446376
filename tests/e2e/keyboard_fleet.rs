//! The fleet by keyboard alone: in another order, many machines at once, under a name, in a file.

use anyhow::{Result, ensure};
use thirtyfour::Key;

use crate::harness::{Fleet, Page, Scene, Stage, journey};

/// Opens the fleet and puts the keyboard on the first machine that fits.
async fn on_first(page: &Page, stage: &Stage, query: &str, first: &str) -> Result<()> {
    page.open(stage.url()).await?;
    Fleet(page).row("Analytics").found().await?;
    page.types("/").await?;
    page.types(query).await?;
    Fleet(page).row(first).shows("Running").await?;
    page.press(Key::Down).await?;
    Fleet(page).row(first).has_focus().await
}

#[tokio::test]
async fn keyboard_sorts() -> Result<()> {
    journey(
        "sorted by keyboard",
        Scene::default(),
        async |page, stage| {
            page.open(stage.url()).await?;
            let fleet = Fleet(page);
            fleet.row("Analytics").found().await?;
            let account = fleet.table().role("button").named("Account");
            page.enter(&account).await?;
            page.is_at("#/machines?sort=account").await?;
            account.has_focus().await?;
            page.types(" ").await?;
            page.is_at("#/machines?sort=-account").await
        },
    )
    .await
}

#[tokio::test]
async fn keyboard_pulls_the_plug_after_a_yes() -> Result<()> {
    journey("plug by keyboard", Scene::default(), async |page, stage| {
        on_first(page, stage, "name:web-poz-01", "web-poz-01").await?;
        let fleet = Fleet(page);
        let row = fleet.row("web-poz-01");
        page.types("m").await?;
        page.move_to(&fleet.item("Power off"), Key::Down).await?;
        page.press(Key::Enter).await?;
        let dialog = page.role("dialog").named("Power off web-poz-01?");
        // Nothing that loses work is one slip of the hand away.
        dialog.role("button").named("Cancel").has_focus().await?;
        page.press(Key::Escape).await?;
        dialog.gone().await?;
        row.has_focus().await?;
        page.types("m").await?;
        page.move_to(&fleet.item("Power off"), Key::Up).await?;
        page.press(Key::Enter).await?;
        page.enter(&dialog.role("button").named("Power off"))
            .await?;
        dialog.gone().await?;
        row.shows("Off").await?;
        ensure!(stage.provider("e24cloud")?.count("POST", "/poweroff")? == 1);
        Ok(())
    })
    .await
}

#[tokio::test]
async fn keyboard_asks_many_at_once() -> Result<()> {
    journey("many by keyboard", Scene::default(), async |page, stage| {
        on_first(page, stage, "name:web-lon-01,web-lon-02", "web-lon-01").await?;
        let fleet = Fleet(page);
        fleet.row("web-lon-02").shows("Running").await?;
        let bar = page
            .role("toolbar")
            .named("Actions on the selected machines");
        page.types(" ").await?;
        bar.shows("1 selected").await?;
        page.chord(Key::Control, 'a').await?;
        bar.shows("2 selected").await?;
        page.enter(&bar.role("button").named("Power off 2…"))
            .await?;
        let dialog = page.role("dialog").named("Power off 2 machines?");
        let field = dialog.role("textbox").named("Type 2 to confirm");
        field.has_focus().await?;
        page.types("3").await?;
        page.press(Key::Enter).await?;
        dialog.found().await?;
        page.press(Key::Backspace).await?;
        page.types("2").await?;
        page.press(Key::Enter).await?;
        dialog.gone().await?;
        let results = page.role("region").named("Results");
        results.shows("2 of 2 done").await?;
        page.enter(&results.role("button").named("Close")).await?;
        results.gone().await?;
        ensure!(stage.provider("onapp")?.count("POST", "/stop.json")? == 2);
        Ok(())
    })
    .await
}

#[tokio::test]
async fn keyboard_names_a_view_and_comes_back_to_it() -> Result<()> {
    journey("view by keyboard", Scene::default(), async |page, stage| {
        page.open(stage.url()).await?;
        Fleet(page).row("Analytics").found().await?;
        page.types("/").await?;
        page.types("state:off").await?;
        let off = "#/machines?q=state%3Aoff";
        page.is_at(off).await?;
        page.enter(&page.role("button").named("Saved views"))
            .await?;
        let panel = page.role("group").named("Saved views");
        let name = panel.role("textbox").named("Name of this view");
        name.has_focus().await?;
        page.types("Sleepers").await?;
        page.press(Key::Enter).await?;
        panel.role("link").named("Sleepers").found().await?;
        page.press(Key::Escape).await?;
        panel.gone().await?;
        let button = page.role("button").named("Saved views");
        button.has_focus().await?;
        page.types("ga").await?;
        page.is_at("#/activity").await?;
        page.types("gm").await?;
        page.enter(&button).await?;
        let link = panel.role("link").named("Sleepers");
        page.move_to(&link, Key::Tab).await?;
        page.press(Key::Enter).await?;
        page.is_at(off).await?;
        page.enter(&button).await?;
        page.enter(&panel.role("button").named("Delete Sleepers"))
            .await?;
        link.gone().await?;
        ensure!(!page.storage().await?.contains("Sleepers"));
        Ok(())
    })
    .await
}

#[tokio::test]
async fn keyboard_arranges_and_exports() -> Result<()> {
    journey(
        "export by keyboard",
        Scene::default(),
        async |page, stage| {
            page.open(stage.url()).await?;
            let fleet = Fleet(page);
            fleet.row("Analytics").found().await?;
            page.enter(&page.role("button").named("View")).await?;
            let columns = page.role("group").named("View");
            page.tab_to(&columns.role("checkbox").named("Image"))
                .await?;
            page.types(" ").await?;
            fleet
                .table()
                .role("columnheader")
                .named("Image")
                .gone()
                .await?;
            page.press(Key::Escape).await?;
            columns.gone().await?;
            let export = page.role("button").named("Export");
            page.enter(&export).await?;
            let panel = page.role("group").named("Export");
            let files = panel.role("button").all().await?;
            ensure!(files.len() == 2, "there are {} kinds of file", files.len());
            let is_on = page.eventually("the first kind has the keyboard", async || {
                let files = panel.role("button").all().await?;
                match files.first() {
                    Some(first) => first.is_focused().await,
                    None => Ok(false),
                }
            });
            is_on.await?;
            page.press(Key::Enter).await?;
            panel.gone().await?;
            export.has_focus().await
        },
    )
    .await
}

#[tokio::test]
async fn keyboard_shows_requests_and_asks_again() -> Result<()> {
    journey(
        "requests by keyboard",
        Scene::default(),
        async |page, stage| {
            let fleet = Fleet(page);
            page.open(&format!(
                "{}#/machines?q=sim-refuses%20account:katapult",
                stage.url()
            ))
            .await?;
            let row = fleet.row("sim-refuses-power");
            row.shows("Off").await?;
            page.tab_to(&row).await?;
            page.types("m").await?;
            page.move_to(&fleet.item("Show requests…"), Key::Up).await?;
            page.press(Key::Enter).await?;
            let dialog = page.role("dialog");
            dialog.shows("curl -X POST").await?;
            page.tab_to(&dialog.role("tab").named("curl")).await?;
            page.press(Key::Right).await?;
            dialog.role("tabpanel").named("Body").found().await?;
            page.press(Key::Escape).await?;
            dialog.gone().await?;
            row.has_focus().await?;

            page.types("m").await?;
            page.move_to(&fleet.item("Start"), Key::Down).await?;
            page.press(Key::Enter).await?;
            page.types("ga").await?;
            page.is_at("#/activity").await?;
            let jobs = page.role("list").named("Jobs");
            jobs.shows("Failed").await?;
            let again = jobs
                .role("button")
                .named("Ask again: Start sim-refuses-power");
            page.enter(&again).await?;
            page.eventually("it was asked twice", async || {
                Ok(jobs.role("listitem").all().await?.len() == 2)
            })
            .await?;
            page.tab_to(&page.role("tab").named("Jobs")).await?;
            page.press(Key::Right).await?;
            page.is_at("#/activity?tab=log").await?;
            let log = page.role("list").named("Requests");
            page.tab_to(&log.role("listitem").role("button")).await?;
            page.press(Key::Enter).await?;
            log.role("tabpanel").shows("curl").await
        },
    )
    .await
}
