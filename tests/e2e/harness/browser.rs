//! Browsers and their drivers.

use std::{
    env,
    io::{BufRead, BufReader},
    net::{Ipv4Addr, TcpListener, TcpStream},
    path::{Path, PathBuf},
    process::Command,
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail};
use serde_json::{Map, Value, json};
use thirtyfour::WebDriver;

use super::{environment, held::Held};

/// How long a driver may take to start.
const PATIENCE: Duration = Duration::from_secs(20);

/// A kind of browser: how its driver is started, and what is asked of it. Another kind is another
/// line in [`KINDS`].
struct Kind {
    name: &'static str,
    arguments: fn(port: u16) -> Vec<String>,
    capabilities: fn(program: &Path, profile: &Path) -> Value,
}

/// The first is the one used unless `PILOTHOUSE_BROWSER_KIND` names another.
const KINDS: [Kind; 1] = [Kind {
    name: "chromium",
    arguments: |port| vec![format!("--port={port}")],
    capabilities: chromium,
}];

fn chromium(program: &Path, profile: &Path) -> Value {
    json!({
        "browserName": "chrome",
        "goog:loggingPrefs": {"browser": "ALL"},
        "goog:chromeOptions": {
            "binary": program,
            "args": [
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--window-size=1280,900",
                format!("--user-data-dir={}", profile.display()),
            ],
        },
    })
}

/// A driver with one browser. Dropping it ends both.
pub(crate) struct Browser {
    session: WebDriver,
    _driver: Held,
    profile: PathBuf,
}

impl Browser {
    /// Starts a browser that has never been used.
    pub(crate) async fn start() -> Result<Self> {
        let wanted = env::var("PILOTHOUSE_BROWSER_KIND");
        let wanted = wanted.as_deref().unwrap_or("chromium");
        let kind = KINDS.iter().find(|kind| kind.name == wanted);
        let kind = kind.with_context(|| format!("no browser is called {wanted}"))?;
        let port = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?
            .local_addr()?
            .port();
        let driver = start_driver(&environment::path("PILOTHOUSE_DRIVER")?, kind, port)?;
        let profile = env::temp_dir().join(format!("pilothouse-e2e-{port}"));
        let program = environment::path("PILOTHOUSE_BROWSER")?;
        let Value::Object(capabilities) = (kind.capabilities)(&program, &profile) else {
            bail!("capabilities are a JSON object");
        };
        let session = open(port, capabilities).await?;
        Ok(Self {
            session,
            _driver: driver,
            profile,
        })
    }

    /// The open session.
    pub(crate) fn session(&self) -> &WebDriver {
        &self.session
    }

    /// Closes the browser, which it does not do by itself when it is dropped.
    pub(crate) async fn close(self) -> Result<()> {
        self.session.clone().quit().await?;
        Ok(())
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.profile);
    }
}

async fn open(port: u16, capabilities: Map<String, Value>) -> Result<WebDriver> {
    let url = format!("http://127.0.0.1:{port}");
    WebDriver::new(url, thirtyfour::Capabilities::from(capabilities))
        .await
        .context("the browser does not start")
}

/// Starts the driver and waits until it listens. A shell watches over it, because drivers do not
/// notice that whoever started them is gone, and browsers do not notice that of drivers.
fn start_driver(program: &Path, kind: &Kind, port: u16) -> Result<Held> {
    let watch = r#"setsid "$@" >/dev/null 2>&1 & echo started; cat >/dev/null; kill -- -$!; wait"#;
    let (driver, output) = Held::start(
        Command::new("sh")
            .args(["-c", watch, "sh"])
            .arg(program)
            .args((kind.arguments)(port)),
    )?;
    BufReader::new(output).read_line(&mut String::new())?;
    let deadline = Instant::now() + PATIENCE;
    while TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_err() {
        if Instant::now() > deadline {
            bail!("{} does not listen on port {port}", program.display());
        }
        thread::sleep(Duration::from_millis(20));
    }
    Ok(driver)
}
