//! The page a journey looks at.

use std::{env, fs, path::PathBuf, time::Instant};

use anyhow::{Result, bail};
use serde_json::json;
use thirtyfour::{Key, WebDriver};
use tokio::time::{Duration, sleep};

use super::{
    console::Log,
    engine::Engine,
    environment,
    find::{PATIENCE, Query},
};

/// What a browser shows.
pub(crate) struct Page {
    session: WebDriver,
    engine: &'static Engine,
    console: Log,
}

impl Page {
    pub(crate) fn new(session: WebDriver, engine: &'static Engine) -> Self {
        Self {
            session,
            engine,
            console: Log::default(),
        }
    }

    pub(super) fn session(&self) -> &WebDriver {
        &self.session
    }

    pub(super) fn engine(&self) -> &'static Engine {
        self.engine
    }

    /// Goes to a URL.
    pub(crate) async fn open(&self, url: &str) -> Result<()> {
        self.keep_console().await?;
        Ok(self.session.goto(url).await?)
    }

    /// Loads the page again.
    pub(crate) async fn reload(&self) -> Result<()> {
        self.keep_console().await?;
        Ok(self.session.refresh().await?)
    }

    async fn keep_console(&self) -> Result<()> {
        self.console.read(&self.session, self.engine.console).await
    }

    /// Goes to another route of the panel that is open.
    pub(crate) async fn go(&self, route: &str) -> Result<()> {
        let arguments = vec![json!(route)];
        self.session
            .execute("location.hash = arguments[0]", arguments)
            .await?;
        Ok(())
    }

    /// Sets the clock the page reads this many minutes forward, or back, from where it is.
    pub(crate) async fn set_clock(&self, minutes: i64) -> Result<()> {
        let script = "const now = Date.now; const [by] = arguments;
            Date.now = () => now.call(Date) + by * 60_000;";
        self.session.execute(script, vec![json!(minutes)]).await?;
        Ok(())
    }

    /// How many elements match; for measuring, not for finding.
    pub(crate) async fn count(&self, selector: &str) -> Result<usize> {
        let script = "return document.querySelectorAll(arguments[0]).length";
        let answer = self.session.execute(script, vec![json!(selector)]).await?;
        Ok(answer.convert()?)
    }

    /// The rows of the table that are on the page, as the numbers told to assistive tools.
    pub(crate) async fn row_numbers(&self) -> Result<Vec<usize>> {
        let script = "return [...document.querySelectorAll('[role=grid] [role=row]')]
            .map((row) => Number(row.ariaRowIndex))";
        Ok(self.session.execute(script, Vec::new()).await?.convert()?)
    }

    /// The classes of what has to be scrolled sideways to be seen whole, and of buttons that are
    /// narrower than what is on them.
    pub(crate) async fn too_wide(&self) -> Result<Vec<String>> {
        let script = "return [...document.querySelectorAll('*')]
            .filter((part) => part.scrollWidth > part.clientWidth
                && (part === document.documentElement || part.localName === 'button'
                    || ['auto', 'scroll'].includes(getComputedStyle(part).overflowX)))
            .map((part) => `${part.className || part.localName}: ${part.scrollWidth} in ${part.clientWidth}`)";
        Ok(self.session.execute(script, Vec::new()).await?.convert()?)
    }

    /// Scrolls the table this part of its way down.
    pub(crate) async fn scroll_table(&self, part: f64) -> Result<()> {
        let script = "const grid = document.querySelector('[role=grid]');
            grid.scrollTop = (grid.scrollHeight - grid.clientHeight) * arguments[0];";
        self.session.execute(script, vec![json!(part)]).await?;
        Ok(())
    }

    /// Everything the browser keeps for the panel, as text.
    pub(crate) async fn storage(&self) -> Result<String> {
        let script =
            "return JSON.stringify([{...localStorage}, {...sessionStorage}, document.cookie])";
        Ok(self.session.execute(script, Vec::new()).await?.convert()?)
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

    /// Presses a key while another is held down.
    pub(crate) async fn chord(&self, held: Key, key: char) -> Result<()> {
        let chain = self.session.action_chain().key_down(held.clone());
        let chain = chain.key_down(key).key_up(key).key_up(held);
        Ok(chain.perform().await?)
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

    /// Saves a picture of what is shown, for people to look at, if `PILOTHOUSE_PICTURES` is set.
    pub(crate) async fn picture(&self, name: &str) -> Result<()> {
        if env::var_os("PILOTHOUSE_PICTURES").is_some() {
            self.save_picture("shots", name).await?;
        }
        Ok(())
    }

    /// Saves a picture of what is shown in `target/e2e/<folder>/<engine>/<name>.png`.
    pub(super) async fn save_picture(&self, folder: &str, name: &str) -> Result<PathBuf> {
        let name: String = name
            .chars()
            .map(|c| if c.is_ascii_alphanumeric() { c } else { '-' })
            .collect();
        let folder = environment::evidence().join(folder).join(self.engine.name);
        fs::create_dir_all(&folder)?;
        let file = folder.join(name).with_extension("png");
        self.session.screenshot(&file).await?;
        Ok(file)
    }

    /// Everything a person could name on the page, for error messages.
    pub(crate) async fn listing(&self) -> Result<String> {
        let script = include_str!("find.js");
        let answer = self.session.execute(script, vec![json!("list")]).await?;
        Ok(answer.json().as_str().unwrap_or_default().to_owned())
    }

    /// Whether there is still a page that does anything at all.
    pub(super) async fn is_alive(&self) -> bool {
        self.session.execute("return 1", Vec::new()).await.is_ok()
    }

    /// What the keyboard is on, and whether the window has it at all.
    pub(crate) async fn keyboard(&self) -> Result<String> {
        let script = "const on = document.activeElement;\
                      return `${on?.tagName} #${on?.id} ${on?.textContent?.slice(0, 40)}\
                      ${document.hasFocus() ? '' : ', in a window without the keyboard'}`";
        let answer = self.session.execute(script, Vec::new()).await?;
        Ok(answer.json().as_str().unwrap_or_default().to_owned())
    }

    /// What the page wrote to the console since this was last asked, a line an entry.
    pub(crate) async fn console(&self) -> Result<String> {
        self.keep_console().await?;
        Ok(self.console.take())
    }
}
