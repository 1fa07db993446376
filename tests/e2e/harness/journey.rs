//! One journey: a stage and a browser, and evidence if it fails.

use anyhow::{Result, anyhow, ensure};

use super::{
    browser::Browser,
    page::Page,
    stage::{Scene, Stage},
};

/// Plays `act` on a stage of its own. If it fails, the error says what the page showed, and a
/// picture of it is in `target/e2e/failures`. Where the browser itself broke down, it is played once
/// more from the beginning: `WebKitGTK` does so once in hundreds of journeys.
pub(crate) async fn journey(
    name: &str,
    scene: Scene,
    act: impl AsyncFn(&Page, &Stage) -> Result<()>,
) -> Result<()> {
    match play(name, scene, &act).await? {
        End::Played => Ok(()),
        End::BrokeDown(error) => {
            eprintln!("{name}: the browser broke down; once more\n{error:#}");
            match play(name, scene, &act).await? {
                End::Played => Ok(()),
                End::BrokeDown(error) => Err(error),
            }
        }
    }
}

enum End {
    Played,
    BrokeDown(anyhow::Error),
}

async fn play(
    name: &str,
    scene: Scene,
    act: &impl AsyncFn(&Page, &Stage) -> Result<()>,
) -> Result<End> {
    let stage = Stage::start(scene)?;
    let browser = Browser::start().await?;
    let page = Page::new(browser.session().clone(), browser.engine());
    let played = match act(&page, &stage).await {
        Ok(()) => did_not_panic(&page).await,
        failed => failed,
    };
    let Err(error) = played else {
        browser.close().await?;
        return Ok(End::Played);
    };
    let error = explain(name, &page, &error).await;
    if page.is_alive().await {
        browser.close().await?;
        Err(error)
    } else {
        let _broken = browser.close().await;
        Ok(End::BrokeDown(error))
    }
}

/// Nothing but the page itself says so: what broke may be something no journey looks at.
async fn did_not_panic(page: &Page) -> Result<()> {
    let log = page.console().await?;
    ensure!(!log.contains("panicked"), "the console says {log}");
    Ok(())
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
