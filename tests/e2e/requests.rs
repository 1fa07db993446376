//! What would be sent is shown in the dialogs that ask first, without its secrets.

use anyhow::{Result, ensure};
use thirtyfour::Key;

use crate::harness::{Fleet, Scene, journey};

#[tokio::test]
async fn a_question_shows_the_request_it_is_about() -> Result<()> {
    journey(
        "a question's request",
        Scene::default(),
        async |page, stage| {
            page.open(&format!("{}#/machines?q=web-lon", stage.url()))
                .await?;
            let fleet = Fleet(page);
            fleet.row("web-lon-01").shows("Running").await?;
            fleet.row("web-lon-02").shows("Running").await?;

            fleet.choose("web-lon-01", "Power off").await?;
            let dialog = page.role("dialog").named("Power off web-lon-01?");
            let show = dialog.role("button").named("Show the request");
            show.has("aria-expanded", "false").await?;
            show.click().await?;
            let curl = dialog.role("tabpanel").named("curl");
            curl.shows("/stop.json").await?;
            curl.shows("$AUTHORIZATION").await?;
            let problems = page.accessibility_problems().await?;
            ensure!(problems.is_empty(), "{}", problems.join("\n"));
            page.press(Key::Escape).await?;
            dialog.gone().await?;
            ensure!(stage.provider("onapp")?.count("POST", "/stop.json")? == 0);

            let all = fleet
                .table()
                .role("checkbox")
                .named("Select every machine shown");
            all.click().await?;
            page.role("button").named("Power off 2…").click().await?;
            let dialog = page.role("dialog").named("Power off 2 machines?");
            dialog
                .role("button")
                .named("Show the request")
                .click()
                .await?;
            dialog
                .shows("One more machine is asked the same way")
                .await?;
            dialog
                .role("tabpanel")
                .named("curl")
                .shows("/stop.json")
                .await?;
            page.press(Key::Escape).await?;
            dialog.gone().await
        },
    )
    .await
}
