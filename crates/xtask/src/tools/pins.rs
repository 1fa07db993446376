//! The versions in `.config/tools.toml`.

use anyhow::{Context, Result};
use serde::Deserialize;

use crate::{files, workspace};

/// One exact version a tool.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct Pins {
    pub(super) trunk: String,
    pub(super) wasm_bindgen_cli: String,
    pub(super) wasm_split: String,
    pub(super) binaryen: String,
    pub(super) terser: String,
    pub(super) axe_core: String,
    pub(super) esbuild: String,
    #[serde(rename = "@tanstack/table-core")]
    pub(super) table_core: String,
    #[serde(rename = "@tanstack/virtual-core")]
    pub(super) virtual_core: String,
    pub(super) geckodriver: String,
}

impl Pins {
    pub(super) fn read() -> Result<Self> {
        let path = workspace::root().join(".config/tools.toml");
        toml::from_str(&files::read(&path)?).with_context(|| format!("{}", path.display()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wasm_bindgen_and_its_program_have_one_version() {
        let lock = files::read(&workspace::root().join("Cargo.lock")).unwrap();
        let pins = Pins::read().unwrap();
        let locked = format!(
            "name = \"wasm-bindgen\"\nversion = \"{}\"\n",
            pins.wasm_bindgen_cli
        );
        assert!(
            lock.contains(&locked),
            "Cargo.lock has another wasm-bindgen than {}",
            pins.wasm_bindgen_cli
        );
    }
}
