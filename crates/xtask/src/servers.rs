//! Building the two servers: the proxy and the simulated providers.

use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use serde::Deserialize;

use crate::{process, workspace};

const SANDBOX: &str = "pilothouse-sandbox";
const PROXY: &str = "pilothouse-proxy";

/// Where the built programs are.
pub(crate) struct Servers {
    pub(crate) sandbox: PathBuf,
    pub(crate) proxy: PathBuf,
}

/// Builds both with one of the profiles of `Cargo.toml`.
pub(crate) fn build(profile: &str) -> Result<Servers> {
    println!("Building the proxy and the sandbox");
    let (mut sandbox, mut proxy) = (None, None);
    let status = process::each_line(
        workspace::cargo()
            .args([
                "build",
                "--locked",
                "--quiet",
                "--bins",
                "--profile",
                profile,
            ])
            .args(["--package", SANDBOX, "--package", PROXY])
            .arg("--message-format=json-render-diagnostics"),
        |line| match artifact(line) {
            Some((name, path)) if name == SANDBOX => sandbox = Some(path),
            Some((name, path)) if name == PROXY => proxy = Some(path),
            _ => {}
        },
    )?;
    if !status.success() {
        bail!("building the proxy and the sandbox failed ({status})");
    }
    Ok(Servers {
        sandbox: sandbox.context("the package pilothouse-sandbox has no program of that name")?,
        proxy: proxy.context("the package pilothouse-proxy has no program of that name")?,
    })
}

/// The program one of Cargo's messages announces.
fn artifact(line: &str) -> Option<(String, PathBuf)> {
    #[derive(Deserialize)]
    struct Message {
        target: Target,
        executable: PathBuf,
    }
    #[derive(Deserialize)]
    struct Target {
        name: String,
    }
    let message: Message = serde_json::from_str(line).ok()?;
    Some((message.target.name, message.executable))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn programs_are_found_among_cargos_messages() {
        let program = r#"{"reason":"compiler-artifact","target":{"kind":["bin"],"name":"pilothouse-proxy"},"executable":"/t/debug/pilothouse-proxy","fresh":true}"#;
        let library = r#"{"reason":"compiler-artifact","target":{"kind":["lib"],"name":"bytes"},"executable":null}"#;
        let end = r#"{"reason":"build-finished","success":true}"#;
        assert_eq!(
            artifact(program),
            Some((PROXY.to_owned(), PathBuf::from("/t/debug/pilothouse-proxy")))
        );
        assert_eq!(artifact(library), None);
        assert_eq!(artifact(end), None);
    }
}
