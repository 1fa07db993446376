//! The files both pages are served from: the panel's as they are published, the peer's beside them.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context as _, Result};

use crate::{dist, files, process, tools::PeerTools, workspace};

/// Makes a site of the built panel, with the peer in a folder of it, and Brotli copies of both.
pub(super) fn build(panel: &Path, site: PathBuf) -> Result<PathBuf> {
    let tools = PeerTools::ready()?;
    let source = workspace::root().join("crates/xtask/bench/peer");
    let peer = site.join("peer");
    let _ = fs::remove_dir_all(&site);
    files::mirror(panel, &site)?;
    fs::create_dir_all(&peer).with_context(|| format!("{} cannot be made", peer.display()))?;
    for file in ["index.html", "peer.css"] {
        fs::copy(source.join(file), peer.join(file))?;
    }
    process::run(
        Command::new(&tools.esbuild)
            .env("NODE_PATH", &tools.packages)
            .arg(source.join("main.js"))
            .args(["--bundle", "--minify", "--format=esm", "--target=es2022"])
            .arg("--log-level=warning")
            .arg(format!("--outfile={}", peer.join("peer.js").display())),
        "bundling the peer",
    )?;
    dist::compress(&site)?;
    Ok(site)
}
