//! The page a journey looks at.

use std::{fmt::Write as _, path::Path, time::Instant};

use anyhow::{Result, bail};
use serde_json::json;
use thirtyfour::{Key, WebDriver};
use tokio::time::{Duration, sleep};

use super::find::{PATIENCE, Query};

/// What a browser shows.
pub(crate) struct Page {
    session: WebDriver,
}

impl Page {
    pub(crate) fn new(session: WebDriver) -> Self {
        Self { session }
    }

    pub(super) fn session(&self) -> &WebDriver {
        &self.session
    }

    /// Goes to a URL.
    pub(crate) async fn open(&self, url: &str) -> Result<()> {
        Ok(self.session.goto(url).await?)
    }

    /// Loads the page again.
    pub(crate) async fn reload(&self) -> Result<()> {
        Ok(self.session.refresh().await?)
    }

    /// The part of the address the panel reads, with its `#`.
    pub(crate) async fn route(&self) -> Result<String> {
        let url = self.session.current_url().await?;
        Ok(url
            .fragment()
            .map(|route| format!("#{route}"))
            .unwrap_or_default())
    }

    /// Waits until the route is this.
    pub(crate) async fn is_at(&self, route: &str) -> Result<()> {
        self.eventually(&format!("the route is {route}"), async || {
            Ok(self.route().await? == route)
        })
        .await
    }

    /// The title.
    pub(crate) async fn title(&self) -> Result<String> {
        Ok(self.session.title().await?)
    }

    /// Something of an ARIA role.
    pub(crate) fn role(&self, role: &'static str) -> Query {
        Query::new(&self.session, role)
    }

    /// Types at whatever has the focus.
    pub(crate) async fn types(&self, text: &str) -> Result<()> {
        Ok(self
            .session
            .action_chain()
            .send_keys(text)
            .perform()
            .await?)
    }

    /// Presses one key at whatever has the focus.
    pub(crate) async fn press(&self, key: Key) -> Result<()> {
        let chain = self.session.action_chain();
        Ok(chain.key_down(key.clone()).key_up(key).perform().await?)
    }

    /// Makes the window this wide and high.
    pub(crate) async fn resize(&self, width: u32, height: u32) -> Result<()> {
        self.session.set_window_rect(0, 0, width, height).await?;
        Ok(())
    }

    /// Waits until something is so.
    pub(crate) async fn eventually(
        &self,
        what: &str,
        is: impl AsyncFn() -> Result<bool>,
    ) -> Result<()> {
        let deadline = Instant::now() + PATIENCE;
        while !is().await? {
            if Instant::now() > deadline {
                bail!("not within {PATIENCE:?}: {what}");
            }
            sleep(Duration::from_millis(50)).await;
        }
        Ok(())
    }

    /// Saves a picture of what is shown.
    pub(crate) async fn save_picture(&self, path: &Path) -> Result<()> {
        Ok(self.session.screenshot(path).await?)
    }

    /// Everything a person could name on the page, for error messages.
    pub(crate) async fn listing(&self) -> Result<String> {
        let script = include_str!("find.js");
        let answer = self.session.execute(script, vec![json!("list")]).await?;
        Ok(answer.json().as_str().unwrap_or_default().to_owned())
    }

    /// What the browser wrote to its console since it was last asked.
    pub(crate) async fn console(&self) -> Result<String> {
        let mut text = String::new();
        for entry in self.session.browser_log().await? {
            writeln!(text, "{} {}", entry.level, entry.message)?;
        }
        Ok(text)
    }
}
