//! The fleet as one likes to see it: in the address, under a name, in a file, and selected from.

use anyhow::{Result, ensure};
use thirtyfour::Key;

use crate::harness::{Fleet, Page, Scene, journey};

/// Opens one of the tools above the table.
async fn open_tool(page: &Page, name: &str) -> Result<()> {
    page.role("button").named(name).click().await
}

#[tokio::test]
async fn the_address_is_the_view() -> Result<()> {
    journey("the address is the view", Scene::default(), async |page, stage| {
        page.open(stage.url()).await?;
        let fleet = Fleet(page);
        fleet.row("Analytics").shows("Running").await?;

        open_tool(page, "View").await?;
        // The keyboard is on the first choice of the panel, and a letter chooses.
        page.role("combobox").named("Group by").found().await?;
        page.eventually("the panel has the keyboard", async || {
            page.role("combobox").named("Group by").found().await?.is_focused().await
        })
        .await?;
        page.types("Acc").await?;
        page.is_at("#/machines?group=account").await?;
        page.role("checkbox").named("Image").click().await?;
        page.press(Key::Escape).await?;
        page.role("checkbox").named("Image").gone().await?;
        let headings = fleet.table();
        headings.role("columnheader").named("Image").gone().await?;
        headings.role("button").named("Place").click().await?;
        let route = "#/machines?sort=place&group=account&columns=state,name,account,address,size,place,price,changed";
        page.is_at(route).await?;

        page.reload().await?;
        page.is_at(route).await?;
        fleet.row("Analytics").found().await?;
        headings.role("columnheader").named("Image").gone().await?;
        let group = fleet.table().role("row").having("checkbox", "Select all of Sandbox BigV");
        group.role("button").click().await?;
        fleet.row("web1").gone().await?;
        group.role("button").click().await?;
        fleet.row("web1").found().await?;

        // The address that says nothing is the fleet as it was last arranged; a link is as it says.
        page.open(stage.url()).await?;
        page.is_at(route).await?;
        page.go("#/machines?q=web1").await?;
        headings.role("columnheader").named("Image").found().await?;
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_view_has_a_name() -> Result<()> {
    journey(
        "a view has a name",
        Scene::default(),
        async |page, stage| {
            let off = "#/machines?q=state%3Aoff&sort=-name";
            page.open(&format!("{}{off}", stage.url())).await?;
            page.role("main").shows("match").await?;
            open_tool(page, "Saved views").await?;
            page.role("textbox")
                .named("Name of this view")
                .fill("Sleepers")
                .await?;
            page.role("button").named("Save").click().await?;
            page.role("button").named("Rename Sleepers").click().await?;
            page.role("textbox")
                .named("New name of Sleepers")
                .fill("Switched off")
                .await?;
            page.role("button").named("Rename").click().await?;
            let panel = page.role("group").named("Saved views");
            panel.role("link").named("Switched off").found().await?;
            page.is_clean("saved views").await?;

            page.go("#/settings").await?;
            page.role("heading").named("Settings").found().await?;
            page.reload().await?;
            page.role("heading").named("Settings").found().await?;
            page.go("#/machines").await?;
            open_tool(page, "Saved views").await?;
            panel.role("link").named("Switched off").click().await?;
            page.is_at(off).await?;
            panel.gone().await?;

            open_tool(page, "Saved views").await?;
            page.role("button")
                .named("Delete Switched off")
                .click()
                .await?;
            panel.role("link").named("Switched off").gone().await?;
            ensure!(!page.storage().await?.contains("Switched off"));

            page.press(Key::Escape).await?;
            open_tool(page, "Export").await?;
            page.is_clean("export").await?;
            page.role("group")
                .named("Export")
                .shows("Everything known")
                .await?;
            Ok(())
        },
    )
    .await
}

#[tokio::test]
async fn machines_are_selected_with_mouse_and_keyboard() -> Result<()> {
    journey(
        "selecting machines",
        Scene::default(),
        async |page, stage| {
            page.open(&format!("{}#/machines?q=name:web-lon", stage.url()))
                .await?;
            let fleet = Fleet(page);
            fleet.row("web-lon-01").shows("Running").await?;
            let bar = page
                .role("toolbar")
                .named("Actions on the selected machines");
            fleet
                .table()
                .role("checkbox")
                .named("Select web-lon-02")
                .click()
                .await?;
            bar.shows("1 selected").await?;
            fleet.row("web-lon-02").has("aria-selected", "true").await?;

            // It outlives the filter, and what is hidden is counted.
            page.role("combobox")
                .named("Filter machines")
                .fill("name:web-lon-01")
                .await?;
            fleet.row("web-lon-02").gone().await?;
            bar.shows("1 selected, 1 not shown").await?;
            fleet
                .table()
                .role("checkbox")
                .named("Select every machine shown")
                .click()
                .await?;
            bar.shows("2 selected, 1 not shown").await?;
            page.role("button").named("Refresh").click().await?;
            fleet.row("web-lon-01").has("aria-selected", "true").await?;
            bar.role("button").named("Clear").click().await?;
            bar.gone().await?;

            page.role("combobox")
                .named("Filter machines")
                .fill("name:web-lon")
                .await?;
            fleet.row("web-lon-02").found().await?;
            page.press(Key::Down).await?;
            page.eventually("the keyboard is on the first machine", async || {
                fleet.row("web-lon-01").found().await?.is_focused().await
            })
            .await?;
            page.types(" ").await?;
            page.press(Key::Down).await?;
            page.types(" ").await?;
            bar.shows("2 selected").await?;
            page.press(Key::Escape).await?;
            bar.gone().await
        },
    )
    .await
}

#[tokio::test]
async fn the_page_is_left_while_something_is_open_over_it() -> Result<()> {
    journey("left while open", Scene::default(), async |page, stage| {
        page.open(&format!("{}#/machines?q=name:web-lon", stage.url()))
            .await?;
        for tool in ["Saved views", "View", "Export"] {
            open_tool(page, tool).await?;
            page.role("group")
                .named(tool)
                .role("button")
                .found()
                .await?;
            page.go("#/activity").await?;
            page.role("heading").named("Activity").found().await?;
            page.go("#/machines?q=name:web-lon").await?;
        }
        let machine = page.role("checkbox").named("Select web-lon-01");
        machine.click().await?;
        page.role("toolbar")
            .role("button")
            .named("More")
            .click()
            .await?;
        page.role("group").named("More actions").found().await?;
        page.go("#/trash").await?;
        page.role("heading").named("Trash").found().await?;
        Ok(())
    })
    .await
}

#[tokio::test]
async fn machines_are_selected_on_a_phone() -> Result<()> {
    journey(
        "selecting on a phone",
        Scene::default(),
        async |page, stage| {
            page.resize(360, 780).await?;
            page.open(&format!("{}#/machines?q=name:web-lon", stage.url()))
                .await?;
            let fleet = Fleet(page);
            fleet.row("web-lon-01").shows("Running").await?;
            page.role("button").named("Select").click().await?;
            fleet.row("web-lon-01").click().await?;
            fleet
                .table()
                .role("checkbox")
                .named("Select web-lon-02")
                .click()
                .await?;
            let bar = page
                .role("toolbar")
                .named("Actions on the selected machines");
            bar.shows("2 selected").await?;
            page.is_at("#/machines?q=name:web-lon").await?;
            page.is_clean("the bar on a phone").await?;
            let wide = page.too_wide().await?;
            ensure!(wide.is_empty(), "{wide:?}");
            bar.role("button").named("Clear").click().await?;
            bar.gone().await
        },
    )
    .await
}
