//! No code but a provider's own knows which providers exist.

use super::{finding::Finding, source::Tree};

/// Ids and names, in lower case.
const NAMES: [&str; 5] = ["onapp", "katapult", "e24cloud", "bigv", "bytemark"];

/// Where the words may not be. Comments are free to name who does what.
const NEUTRAL: [&str; 4] = ["src", "style", "crates/core/src", "crates/proxy/src"];

pub(super) fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for source in tree.below(&NEUTRAL) {
        for line in source.product() {
            if let Some(name) = NAMES.into_iter().find(|name| names(&line.code, name)) {
                findings.push(Finding::new(
                    &source.path,
                    line.number,
                    format!("the provider {name} is named outside its own folder"),
                    "Ask its capabilities and facts, and add to them what is missing",
                ));
            }
        }
    }
    findings
}

/// Whether a text has the name as a word of its own: also within `OnAppClient` and `bigv_account`,
/// not within `ButtonAppearance`.
fn names(text: &str, name: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    lower.match_indices(name).any(|(at, _)| {
        let before = text.get(..at).and_then(|t| t.chars().next_back());
        let first = text.get(at..).and_then(|t| t.chars().next());
        let after = text.get(at + name.len()..).and_then(|t| t.chars().next());
        let begins = !before.is_some_and(char::is_alphabetic)
            || before.is_some_and(char::is_lowercase) && first.is_some_and(char::is_uppercase);
        let ends = !after.is_some_and(char::is_lowercase);
        begins && ends
    })
}

#[cfg(test)]
mod tests {
    use super::super::tests::places;
    use super::*;

    #[test]
    fn names_are_found_in_code_and_literals() {
        for text in [
            "if id == \"katapult\" {}",
            "use pilothouse_providers::onapp::OnApp;",
            "struct MyOnAppForm;",
            "fn bigv_account() {}",
            "let e24cloud = 1;",
            "\"A Bytemark account\"",
            "const BIGV: u8 = 1;",
        ] {
            assert_eq!(
                places(check, &[("src/store/a.rs", text)]),
                ["src/store/a.rs:1"],
                "{text}"
            );
        }
        assert_eq!(
            places(check, &[("style/components/a.css", "\n.onapp {}")]),
            ["style/components/a.css:2"]
        );
        assert_eq!(
            places(check, &[("crates/proxy/src/a.rs", "\"bigv\"")]).len(),
            1
        );
    }

    #[test]
    fn likenesses_comments_tests_and_own_folders_are_not() {
        let files = [
            (
                "src/a.rs",
                "struct ButtonAppearance; fn onApply() {} // as OnApp does",
            ),
            (
                "src/b.rs",
                "#[cfg(test)]\nmod tests { const A: &str = \"onapp\"; }",
            ),
            ("src/b/tests.rs", "const A: &str = \"onapp\";"),
            ("crates/providers/src/onapp/mod.rs", "struct OnApp;"),
            ("crates/providers/src/lib.rs", "mod onapp;"),
            ("style/a.css", "/* katapult */"),
        ];
        assert_eq!(places(check, &files), Vec::<String>::new());
    }
}
