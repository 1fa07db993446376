//! Machines are shut down and started again, and what the provider received is what was asked.

use anyhow::{Result, ensure};
use serde_json::json;

use crate::harness::{Fleet, Page, Scene, Stage, journey};

/// Shuts a running machine down and starts it again; looks at the screen and at the requests.
async fn stop_and_start(
    page: &Page,
    stage: &Stage,
    provider: &str,
    machine: &str,
    requests: [(&str, &str, &str); 2],
) -> Result<()> {
    page.open(stage.url()).await?;
    let fleet = Fleet(page);
    page.role("combobox")
        .named("Filter machines")
        .fill(&format!("name:\"{machine}\""))
        .await?;
    fleet.row(machine).shows("Running").await?;
    let [stop, start] = requests;
    for (verb, changing, state, (method, part, body)) in [
        ("Shut down", "Stopping…", "Off", stop),
        ("Start", "Starting…", "Running", start),
    ] {
        fleet.choose(machine, verb).await?;
        fleet.row(machine).shows(changing).await?;
        fleet.row(machine).shows(state).await?;
        let received = stage.provider(provider)?.received()?;
        let matching: Vec<_> = received
            .iter()
            .filter(|r| r.method == method && r.target.contains(part) && r.body.contains(body))
            .collect();
        ensure!(
            matching.len() == 1
                && matching
                    .iter()
                    .all(|r| r.status.is_some_and(|status| status < 300)),
            "{provider} received {method} …{part} with {body} {} times: {matching:?}",
            matching.len()
        );
    }
    page.role("link").named("Activity").click().await?;
    let jobs = page.role("list").named("Jobs");
    page.eventually("both jobs are done", async || {
        Ok(jobs.found().await?.text().await?.matches("Done").count() == 2)
    })
    .await
}

macro_rules! stops_and_starts {
    ($name:ident, $provider:literal, $machine:literal, $stop:expr, $start:expr) => {
        #[tokio::test]
        async fn $name() -> Result<()> {
            journey(stringify!($name), Scene::default(), async |page, stage| {
                stop_and_start(page, stage, $provider, $machine, [$stop, $start]).await
            })
            .await
        }
    };
}

stops_and_starts!(
    onapp_machine_is_stopped_and_started,
    "onapp",
    "web-lon-01",
    ("POST", "/shutdown.json", ""),
    ("POST", "/startup.json", "")
);
stops_and_starts!(
    katapult_machine_is_stopped_and_started,
    "katapult",
    "Shop front",
    ("POST", "/virtual_machines/virtual_machine/shutdown", "vm_"),
    ("POST", "/virtual_machines/virtual_machine/start", "vm_")
);
stops_and_starts!(
    e24cloud_machine_is_stopped_and_started,
    "e24cloud",
    "web-poz-01",
    ("POST", "/shutdown", "wait_for"),
    ("POST", "/poweron", "")
);
stops_and_starts!(
    bigv_machine_is_stopped_and_started,
    "bigv",
    "web1",
    ("POST", "/signal", "powerdown"),
    ("PUT", "/virtual_machines/", "\"power_on\":true")
);

#[tokio::test]
async fn what_cannot_be_done_says_why() -> Result<()> {
    journey(
        "what cannot be done says why",
        Scene::default(),
        async |page, stage| {
            page.open(&format!("{}#/machines?q=lon-01", stage.url()))
                .await?;
            let fleet = Fleet(page);
            fleet.row("web-lon-01").shows("Running").await?;
            let actions = fleet.table().role("button").named("Actions for web-lon-01");
            actions.click().await?;
            let start = fleet.item("Start").found().await?;
            ensure!(start.attribute("aria-disabled").await?.as_deref() == Some("true"));
            ensure!(start.description().await? == "It is running already.");
            let reset = fleet.item("Reset").found().await?;
            ensure!(reset.attribute("aria-disabled").await?.as_deref() == Some("true"));
            ensure!(!reset.description().await?.is_empty());
            fleet.item("Start").click().await?;
            page.role("menu").found().await?;
            ensure!(
                stage.provider("onapp")?.count("POST", "")? == 0,
                "nothing was sent"
            );
            Ok(())
        },
    )
    .await
}

#[tokio::test]
async fn the_plug_is_pulled_only_after_a_yes() -> Result<()> {
    journey(
        "the plug is pulled after a yes",
        Scene::default(),
        async |page, stage| {
            page.open(&format!("{}#/machines?q=web-poz", stage.url()))
                .await?;
            let fleet = Fleet(page);
            fleet.row("web-poz-01").shows("Running").await?;
            fleet.choose("web-poz-01", "Power off").await?;
            let dialog = page.role("dialog").named("Power off web-poz-01?");
            dialog.role("button").named("Cancel").click().await?;
            dialog.gone().await?;
            let e24cloud = stage.provider("e24cloud")?;
            ensure!(
                e24cloud.count("POST", "/poweroff")? == 0,
                "sent without a yes"
            );
            fleet.choose("web-poz-01", "Power off").await?;
            fleet.confirm("web-poz-01", "Power off").await?;
            fleet.row("web-poz-01").shows("Off").await?;
            ensure!(e24cloud.count("POST", "/poweroff")? == 1, "sent once");
            Ok(())
        },
    )
    .await
}

#[tokio::test]
async fn a_lost_answer_is_told_and_not_repeated() -> Result<()> {
    journey("a lost answer", Scene::default(), async |page, stage| {
        page.open(&format!("{}#/machines?q=web-lon-01", stage.url()))
            .await?;
        let fleet = Fleet(page);
        fleet.row("web-lon-01").shows("Running").await?;
        let onapp = stage.provider("onapp")?;
        onapp.fault(&json!({"kind": "reset-after", "method": "POST"}))?;
        fleet.choose("web-lon-01", "Shut down").await?;
        page.role("link").named("Activity").click().await?;
        let jobs = page.role("list").named("Jobs");
        jobs.shows("Done").await?;
        jobs.shows("The provider shows that it happened").await?;
        ensure!(
            onapp.count("POST", "/shutdown")? == 1,
            "a lost answer was answered by repeating"
        );
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_failure_at_the_provider_is_told() -> Result<()> {
    journey(
        "a failure at the provider",
        Scene::default(),
        async |page, stage| {
            page.open(&format!(
                "{}#/machines?q=sim-%20account:katapult",
                stage.url()
            ))
            .await?;
            let fleet = Fleet(page);
            fleet.row("sim-fails-power").shows("Running").await?;
            fleet.choose("sim-fails-power", "Shut down").await?;
            fleet.row("sim-refuses-power").shows("Off").await?;
            fleet.choose("sim-refuses-power", "Start").await?;
            page.role("link").named("Activity").click().await?;
            let jobs = page.role("list").named("Jobs");
            page.eventually("both have failed", async || {
                Ok(jobs.found().await?.text().await?.matches("Failed").count() == 2)
            })
            .await?;
            Ok(())
        },
    )
    .await
}
