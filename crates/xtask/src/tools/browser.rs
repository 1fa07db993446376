//! Browsers to test in, each with the driver that steers it.

use std::{fs, path::PathBuf};

use anyhow::{Context, Result};

use super::{
    debian,
    install::{Source, Tool},
    on_path,
    pins::Pins,
};

/// The engines that show most of the web's pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Engine {
    /// Blink, as Chromium has it.
    Chromium,
    /// Gecko, as Firefox has it.
    Firefox,
    /// WebKit, as GTK's browsers have it: the nearest to Safari that runs here.
    Webkit,
}

/// A browser of one engine.
pub(crate) struct Browser {
    /// The browser itself.
    pub(crate) program: PathBuf,
    /// The WebDriver server for it.
    pub(crate) driver: PathBuf,
    /// The X server it needs, if it cannot do without a screen.
    pub(crate) screen: Option<PathBuf>,
}

impl Engine {
    /// What the journeys call it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Chromium => "chromium",
            Self::Firefox => "firefox",
            Self::Webkit => "webkit",
        }
    }

    /// Finds a browser and its driver, or installs them where that can be done without asking
    /// anybody.
    pub(crate) fn browser(self) -> Result<Browser> {
        let packages = self.packages();
        if self.find().is_none() {
            debian::install(packages).with_context(|| self.advice())?;
        }
        let (program, driver, screen) = self.find().with_context(|| self.advice())?;
        let driver = match driver {
            Some(driver) => driver,
            None => geckodriver()?,
        };
        Ok(Browser {
            program,
            driver,
            screen,
        })
    }

    /// What Debian calls the browser, its driver, and fonts for the letters our tests use.
    fn packages(self) -> &'static [&'static str] {
        match self {
            Self::Chromium => &[
                "chromium",
                "chromium-driver",
                "fonts-dejavu-core",
                "fonts-noto-color-emoji",
            ],
            Self::Firefox => &["firefox-esr", "fonts-dejavu-core", "fonts-noto-color-emoji"],
            Self::Webkit => &[
                "webkit2gtk-driver",
                "xvfb",
                "fonts-dejavu-core",
                "fonts-noto-color-emoji",
            ],
        }
    }

    /// The browser, its driver unless it is one of our pinned tools, and its screen.
    fn find(self) -> Option<(PathBuf, Option<PathBuf>, Option<PathBuf>)> {
        let first = |names: &[&str]| names.iter().find_map(|name| on_path(name));
        match self {
            Self::Chromium => Some((
                first(&["chromium", "chromium-browser", "google-chrome", "chrome"])?,
                Some(on_path("chromedriver")?),
                None,
            )),
            Self::Firefox => Some((first(&["firefox-esr", "firefox"])?, None, None)),
            Self::Webkit => Some((
                mini_browser()?,
                Some(on_path("WebKitWebDriver")?),
                Some(on_path("Xvfb")?),
            )),
        }
    }

    fn advice(self) -> String {
        let packages = self.packages();
        let (engine, programs) = match self {
            Self::Chromium => (
                "Chromium",
                "`chromium` (or `google-chrome`) and `chromedriver`",
            ),
            Self::Firefox => ("Firefox", "`firefox-esr` (or `firefox`)"),
            Self::Webkit => ("WebKitGTK", "`WebKitWebDriver` and `Xvfb`"),
        };
        format!(
            "tests need {engine}; install it with {}, or have {programs} on PATH",
            debian::advice(packages)
        )
    }
}

/// Firefox's driver, which Debian does not package.
fn geckodriver() -> Result<PathBuf> {
    let pins = Pins::read()?;
    let tool = Tool {
        program: "geckodriver",
        package: "geckodriver",
        version: &pins.geckodriver,
        source: Source::Cargo { feature: None },
    };
    match tool.ready()? {
        Some(directory) => Ok(directory.join(tool.program)),
        None => on_path(tool.program).context("geckodriver went away"),
    }
}

/// The browser that comes with WebKitGTK. It is in no directory of PATH: `/usr/lib/*/` on Debian,
/// `/usr/libexec` elsewhere.
fn mini_browser() -> Option<PathBuf> {
    let below = |directory: PathBuf| {
        let entries = fs::read_dir(directory).into_iter().flatten().flatten();
        entries.map(|entry| entry.path()).collect::<Vec<_>>()
    };
    let mut libraries = below("/usr/lib".into());
    libraries.extend(["/usr/libexec".into(), "/usr/lib".into()]);
    let mut found: Vec<_> = libraries
        .into_iter()
        .flat_map(below)
        .filter(|directory| {
            let name = directory.file_name().unwrap_or_default().to_string_lossy();
            name.starts_with("webkit2gtk-") || name.starts_with("webkitgtk-")
        })
        .map(|directory| directory.join("MiniBrowser"))
        .filter(|program| program.is_file())
        .collect();
    found.sort();
    found.pop()
}
