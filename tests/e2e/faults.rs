//! The fault matrix in a browser, a cell of each kind: whatever goes wrong, an action reaches its
//! provider once at most, no job is lost, and what is said of it is true.

use anyhow::{Result, ensure};
use serde_json::{Value, json};

use crate::harness::{Fleet, Page, Provider, Scene, Stage, journey};

/// One machine, and the request that shuts it down.
struct Machine {
    provider: &'static str,
    name: &'static str,
    method: &'static str,
    path: &'static str,
}

const ONAPP: Machine = Machine {
    provider: "onapp",
    name: "web-lon-01",
    method: "POST",
    path: "/shutdown.json",
};
const KATAPULT: Machine = Machine {
    provider: "katapult",
    name: "Shop front",
    method: "POST",
    path: "/virtual_machine/shutdown",
};
const E24CLOUD: Machine = Machine {
    provider: "e24cloud",
    name: "web-poz-01",
    method: "POST",
    path: "/shutdown",
};
const BIGV: Machine = Machine {
    provider: "bigv",
    name: "web1",
    method: "POST",
    path: "/signal",
};

impl Machine {
    /// Opens the fleet with this machine on it.
    async fn open(&self, page: &Page, stage: &Stage) -> Result<()> {
        page.open(&format!(
            "{}#/machines?q=name:%22{}%22",
            stage.url(),
            self.name
        ))
        .await?;
        Fleet(page).row(self.name).shows("Running").await
    }

    /// How many requests to shut it down the provider has carried out or refused.
    fn asked(&self, provider: &Provider) -> Result<usize> {
        provider.count(self.method, self.path)
    }
}

/// The one job there is: waits until it stands like this, and gives everything said of it.
async fn job(page: &Page, phase: &str) -> Result<String> {
    page.go("#/activity").await?;
    let jobs = page.role("list").named("Jobs");
    jobs.shows(phase).await?;
    let items = jobs.role("listitem").all().await?;
    ensure!(items.len() == 1, "there are {} jobs, not one", items.len());
    jobs.found().await?.text().await
}

/// Shuts a machine down under a fault.
async fn cell(
    name: &str,
    machine: Machine,
    fault: Value,
    (phase, words): (&'static str, &'static str),
    most: usize,
) -> Result<()> {
    journey(name, Scene::default(), async |page, stage| {
        machine.open(page, stage).await?;
        let provider = stage.provider(machine.provider)?;
        provider.fault(&fault)?;
        Fleet(page).choose(machine.name, "Shut down").await?;
        let said = job(page, phase).await?;
        ensure!(said.contains(words), "it says {said:?}, not {words:?}");
        let asked = machine.asked(provider)?;
        ensure!(asked <= most, "it was asked {asked} times");
        page.reload().await?;
        let after = job(page, phase).await?;
        ensure!(after.contains(words), "after a reload it says {after:?}");
        let asked = machine.asked(provider)?;
        ensure!(asked <= most, "after a reload it was asked {asked} times");
        Ok(())
    })
    .await
}

macro_rules! cells {
    ($($name:ident: $machine:expr, $fault:expr, $ends:expr, $most:literal;)*) => {$(
        #[tokio::test]
        async fn $name() -> Result<()> {
            cell(stringify!($name), $machine, $fault, $ends, $most).await
        }
    )*};
}

cells! {
    connection_refused_behind_the_proxy: BIGV, json!({"kind": "down", "method": "POST"}), ("Failed", "proxy"), 1;
    reset_before_it_was_heard: KATAPULT, json!({"kind": "reset-before", "method": "POST", "times": 1}), ("Unknown", "not repeated"), 1;
    reset_after_it_was_done: ONAPP, json!({"kind": "reset-after", "method": "POST", "times": 1}), ("Done", "answer"), 1;
    answer_cut_off: E24CLOUD, json!({"kind": "truncated", "method": "POST", "times": 1}), ("Done", ""), 1;
    error_500: BIGV, json!({"kind": "status-500", "method": "POST", "times": 1}), ("Unknown", "not repeated"), 1;
    gateway_page_502: ONAPP, json!({"kind": "html", "method": "POST", "times": 1}), ("Unknown", "not repeated"), 1;
    too_many_requests: KATAPULT, json!({"kind": "status-429", "method": "POST", "times": 1, "retry_after": 2}), ("Failed", ""), 1;
}

/// Loads the page again once the provider has heard what was asked of it.
async fn reloaded(name: &str, machine: Machine, slow: bool) -> Result<()> {
    let scene = Scene {
        pace: 0.3,
        ..Scene::default()
    };
    journey(name, scene, async |page, stage| {
        machine.open(page, stage).await?;
        let provider = stage.provider(machine.provider)?;
        if slow {
            provider.fault(
                &json!({"kind": "slow", "method": "POST", "times": 1, "delay_ms": 60_000}),
            )?;
        }
        Fleet(page).choose(machine.name, "Shut down").await?;
        page.eventually("the provider has heard of it", async || {
            Ok(machine.asked(provider)? == 1)
        })
        .await?;
        page.reload().await?;
        job(page, "Done").await?;
        page.go("#/machines").await?;
        Fleet(page).row(machine.name).shows("Off").await?;
        let asked = machine.asked(provider)?;
        ensure!(asked == 1, "it was asked {asked} times");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn reloaded_while_the_answer_is_awaited() -> Result<()> {
    reloaded("reloaded while the answer is awaited", ONAPP, true).await
}

#[tokio::test]
async fn reloaded_while_it_is_followed() -> Result<()> {
    reloaded("reloaded while it is followed", KATAPULT, false).await
}

#[tokio::test]
async fn a_second_tab_carries_on_what_a_closed_one_has_left() -> Result<()> {
    let scene = Scene {
        pace: 0.3,
        ..Scene::default()
    };
    journey("a second tab carries on", scene, async |page, stage| {
        BIGV.open(page, stage).await?;
        let first = page.tab().await?;
        let second = page.another_tab().await?;
        page.show_tab(&second).await?;
        page.open(&format!("{}#/activity", stage.url())).await?;
        page.role("heading").named("Activity").found().await?;
        page.show_tab(&first).await?;
        Fleet(page).choose(BIGV.name, "Shut down").await?;
        let provider = stage.provider(BIGV.provider)?;
        page.eventually("the provider has heard of it", async || {
            Ok(BIGV.asked(provider)? == 1)
        })
        .await?;
        page.close_tab().await?;
        page.show_tab(&second).await?;
        job(page, "Done").await?;
        let asked = BIGV.asked(provider)?;
        ensure!(asked == 1, "it was asked {asked} times");
        Ok(())
    })
    .await
}
