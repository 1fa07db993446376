//! A whole installation for one journey: the panel, the proxy and the simulated providers.

use std::{
    io::{BufRead, BufReader},
    process::Command,
};

use anyhow::{Context, Result};
use serde::Deserialize;

use super::{console, environment, held::Held, ports, provider::Provider};

/// What a stage is set with.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Scene {
    /// What the providers hold: `small`, or `fleet:N`.
    pub(crate) seed: &'static str,
    /// Every simulated duration is multiplied by this.
    pub(crate) pace: f64,
    /// The panel starts without accounts.
    pub(crate) bare: bool,
}

impl Default for Scene {
    /// The small world at twenty times its speed, with an account for each provider.
    fn default() -> Self {
        Self {
            seed: "small",
            pace: 0.05,
            bare: false,
        }
    }
}

/// The running installation. Dropping it stops it.
pub(crate) struct Stage {
    place: Place,
    _running: Held,
}

#[derive(Deserialize)]
struct Place {
    url: String,
    endpoints: Vec<Provider>,
}

impl Stage {
    /// Starts everything on free ports.
    pub(crate) fn start(scene: Scene) -> Result<Self> {
        let mut command = Command::new(environment::path("PILOTHOUSE_XTASK")?);
        command
            .args(["run", "--held", "--port-base", "0"])
            .args(["--port", &ports::free()?.to_string()])
            .args(["--seed", scene.seed, "--pace", &scene.pace.to_string()])
            .args(scene.bare.then_some("--bare"));
        for (option, path) in [
            ("--dist", console::panel()?),
            ("--sandbox", environment::path("PILOTHOUSE_SANDBOX")?),
            ("--proxy", environment::path("PILOTHOUSE_PROXY")?),
        ] {
            command.arg(option).arg(path);
        }
        let (running, output) = Held::start(&mut command)?;
        let mut line = String::new();
        BufReader::new(output).read_line(&mut line)?;
        let place = serde_json::from_str(&line)
            .context("the stage did not start; what it wrote above says why")?;
        Ok(Self {
            place,
            _running: running,
        })
    }

    /// Where the panel is.
    pub(crate) fn url(&self) -> &str {
        &self.place.url
    }

    /// One simulated provider.
    pub(crate) fn provider(&self, id: &str) -> Result<&Provider> {
        let mut providers = self.place.endpoints.iter();
        providers
            .find(|provider| provider.id == id)
            .with_context(|| format!("no simulated provider is {id}"))
    }
}
