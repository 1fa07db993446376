//! Cells of the fault matrix in a browser: whatever goes wrong, an action reaches its provider once
//! at most, no job is lost, and what is said of it is true.

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
    answer_cut_off: E24CLOUD, json!({"kind": "truncated", "method": "POST", "times": 1}), ("Done", ""), 1;
    too_many_requests: KATAPULT, json!({"kind": "status-429", "method": "POST", "times": 1, "retry_after": 2}), ("Failed", ""), 1;
}
