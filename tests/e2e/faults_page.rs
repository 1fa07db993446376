//! The fault matrix in a browser, the cells in which nothing is wrong with the provider: the page is
//! reloaded, its tab is closed, its clock is set.

use anyhow::{Result, ensure};
use serde_json::json;

use super::faults::{Machine, TOO_LATE, ended, machine, print};
use crate::harness::{Fleet, Page, Scene, Stage, journey};

/// Everything takes long enough to be seen under way.
fn slow() -> Scene {
    Scene {
        pace: 1.0,
        ..Scene::default()
    }
}

/// It came to a good end and was asked once.
async fn is_done_once(kind: &str, machine: Machine, page: &Page, stage: &Stage) -> Result<()> {
    page.go("#/activity").await?;
    let said = ended(page, machine, "Done").await?;
    machine.is(page, "Off").await?;
    let asked = machine.asked(stage)?;
    ensure!(asked.len() == 1, "it was asked {} times", asked.len());
    print(kind, machine, &asked, "Done", &said);
    Ok(())
}

#[tokio::test]
async fn a_reload_before_it_was_sent_sends_it_once() -> Result<()> {
    const MACHINE: Machine = machine("e24cloud", "web-poz-01");
    journey("reloaded before", Scene::default(), async |page, stage| {
        MACHINE.open(page, stage).await?;
        // Asked to be left alone for a while, the panel begins nothing.
        let provider = stage.provider(MACHINE.provider)?;
        let fault = json!({"kind": "status-429", "times": 1, "retry_after": 300});
        provider.fault(&fault)?;
        page.role("button").named("Refresh").click().await?;
        page.eventually("it was asked to wait", async || {
            let received = provider.received()?;
            Ok(received.iter().any(|one| one.status == Some(429)))
        })
        .await?;
        Fleet(page).choose(MACHINE.name, "Shut down").await?;
        page.go("#/activity").await?;
        page.role("list").named("Jobs").shows("Waiting").await?;
        ensure!(MACHINE.asked(stage)?.is_empty(), "it was sent at once");
        page.reload().await?;
        is_done_once("reloaded before it was sent", MACHINE, page, stage).await
    })
    .await
}

#[tokio::test]
async fn a_reload_after_it_was_sent_does_not_repeat_it() -> Result<()> {
    const MACHINE: Machine = machine("onapp", "web-lon-01");
    journey("reloaded after", slow(), async |page, stage| {
        MACHINE.open(page, stage).await?;
        let fault = json!({"kind": "slow", "method": "POST", "times": 1, "delay_ms": TOO_LATE});
        stage.provider(MACHINE.provider)?.fault(&fault)?;
        MACHINE.shut_down(page, stage).await?;
        page.reload().await?;
        is_done_once("reloaded after it was sent", MACHINE, page, stage).await
    })
    .await
}

#[tokio::test]
async fn a_reload_while_it_is_followed_goes_on_following() -> Result<()> {
    const MACHINE: Machine = machine("katapult", "Shop front");
    journey("reloaded polling", slow(), async |page, stage| {
        MACHINE.open(page, stage).await?;
        MACHINE.shut_down(page, stage).await?;
        page.go("#/activity").await?;
        page.role("list").named("Jobs").shows("Running").await?;
        page.reload().await?;
        is_done_once("reloaded while polling", MACHINE, page, stage).await
    })
    .await
}

#[tokio::test]
async fn a_second_tab_carries_on_what_a_closed_one_has_left() -> Result<()> {
    const MACHINE: Machine = machine("bigv", "web1");
    journey("a second tab", slow(), async |page, stage| {
        MACHINE.open(page, stage).await?;
        let first = page.tab().await?;
        let second = page.another_tab().await?;
        page.show_tab(&second).await?;
        page.open(&format!("{}#/activity", stage.url())).await?;
        page.role("heading").named("Activity").found().await?;
        page.show_tab(&first).await?;
        MACHINE.shut_down(page, stage).await?;
        page.show_tab(&second).await?;
        page.role("list").named("Jobs").shows(MACHINE.name).await?;
        page.show_tab(&first).await?;
        page.close_tab().await?;
        page.show_tab(&second).await?;
        is_done_once("second tab takes over", MACHINE, page, stage).await
    })
    .await
}

#[tokio::test]
async fn a_clock_that_is_set_ends_nothing_early() -> Result<()> {
    const CELLS: [(&str, i64, Machine); 2] = [
        ("clock an hour forward", 60, machine("onapp", "web-lon-01")),
        ("clock an hour back", -60, machine("katapult", "Shop front")),
    ];
    journey("the clock is set", slow(), async |page, stage| {
        page.open(stage.url()).await?;
        for (kind, minutes, machine) in CELLS {
            machine.is(page, "Running").await?;
            machine.shut_down(page, stage).await?;
            page.set_clock(minutes).await?;
            is_done_once(kind, machine, page, stage).await?;
            page.go("#/activity").await?;
            let said = ended(page, machine, "Done").await?;
            let is_followed = !said.contains("The provider shows");
            ensure!(is_followed, "it was lost on the way: {said:?}");
        }
        Ok(())
    })
    .await
}
