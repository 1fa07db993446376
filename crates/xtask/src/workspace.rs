//! Where things are in this repository.

use std::{
    env,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result};

use crate::process;

/// The repository's root directory.
pub(crate) fn root() -> PathBuf {
    // Cargo sets the variable for what it runs; without it, the place of compilation has to do.
    let package = env::var_os("CARGO_MANIFEST_DIR")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
    // It may be any package of ours: tests start this program too.
    package
        .ancestors()
        .find(|directory| directory.join("crates/xtask/Cargo.toml").is_file())
        .map_or_else(|| package.clone(), Path::to_path_buf)
}

/// A directory for what is built, which version control ignores.
pub(crate) fn scratch(name: &str) -> PathBuf {
    root().join("target").join(name)
}

/// `cargo`, of the very toolchain that runs this program, in the root.
pub(crate) fn cargo() -> Command {
    let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.current_dir(root());
    // Those describe this package and would make others rebuild.
    for (name, _) in env::vars_os() {
        if name.to_string_lossy().starts_with("CARGO_PKG_") {
            command.env_remove(name);
        }
    }
    command.env_remove("CARGO_MANIFEST_DIR");
    command.env_remove("CARGO_MANIFEST_PATH");
    command
}

/// Every file that is or could be committed, relative to the root, in order.
pub(crate) fn files() -> Result<Vec<PathBuf>> {
    let root = root();
    let listing = process::capture(
        Command::new("git")
            .args(["-c", "core.quotePath=off", "ls-files"])
            .args(["--cached", "--others", "--exclude-standard"])
            .current_dir(&root),
    )
    .context("the list of files comes from git, in a clone of the repository")?;
    let mut files: Vec<PathBuf> = listing
        .lines()
        .map(PathBuf::from)
        .filter(|file| root.join(file).is_file())
        .collect();
    files.sort();
    files.dedup();
    Ok(files)
}
