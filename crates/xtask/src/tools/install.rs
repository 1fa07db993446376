//! One pinned tool: found in the cache or on PATH, else installed into the cache.
//!
//! The cache has a directory for each version, so clones of different age share it in peace.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result, bail};

use crate::process;

/// Where a tool is published.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Source {
    /// crates.io
    Cargo {
        /// What the package builds its program with, if it does not without.
        feature: Option<&'static str>,
    },
    /// npm
    Npm,
}

/// A program at one exact version.
pub(super) struct Tool<'a> {
    pub(super) program: &'a str,
    pub(super) package: &'a str,
    pub(super) version: &'a str,
    pub(super) source: Source,
}

impl Tool<'_> {
    /// Makes sure of the tool. Returns the directory it is in, or nothing if PATH has it.
    pub(super) fn ready(&self) -> Result<Option<PathBuf>> {
        let home = self.home()?;
        let bin = match self.source {
            Source::Cargo { .. } => home.join("bin"),
            Source::Npm => home.join("node_modules/.bin"),
        };
        if bin.join(self.program).is_file() {
            return Ok(Some(bin));
        }
        if self.is_on_path() {
            return Ok(None);
        }
        self.install(&home)?;
        if !bin.join(self.program).is_file() {
            bail!(
                "{} {} was installed into {} but has no {}; put it on PATH yourself",
                self.package,
                self.version,
                home.display(),
                self.program
            );
        }
        Ok(Some(bin))
    }

    /// Makes sure of a file of a package from npm that is no program, and returns where it is.
    pub(super) fn file(&self) -> Result<PathBuf> {
        let home = self.home()?;
        let file = home
            .join("node_modules")
            .join(self.package)
            .join(self.program);
        if !file.is_file() {
            self.install(&home)?;
        }
        if !file.is_file() {
            bail!("{} {} has no {}", self.package, self.version, self.program);
        }
        Ok(file)
    }

    fn home(&self) -> Result<PathBuf> {
        // A package's scope is no directory of its own here.
        let package = self.package.trim_start_matches('@').replace('/', "-");
        Ok(cache()?.join(format!("{package}-{}", self.version)))
    }

    fn is_on_path(&self) -> bool {
        process::capture(Command::new(self.program).arg("--version"))
            .is_ok_and(|answer| says(&answer, self.version, self.source))
    }

    fn install(&self, home: &Path) -> Result<()> {
        let what = format!("{} {}", self.package, self.version);
        println!("Installing {what} into {} (only once)", home.display());
        fs::create_dir_all(home).with_context(|| format!("{} cannot be made", home.display()))?;
        let mut command;
        let installer = match self.source {
            Source::Cargo { feature } => {
                command = crate::workspace::cargo();
                command.args(["install", "--locked", "--quiet", self.package]);
                command.args(feature.iter().flat_map(|name| ["--features", *name]));
                command
                    .args(["--version", self.version, "--root"])
                    .arg(home);
                // Programs are for this machine, whatever the panel is compiled for.
                command.env_remove("CARGO_BUILD_TARGET");
                "cargo install"
            }
            Source::Npm => {
                command = Command::new("npm");
                command.args(["install", "--no-audit", "--no-fund", "--loglevel=error"]);
                command.arg("--prefix").arg(home);
                command.arg(format!("{}@{}", self.package, self.version));
                "npm install"
            }
        };
        process::run(&mut command, installer).with_context(|| {
            let hint = match self.source {
                Source::Cargo { .. } => "check the network connection, or put it on PATH",
                Source::Npm => "install Node.js with npm, and check the network connection",
            };
            format!("{what} could not be installed; {hint}")
        })
    }
}

/// Whether a program's own account of itself names this version. Programs made from an npm
/// package know its major number alone.
fn says(answer: &str, version: &str, source: Source) -> bool {
    let version = match source {
        Source::Cargo { .. } => version,
        Source::Npm => version.split('.').next().unwrap_or(version),
    };
    answer.split_whitespace().any(|word| word == version)
}

/// The user's cache of tools.
fn cache() -> Result<PathBuf> {
    let base = env::var_os("XDG_CACHE_HOME")
        .map(PathBuf::from)
        .filter(|path| path.is_absolute())
        .or_else(|| Some(PathBuf::from(env::var_os("HOME")?).join(".cache")))
        .context("neither XDG_CACHE_HOME nor HOME says where tools can be kept")?;
    Ok(base.join("pilothouse/tools"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const CARGO: Source = Source::Cargo { feature: None };

    #[test]
    fn a_version_is_matched_whole() {
        let cases = [
            ("trunk 0.21.14\n", "0.21.14", CARGO, true),
            ("trunk 0.21.1\n", "0.21.14", CARGO, false),
            ("trunk 0.21.14\n", "0.21.1", CARGO, false),
            ("wasm-bindgen 0.2.126 (a1b2c3)\n", "0.2.126", CARGO, true),
            (
                "wasm-opt version 132 (version_132)\n",
                "132.0.0",
                Source::Npm,
                true,
            ),
            (
                "wasm-opt version 108 (version_108)\n",
                "132.0.0",
                Source::Npm,
                false,
            ),
        ];
        for (answer, version, source, expected) in cases {
            assert_eq!(
                says(answer, version, source),
                expected,
                "{answer} {version}"
            );
        }
    }
}
