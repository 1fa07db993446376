//! axe-core finds nothing, on any page, in the menu and in the dialog, light and dark, wide and
//! narrow. A picture of each can be asked for.

use anyhow::{Result, ensure};
use serde_json::json;

use crate::harness::{Fleet, Scene, journey};

#[tokio::test]
async fn every_page_is_accessible() -> Result<()> {
    journey(
        "every page is accessible",
        Scene::default(),
        async |page, stage| {
            page.open(stage.url()).await?;
            let fleet = Fleet(page);
            fleet.row("Analytics").shows("Running").await?;
            stage.provider("onapp")?.fault(&json!({"kind": "down"}))?;
            page.role("button").named("Refresh").click().await?;
            page.role("region").named("Problems").found().await?;
            for theme in ["light", "dark"] {
                page.role("link").named("Settings").click().await?;
                let word = if theme == "light" { "Light" } else { "Dark" };
                page.role("radio").named(word).click().await?;
                for (width, height) in [(1280, 800), (500, 800)] {
                    page.resize(width, height).await?;
                    for route in [
                        "machines",
                        "machines?q=no-such-machine",
                        "welcome",
                        "activity",
                        "accounts",
                        "accounts/new",
                        "accounts/sandbox-bigv",
                        "settings",
                        "nowhere",
                    ] {
                        page.go(&format!("#/{route}")).await?;
                        page.role("heading").found().await?;
                        page.is_clean(&format!("{route} in {theme}, {width} wide"))
                            .await?;
                        let wide = page.too_wide().await?;
                        ensure!(wide.is_empty(), "{route}, {width} wide, has {wide:?}");
                    }
                }
                page.resize(1280, 800).await?;
                page.go("#/machines?q=web1").await?;
                fleet
                    .table()
                    .role("button")
                    .named("Actions for web1")
                    .click()
                    .await?;
                fleet.item("Power off").found().await?;
                page.is_clean(&format!("the menu in {theme}")).await?;
                fleet.item("Power off").click().await?;
                let dialog = page.role("dialog").named("Power off web1?");
                dialog.found().await?;
                page.is_clean(&format!("the dialog in {theme}")).await?;
                dialog.role("button").named("Cancel").click().await?;
            }
            Ok(())
        },
    )
    .await
}
