//! One journey: a stage and a browser, and evidence if it fails.

use anyhow::{Result, anyhow};

use super::{
    browser::Browser,
    page::Page,
    stage::{Scene, Stage},
};

/// Plays `act` on a stage of its own. If it fails, the error says what the page showed, and a
/// picture of it is in `target/e2e/failures`.
pub(crate) async fn journey(
    name: &str,
    scene: Scene,
    act: impl AsyncFnOnce(&Page, &Stage) -> Result<()>,
) -> Result<()> {
    let stage = Stage::start(scene)?;
    let browser = Browser::start().await?;
    let page = Page::new(browser.session().clone(), browser.engine());
    let result = act(&page, &stage).await;
    let result = match result {
        Ok(()) => Ok(()),
        Err(error) => Err(explain(name, &page, &error).await),
    };
    browser.close().await?;
    result
}

/// The error with everything that helps to understand it.
async fn explain(name: &str, page: &Page, error: &anyhow::Error) -> anyhow::Error {
    let saved = match page.save_picture("failures", name).await {
        Ok(picture) => picture.display().to_string(),
        Err(error) => format!("none ({error})"),
    };
    let browser = page.engine().name;
    let shown = page.listing().await.unwrap_or_else(|e| e.to_string());
    let keyboard = page.keyboard().await.unwrap_or_else(|e| e.to_string());
    let log = page.console().await.unwrap_or_else(|e| e.to_string());
    anyhow!(
        "{error:#}\n--- browser: {browser}\n--- picture: {saved}\n--- the keyboard is on: {keyboard}\n--- the page showed:\n{shown}\n--- console:\n{log}"
    )
}
