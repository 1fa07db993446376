//! What `cargo xtask test` built and found, by environment variables.

use std::{env, path::PathBuf};

use anyhow::{Context, Result};

/// A path somebody else has to have named.
pub(crate) fn path(variable: &str) -> Result<PathBuf> {
    env::var_os(variable)
        .map(PathBuf::from)
        .with_context(|| format!("{variable} is not set: run `cargo xtask test --only journeys`"))
}

/// Where journeys leave pictures.
pub(crate) fn evidence() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("target/e2e")
}
