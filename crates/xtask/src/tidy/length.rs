//! How long a file is.

use super::{
    finding::Finding,
    source::{Source, Tree},
};

/// A file over this is a question.
const QUESTION: usize = 300;
/// A file over this is refused.
const LIMIT: usize = 500;

/// What people write and read; data may be as long as it is.
const WRITTEN: [&str; 6] = ["rs", "css", "html", "js", "mjs", "sh"];

pub(super) fn check(tree: &Tree) -> Vec<Finding> {
    lengths(tree)
        .filter(|(_, length)| *length > LIMIT)
        .map(|(source, length)| {
            Finding::new(
                &source.path,
                length,
                format!("{length} lines without tests are over {LIMIT}"),
                "Make it several files, each with one noun",
            )
        })
        .collect()
}

/// Files that are long without being too long.
pub(super) fn hints(tree: &Tree) -> Vec<String> {
    lengths(tree)
        .filter(|(_, length)| (QUESTION + 1..=LIMIT).contains(length))
        .map(|(source, length)| format!("{} has {length} lines", source.path.display()))
        .collect()
}

fn lengths(tree: &Tree) -> impl Iterator<Item = (&Source, usize)> {
    tree.files
        .iter()
        .filter(|source| WRITTEN.contains(&source.extension()))
        .map(|source| (source, source.product().count()))
}

#[cfg(test)]
mod tests {
    use super::super::tests::places;
    use super::*;

    #[test]
    fn long_files_are_refused_and_rather_long_ones_hinted_at() {
        let long = "fn a() {}\n".repeat(501);
        let rather = "a {}\n".repeat(301);
        let tested = format!(
            "{}#[cfg(test)]\nmod tests {{\n{}}}\n",
            "fn a() {}\n".repeat(300),
            "fn b() {}\n".repeat(300)
        );
        let files = [
            ("src/long.rs", long.as_str()),
            ("src/tested.rs", &tested),
            ("style/rather.css", &rather),
            ("tests/e2e/long.rs", &long),
            ("public/data.json", &long),
        ];
        assert_eq!(places(check, &files), ["src/long.rs:501"]);
        assert_eq!(
            hints(&Tree::made_up(&files)),
            ["style/rather.css has 301 lines"]
        );
    }
}
