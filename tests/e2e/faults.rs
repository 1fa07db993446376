//! The fault matrix in a browser, cells of each kind: whatever goes wrong, an action reaches its
//! provider once at most, no job is lost, and what is said of it is true. Each cell prints what the
//! provider did and how the job ended.

use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use serde_json::json;
use tokio::time::sleep;

use crate::harness::{Fleet, Page, Provider, Received, Scene, Stage, journey};

/// What became of a lost answer is looked for some minutes before anybody says it is not known.
const PATIENCE: Duration = Duration::from_mins(5);
/// Longer than the panel or the proxy waits for an answer.
pub(crate) const TOO_LATE: u64 = 100_000;

/// A machine that runs.
#[derive(Clone, Copy)]
pub(crate) struct Machine {
    pub(crate) provider: &'static str,
    pub(crate) name: &'static str,
}

/// The machine of this name.
pub(crate) const fn machine(provider: &'static str, name: &'static str) -> Machine {
    Machine { provider, name }
}

impl Machine {
    /// Opens the fleet with this machine on it.
    pub(crate) async fn open(self, page: &Page, stage: &Stage) -> Result<()> {
        page.open(&format!("{}{}", stage.url(), self.route()))
            .await?;
        Fleet(page).row(self.name).shows("Running").await
    }

    fn route(self) -> String {
        format!("#/machines?q=name:%22{}%22", self.name)
    }

    /// Shuts it down and waits until its provider was asked.
    pub(crate) async fn shut_down(self, page: &Page, stage: &Stage) -> Result<()> {
        let before = self.asked(stage)?.len();
        Fleet(page).choose(self.name, "Shut down").await?;
        let provider = stage.provider(self.provider)?;
        page.eventually("the provider was asked", async || {
            Ok(asked(provider)?.len() > before)
        })
        .await
    }

    /// What its provider was asked to shut down so far, this machine or another.
    pub(crate) fn asked(self, stage: &Stage) -> Result<Vec<Received>> {
        asked(stage.provider(self.provider)?)
    }

    /// The fleet shows it in this state.
    pub(crate) async fn is(self, page: &Page, state: &str) -> Result<()> {
        page.go(&self.route()).await?;
        Fleet(page).row(self.name).shows(state).await
    }
}

/// Every request that shuts a machine down, as the provider received it.
fn asked(provider: &Provider) -> Result<Vec<Received>> {
    let mut received = provider.received()?;
    received.retain(|request| {
        let is_shutdown = |part| request.target.contains(part);
        request.method == "POST" && (is_shutdown("/shutdown") || is_shutdown("/signal"))
    });
    Ok(received)
}

/// What is said of a machine's job, once it has this for its end.
pub(crate) async fn ended(page: &Page, machine: Machine, phase: &str) -> Result<String> {
    let deadline = Instant::now() + PATIENCE;
    loop {
        let said = job(page, machine).await?;
        if said.lines().any(|line| line == phase) {
            return Ok(said);
        }
        let is_over = ["Done", "Failed", "Unknown"]
            .iter()
            .any(|word| said.lines().any(|line| line == *word));
        if is_over || Instant::now() > deadline {
            bail!("{} did not end as {phase}: {said:?}", machine.name);
        }
        sleep(Duration::from_millis(500)).await;
    }
}

/// What is said of the one job of a machine.
async fn job(page: &Page, machine: Machine) -> Result<String> {
    let jobs = page.role("list").named("Jobs");
    let details = format!("Details of Shut down {}", machine.name);
    let lines = jobs.role("listitem").having("button", details);
    lines.found().await?;
    let lines = lines.all().await?;
    ensure!(lines.len() < 2, "{} has {} jobs", machine.name, lines.len());
    let line = lines.first().context("its job is gone")?;
    line.text().await
}

/// A line of the matrix, for people to read.
pub(crate) fn print(kind: &str, machine: Machine, heard: &[Received], phase: &str, said: &str) {
    let done = heard.iter().filter(|one| one.was_carried_out()).count();
    let did = format!("heard it {} ×, carried it out {done} ×", heard.len());
    let note = said.lines().last().filter(|line| *line != "Details");
    let note = note.unwrap_or_default();
    println!(
        "{kind:28} {:9} {:18} {did:31} {phase:8} {note}",
        machine.provider, machine.name
    );
}

/// A way for one answer to go wrong.
struct Cell {
    kind: &'static str,
    machine: Machine,
    fault: &'static str,
    phase: &'static str,
    /// Part of what is said of it.
    words: &'static str,
}

const fn cell(
    kind: &'static str,
    fault: &'static str,
    machine: Machine,
    (phase, words): (&'static str, &'static str),
) -> Cell {
    Cell {
        kind,
        machine,
        fault,
        phase,
        words,
    }
}

const HAPPENED: (&str, &str) = ("Done", "The provider shows that it happened.");
const NOBODY_KNOWS: (&str, &str) = ("Unknown", "it is not repeated by itself");
/// Some browsers repeat by themselves what a closed connection has lost, others do not.
const AS_THE_BROWSER_DID: (&str, &str) = ("", "");

/// Each kind straight from the browser or through the proxy, and no kind twice at one provider.
#[rustfmt::skip]
const ANSWERS: [Cell; 16] = [
    cell("time-out", "slow", machine("katapult", "Shop front"), HAPPENED),
    cell("time-out", "slow", machine("bigv", "web1"), HAPPENED),
    cell("reset before it was sent", "reset-before", machine("katapult", "Shop database"), AS_THE_BROWSER_DID),
    cell("reset before it was sent", "reset-before", machine("onapp", "web-lon-01"), NOBODY_KNOWS),
    cell("reset after it was sent", "reset-after", machine("onapp", "web-lon-02"), HAPPENED),
    cell("reset after it was sent", "reset-after", machine("bigv", "web2"), HAPPENED),
    cell("answer lost", "empty", machine("katapult", "Mail"), HAPPENED),
    cell("answer lost", "empty", machine("e24cloud", "web-poz-01"), HAPPENED),
    cell("500", "status-500", machine("bigv", "db1"), NOBODY_KNOWS),
    cell("500", "status-500", machine("e24cloud", "db-poz-01"), NOBODY_KNOWS),
    cell("502 with a web page", "html", machine("onapp", "db-lon-01"), NOBODY_KNOWS),
    cell("502 with a web page", "html", machine("bigv", "no-address-1"), NOBODY_KNOWS),
    cell("answer cut in half", "truncated", machine("onapp", "mail-man-01"), HAPPENED),
    cell("answer cut in half", "truncated", machine("e24cloud", "shop-waw-01"), HAPPENED),
    cell("reset after it was sent", "reset-after", machine("katapult", "Analytics"), HAPPENED),
    cell("429 with Retry-After", "status-429", machine("e24cloud", "no-address-poz-01"), ("Failed", "")),
];

impl Cell {
    async fn begin(&self, page: &Page, stage: &Stage) -> Result<()> {
        let provider = stage.provider(self.machine.provider)?;
        let fault = json!({"kind": self.fault, "method": "POST", "times": 1, "delay_ms": TOO_LATE, "retry_after": 2});
        provider.fault(&fault)?;
        self.machine.is(page, "Running").await?;
        self.machine.shut_down(page, stage).await
    }

    /// What its provider heard of it: the one request its fault has struck, and once more from
    /// browsers that repeat by themselves what a closed connection has lost. Through the proxy they
    /// cannot.
    fn heard(&self, stage: &Stage) -> Result<Vec<Received>> {
        let mut asked = self.machine.asked(stage)?;
        let is_struck = |one: &&Received| one.fault.as_deref() == Some(self.fault);
        let struck = asked.iter().find(is_struck);
        let struck = struck.context("the fault struck nothing")?;
        let (target, body) = (struck.target.clone(), struck.body.clone());
        asked.retain(|one| one.target == target && one.body == body);
        let is_direct = self.machine.provider == "katapult";
        let most = 1 + usize::from(is_direct && self.fault.starts_with("reset"));
        ensure!(asked.len() <= most, "it was asked {} times", asked.len());
        Ok(asked)
    }

    /// What has to be said of it in the end: the phase, and some words.
    fn truth(&self, stage: &Stage) -> Result<(&'static str, &'static str)> {
        if (self.phase, self.words) != AS_THE_BROWSER_DID {
            return Ok((self.phase, self.words));
        }
        let happened = self.heard(stage)?.iter().any(Received::was_carried_out);
        Ok(if happened { ("Done", "") } else { NOBODY_KNOWS })
    }

    /// What is said of it in the end, which is true.
    async fn end(&self, page: &Page, stage: &Stage) -> Result<String> {
        let (phase, words) = self.truth(stage)?;
        let said = ended(page, self.machine, phase).await?;
        ensure!(said.contains(words), "it says {said:?}, not {words:?}");
        let heard = self.heard(stage)?;
        let times = heard.iter().filter(|one| one.was_carried_out()).count();
        ensure!(
            times == usize::from(phase == "Done"),
            "it says {said:?}, and was carried out {times} times"
        );
        Ok(said)
    }
}

#[tokio::test]
async fn answers_that_go_wrong_repeat_and_lose_nothing() -> Result<()> {
    journey("answers go wrong", Scene::default(), async |page, stage| {
        page.open(stage.url()).await?;
        for cell in &ANSWERS {
            let context = || format!("{} of {}", cell.kind, cell.machine.provider);
            cell.begin(page, stage).await.with_context(context)?;
        }
        page.go("#/activity").await?;
        let mut wrong = Vec::new();
        for cell in &ANSWERS {
            match cell.end(page, stage).await {
                Ok(said) => {
                    print(
                        cell.kind,
                        cell.machine,
                        &cell.heard(stage)?,
                        cell.truth(stage)?.0,
                        &said,
                    );
                }
                Err(error) => {
                    wrong.push(format!(
                        "{}, {}: {error:#}",
                        cell.kind, cell.machine.provider
                    ));
                }
            }
        }
        ensure!(wrong.is_empty(), "{}", wrong.join("\n"));
        page.reload().await?;
        for cell in &ANSWERS {
            cell.end(page, stage).await?;
        }
        for cell in &ANSWERS {
            let is_done = cell.truth(stage)?.0 == "Done";
            let state = if is_done { "Off" } else { "Running" };
            cell.machine.is(page, state).await?;
        }
        Ok(())
    })
    .await
}

/// Nothing gets through for half a minute: to one provider straight from the browser, to another
/// through the proxy.
#[tokio::test]
async fn refused_connections_end_in_the_truth() -> Result<()> {
    // Of the second it is known: what it has to read first did not get through.
    const CELLS: [(Machine, &str); 2] = [
        (machine("katapult", "Shop front"), "Unknown"),
        (machine("bigv", "web1"), "Failed"),
    ];
    journey("refused", Scene::default(), async |page, stage| {
        page.open(stage.url()).await?;
        for (machine, _) in CELLS {
            machine.is(page, "Running").await?;
            let provider = stage.provider(machine.provider)?;
            provider.fault(&json!({"kind": "down"}))?;
            Fleet(page).choose(machine.name, "Shut down").await?;
        }
        page.go("#/activity").await?;
        sleep(Duration::from_secs(20)).await;
        for (machine, _) in CELLS {
            stage.provider(machine.provider)?.heal()?;
        }
        for (machine, phase) in CELLS {
            let said = ended(page, machine, phase).await?;
            let words = ["could not be reached", "The proxy says"];
            let is_told = words.iter().any(|words| said.contains(words));
            ensure!(is_told, "it says {said:?}");
            let asked = machine.asked(stage)?;
            ensure!(asked.len() < 2, "it was asked {} times", asked.len());
            ensure!(!asked.iter().any(Received::was_carried_out));
            print("connection refused", machine, &asked, phase, &said);
        }
        for (machine, _) in CELLS {
            machine.is(page, "Running").await?;
        }
        Ok(())
    })
    .await
}
