//! Browsers and their drivers.

use std::{
    env, fs,
    net::{Ipv4Addr, TcpStream},
    path::{Path, PathBuf},
    process::Command,
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail};
use serde_json::{Map, Value};
use thirtyfour::WebDriver;

use super::{
    engine::{self, Engine, Windows},
    environment,
    held::Held,
    ports,
    screen::Screen,
};

/// How long a driver may take to start.
const PATIENCE: Duration = Duration::from_secs(20);

/// Width and height of a new window.
const SIZE: (u32, u32) = (1280, 900);

/// A driver with one browser. Dropping it ends both.
pub(crate) struct Browser {
    session: WebDriver,
    engine: &'static Engine,
    // Dropped in this order: a browser that loses its screen complains.
    _driver: Held,
    _screen: Option<Screen>,
    profile: PathBuf,
}

impl Browser {
    /// Starts a browser that has never been used.
    pub(crate) async fn start() -> Result<Self> {
        let engine = engine::chosen()?;
        let port = ports::free()?;
        let profile = env::temp_dir().join(format!("pilothouse-e2e-{port}"));
        fs::create_dir_all(&profile)?;
        let screen = match engine.windows {
            Windows::Headless => None,
            Windows::Screen => Some(Screen::start()?),
        };
        let mut command = Command::new(environment::path("PILOTHOUSE_DRIVER")?);
        command.args((engine.arguments)(port, &profile));
        if let Some(screen) = &screen {
            command.env("DISPLAY", screen.display());
        }
        let log = profile.join("driver.log");
        let driver = start_driver(&command, port, &log)?;
        let program = environment::path("PILOTHOUSE_BROWSER")?;
        let Value::Object(capabilities) = (engine.capabilities)(&program, &profile) else {
            bail!("capabilities are a JSON object");
        };
        let session = open(port, capabilities)
            .await
            .with_context(|| format!("the browser does not start: {}", said(&log)))?;
        session.set_window_rect(0, 0, SIZE.0, SIZE.1).await?;
        Ok(Self {
            session,
            engine,
            _driver: driver,
            _screen: screen,
            profile,
        })
    }

    /// The open session.
    pub(crate) fn session(&self) -> &WebDriver {
        &self.session
    }

    /// What kind of browser it is.
    pub(crate) fn engine(&self) -> &'static Engine {
        self.engine
    }

    /// Closes the browser, which it does not do by itself when it is dropped.
    pub(crate) async fn close(self) -> Result<()> {
        self.session.clone().quit().await?;
        Ok(())
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.profile);
    }
}

async fn open(port: u16, capabilities: Map<String, Value>) -> Result<WebDriver> {
    let url = format!("http://127.0.0.1:{port}");
    Ok(WebDriver::new(url, thirtyfour::Capabilities::from(capabilities)).await?)
}

/// Starts the driver and waits until it listens.
fn start_driver(command: &Command, port: u16, log: &Path) -> Result<Held> {
    let (driver, _) = Held::watch(command, &format!(">'{}' 2>&1", log.display()))?;
    let deadline = Instant::now() + PATIENCE;
    while TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_err() {
        if Instant::now() > deadline {
            let program = Path::new(command.get_program()).display();
            bail!("{program} does not listen on port {port}: {}", said(log));
        }
        thread::sleep(Duration::from_millis(20));
    }
    Ok(driver)
}

/// The last lines a driver and its browser wrote.
fn said(log: &Path) -> String {
    let text = fs::read(log).unwrap_or_default();
    let text = String::from_utf8_lossy(&text);
    let lines: Vec<_> = text.lines().rev().take(8).collect();
    lines.into_iter().rev().collect::<Vec<_>>().join("\n")
}
