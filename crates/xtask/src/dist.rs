//! `cargo xtask dist`: the panel as files for any static file server.

use std::{fs, path::Path};

use anyhow::Result;

use crate::{
    files,
    panel::{self, Mode},
    size, workspace,
};

/// What is worth compressing; pictures are already.
const COMPRESSIBLE: [&str; 9] = [
    "css",
    "html",
    "js",
    "json",
    "mjs",
    "svg",
    "txt",
    "wasm",
    "webmanifest",
];

/// Builds the panel into `dist/`, with a Brotli copy beside every file that gains by it.
pub(crate) fn run() -> Result<()> {
    let built = panel::build(Mode::Release)?;
    let dist = workspace::root().join("dist");
    files::mirror(&built, &dist)?;
    let count = compress(&dist)?;
    println!(
        "{} is ready for any static file server; {count} files have a Brotli copy beside them.",
        dist.display()
    );
    Ok(())
}

/// Puts a Brotli copy beside every file that gains by it; how many those are.
pub(crate) fn compress(dist: &Path) -> Result<usize> {
    let mut count = 0_usize;
    for file in files::below(dist)? {
        let extension = file
            .extension()
            .and_then(|e| e.to_str())
            .unwrap_or_default();
        // The configuration is edited after the build: a compressed copy would hide the change.
        let edited = file.file_name().is_some_and(|name| name == "config.json");
        if edited || !COMPRESSIBLE.contains(&extension) {
            continue;
        }
        let content = fs::read(&file)?;
        let compressed = size::brotli(&content)?;
        if compressed.len() < content.len() {
            files::write(&file.with_extension(format!("{extension}.br")), compressed)?;
            count += 1;
        }
    }
    Ok(count)
}
