//! Documents that are entered as such, like a build spec.

use std::path::PathBuf;

use anyhow::Result;
use clap::Args;

#[derive(Args)]
pub(super) struct Options {
    /// The document; `-` for standard input.
    file: PathBuf,
}

/// Says what is wrong with a document, or writes it back; whether nothing is wrong.
pub(super) fn run(options: &Options) -> Result<bool> {
    let _ = super::read(&options.file)?;
    Ok(true)
}
