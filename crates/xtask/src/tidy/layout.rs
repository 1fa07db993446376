//! What stands in the root of the repository.

use std::{collections::BTreeSet, path::Path};

use super::{finding::Finding, source::Tree};

/// Everything else is below one of these, or in a folder whose name begins with a dot.
const ENTRIES: [&str; 11] = [
    ".gitignore",
    "Cargo.lock",
    "Cargo.toml",
    "README.md",
    "Trunk.toml",
    "crates",
    "index.html",
    "public",
    "src",
    "style",
    "tests",
];

pub(super) fn check(tree: &Tree) -> Vec<Finding> {
    let mut strangers = BTreeSet::new();
    for source in &tree.files {
        let mut parts = source.path.iter().filter_map(|part| part.to_str());
        let Some(first) = parts.next() else {
            continue;
        };
        let dot_folder = first.starts_with('.') && parts.next().is_some();
        if !dot_folder && !ENTRIES.contains(&first) {
            strangers.insert(first);
        }
    }
    strangers
        .into_iter()
        .map(|name| {
            Finding::new(
                Path::new(name),
                1,
                "the root has an entry of its own for this",
                "Move it below an entry that is there, or into .config",
            )
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::tests::places;
    use super::*;

    #[test]
    fn strangers_in_the_root_are_found_once() {
        let files = [
            ("Makefile", ""),
            ("docs/a.md", ""),
            ("docs/b.md", ""),
            (".env", ""),
            ("Cargo.toml", ""),
            (".ci/run", ""),
            ("crates/core/src/lib.rs", ""),
        ];
        assert_eq!(places(check, &files), [".env:1", "Makefile:1", "docs:1"]);
    }
}
