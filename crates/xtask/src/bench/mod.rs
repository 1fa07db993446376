//! `cargo xtask bench`: how fast something is, as a ratio to something else in the same run.

mod panel;

use std::fs;

use anyhow::Result;
use clap::{Args, Subcommand};

use crate::{process, workspace};

#[derive(Args)]
pub(crate) struct Options {
    /// What to measure.
    #[command(subcommand)]
    what: Bench,
}

#[derive(Clone, Debug, Subcommand)]
enum Bench {
    /// Reading a list of ten thousand machines, beside `serde_json` reading it into a tree.
    Parse,
    /// The panel with ten thousand machines in headless Chromium, beside a page in plain JavaScript
    /// that shows the same.
    Panel(panel::Options),
}

/// Measures, prints a table, and leaves the numbers in `target/bench`.
pub(crate) fn run(options: &Options) -> Result<()> {
    let folder = workspace::scratch("bench");
    fs::create_dir_all(&folder)?;
    match &options.what {
        Bench::Parse => process::run(
            workspace::cargo()
                .args([
                    "bench",
                    "--locked",
                    "--quiet",
                    "--package",
                    "pilothouse-conformance",
                ])
                .args(["--bench", "parse"])
                .env("PILOTHOUSE_BENCH_FILE", folder.join("parse.json")),
            "the benchmark",
        ),
        Bench::Panel(options) => panel::run(options, &folder),
    }
}
