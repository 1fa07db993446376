//! Everything by keyboard alone.

use anyhow::Result;
use thirtyfour::Key;

use crate::harness::{Fleet, Scene, journey};

#[tokio::test]
async fn a_machine_is_stopped_and_started_by_keyboard() -> Result<()> {
    journey("by keyboard", Scene::default(), async |page, stage| {
        page.open(stage.url()).await?;
        let fleet = Fleet(page);
        fleet.row("Analytics").found().await?;
        page.types("/").await?;
        page.types("name:web-lon").await?;
        fleet.row("web-lon-01").shows("Running").await?;
        // From the query straight down into the table.
        page.press(Key::Down).await?;
        page.eventually("the keyboard is on the first machine", async || {
            fleet.row("web-lon-01").found().await?.is_focused().await
        })
        .await?;
        page.press(Key::Down).await?;
        fleet.row("web-lon-02").has_focus().await?;
        page.press(Key::Up).await?;
        page.types("m").await?;
        fleet.item("Open").has_focus().await?;
        page.press(Key::Down).await?;
        page.press(Key::Down).await?;
        fleet.item("Shut down").has_focus().await?;
        page.press(Key::Enter).await?;
        fleet.row("web-lon-01").shows("Off").await?;
        // The focus comes back and survives the change.
        fleet.row("web-lon-01").has_focus().await?;
        page.types("m").await?;
        page.press(Key::End).await?;
        fleet.item("Show requests…").has_focus().await?;
        page.press(Key::Escape).await?;
        fleet.item("Start").gone().await?;
        page.types("m").await?;
        page.press(Key::Down).await?;
        page.press(Key::Enter).await?;
        fleet.row("web-lon-01").shows("Running").await?;
        page.press(Key::Enter).await?;
        page.eventually("Enter opens the machine, over the same view", async || {
            let route = page.route().await?;
            Ok(route.starts_with("#/machines/sandbox-onapp/")
                && route.ends_with("?q=name%3Aweb-lon"))
        })
        .await?;
        Ok(())
    })
    .await
}
