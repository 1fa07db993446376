//! `cargo xtask bench`: how fast something is, as a ratio to something else in the same run.

use std::fs;

use anyhow::Result;
use clap::{Args, ValueEnum};

use crate::{process, workspace};

#[derive(Args)]
pub(crate) struct Options {
    /// What to measure.
    #[arg(value_enum)]
    what: Bench,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Bench {
    /// Reading a list of ten thousand machines, beside `serde_json` reading it into a tree.
    Parse,
}

/// Measures, prints a table, and leaves the numbers in `target/bench`.
pub(crate) fn run(options: &Options) -> Result<()> {
    let Bench::Parse = options.what;
    let folder = workspace::root().join("target/bench");
    fs::create_dir_all(&folder)?;
    process::run(
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
    )
}
