//! `cargo xtask size`: what a first visit downloads, against a budget.

use std::{
    collections::BTreeMap,
    fs,
    io::Write as _,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, bail};
use clap::Args;
use serde::Deserialize;

use crate::{
    files,
    panel::{self, Mode, PARTS},
    workspace,
};

/// The kinds of file a first visit downloads, in the order shown.
const KINDS: [&str; 4] = ["html", "js", "wasm", "css"];

#[derive(Args, Default)]
pub(crate) struct Options {
    /// A panel that was built already.
    #[arg(long)]
    dist: Option<PathBuf>,
}

/// The file `.config/size.toml`: bytes on the wire, each kind by its file extension.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Budget {
    total: usize,
    html: usize,
    js: usize,
    wasm: usize,
    css: usize,
}

impl Budget {
    fn of(&self, kind: &str) -> usize {
        match kind {
            "html" => self.html,
            "js" => self.js,
            "wasm" => self.wasm,
            "css" => self.css,
            _ => self.total,
        }
    }
}

/// Prints the sizes and fails if one is over its budget.
pub(crate) fn run(options: &Options) -> Result<()> {
    let dist = match &options.dist {
        Some(dist) => dist.clone(),
        None => panel::build(Mode::Release)?,
    };
    let path = workspace::root().join(".config/size.toml");
    let budget: Budget =
        toml::from_str(&files::read(&path)?).with_context(|| format!("{}", path.display()))?;
    let sizes = measure(&dist)?;
    println!("{:<6} {:>9} {:>9}", "", "brotli", "budget");
    for (kind, size) in rows(&sizes) {
        println!("{kind:<6} {size:>9} {:>9}", budget.of(kind));
    }
    let over = over(&sizes, &budget);
    if !over.is_empty() {
        bail!(
            "over the budget of .config/size.toml: {}; make it smaller rather than the budget larger",
            over.join(", ")
        );
    }
    Ok(())
}

/// Compressed bytes by kind.
type Sizes = BTreeMap<&'static str, usize>;

fn measure(dist: &Path) -> Result<Sizes> {
    let mut sizes = Sizes::new();
    for file in files::below(dist)? {
        // Fetched when a page is first opened that needs it.
        if file.starts_with(dist.join(PARTS)) {
            continue;
        }
        let extension = file.extension().and_then(|e| e.to_str());
        if let Some(kind) = KINDS.into_iter().find(|kind| Some(*kind) == extension) {
            *sizes.entry(kind).or_default() += brotli(&fs::read(&file)?)?.len();
        }
    }
    if !sizes.contains_key("wasm") {
        bail!("{} has no built panel", dist.display());
    }
    Ok(sizes)
}

fn rows(sizes: &Sizes) -> Vec<(&'static str, usize)> {
    let size = |kind| sizes.get(kind).copied().unwrap_or_default();
    let mut rows: Vec<_> = KINDS.into_iter().map(|kind| (kind, size(kind))).collect();
    rows.push(("total", sizes.values().sum()));
    rows
}

fn over(sizes: &Sizes, budget: &Budget) -> Vec<String> {
    rows(sizes)
        .into_iter()
        .filter(|(kind, size)| *size > budget.of(kind))
        .map(|(kind, size)| format!("{kind} by {} bytes", size - budget.of(kind)))
        .collect()
}

/// Compresses as hard as a file server would that does it once.
pub(crate) fn brotli(content: &[u8]) -> Result<Vec<u8>> {
    let mut output = Vec::new();
    {
        let mut writer = brotli::CompressorWriter::new(&mut output, 1 << 16, 11, 24);
        writer.write_all(content)?;
    }
    Ok(output)
}

#[cfg(test)]
mod tests {
    use super::*;

    const BUDGET: Budget = Budget {
        total: 100,
        html: 10,
        js: 20,
        wasm: 80,
        css: 10,
    };

    #[test]
    fn each_kind_and_the_total_have_a_budget() {
        for (sizes, expected) in [
            (vec![("html", 10), ("js", 10), ("wasm", 80)], vec![]),
            (vec![("html", 11), ("wasm", 10)], vec!["html by 1 bytes"]),
            (
                vec![("html", 10), ("js", 20), ("wasm", 80), ("css", 10)],
                vec!["total by 20 bytes"],
            ),
        ] {
            assert_eq!(over(&sizes.into_iter().collect(), &BUDGET), expected);
        }
    }

    #[test]
    fn only_what_a_first_visit_downloads_counts() {
        let dist = workspace::scratch("xtask-tests").join("size");
        for (name, content) in [
            ("index.html", "<!doctype html>"),
            ("panel.wasm", "wasm"),
            ("style/a.css", "a{}"),
            ("style/b.css", "b{}"),
            ("config.json", "{}"),
            ("index.html.br", "compressed"),
        ] {
            files::write(&dist.join(name), content).unwrap();
        }
        let sizes = measure(&dist).unwrap();
        assert_eq!(
            sizes.keys().copied().collect::<Vec<_>>(),
            ["css", "html", "wasm"]
        );
        let one = brotli(b"a{}").unwrap().len();
        assert_eq!(sizes["css"], 2 * one);
    }

    #[test]
    fn text_gets_smaller() {
        let text = "start shut down reboot reset power off ".repeat(50);
        assert!(brotli(text.as_bytes()).unwrap().len() < text.len() / 4);
    }

    #[test]
    fn the_budget_file_is_read() {
        let path = workspace::root().join(".config/size.toml");
        let budget: Budget = toml::from_str(&files::read(&path).unwrap()).unwrap();
        assert!(budget.total <= 250_000);
    }
}
