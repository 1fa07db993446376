//! Many machines at once: what each can do, a yes that has to be typed, and what became of it.

use anyhow::{Result, ensure};
use serde_json::json;

use crate::harness::{Fleet, Page, Scene, Stage, journey};

/// Opens a view and selects everything in it.
async fn select(page: &Page, stage: &Stage, query: &str, settled: &str) -> Result<()> {
    page.open(&format!("{}#/machines?q={query}", stage.url()))
        .await?;
    let fleet = Fleet(page);
    fleet.row(settled).found().await?;
    page.eventually("every state is read", async || {
        Ok(!fleet
            .table()
            .found()
            .await?
            .text()
            .await?
            .contains("Reading…"))
    })
    .await?;
    let all = fleet
        .table()
        .role("checkbox")
        .named("Select every machine shown");
    all.click().await
}

#[tokio::test]
async fn what_some_cannot_do_says_why() -> Result<()> {
    journey("bulk reasons", Scene::default(), async |page, stage| {
        select(
            page,
            stage,
            "name:web-lon,db-lon%20account:onapp",
            "web-lon-01",
        )
        .await?;
        let fleet = Fleet(page);
        // One of them is off already.
        fleet.choose("web-lon-01", "Shut down").await?;
        fleet.row("web-lon-01").shows("Off").await?;
        let bar = page
            .role("toolbar")
            .named("Actions on the selected machines");
        let all = fleet.table().role("row").all().await?.len() - 1;
        let most = all - 1;
        bar.role("button")
            .named(format!("Start 1 of {all}"))
            .found()
            .await?;
        bar.role("button").named("Why not all?").click().await?;
        let why = page.role("group").named("Why not all?");
        why.shows("It is off already.").await?;
        why.shows("web-lon-01").await?;
        page.is_clean("the reasons").await?;
        page.press(thirtyfour::Key::Escape).await?;
        bar.role("button")
            .named(format!("Shut down {most} of {all}"))
            .click()
            .await?;
        let results = page.role("region").named("Results");
        results.shows(&format!("{most} of {most} done")).await?;
        page.is_clean("the results").await?;
        ensure!(
            stage.provider("onapp")?.count("POST", "/shutdown.json")? == all,
            "each was shut down once"
        );
        results.role("button").named("Close").click().await?;
        results.gone().await
    })
    .await
}

#[tokio::test]
async fn a_wrong_number_is_no_yes() -> Result<()> {
    journey(
        "bulk confirmation",
        Scene::default(),
        async |page, stage| {
            select(page, stage, "name:web-poz-01,web-lon-01", "web-poz-01").await?;
            let bar = page
                .role("toolbar")
                .named("Actions on the selected machines");
            bar.role("button").named("Power off 2…").click().await?;
            let dialog = page.role("dialog").named("Power off 2 machines?");
            dialog.shows("1 with OnApp").await?;
            dialog.shows("1 with e24cloud").await?;
            page.is_clean("the question").await?;
            let field = dialog.role("textbox").named("Type 2 to confirm");
            let yes = dialog.role("button").named("Power off");
            for wrong in ["3", "two", "22"] {
                field.fill(wrong).await?;
                yes.has("disabled", "true").await?;
            }
            page.press(thirtyfour::Key::Enter).await?;
            dialog.found().await?;
            ensure!(stage.provider("e24cloud")?.count("POST", "/poweroff")? == 0);
            field.fill("2").await?;
            yes.click().await?;
            dialog.gone().await?;
            page.role("region")
                .named("Results")
                .shows("2 of 2 done")
                .await?;
            ensure!(stage.provider("e24cloud")?.count("POST", "/poweroff")? == 1);
            Ok(())
        },
    )
    .await
}

#[tokio::test]
async fn what_has_failed_is_asked_again_and_nothing_else() -> Result<()> {
    journey("bulk retry", Scene::default(), async |page, stage| {
        select(page, stage, "name:web-lon,db-lon%20account:onapp%20state:running", "web-lon-01").await?;
        let onapp = stage.provider("onapp")?;
        let busy = json!({"kind": "status-429", "method": "POST", "path": "/shutdown", "times": 1, "retry_after": 1});
        onapp.fault(&busy)?;
        let bar = page.role("toolbar").named("Actions on the selected machines");
        let count = Fleet(page).table().role("row").all().await?.len() - 1;
        bar.role("button").named(format!("Shut down {count}")).click().await?;
        let results = page.role("region").named("Results");
        results.shows(&format!("{} of {count} done, 1 failed", count - 1)).await?;
        results.role("button").named("Retry 1 failed").click().await?;
        results.shows(&format!("{count} of {count} done")).await?;
        results.role("button").named("Retry 1 failed").gone().await?;
        let sent = onapp.count("POST", "/shutdown.json")?;
        ensure!(sent == count + 1, "{sent} requests for {count} machines and one retry");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn what_is_not_sent_is_stopped_and_what_is_lost_is_not_repeated() -> Result<()> {
    journey("bulk stop", Scene::default(), async |page, stage| {
        select(page, stage, "account:onapp%20state:running", "web-lon-01").await?;
        let onapp = stage.provider("onapp")?;
        // One answer is lost; the others are slow, so that most still wait.
        onapp.fault(&json!({"kind": "slow", "method": "POST", "delay_ms": 3000}))?;
        let bar = page
            .role("toolbar")
            .named("Actions on the selected machines");
        bar.shows("Reboot").await?;
        let buttons = bar.role("button").all().await?;
        let reboot = buttons.iter().find(|one| one.name.starts_with("Reboot"));
        let name = reboot.map(|one| one.name.clone()).unwrap_or_default();
        let count: usize = name.split(' ').nth(1).unwrap_or_default().parse()?;
        ensure!(count > 4, "{count} machines cannot wait");
        bar.role("button").named(name).click().await?;
        let results = page.role("region").named("Results");
        results.role("button").named("Stop").click().await?;
        results.shows(&format!("{} stopped", count - 4)).await?;
        results.role("button").named("Stop").gone().await?;
        onapp.heal()?;
        page.eventually("the four that were sent have ended", async || {
            let text = results.found().await?.text().await?;
            Ok(text.contains(&format!("4 of {count} done")))
        })
        .await?;
        ensure!(
            onapp.count("POST", "/reboot.json")? == 4,
            "no more than those were sent"
        );
        Ok(())
    })
    .await
}

#[tokio::test]
async fn what_is_under_way_is_shown_again_after_a_reload() -> Result<()> {
    // It takes long enough to be left under way.
    let scene = Scene {
        pace: 1.0,
        ..Scene::default()
    };
    journey("bulk reload", scene, async |page, stage| {
        let query = "name:web-lon,db-lon%20account:onapp%20state:running";
        select(page, stage, query, "web-lon-01").await?;
        let onapp = stage.provider("onapp")?;
        let bar = page
            .role("toolbar")
            .named("Actions on the selected machines");
        let count = Fleet(page).table().role("row").all().await?.len() - 1;
        bar.role("button")
            .named(format!("Shut down {count}"))
            .click()
            .await?;
        page.eventually("each was asked to shut down", async || {
            Ok(onapp.count("POST", "/shutdown.json")? == count)
        })
        .await?;
        page.reload().await?;
        let results = page.role("region").named("Results");
        results.shows("web-lon-01").await?;
        bar.gone().await?;
        results.shows(&format!("{count} of {count} done")).await?;
        results.role("button").named("Close").click().await?;
        results.gone().await?;
        ensure!(
            onapp.count("POST", "/shutdown.json")? == count,
            "none was asked again"
        );
        Ok(())
    })
    .await
}
