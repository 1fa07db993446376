//! The installation both pages are measured against: one proxy, one sandbox, both pages' files.

use std::{
    env,
    io::{BufRead as _, BufReader},
    path::Path,
    process::{ChildStdin, Command, Stdio},
};

use anyhow::{Context as _, Result};
use serde::Deserialize;

use super::change;
use crate::{process::Group, servers::Servers};

/// The running installation. Dropping it stops it.
pub(super) struct Stage {
    place: Place,
    _group: Group,
    /// It stops when this closes.
    _input: ChildStdin,
}

#[derive(Deserialize)]
struct Place {
    url: String,
    endpoints: Vec<change::Account>,
}

impl Stage {
    /// Starts everything on free ports. What providers are asked to do is done at once.
    pub(super) fn start(servers: &Servers, site: &Path, seed: &str) -> Result<Self> {
        let (mut group, input) = Group::spawn_fed(
            Command::new(env::current_exe()?)
                .args(["run", "--held", "--port", "0", "--port-base", "0"])
                .args(["--pace", "0", "--seed", seed, "--dist"])
                .arg(site)
                .arg("--sandbox")
                .arg(&servers.sandbox)
                .arg("--proxy")
                .arg(&servers.proxy)
                .stdout(Stdio::piped()),
        )?;
        let mut line = String::new();
        let mut output = BufReader::new(group.output()?);
        output.read_line(&mut line)?;
        let place = serde_json::from_str(&line)
            .context("the installation did not start; what it wrote above says why")?;
        Ok(Self {
            place,
            _group: group,
            _input: input,
        })
    }

    /// The panel's address.
    pub(super) fn panel(&self) -> String {
        self.place.url.clone()
    }

    /// The peer's address.
    pub(super) fn peer(&self) -> String {
        format!("{}peer/index.html", self.place.url)
    }

    /// Turns every so many machines of every provider off or on.
    pub(super) fn change_one_in(&self, many: usize) -> Result<()> {
        for account in &self.place.endpoints {
            change::one_in(account, many)
                .with_context(|| format!("changing machines of {}", account.id))?;
        }
        Ok(())
    }
}
