//! The page opens.

use anyhow::{Result, ensure};

use crate::harness::{Scene, journey};

#[tokio::test]
async fn the_page_opens() -> Result<()> {
    journey("the page opens", Scene::default(), async |page, stage| {
        page.open(stage.url()).await?;
        page.role("main").found().await?;
        let title = page.title().await?;
        ensure!(title.ends_with("Pilothouse"), "the title is {title:?}");
        Ok(())
    })
    .await
}
