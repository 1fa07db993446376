//! axe-core finds nothing in what opens over the fleet, a machine, the trash and the build pages,
//! light and dark.

use anyhow::Result;
use thirtyfour::Key;

use super::machine::{choose, drawer, open};
use crate::harness::{Fleet, Page, Query, Scene, journey};

const THEMES: [&str; 2] = ["Light", "Dark"];

/// Opens what a button opens, looks at it, and closes it.
async fn opened(page: &Page, button: Query, opened: Query, place: &str) -> Result<()> {
    button.click().await?;
    opened.found().await?;
    page.is_clean(place).await?;
    page.press(Key::Escape).await?;
    opened.gone().await
}

#[tokio::test]
async fn what_opens_over_the_fleet_is_accessible() -> Result<()> {
    journey("over the fleet", Scene::default(), async |page, stage| {
        page.open(stage.url()).await?;
        let fleet = Fleet(page);
        for theme in THEMES {
            page.wear(theme).await?;
            page.go("#/machines").await?;
            fleet.row("Analytics").found().await?;
            for tool in ["Saved views", "View", "Export"] {
                let (button, panel) = (page.role("button"), page.role("group"));
                let place = format!("{tool} in {theme}");
                opened(page, button.named(tool), panel.named(tool), &place).await?;
            }
            page.go("#/machines?group=account&sort=-name&rows=compact")
                .await?;
            let group = fleet.table().role("row");
            let group = group.having("checkbox", "Select all of Sandbox BigV");
            group.found().await?;
            page.is_clean(&format!("groups in {theme}")).await?;
            page.go("#/machines?q=state:nonsense%20cpu%3E").await?;
            page.role("combobox")
                .named("Filter machines")
                .has("aria-invalid", "true")
                .await?;
            page.is_clean(&format!("a wrong query in {theme}")).await?;

            page.go("#/machines?q=name:web-lon-01").await?;
            fleet.row("web-lon-01").shows("Running").await?;
            fleet.choose("web-lon-01", "Show requests…").await?;
            let dialog = page.role("dialog").named("Requests for web-lon-01");
            for tab in ["curl", "Body", "Headers"] {
                dialog.role("tab").named(tab).click().await?;
                dialog.role("tabpanel").named(tab).found().await?;
                page.is_clean(&format!("requests, {tab}, in {theme}"))
                    .await?;
            }
            page.press(Key::Escape).await?;
            dialog.gone().await?;
            many(page, theme).await?;

            page.resize(500, 800).await?;
            let menu = page.role("button").named("Menu");
            menu.click().await?;
            menu.has("aria-expanded", "true").await?;
            page.is_clean(&format!("the rail on a phone in {theme}"))
                .await?;
            page.tab_to(&page.role("link").named("Trash")).await?;
            page.press(Key::Escape).await?;
            menu.has_focus().await?;
            menu.has("aria-expanded", "false").await?;
            menu.click().await?;
            menu.has("aria-expanded", "true").await?;
            menu.click().await?;
            menu.has("aria-expanded", "false").await?;
            page.resize(1280, 900).await?;
        }
        Ok(())
    })
    .await
}

/// The bar, why not all, and the question before something is done to many.
async fn many(page: &Page, theme: &str) -> Result<()> {
    page.go("#/machines?q=name:web-lon,cache-lon").await?;
    let fleet = Fleet(page);
    fleet.row("cache-lon-01").shows("Off").await?;
    let all = fleet.table().role("checkbox");
    all.named("Select every machine shown").click().await?;
    let bar = page
        .role("toolbar")
        .named("Actions on the selected machines");
    let why = page.role("group").named("Why not all?");
    let button = bar.role("button").named("Why not all?");
    opened(page, button, why, &format!("why not all in {theme}")).await?;
    let button = bar.role("button").named("Power off 2 of 3…");
    let dialog = page.role("dialog").named("Power off 2 machines?");
    opened(page, button, dialog, &format!("many in {theme}")).await?;
    bar.role("button").named("Clear").click().await?;
    bar.gone().await
}

#[tokio::test]
async fn what_opens_over_a_machine_is_accessible() -> Result<()> {
    journey("over a machine", Scene::default(), async |page, stage| {
        page.open(stage.url()).await?;
        for theme in THEMES {
            page.wear(theme).await?;
            let drawer = open(page, stage, "bigv", "web1").await?;
            drawer.shows("Running").await?;
            let console = drawer.role("button").named("Console");
            console.has("aria-disabled", "false").await?;
            let dialog = page.role("dialog").named("Console of web1");
            opened(page, console, dialog, &format!("a console in {theme}")).await?;
            for (verb, title) in [
                ("Rename", "Rename web1"),
                ("Send keys", "Send keys web1"),
                ("Edit", "Edit web1"),
            ] {
                choose(page, &drawer, verb).await?;
                let dialog = page.role("dialog").named(title);
                dialog.found().await?;
                page.is_clean(&format!("{verb} in {theme}")).await?;
                page.press(Key::Escape).await?;
                dialog.gone().await?;
            }
            page.go("#/machines/sandbox-bigv/none").await?;
            self::drawer(page, "none")
                .shows("has no such machine")
                .await?;
            page.is_clean(&format!("no machine in {theme}")).await?;
            trash(page, theme).await?;
        }
        Ok(())
    })
    .await
}

/// The questions before something in a trash is touched.
async fn trash(page: &Page, theme: &str) -> Result<()> {
    page.go("#/trash").await?;
    for (account, act, title) in [
        ("Sandbox BigV", "Restore old-shop", "Restore old-shop"),
        ("Sandbox BigV", "Purge old-shop", "Purge old-shop?"),
        (
            "Sandbox Katapult",
            "Empty trash of Sandbox Katapult",
            "Empty trash Sandbox Katapult?",
        ),
    ] {
        let button = page.role("region").named(account).role("button").named(act);
        let dialog = page.role("dialog").named(title);
        opened(page, button, dialog, &format!("{title} in {theme}")).await?;
    }
    Ok(())
}

#[tokio::test]
async fn what_comes_after_asking_is_accessible() -> Result<()> {
    journey("after asking", Scene::default(), async |page, stage| {
        let fleet = format!("{}#/machines?q=sim-refuses%20account:katapult", stage.url());
        page.open(&fleet).await?;
        Fleet(page).row("sim-refuses-power").shows("Off").await?;
        Fleet(page).choose("sim-refuses-power", "Start").await?;
        for theme in THEMES {
            page.wear(theme).await?;
            page.go("#/activity").await?;
            page.role("list").named("Jobs").shows("Failed").await?;
            page.is_clean(&format!("a failed job in {theme}")).await?;

            page.go("#/accounts/sandbox-e24cloud").await?;
            let remove = page.role("button").named("Remove this account");
            let dialog = page.role("dialog").named("Remove Sandbox e24cloud?");
            opened(page, remove, dialog, &format!("removing in {theme}")).await?;

            built(page, theme).await?;
        }
        Ok(())
    })
    .await
}

/// The form of several copies, what is sent for them, a document, and a machine installed anew.
async fn built(page: &Page, theme: &str) -> Result<()> {
    page.go("#/build?account=sandbox-e24cloud").await?;
    let field = |name: &str| page.role("textbox").named(name);
    page.role("radio")
        .named("DC1/PUBLIC-1 EU/POZNAN-1")
        .click()
        .await?;
    page.role("radio")
        .named("Debian 12 password, SSH key, cloud-init")
        .click()
        .await?;
    field("Number of machines").fill("3").await?;
    page.press(Key::Tab).await?;
    field("Name pattern").fill("web-poz-{nn}").await?;
    let names = page.role("list").named("Names");
    names.shows("is there already").await?;
    page.is_clean(&format!("copies in {theme}")).await?;
    for tab in ["Request", "curl", "Body"] {
        page.role("tab").named(tab).click().await?;
        page.role("tabpanel").named(tab).found().await?;
        page.is_clean(&format!("the request, {tab}, in {theme}"))
            .await?;
    }
    page.go("#/build?account=sandbox-katapult").await?;
    page.role("radio")
        .named("Otter Post otter-post")
        .click()
        .await?;
    page.role("radio")
        .named("From a spec document")
        .click()
        .await?;
    page.is_clean(&format!("a spec's form in {theme}")).await?;
    page.role("tab").named("Text").click().await?;
    field("Spec document").fill("<VirtualMachineSpec>").await?;
    let flaws = page.role("list").named("Flaws of the document");
    flaws.shows("Line 1").await?;
    page.is_clean(&format!("a flawed document in {theme}"))
        .await?;

    page.go("#/build/sandbox-bigv/4714").await?;
    let image = page.role("combobox").named("Operating system");
    image.fill("Debian 8").await?;
    page.role("option").found().await?;
    page.is_clean(&format!("choices in {theme}")).await?;
    page.press(Key::Enter).await?;
    page.role("button")
        .named("Generate Root password")
        .click()
        .await?;
    let rebuild = page.role("button").named("Rebuild…");
    let dialog = page.role("dialog").named("Rebuild backup1?");
    opened(page, rebuild, dialog, &format!("installing in {theme}")).await
}
