//! Commands and shortcuts: everything without a mouse, and nothing by a slip of the hand.

use std::time::{Duration, Instant};

use anyhow::{Result, ensure};
use thirtyfour::Key;
use tokio::time::sleep;

use crate::harness::{Fleet, Page, Scene, journey};

/// Two announcements are never nearer than this; a little less than it is, for our own slowness.
const PAUSE: Duration = Duration::from_millis(1_900);

/// Longer than two keys of one shortcut may be apart.
const TOO_LATE: Duration = Duration::from_millis(1_500);

/// Opens the list of commands by keyboard.
async fn open_palette(page: &Page) -> Result<()> {
    page.chord(Key::Control, 'k').await?;
    page.role("dialog").named("Commands").found().await?;
    Ok(())
}

/// Types into the list of commands, and chooses the first line once it is this.
async fn choose(page: &Page, typed: &str, line: &str) -> Result<()> {
    page.types(typed).await?;
    page.eventually(&format!("{line} comes first for {typed:?}"), async || {
        let lines = page.role("listbox").named("Commands").role("option");
        Ok(lines
            .all()
            .await?
            .first()
            .is_some_and(|first| first.name == line))
    })
    .await?;
    page.press(Key::Enter).await
}

#[tokio::test]
async fn a_machine_is_started_from_the_palette_by_keyboard() -> Result<()> {
    journey(
        "palette by keyboard",
        Scene::default(),
        async |page, stage| {
            page.open(&format!("{}#/machines?q=name:web-lon-01", stage.url()))
                .await?;
            let fleet = Fleet(page);
            let row = fleet.row("web-lon-01");
            row.shows("Running").await?;
            let commands = page.role("dialog").named("Commands");
            open_palette(page).await?;
            choose(page, "wl01", "web-lon-01").await?;
            let field = commands.role("combobox").named("Action for web-lon-01");
            ensure!(field.found().await?.is_focused().await?);
            let start = commands.role("option").named("Start");
            start.has("aria-disabled", "true").await?;
            ensure!(start.found().await?.description().await? == "It is running already.");
            choose(page, "start", "Start").await?;
            ensure!(
                field.found().await.is_ok() && stage.provider("onapp")?.count("POST", "")? == 0,
                "what cannot be done is not done"
            );
            // Back to all commands, and out of them.
            page.press(Key::Escape).await?;
            commands
                .role("combobox")
                .named("Command or machine")
                .found()
                .await?;
            page.press(Key::Escape).await?;
            commands.gone().await?;
            // What may lose work asks first, and the way there is the same.
            open_palette(page).await?;
            choose(page, "web-lon-01", "web-lon-01").await?;
            choose(page, "power off", "Power off").await?;
            fleet.confirm("web-lon-01", "Power off").await?;
            row.shows("Off").await?;
            open_palette(page).await?;
            choose(page, "web-lon-01", "web-lon-01").await?;
            choose(page, "start", "Start").await?;
            commands.gone().await?;
            row.shows("Running").await?;
            ensure!(stage.provider("onapp")?.count("POST", "/startup")? == 1);
            Ok(())
        },
    )
    .await
}

#[tokio::test]
async fn the_palette_finds_pages_accounts_and_actions_that_need_a_form() -> Result<()> {
    journey("palette finds", Scene::default(), async |page, stage| {
        page.open(stage.url()).await?;
        Fleet(page).row("Analytics").shows("Running").await?;
        let commands = page.role("dialog").named("Commands");
        page.types("/").await?;
        let query = page.role("combobox").named("Filter machines");
        ensure!(query.found().await?.is_focused().await?);
        open_palette(page).await?;
        page.press(Key::Escape).await?;
        commands.gone().await?;
        ensure!(
            query.found().await?.is_focused().await?,
            "the focus goes back where it was"
        );
        for (typed, line, route) in [
            ("trash", "Trash", "#/trash"),
            (
                "new machine bigv",
                "New machine in ",
                "#/build?account=sandbox-bigv",
            ),
            ("theme dark", "Theme: dark", "#/build?account=sandbox-bigv"),
        ] {
            open_palette(page).await?;
            page.types(typed).await?;
            page.eventually(line, async || {
                let lines = commands.role("option").all().await?;
                Ok(lines
                    .first()
                    .is_some_and(|first| first.name.starts_with(line)))
            })
            .await?;
            page.press(Key::Enter).await?;
            page.is_at(route).await?;
        }
        page.role("button").named("Theme: Dark").found().await?;
        open_palette(page).await?;
        choose(page, "web1", "web1").await?;
        choose(page, "rename", "Rename").await?;
        page.eventually("the machine's page is open", async || {
            Ok(page.route().await?.starts_with("#/machines/sandbox-bigv/"))
        })
        .await?;
        open_palette(page).await?;
        page.types("no such thing").await?;
        commands.role("status").shows("Nothing fits").await
    })
    .await
}

#[tokio::test]
async fn every_shortcut_works_and_is_silent_while_typing_and_when_off() -> Result<()> {
    journey("shortcuts", Scene::default(), async |page, stage| {
        page.open(stage.url()).await?;
        Fleet(page).row("Analytics").shows("Running").await?;
        for (keys, route) in [
            ("ga", "#/activity"),
            ("gt", "#/trash"),
            ("gb", "#/build"),
            ("gc", "#/accounts"),
            ("gs", "#/settings"),
            ("gm", "#/machines"),
        ] {
            page.types(keys).await?;
            page.is_at(route).await?;
        }
        let bigv = stage.provider("bigv")?;
        let before = bigv.received()?.len();
        page.types("r").await?;
        page.eventually(
            "r looks again",
            async || Ok(bigv.received()?.len() > before),
        )
        .await?;
        page.types("?").await?;
        let map = page.role("dialog").named("Keyboard shortcuts");
        map.shows("Go to the trash").await?;
        // Nothing happens behind a dialog.
        page.types("ga").await?;
        page.press(Key::Escape).await?;
        map.gone().await?;
        page.is_at("#/machines").await?;
        page.types("g").await?;
        sleep(TOO_LATE).await;
        page.types("a").await?;
        // Into the query: what is typed there is typed.
        page.types("/").await?;
        page.types("gar?").await?;
        let query = page.role("combobox").named("Filter machines");
        ensure!(query.found().await?.value().await? == "gar?");
        map.gone().await?;
        page.go("#/settings").await?;
        let single = page.role("checkbox").named("Shortcuts of single keys");
        single.click().await?;
        page.types("ga?/").await?;
        page.is_at("#/settings").await?;
        map.gone().await?;
        // The list of commands stays, and with it the map.
        open_palette(page).await?;
        choose(page, "shortcuts", "Keyboard shortcuts").await?;
        map.shows("turned off").await?;
        page.press(Key::Escape).await?;
        map.gone().await?;
        single.click().await?;
        page.types("ga").await?;
        page.is_at("#/activity").await
    })
    .await
}

#[tokio::test]
async fn what_is_said_leaves_time_to_hear_it() -> Result<()> {
    journey("announcements", Scene::default(), async |page, stage| {
        page.open(&format!("{}#/machines?q=name:web", stage.url()))
            .await?;
        let fleet = Fleet(page);
        let mut looked = Instant::now();
        for machine in ["web-lon-01", "web-lon-02", "web-poz-01", "web1"] {
            fleet.row(machine).shows("Running").await?;
            fleet.choose(machine, "Shut down").await?;
        }
        let status = page.role("status");
        // Since when it may have been said, when it was seen, and what.
        let mut said: Vec<(Instant, Instant, String)> = Vec::new();
        let end = Instant::now() + Duration::from_secs(12);
        while looked < end {
            let words = status.found().await?.text().await?;
            let seen = Instant::now();
            if !words.is_empty() && said.last().is_none_or(|(_, _, last)| *last != words) {
                said.push((looked, seen, words));
            }
            looked = seen;
            sleep(Duration::from_millis(40)).await;
        }
        ensure!(!said.is_empty(), "nothing was said");
        for (earlier, later) in said.iter().zip(said.iter().skip(1)) {
            ensure!(later.1 - earlier.0 > PAUSE, "too soon: {said:?}");
        }
        ensure!(
            said.iter().any(|(_, _, words)| words.contains(" done")),
            "those that end together are counted: {said:?}"
        );
        Ok(())
    })
    .await
}

#[tokio::test]
async fn palette_and_map_are_accessible() -> Result<()> {
    journey("palette axe", Scene::default(), async |page, stage| {
        page.open(stage.url()).await?;
        Fleet(page).row("Analytics").shows("Running").await?;
        for theme in ["light", "dark"] {
            open_palette(page).await?;
            choose(page, &format!("theme: {theme}"), &format!("Theme: {theme}")).await?;
            for (width, height) in [(1280, 800), (500, 800)] {
                page.resize(width, height).await?;
                open_palette(page).await?;
                page.is_clean(&format!("commands in {theme}, {width} wide"))
                    .await?;
                choose(page, "web1", "web1").await?;
                page.role("option").named("Delete").found().await?;
                page.is_clean(&format!("a machine's in {theme}, {width} wide"))
                    .await?;
                page.types("zzzz").await?;
                page.role("status").shows("Nothing fits").await?;
                page.is_clean(&format!("none in {theme}, {width} wide"))
                    .await?;
                page.press(Key::Escape).await?;
                page.press(Key::Escape).await?;
                page.role("dialog").gone().await?;
                page.types("?").await?;
                page.role("dialog")
                    .named("Keyboard shortcuts")
                    .found()
                    .await?;
                page.is_clean(&format!("the map in {theme}, {width} wide"))
                    .await?;
                page.press(Key::Escape).await?;
                page.role("dialog").gone().await?;
            }
        }
        Ok(())
    })
    .await
}
