//! What is asked of the Rust installation itself.

use std::{path::Path, process::Command};

use anyhow::{Context, Result};

use crate::{process, workspace};

const TARGET: &str = "wasm32-unknown-unknown";

/// Makes sure that Rust can compile to WebAssembly.
pub(crate) fn need_wasm_target() -> Result<()> {
    let library = process::capture(Command::new("rustc").args([
        "--print",
        "target-libdir",
        "--target",
        TARGET,
    ]))?;
    if Path::new(library.trim()).is_dir() {
        return Ok(());
    }
    println!("Adding the {TARGET} target to Rust");
    process::run(
        Command::new("rustup").args(["target", "add", TARGET]),
        "rustup",
    )
    .with_context(|| {
        format!("Rust lacks the {TARGET} target; add it with `rustup target add {TARGET}`")
    })
}

/// Makes sure of the formatter and the linter.
pub(crate) fn need_components() -> Result<()> {
    for component in ["rustfmt", "clippy"] {
        let program = format!("cargo-{}", component.trim_start_matches("rust"));
        if process::capture(Command::new(program).arg("--version")).is_ok() {
            continue;
        }
        println!("Adding {component} to Rust");
        process::run(
            Command::new("rustup").args(["component", "add", component]),
            "rustup",
        )
        .with_context(|| {
            format!("Rust lacks {component}; add it with `rustup component add {component}`")
        })?;
    }
    Ok(())
}

/// Downloads what `Cargo.lock` names. The bundler then never needs the network.
pub(crate) fn fetch_crates() -> Result<()> {
    process::run(
        workspace::cargo().args(["fetch", "--locked"]),
        "cargo fetch",
    )
    .context("the crates of Cargo.lock could not be downloaded; check the network connection")
}
