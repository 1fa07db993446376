//! The browser engines: how the driver of each is started, and what is asked of it.

use std::{env, path::Path};

use anyhow::{Context, Result};
use serde_json::{Value, json};

/// One engine. Another one is another line in [`ENGINES`].
pub(crate) struct Engine {
    /// What `PILOTHOUSE_BROWSER_KIND` calls it.
    pub(super) name: &'static str,
    /// The arguments of its driver.
    pub(super) arguments: fn(port: u16, profile: &Path) -> Vec<String>,
    /// What a new session is asked for.
    pub(super) capabilities: fn(program: &Path, profile: &Path) -> Value,
    /// Where its windows are.
    pub(super) windows: Windows,
    /// Where its console can be read.
    pub(super) console: Console,
}

/// Where the windows of an engine are.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Windows {
    /// Nowhere: it can do without a screen.
    Headless,
    /// On an X screen, which has to be there.
    Screen,
}

/// Where what a page writes to the console can be read.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Console {
    /// Its driver hands over all of it.
    Driver,
    /// Its driver knows nothing of it: `console.js` in the page keeps what it can see.
    Page,
}

const ENGINES: [Engine; 3] = [
    Engine {
        name: "chromium",
        arguments: |port, _| vec![format!("--port={port}")],
        capabilities: chromium,
        windows: Windows::Headless,
        console: Console::Driver,
    },
    Engine {
        name: "firefox",
        arguments: geckodriver,
        capabilities: firefox,
        windows: Windows::Headless,
        console: Console::Page,
    },
    Engine {
        name: "webkit",
        arguments: |port, _| vec![format!("--port={port}")],
        capabilities: webkit,
        windows: Windows::Screen,
        console: Console::Page,
    },
];

/// The engine `PILOTHOUSE_BROWSER_KIND` names; the first, unless it names one.
pub(super) fn chosen() -> Result<&'static Engine> {
    let wanted = env::var("PILOTHOUSE_BROWSER_KIND");
    let wanted = wanted.as_deref().unwrap_or("chromium");
    let engine = ENGINES.iter().find(|engine| engine.name == wanted);
    engine.with_context(|| format!("no browser is called {wanted}"))
}

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
                format!("--user-data-dir={}", profile.display()),
            ],
        },
    })
}

fn geckodriver(port: u16, profile: &Path) -> Vec<String> {
    vec![
        format!("--port={port}"),
        // Free ones, so that several can run side by side.
        "--marionette-port=0".to_owned(),
        "--websocket-port=0".to_owned(),
        format!("--profile-root={}", profile.display()),
    ]
}

fn firefox(program: &Path, _: &Path) -> Value {
    json!({
        "browserName": "firefox",
        "moz:firefoxOptions": {
            "binary": program,
            "args": ["-headless"],
            "prefs": {
                // Tab reaches everything, whatever the desktop says.
                "accessibility.tabfocus": 7,
                "network.captive-portal-service.enabled": false,
                "network.connectivity-service.enabled": false,
            },
        },
    })
}

fn webkit(program: &Path, _: &Path) -> Value {
    json!({
        "webkitgtk:browserOptions": {
            "binary": program,
            "args": ["--automation"],
        },
    })
}
