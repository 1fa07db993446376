//! Installing what Debian packages, where that can be done without asking anybody.

use std::{process::Command, sync::Once};

use anyhow::{Context, Result, bail};

use super::on_path;
use crate::process;

/// Installs packages.
pub(super) fn install(packages: &[&str]) -> Result<()> {
    static UPDATED: Once = Once::new();
    let Some(prefix) = installer() else {
        bail!("they cannot be installed here without a question");
    };
    println!("Installing {}", packages.join(", "));
    let mut updated = Ok(());
    UPDATED.call_once(|| updated = apt(&prefix, &["update", "--quiet"]));
    updated?;
    let options = ["install", "--yes", "--quiet", "--no-install-recommends"];
    apt(&prefix, &[&options, packages].concat())
}

/// How somebody installs them by hand.
pub(super) fn advice(packages: &[&str]) -> String {
    format!("`sudo apt-get install {}`", packages.join(" "))
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
