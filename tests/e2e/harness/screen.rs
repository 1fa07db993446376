//! A screen nobody sees, for browsers that cannot do without one.

use std::{
    io::{BufRead, BufReader},
    process::Command,
};

use anyhow::{Result, bail};

use super::{environment, held::Held};

/// A running X server of its own, so that no window takes the keyboard from another. Dropping it
/// stops it.
pub(super) struct Screen {
    display: String,
    _server: Held,
}

impl Screen {
    /// Starts it under the first number that is free.
    pub(super) fn start() -> Result<Self> {
        let program = environment::path("PILOTHOUSE_SCREEN")?;
        let mut command = Command::new(&program);
        command
            .args(["-displayfd", "1", "-screen", "0", "1600x1200x24"])
            .args(["-nolisten", "tcp", "-noreset"]);
        let (server, output) = Held::watch(&command, "")?;
        let mut number = String::new();
        BufReader::new(output).read_line(&mut number)?;
        let number = number.trim();
        if number.is_empty() {
            bail!("{} does not start", program.display());
        }
        Ok(Self {
            display: format!(":{number}"),
            _server: server,
        })
    }

    /// What `DISPLAY` has to be.
    pub(super) fn display(&self) -> &str {
        &self.display
    }
}
