//! Large fleets, and text that is not what it seems.

use anyhow::{Result, ensure};

use crate::harness::{Fleet, Scene, journey};

#[tokio::test]
async fn ten_thousand_machines_scroll_and_filter() -> Result<()> {
    let scene = Scene {
        seed: "fleet:2500",
        ..Scene::default()
    };
    journey("ten thousand machines", scene, async |page, stage| {
        page.open(stage.url()).await?;
        let table = Fleet(page).table();
        table.has("aria-rowcount", "10001").await?;
        let on_the_page = async || page.count("[role=row]").await;
        ensure!(
            on_the_page().await? < 150,
            "{} rows at the top",
            on_the_page().await?
        );
        for part in [0.25, 0.5, 1.0] {
            page.scroll_table(part).await?;
            let middle = 2 + (9_999.0 * part) as usize;
            page.eventually("rows are where one has scrolled to", async || {
                let rows = page.row_numbers().await?;
                Ok(rows.iter().any(|row| row.abs_diff(middle) < 40))
            })
            .await?;
            ensure!(
                on_the_page().await? < 150,
                "{} rows at {part}",
                on_the_page().await?
            );
        }
        let filter = page.role("combobox").named("Filter machines");
        filter.fill("name:0042").await?;
        page.eventually("only the machines asked for are left", async || {
            Ok(page.count("[role=row]").await? == 5)
        })
        .await?;
        page.role("main")
            .shows("10000 machines in 4 accounts · 4 match")
            .await?;
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_hostile_label_is_text() -> Result<()> {
    const NAME: &str = "<img src=x onerror=\"document.title='owned'\"><b>bold</b>";
    journey("a hostile label", Scene::default(), async |page, stage| {
        page.open(&format!("{}#/machines?q=onerror", stage.url()))
            .await?;
        page.role("main").shows("4 match").await?;
        Fleet(page).row(NAME).shows(NAME).await?;
        Fleet(page)
            .table()
            .role("button")
            .named(format!("Actions for {NAME}"))
            .click()
            .await?;
        page.role("menu")
            .named(format!("Actions for {NAME}"))
            .found()
            .await?;
        ensure!(
            page.count("main img, main b, [role=menu] img, [role=menu] b")
                .await?
                == 0
        );
        ensure!(page.title().await? == "Machines · Pilothouse");
        Ok(())
    })
    .await
}
