//! The operator's file, read once and turned into typed values; nothing later asks it again.

mod file;

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context as _, Result, ensure};
use ipnet::IpNet;

use crate::limits::Limits;
use crate::route::Route;

/// A checked configuration.
#[derive(Debug)]
pub struct Config {
    pub(crate) listen: SocketAddr,
    pub(crate) panel_origins: Vec<String>,
    /// `Host` values that are ours; empty for those derived from the address listened on.
    pub(crate) hosts: Vec<String>,
    pub(crate) dist: Option<PathBuf>,
    pub(crate) access_key: Option<AccessKey>,
    unsafe_public: bool,
    /// Proxies in front of us whose X-Forwarded-For is believed.
    pub(crate) trusted_proxies: Vec<IpNet>,
    pub(crate) limits: Limits,
    pub(crate) routes: Vec<Arc<Route>>,
    warnings: Vec<String>,
}

/// The shared secret that lets callers use the proxy. Prints nothing.
#[derive(Clone)]
pub(crate) struct AccessKey(String);

impl Config {
    /// Reads and checks a file. Relative paths in it are relative to its folder.
    ///
    /// # Errors
    /// What is wrong and where.
    pub fn read(path: &Path) -> Result<Self> {
        let text = std::fs::read_to_string(path)
            .with_context(|| format!("cannot read {}", path.display()))?;
        let folder = path.parent().unwrap_or(Path::new("."));
        Self::parse_in(&text, folder).with_context(|| format!("in {}", path.display()))
    }

    /// Checks the text of a file. Relative paths in it are relative to the current folder.
    ///
    /// # Errors
    /// What is wrong and where.
    pub fn parse(text: &str) -> Result<Self> {
        Self::parse_in(text, Path::new("."))
    }

    fn parse_in(text: &str, folder: &Path) -> Result<Self> {
        // Not the library's words: they quote the line, and the line may hold the access key.
        let file: file::File = toml::from_str(text).map_err(|error| {
            let at = error.span().map_or(0, |span| span.start);
            let line = text.get(..at).unwrap_or_default().matches('\n').count() + 1;
            anyhow::anyhow!("line {line}: {}", error.message())
        })?;
        let config = file.into_config(folder)?;
        config.check_listen()?;
        Ok(config)
    }

    /// Serves the built panel in this folder as well.
    #[must_use]
    pub fn with_dist(mut self, folder: impl Into<PathBuf>) -> Self {
        self.dist = Some(folder.into());
        self
    }

    /// Listens somewhere else.
    ///
    /// # Errors
    /// When a public address needs what the file does not say.
    pub fn with_listen(mut self, address: SocketAddr) -> Result<Self> {
        self.listen = address;
        self.check_listen()?;
        Ok(self)
    }

    fn check_listen(&self) -> Result<()> {
        if self.listen.ip().is_loopback() {
            return Ok(());
        }
        ensure!(
            !self.hosts.is_empty(),
            "hosts: say which hosts are ours when listening on {}",
            self.listen
        );
        ensure!(
            self.access_key.is_some() || self.unsafe_public,
            "listening on {} needs access_key, or unsafe_public = true",
            self.listen
        );
        Ok(())
    }

    /// One line for each option that gives protection up, for printing at start.
    pub fn warnings(&self) -> &[String] {
        &self.warnings
    }
}

impl AccessKey {
    /// Compares in a time that depends on the length alone.
    pub(crate) fn is(&self, given: &[u8]) -> bool {
        let ours = self.0.as_bytes();
        let differing = ours
            .iter()
            .zip(given)
            .fold(0_u8, |sum, (one, other)| sum | (one ^ other));
        ours.len() == given.len() && std::hint::black_box(differing) == 0
    }
}

impl std::fmt::Debug for AccessKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("AccessKey(…)")
    }
}

#[cfg(test)]
mod tests;
