//! What each stage runs.

use std::{env, process::Command};

use anyhow::Result;

use super::{libtest, tally::Tally};
use crate::{
    panel::{self, Mode},
    process, servers, size as budget, tidy as rules,
    tools::{self, Engine, Toolbox},
    workspace,
};

const WASM: &str = "wasm32-unknown-unknown";

/// Seconds a program of tests in the browser may take.
const BROWSER_PATIENCE: &str = "120";

pub(super) fn fmt() -> Result<Tally> {
    tools::need_components()?;
    passes(
        workspace::cargo().args(["fmt", "--all", "--check"]),
        "cargo fmt --all --check",
    )
}

pub(super) fn tidy() -> Result<Tally> {
    rules::run(&rules::Options::default())?;
    Ok(Tally::PASSED)
}

pub(super) fn clippy() -> Result<Tally> {
    tools::need_components()?;
    passes(
        workspace::cargo()
            .args(["clippy", "--locked", "--workspace", "--all-targets"])
            .args(["--", "--deny", "warnings"]),
        "clippy",
    )
}

pub(super) fn clippy_wasm() -> Result<Tally> {
    tools::need_components()?;
    tools::need_wasm_target()?;
    // The tests too, once there are any that are for the browser.
    let web = workspace::root().join("tests/web.rs").is_file();
    passes(
        workspace::cargo()
            .args(["clippy", "--locked", "--package", "pilothouse"])
            .args(["--target", WASM, "--lib", "--bins"])
            .args(web.then_some(["--test", "web"]).iter().flatten())
            .args(["--", "--deny", "warnings"]),
        "clippy for the browser",
    )
}

pub(super) fn unit(strict: bool) -> Result<Tally> {
    let mut command = workspace::cargo();
    command.args(["test", "--locked", "--workspace", "--exclude", "pilothouse"]);
    command.arg("--no-fail-fast");
    if strict {
        command.env("PILOTHOUSE_REQUIRE_CONTRACT", "1");
    }
    libtest::run(&mut command)
}

pub(super) fn panel() -> Result<Tally> {
    libtest::run(workspace::cargo().args([
        "test",
        "--locked",
        "--package",
        "pilothouse",
        "--lib",
        "--no-fail-fast",
    ]))
}

pub(super) fn web() -> Result<Tally> {
    if !workspace::root().join("tests/web.rs").is_file() {
        println!("tests/web.rs is missing");
        return Ok(Tally::SKIPPED);
    }
    let browser = Engine::Chromium.browser()?;
    let toolbox = Toolbox::ready()?;
    libtest::run(
        workspace::cargo()
            .args([
                "test",
                "--locked",
                "--package",
                "pilothouse",
                "--target",
                WASM,
            ])
            .args(["--test", "web", "--no-fail-fast"])
            .env(
                "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER",
                toolbox.test_runner(),
            )
            .env("CHROMEDRIVER", &browser.driver)
            .env("WASM_BINDGEN_TEST_TIMEOUT", BROWSER_PATIENCE),
    )
}

pub(super) fn size() -> Result<Tally> {
    budget::run(&budget::Options::default())?;
    Ok(Tally::PASSED)
}

pub(super) fn journeys(engine: Engine, strict: bool) -> Result<Tally> {
    let browser = engine.browser()?;
    let dist = panel::build(Mode::Release)?;
    let servers = servers::build("dev")?;
    let mut command = workspace::cargo();
    command
        .args([
            "test",
            "--locked",
            "--package",
            "pilothouse",
            "--test",
            "e2e",
        ])
        .args(["--", "--test-threads", "3"])
        // The errors say where and what the page showed; a stack would bury it.
        .env("RUST_LIB_BACKTRACE", "0")
        .env("PILOTHOUSE_XTASK", env::current_exe()?)
        .env("PILOTHOUSE_DIST", dist)
        .env("PILOTHOUSE_SANDBOX", servers.sandbox)
        .env("PILOTHOUSE_PROXY", servers.proxy)
        .env("PILOTHOUSE_BROWSER_KIND", engine.name())
        .env("PILOTHOUSE_BROWSER", browser.program)
        .env("PILOTHOUSE_DRIVER", browser.driver)
        .env("PILOTHOUSE_AXE", tools::axe()?);
    if let Some(screen) = browser.screen {
        command.env("PILOTHOUSE_SCREEN", screen);
    }
    if strict {
        command.env("CI", "true");
    }
    libtest::run(&mut command)
}

fn passes(command: &mut Command, what: &str) -> Result<Tally> {
    process::run(command, what)?;
    Ok(Tally::PASSED)
}
