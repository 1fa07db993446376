//! One machine's page: what it shows of each provider's machines, what is asked there, and what it
//! does when something goes wrong.

use anyhow::{Result, bail, ensure};
use serde_json::json;
use thirtyfour::Key;

use crate::harness::{Fleet, Page, Query, Scene, Stage, journey};

/// The page of the machine that is open.
pub(crate) fn drawer(page: &Page, machine: &str) -> Query {
    page.role("complementary").named(machine)
}

/// Opens a machine's page from its row.
pub(crate) async fn open(
    page: &Page,
    stage: &Stage,
    provider: &str,
    machine: &str,
) -> Result<Query> {
    let fleet = format!("{}#/machines?q=provider:{provider}", stage.url());
    page.open(&fleet).await?;
    Fleet(page).row(machine).click().await?;
    let drawer = drawer(page, machine);
    drawer.found().await?;
    Ok(drawer)
}

/// A verb of the menu beside the buttons.
pub(crate) async fn choose(page: &Page, drawer: &Query, verb: &str) -> Result<()> {
    drawer.role("button").named("More").click().await?;
    page.role("menu")
        .named("More actions")
        .role("menuitem")
        .named(verb)
        .click()
        .await
}

/// Every part the provider has is shown, without trouble.
async fn shows_parts(
    name: &str,
    (provider, machine): (&'static str, &'static str),
    parts: &[(&'static str, &[(&'static str, &'static str)])],
) -> Result<()> {
    journey(name, Scene::default(), async |page, stage| {
        let drawer = open(page, stage, provider, machine).await?;
        let heading = drawer.role("heading").named(machine);
        page.eventually("the heading has the focus", async || {
            heading.found().await?.is_focused().await
        })
        .await?;
        drawer.shows("Address").await?;
        for (tab, sections) in parts {
            drawer.role("tab").named(*tab).click().await?;
            let panel = drawer.role("tabpanel").named(*tab);
            for (section, words) in *sections {
                panel.role("region").named(*section).shows(words).await?;
            }
            let shown = panel.found().await?.text().await?;
            ensure!(!shown.contains("Try again"), "{tab} is in trouble: {shown}");
        }
        ensure!(
            drawer.role("tab").named("Raw").all().await?.len() == 1,
            "there is a raw answer"
        );
        Ok(())
    })
    .await
}

macro_rules! parts {
    ($name:ident, $provider:literal, $machine:literal, $parts:expr) => {
        #[tokio::test]
        async fn $name() -> Result<()> {
            shows_parts(stringify!($name), ($provider, $machine), &$parts).await
        }
    };
}

parts!(
    onapp_machine_is_shown_whole,
    "onapp",
    "web-lon-01",
    [
        ("Overview", &[("Details", "")] as &[_]),
        (
            "Network",
            &[("Interfaces", "Hardware address"), ("Firewall", "")]
        ),
        ("Disks", &[("Disks", "GB"), ("Backups", "")]),
        (
            "Activity",
            &[
                ("Asked from here", "Nothing has been asked"),
                ("Activity", "")
            ]
        ),
        (
            "Usage",
            &[("Processor use", "last"), ("Traffic", ""), ("Costs", "")]
        ),
    ]
);
parts!(
    katapult_machine_is_shown_whole,
    "katapult",
    "Shop front",
    [
        (
            "Overview",
            &[("Details", ""), ("Limits of the organization", "")] as &[_]
        ),
        (
            "Network",
            &[
                ("Addresses", ""),
                ("Network interfaces", "Hardware address")
            ]
        ),
        ("Disks", &[("Disks", "GB"), ("Backups", "")]),
        ("Activity", &[("Asked from here", "Nothing has been asked")]),
    ]
);
parts!(
    e24cloud_machine_is_shown_whole,
    "e24cloud",
    "web-poz-01",
    [
        ("Overview", &[("Details", "")] as &[_]),
        (
            "Network",
            &[("Network", ""), ("Addresses", ""), ("Private networks", "")]
        ),
        ("Disks", &[("Disks", "GB"), ("Disk images", "")]),
    ]
);
parts!(
    bigv_machine_is_shown_whole,
    "bigv",
    "web1",
    [
        ("Overview", &[("Details", "")] as &[_]),
        (
            "Network",
            &[("Interfaces", "Hardware address"), ("Reverse names", "")]
        ),
        ("Disks", &[("Discs", "GB"), ("Backups", "")]),
    ]
);

#[tokio::test]
async fn a_part_that_fails_spoils_no_other() -> Result<()> {
    journey("a part fails", Scene::default(), async |page, stage| {
        let drawer = open(page, stage, "onapp", "web-lon-01").await?;
        let onapp = stage.provider("onapp")?;
        onapp.fault(&json!({"kind": "status-500", "path": "/disks"}))?;
        drawer.role("tab").named("Disks").click().await?;
        let panel = drawer.role("tabpanel").named("Disks");
        let again = panel.role("button").named("Try again: Disks");
        again.found().await?;
        let backups = panel.role("region").named("Backups");
        page.eventually("the other part is there", async || {
            Ok(!backups.found().await?.text().await?.contains("Try again"))
        })
        .await?;
        onapp.heal()?;
        again.click().await?;
        panel.role("table").named("Disks").shows("GB").await?;
        again.gone().await
    })
    .await
}

#[tokio::test]
async fn a_page_is_reloaded_left_and_found_again() -> Result<()> {
    journey(
        "reloaded and left",
        Scene::default(),
        async |page, stage| {
            open(page, stage, "bigv", "web1").await?;
            let route = page.route().await?;
            page.reload().await?;
            let drawer = drawer(page, "web1");
            drawer.shows("Running").await?;
            page.is_at(&route).await?;
            let fleet = Fleet(page);
            let is_marked = async |machine: &str| -> Result<bool> {
                let row = fleet.row(machine).found().await?;
                Ok(row.attribute("aria-current").await?.is_some())
            };
            ensure!(
                is_marked("web1").await? && !is_marked("web2").await?,
                "the row of the open machine is marked, and no other"
            );
            ensure!(
                page.role("heading").named("Machines").all().await?.len() == 1,
                "the fleet keeps its heading"
            );
            drawer.role("button").named("Close").click().await?;
            drawer.gone().await?;
            page.is_at("#/machines?q=provider%3Abigv").await?;
            page.eventually("the row has the focus", async || {
                fleet.row("web1").found().await?.is_focused().await
            })
            .await?;
            ensure!(
                !is_marked("web1").await?,
                "a closed machine's row is not marked"
            );
            page.press(Key::Enter).await?;
            drawer.role("heading").named("web1").found().await?;
            page.eventually("the heading has the focus", async || {
                drawer
                    .role("heading")
                    .named("web1")
                    .found()
                    .await?
                    .is_focused()
                    .await
            })
            .await?;
            page.press(Key::Escape).await?;
            drawer.gone().await
        },
    )
    .await
}

#[tokio::test]
async fn a_machine_nobody_has_is_told() -> Result<()> {
    journey("nobody's machine", Scene::default(), async |page, stage| {
        page.open(&format!("{}#/machines/sandbox-bigv/none", stage.url()))
            .await?;
        drawer(page, "none").shows("has no such machine").await?;
        page.go("#/machines/nobody/none").await?;
        drawer(page, "none").shows("There is no such account").await
    })
    .await
}

#[tokio::test]
async fn a_machine_is_renamed() -> Result<()> {
    journey("renamed", Scene::default(), async |page, stage| {
        let drawer = open(page, stage, "onapp", "web-lon-01").await?;
        choose(page, &drawer, "Rename").await?;
        let dialog = page.role("dialog").named("Rename web-lon-01");
        let name = dialog.role("textbox").named("Name");
        ensure!(
            name.found().await?.value().await? == "web-lon-01",
            "the name is filled in"
        );
        name.fill("web-lon-99").await?;
        dialog.role("button").named("Rename").click().await?;
        dialog.gone().await?;
        Fleet(page).row("web-lon-99").found().await?;
        self::drawer(page, "web-lon-99").shows("Done").await
    })
    .await
}

#[tokio::test]
async fn a_machine_is_resized() -> Result<()> {
    journey("resized", Scene::default(), async |page, stage| {
        let drawer = open(page, stage, "bigv", "backup1").await?;
        choose(page, &drawer, "Resize").await?;
        let dialog = page.role("dialog").named("Resize backup1");
        dialog.shows("only after the machine has been off").await?;
        let cores = dialog.role("textbox").named("Cores (optional)");
        cores.fill("no number").await?;
        dialog.role("button").named("Resize").click().await?;
        cores.has("aria-invalid", "true").await?;
        cores.fill("3").await?;
        dialog.role("button").named("Resize").click().await?;
        dialog.gone().await?;
        drawer.shows("3 vCPU").await?;
        let bigv = stage.provider("bigv")?;
        ensure!(bigv.count("PUT", "/virtual_machines/")? == 1, "asked once");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn what_a_provider_lacks_says_so() -> Result<()> {
    journey("what is lacking", Scene::default(), async |page, stage| {
        let drawer = open(page, stage, "katapult", "Shop front").await?;
        drawer.role("button").named("More").click().await?;
        let menu = page.role("menu").named("More actions");
        let rebuild = menu.role("menuitem").named("Rebuild").found().await?;
        ensure!(rebuild.attribute("aria-disabled").await?.as_deref() == Some("true"));
        ensure!(
            rebuild
                .description()
                .await?
                .contains("cannot install a machine anew")
        );
        page.press(Key::Escape).await?;
        menu.gone().await?;
        ensure!(
            drawer
                .role("button")
                .named("More")
                .found()
                .await?
                .is_focused()
                .await?,
            "the focus is back at the button"
        );
        let start = drawer.role("button").named("Start").found().await?;
        ensure!(start.description().await? == "It is running already.");
        drawer.role("button").named("Start").click().await?;
        ensure!(
            stage.provider("katapult")?.count("POST", "/start")? == 0,
            "nothing was sent"
        );
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_machine_is_stopped_on_its_page() -> Result<()> {
    journey(
        "stopped on its page",
        Scene::default(),
        async |page, stage| {
            let drawer = open(page, stage, "katapult", "Shop front").await?;
            drawer.shows("Running").await?;
            drawer.role("button").named("Shut down").click().await?;
            drawer
                .role("group")
                .named("Under way")
                .shows("Shut down")
                .await?;
            drawer.shows("Stopping…").await?;
            drawer.shows("Off").await?;
            drawer
                .role("group")
                .named("Under way")
                .shows("Done")
                .await?;
            drawer.role("tab").named("Activity").click().await?;
            drawer
                .role("list")
                .named("Asked from here")
                .shows("Shut down")
                .await
        },
    )
    .await
}

/// Asks for a way to the screen and sees what is offered.
async fn console(
    name: &str,
    (provider, machine): (&'static str, &'static str),
    words: &[&str],
) -> Result<()> {
    journey(name, Scene::default(), async |page, stage| {
        let drawer = open(page, stage, provider, machine).await?;
        drawer.shows("Running").await?;
        page.eventually("the console can be asked for", async || {
            let button = drawer.role("button").named("Console").found().await?;
            Ok(button.attribute("aria-disabled").await?.as_deref() == Some("false"))
        })
        .await?;
        drawer.role("button").named("Console").click().await?;
        let dialog = page.role("dialog").named(format!("Console of {machine}"));
        for words in words {
            dialog.shows(words).await?;
        }
        let problems = page.accessibility_problems().await?;
        ensure!(problems.is_empty(), "{}", problems.join("\n"));
        if provider == "e24cloud" {
            ensure!(
                dialog.found().await?.text().await?.contains("••••"),
                "the password is hidden"
            );
            dialog.role("button").named("Show").click().await?;
            page.eventually("the password is shown", async || {
                Ok(!dialog.found().await?.text().await?.contains("••••"))
            })
            .await?;
        }
        dialog.role("button").named("Close").click().await?;
        dialog.gone().await?;
        page.eventually("the focus is back", async || {
            drawer
                .role("button")
                .named("Console")
                .found()
                .await?
                .is_focused()
                .await
        })
        .await
    })
    .await
}

macro_rules! consoles {
    ($name:ident, $provider:literal, $machine:literal, $words:expr) => {
        #[tokio::test]
        async fn $name() -> Result<()> {
            console(stringify!($name), ($provider, $machine), &$words).await
        }
    };
}

consoles!(
    onapp_console_is_a_page,
    "onapp",
    "web-lon-01",
    ["opens in another tab", "Open the console"]
);
consoles!(
    katapult_console_is_a_page,
    "katapult",
    "Shop front",
    ["opens in another tab", "It lets in for"]
);
consoles!(
    e24cloud_console_is_a_screen,
    "e24cloud",
    "web-poz-01",
    ["Connect a VNC viewer", "Host", "Port"]
);
consoles!(
    bigv_console_is_a_command,
    "bigv",
    "web1",
    ["Run this in a terminal", "ssh "]
);

#[tokio::test]
async fn keys_are_sent() -> Result<()> {
    journey("keys are sent", Scene::default(), async |page, stage| {
        let drawer = open(page, stage, "bigv", "web1").await?;
        drawer.shows("Running").await?;
        choose(page, &drawer, "Send keys").await?;
        let dialog = page.role("dialog").named("Send keys web1");
        dialog.role("button").named("Send keys").click().await?;
        dialog.gone().await?;
        drawer
            .role("group")
            .named("Under way")
            .shows("Done")
            .await?;
        let bigv = stage.provider("bigv")?;
        let sent = bigv.received()?;
        let keys = |body: &str| body.contains("ctrl-alt-delete");
        ensure!(
            sent.iter().filter(|request| keys(&request.body)).count() == 1,
            "sent once"
        );
        Ok(())
    })
    .await
}

/// Looks at the raw answer, and at the whole page, for everything that lets anybody in.
async fn holds_no_secret(
    name: &str,
    (provider, machine): (&'static str, &'static str),
    fields: &[&str],
) -> Result<()> {
    journey(name, Scene::default(), async |page, stage| {
        let drawer = open(page, stage, provider, machine).await?;
        drawer.shows("Running").await?;
        drawer.role("tab").named("Raw").click().await?;
        let answer = drawer.role("region").named("answer");
        answer.shows(machine).await?;
        let shown = answer.found().await?.text().await?;
        for field in fields {
            let secret = stage.provider(provider)?.secret(field)?;
            ensure!(
                !shown.contains(secret),
                "the answer holds the {field}: {shown}"
            );
        }
        for line in shown.lines().filter(|line| line.contains("password")) {
            let is_removed = ["(removed)", "null", "true", "false"]
                .iter()
                .any(|end| line.contains(end));
            ensure!(is_removed, "a password is shown: {line}");
        }
        Ok(())
    })
    .await
}

#[tokio::test]
async fn raw_answers_hold_no_secret() -> Result<()> {
    for (provider, machine, fields) in [
        ("onapp", "web-lon-01", &["login", "password"] as &[_]),
        ("katapult", "Shop front", &["token"]),
        ("e24cloud", "web-poz-01", &["api_key", "api_secret"]),
        ("bigv", "web1", &["password"]),
    ] {
        holds_no_secret("no secret in raw answers", (provider, machine), fields).await?;
    }
    Ok(())
}

#[tokio::test]
async fn everything_on_the_page_is_reached_by_keyboard() -> Result<()> {
    journey(
        "a machine by keyboard",
        Scene::default(),
        async |page, stage| {
            let drawer = open(page, stage, "onapp", "web-lon-01").await?;
            drawer.shows("Running").await?;
            let mut reached = Vec::new();
            // From the heading on, by Tab alone.
            page.eventually("the tabs are reached", async || {
                page.press(Key::Tab).await?;
                drawer
                    .role("tab")
                    .named("Overview")
                    .found()
                    .await?
                    .is_focused()
                    .await
            })
            .await?;
            for tab in ["Network", "Disks", "Activity", "Usage", "Raw"] {
                page.press(Key::Right).await?;
                if !drawer
                    .role("tab")
                    .named(tab)
                    .found()
                    .await?
                    .is_focused()
                    .await?
                {
                    bail!("{tab} has not the focus");
                }
                reached.push(tab);
                drawer.role("tabpanel").named(tab).found().await?;
            }
            page.press(Key::Home).await?;
            page.eventually("deleting is reached", async || {
                page.press(Key::Tab).await?;
                drawer
                    .role("button")
                    .named("Delete…")
                    .found()
                    .await?
                    .is_focused()
                    .await
            })
            .await?;
            page.press(Key::Enter).await?;
            let dialog = page.role("dialog").named("Delete web-lon-01?");
            dialog.found().await?;
            page.press(Key::Escape).await?;
            dialog.gone().await?;
            page.eventually("the focus is back", async || {
                drawer
                    .role("button")
                    .named("Delete…")
                    .found()
                    .await?
                    .is_focused()
                    .await
            })
            .await?;
            page.press(Key::Escape).await?;
            drawer.gone().await
        },
    )
    .await
}

#[tokio::test]
async fn the_page_and_its_dialogs_are_accessible() -> Result<()> {
    journey(
        "a machine is accessible",
        Scene::default(),
        async |page, stage| {
            page.open(stage.url()).await?;
            for theme in ["Light", "Dark"] {
                page.go("#/settings").await?;
                page.role("radio").named(theme).click().await?;
                for (width, height) in [(1280, 800), (900, 800), (360, 800)] {
                    page.resize(1280, 800).await?;
                    let drawer = open(page, stage, "onapp", "web-lon-01").await?;
                    page.resize(width, height).await?;
                    drawer.role("region").named("Details").found().await?;
                    for tab in ["Overview", "Network", "Disks", "Activity", "Usage", "Raw"] {
                        drawer.role("tab").named(tab).click().await?;
                        drawer.role("tabpanel").named(tab).found().await?;
                        page.eventually("everything is read", async || {
                            let panel = drawer.role("tabpanel").named(tab);
                            Ok(panel
                                .role("status")
                                .all()
                                .await?
                                .iter()
                                .all(|one| !one.name.starts_with("Reading")))
                        })
                        .await?;
                        page.is_clean(&format!("{tab} in {theme}, {width} wide"))
                            .await?;
                    }
                }
                page.resize(1280, 800).await?;
                let drawer = open(page, stage, "onapp", "web-lon-01").await?;
                choose(page, &drawer, "Resize").await?;
                let dialog = page.role("dialog").named("Resize web-lon-01");
                dialog.found().await?;
                page.is_clean(&format!("resizing in {theme}")).await?;
                dialog.role("button").named("Cancel").click().await?;
                drawer.role("button").named("More").click().await?;
                page.role("menu").named("More actions").found().await?;
                page.is_clean(&format!("the menu in {theme}")).await?;
                page.press(Key::Escape).await?;
                page.role("menu").named("More actions").gone().await?;
                drawer.role("tab").named("Overview").click().await?;
                drawer.role("button").named("Delete…").click().await?;
                let dialog = page.role("dialog").named("Delete web-lon-01?");
                dialog.found().await?;
                page.is_clean(&format!("deleting in {theme}")).await?;
                dialog.role("button").named("Cancel").click().await?;
            }
            Ok(())
        },
    )
    .await
}
