//! The programs a build needs besides Rust: found, or installed once into the user's cache.

mod browser;
mod debian;
mod install;
mod pins;
mod rust;

use std::{
    env,
    ffi::{OsStr, OsString},
    path::PathBuf,
};

use anyhow::{Context, Result};

pub(crate) use browser::Engine;
pub(crate) use rust::{fetch_crates, need_components, need_wasm_target};

use install::{Source, Tool};
use pins::Pins;

/// Everything that makes WebAssembly, ready to be run.
pub(crate) struct Toolbox {
    directories: Vec<PathBuf>,
    runner: OsString,
}

impl Toolbox {
    /// Makes sure of the WebAssembly target, the bundler and its helpers.
    pub(crate) fn ready() -> Result<Self> {
        let pins = Pins::read()?;
        rust::need_wasm_target()?;
        let tools = [
            Tool {
                program: "trunk",
                package: "trunk",
                version: &pins.trunk,
                source: Source::Cargo { feature: None },
            },
            Tool {
                program: "wasm-bindgen",
                package: "wasm-bindgen-cli",
                version: &pins.wasm_bindgen_cli,
                source: Source::Cargo { feature: None },
            },
            Tool {
                program: "wasm-split-cli",
                package: "wasm_split_cli_support",
                version: &pins.wasm_split,
                source: Source::Cargo {
                    feature: Some("build-binary"),
                },
            },
            Tool {
                program: "wasm-opt",
                package: "binaryen",
                version: &pins.binaryen,
                source: Source::Npm,
            },
            Tool {
                program: "terser",
                package: "terser",
                version: &pins.terser,
                source: Source::Npm,
            },
        ];
        let directories = tools
            .iter()
            .map(|tool| Ok(tool.ready()?.unwrap_or_default()))
            .collect::<Result<Vec<_>>>()?;
        let runner = directories
            .get(1)
            .filter(|directory| !directory.as_os_str().is_empty())
            .map_or_else(
                || "wasm-bindgen-test-runner".into(),
                |directory| directory.join("wasm-bindgen-test-runner").into(),
            );
        Ok(Self {
            directories,
            runner,
        })
    }

    /// A search path with these tools before all others.
    pub(crate) fn path(&self) -> Result<OsString> {
        let inherited = env::var_os("PATH").unwrap_or_default();
        let ours = self.directories.iter().cloned();
        let ours = ours.filter(|directory| !directory.as_os_str().is_empty());
        env::join_paths(ours.chain(env::split_paths(&inherited)))
            .context("the cache directory's name cannot be part of PATH")
    }

    /// The program that runs tests compiled to WebAssembly.
    pub(crate) fn test_runner(&self) -> &OsStr {
        &self.runner
    }
}

/// The script that checks a page's accessibility.
pub(crate) fn axe() -> Result<PathBuf> {
    let pins = Pins::read()?;
    let tool = Tool {
        program: "axe.min.js",
        package: "axe-core",
        version: &pins.axe_core,
        source: Source::Npm,
    };
    tool.file()
}

/// What makes the page that the benchmark of the panel compares with.
pub(crate) struct PeerTools {
    /// Bundles scripts.
    pub(crate) esbuild: PathBuf,
    /// Where the bundler finds the packages.
    pub(crate) packages: OsString,
}

impl PeerTools {
    /// Makes sure of them.
    pub(crate) fn ready() -> Result<Self> {
        let pins = Pins::read()?;
        let file = |package, version, program| {
            let source = Source::Npm;
            let tool = Tool {
                program,
                package,
                version,
                source,
            };
            tool.file()
        };
        let esbuild = file("esbuild", &pins.esbuild, "bin/esbuild")?;
        let manifests = [
            file("@tanstack/table-core", &pins.table_core, "package.json")?,
            file("@tanstack/virtual-core", &pins.virtual_core, "package.json")?,
        ];
        // A manifest is in `node_modules/@scope/package`.
        let packages = manifests.iter().filter_map(|file| file.ancestors().nth(3));
        let packages = env::join_paths(packages)
            .context("the cache directory's name cannot be part of a search path")?;
        Ok(Self { esbuild, packages })
    }
}

/// The first program of this name on PATH.
pub(crate) fn on_path(program: &str) -> Option<PathBuf> {
    env::split_paths(&env::var_os("PATH")?)
        .map(|directory| directory.join(program))
        .find(|file| file.is_file())
}
