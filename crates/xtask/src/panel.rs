//! Building the panel: the files a browser gets.

mod split;

use std::{
    fs,
    hash::{DefaultHasher, Hash, Hasher},
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result, bail};

use crate::{
    files, process,
    tools::{self, Toolbox},
    workspace,
};

pub(crate) use split::PARTS;

/// What a build depends on; everything below these counts.
const INPUTS: [&str; 13] = [
    ".cargo",
    ".config/tools.toml",
    "Cargo.lock",
    "Cargo.toml",
    "Trunk.toml",
    "crates/core",
    "crates/jobs",
    "crates/providers",
    "crates/wasm-streams",
    "index.html",
    "public",
    "src",
    "style",
];

/// How the panel is compiled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mode {
    /// Small and slow to build: what is published.
    Release,
    /// Quick to build, with readable names in a stack trace.
    Development,
}

impl Mode {
    fn name(self) -> &'static str {
        match self {
            Self::Release => "release",
            Self::Development => "development",
        }
    }
}

/// Builds the panel, unless it was built from these very files, and returns where it is.
pub(crate) fn build(mode: Mode) -> Result<PathBuf> {
    let output = workspace::scratch("panel").join(mode.name());
    let stamp = output.with_extension("stamp");
    let print = fingerprint()?.to_string();
    let built = fs::read_to_string(&stamp).is_ok_and(|old| old == print);
    if built && output.join("index.html").is_file() {
        return Ok(output);
    }
    if !workspace::root().join("index.html").is_file() {
        bail!("index.html is missing in {}", workspace::root().display());
    }
    let toolbox = Toolbox::ready()?;
    tools::fetch_crates()?;
    println!("Building the panel ({})", mode.name());
    let _ = fs::remove_file(&stamp);
    process::run(&mut trunk(&toolbox, mode, &output)?, "building the panel")?;
    if mode == Mode::Release {
        split::split(&toolbox, &output)?;
    }
    files::write(&stamp, print)?;
    Ok(output)
}

fn trunk(toolbox: &Toolbox, mode: Mode, output: &Path) -> Result<Command> {
    let mut command = Command::new("trunk");
    command
        .current_dir(workspace::root())
        .env("PATH", toolbox.path()?)
        .args(["build", "--offline", "--locked", "--quiet", "--dist"])
        .arg(output);
    if mode == Mode::Release {
        command.args(["--release", "--features", "split"]);
        split::prepare(&mut command);
    }
    // Trunk takes `NO_COLOR=1`, which the convention allows, for a wrong flag.
    if std::env::var_os("NO_COLOR").is_some() {
        command.env("NO_COLOR", "true");
    }
    Ok(command)
}

/// A number that changes when one of the panel's files does.
pub(crate) fn fingerprint() -> Result<u64> {
    let root = workspace::root();
    let mut hasher = DefaultHasher::new();
    for file in workspace::files()? {
        if !INPUTS.iter().any(|input| file.starts_with(input)) {
            continue;
        }
        // A file that went away meanwhile is a change, which the next look sees.
        let Ok(metadata) = fs::metadata(root.join(&file)) else {
            continue;
        };
        let changed = metadata.modified().context("files here have no dates")?;
        (file, metadata.len(), changed).hash(&mut hasher);
    }
    Ok(hasher.finish())
}
