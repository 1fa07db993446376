//! A page asks nobody but its own server and the providers: no script, font or picture of others.

use super::{finding::Finding, source::Tree};

/// Names of namespaces, which nobody loads, and this machine.
const HARMLESS: [&str; 3] = ["www.w3.org", "127.0.0.1", "localhost"];

pub(super) fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for source in tree.below(&["index.html", "style", "public"]) {
        // Says which providers' APIs the panel offers; their hosts are what it is for.
        if source.path.ends_with("config.json") {
            continue;
        }
        for line in &source.lines {
            if let Some(host) = hosts(&line.code).find(|host| !HARMLESS.contains(host)) {
                findings.push(Finding::new(
                    &source.path,
                    line.number,
                    format!("the page refers to {host}"),
                    "Keep a copy of what it needs among our own files",
                ));
            }
        }
    }
    findings
}

/// The host of every URL in a text, those without a scheme among them.
fn hosts(text: &str) -> impl Iterator<Item = &str> {
    text.match_indices("//").filter_map(|(at, mark)| {
        let before = text.get(..at)?;
        let after = text.get(at + mark.len()..)?;
        let url = before.ends_with("http:")
            || before.ends_with("https:")
            || before.ends_with(['"', '\'', '(']);
        let end = after
            .find(|c: char| !c.is_alphanumeric() && !matches!(c, '.' | '-' | '*'))
            .unwrap_or(after.len());
        let host = after.get(..end)?;
        (url && !host.is_empty()).then_some(host)
    })
}

#[cfg(test)]
mod tests {
    use super::super::tests::places;
    use super::*;

    #[test]
    fn other_peoples_hosts_are_found() {
        for (path, text) in [
            (
                "index.html",
                "<script src=\"https://cdn.example/x.js\"></script>",
            ),
            ("index.html", "<link href=\"//fonts.example/f.css\">"),
            ("style/base.css", "@import url(http://x.example/a.css);"),
            ("public/sw.js", "fetch('https://x.example')"),
        ] {
            assert_eq!(
                places(check, &[(path, text)]),
                [format!("{path}:1")],
                "{text}"
            );
        }
    }

    #[test]
    fn namespaces_this_machine_and_comments_are_not() {
        let files = [
            (
                "public/favicon.svg",
                "<svg xmlns=\"http://www.w3.org/2000/svg\"/>",
            ),
            (
                "index.html",
                "connect-src 'self' https: http://127.0.0.1:* http://localhost:*",
            ),
            ("style/base.css", "/* https://x.example */ a{}"),
            (
                "public/config.json",
                "{\"endpoint\": \"https://api.example\"}",
            ),
            ("src/a.rs", "\"https://api.example\""),
        ];
        assert_eq!(places(check, &files), Vec::<String>::new());
    }
}
