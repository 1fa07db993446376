//! Words that are not used, or only where they belong.

use std::path::Path;

use super::{
    finding::Finding,
    layers::has_word,
    source::{Line, Source, Tree},
};

/// Ways to hand a text to the browser as markup.
const MARKUP: [&str; 6] = [
    "set_inner_html",
    "set_outer_html",
    "insert_adjacent_html",
    "inner_html",
    "innerHTML",
    "outerHTML",
];

pub(super) fn check(tree: &Tree) -> Vec<Finding> {
    tree.files
        .iter()
        .filter(|source| matches!(source.extension(), "rs" | "js" | "mjs"))
        .flat_map(|source| {
            source.lines.iter().filter_map(|line| {
                let (rule, advice) = objection(source, line)?;
                Some(Finding::new(&source.path, line.number, rule, advice))
            })
        })
        .collect()
}

fn objection(source: &Source, line: &Line) -> Option<(&'static str, &'static str)> {
    let text = line.bare.as_str();
    let rust = source.extension() == "rs";
    if rust && has_word(text, "unsafe") {
        return Some(("unsafe code", "Find a safe way, or a crate that has one"));
    }
    if rust && text.contains("allow(") && has_word(text, "dead_code") {
        return Some(("dead code is allowed here", "Delete what nobody uses"));
    }
    if rust
        && ["todo!", "dbg!", "unimplemented!"]
            .iter()
            .any(|word| text.contains(word))
    {
        return Some(("unfinished code", "Finish it, or take it out"));
    }
    if rust && !line.test && has_word(text, "expose_secret") && !may_expose(&source.path) {
        return Some((
            "a secret is exposed",
            "Only a provider's auth.rs, a request's secret header, a SealedValue and the vault do that: pass the secret on to them",
        ));
    }
    let shown = source.path.starts_with("src") || source.path.starts_with("public");
    if shown && (MARKUP.iter().any(|word| has_word(text, word)) || text.contains("dangerously")) {
        return Some((
            "a text is used as markup",
            "Make elements, and give them the text as text",
        ));
    }
    None
}

/// Where requests are signed, where they get a header or a body nobody prints, where secrets are
/// taken out of an answer, and where they rest.
fn may_expose(path: &Path) -> bool {
    path.starts_with("src/vault")
        || path == Path::new("src/vault.rs")
        || path == Path::new("crates/core/src/wire.rs")
        || path == Path::new("crates/core/src/sealed.rs")
        || path == Path::new("crates/core/src/redacted.rs")
        || path.starts_with("crates/providers/src")
            && path.file_name().is_some_and(|n| n == "auth.rs")
}

#[cfg(test)]
mod tests {
    use super::super::tests::places;
    use super::*;

    #[test]
    fn banned_words_are_found() {
        for (path, text) in [
            ("crates/core/src/a.rs", "unsafe { f() }"),
            ("src/a.rs", "#[allow(unused, dead_code)]"),
            ("tests/a.rs", "dbg!(x);"),
            ("src/a.rs", "todo!()"),
            ("src/api/a.rs", "key.expose_secret()"),
            ("crates/providers/src/x/actions.rs", "key.expose_secret()"),
            ("src/a.rs", "view! { <div inner_html=text/> }"),
            ("src/a.rs", "element.set_inner_html(text)"),
            ("public/boot.js", "a.innerHTML = b"),
        ] {
            assert_eq!(
                places(check, &[(path, text)]),
                [format!("{path}:1")],
                "{text}"
            );
        }
    }

    #[test]
    fn the_same_words_where_they_belong_are_not() {
        let files = [
            ("src/vault/seal.rs", "key.expose_secret()"),
            ("crates/core/src/wire.rs", "key.expose_secret()"),
            ("crates/providers/src/x/auth.rs", "key.expose_secret()"),
            ("crates/providers/src/x/tests.rs", "key.expose_secret()"),
            ("src/a.rs", "let unsafe_http = \"todo!\"; // dbg! unsafe"),
            ("src/b.rs", "#[allow(clippy::too_many_lines)]"),
            ("crates/xtask/src/a.rs", "let word = \"innerHTML\";"),
        ];
        assert_eq!(places(check, &files), Vec::<String>::new());
    }
}
