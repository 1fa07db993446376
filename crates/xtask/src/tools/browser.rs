//! A browser to test in, with the driver that steers it.

use std::{path::PathBuf, process::Command};

use anyhow::{Context, Result, bail};

use super::on_path;
use crate::process;

/// What Debian calls the browser, its driver, and fonts for the letters our tests use.
const PACKAGES: [&str; 4] = [
    "chromium",
    "chromium-driver",
    "fonts-dejavu-core",
    "fonts-noto-color-emoji",
];
const BROWSERS: [&str; 4] = ["chromium", "chromium-browser", "google-chrome", "chrome"];

/// Chromium, and its driver.
pub(crate) struct Browser {
    /// The browser itself.
    pub(crate) program: PathBuf,
    /// The WebDriver server for it.
    pub(crate) driver: PathBuf,
}

impl Browser {
    /// Finds them, or installs them where that can be done without asking anybody.
    pub(crate) fn ready() -> Result<Self> {
        if let Some(browser) = Self::find() {
            return Ok(browser);
        }
        let advice = format!(
            "tests need Chromium and its driver; install them with `sudo apt-get install {}`, or have `chromium` (or `google-chrome`) and `chromedriver` on PATH",
            PACKAGES.join(" ")
        );
        let Some(prefix) = installer() else {
            bail!(advice);
        };
        println!("Installing {}", PACKAGES.join(", "));
        apt(&prefix, &["update", "--quiet"]).context(advice.clone())?;
        let mut install = vec!["install", "--yes", "--quiet", "--no-install-recommends"];
        install.extend(PACKAGES);
        apt(&prefix, &install).context(advice.clone())?;
        Self::find().context(advice)
    }

    fn find() -> Option<Self> {
        Some(Self {
            program: BROWSERS.into_iter().find_map(on_path)?,
            driver: on_path("chromedriver")?,
        })
    }
}

/// What has to stand before `apt-get`, if it can be run at all without a question.
fn installer() -> Option<Vec<&'static str>> {
    on_path("apt-get")?;
    if nix::unistd::geteuid().is_root() {
        return Some(Vec::new());
    }
    let free = process::capture(Command::new("sudo").args(["-n", "true"])).is_ok();
    free.then(|| vec!["sudo", "-n"])
}

fn apt(prefix: &[&str], arguments: &[&str]) -> Result<()> {
    let words = [
        prefix,
        &["env", "DEBIAN_FRONTEND=noninteractive", "apt-get"],
        arguments,
    ]
    .concat();
    let (program, rest) = words.split_first().context("nothing to run")?;
    process::run(Command::new(program).args(rest), "apt-get")
}
