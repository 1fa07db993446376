//! Every stylesheet is one the page loads.

use super::{finding::Finding, source::Tree};

pub(super) fn check(tree: &Tree) -> Vec<Finding> {
    let loading = tree.below(&["index.html", "style", "src/api/page.rs"]);
    let loading: String = loading
        .flat_map(|source| source.lines.iter().map(|line| line.code.as_str()))
        .collect();
    tree.below(&["style"])
        .filter(|sheet| sheet.extension() == "css")
        .filter(|sheet| {
            // A sheet names another by its file alone, the page by its path.
            let name = sheet.path.file_name().unwrap_or_default();
            !loading.contains(&format!("/{}", name.to_string_lossy()))
        })
        .map(|sheet| {
            Finding::new(
                &sheet.path,
                1,
                "the page does not load this stylesheet",
                "Link it in index.html, or delete it",
            )
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::tests::places;
    use super::*;

    #[test]
    fn stylesheets_nobody_loads_are_found() {
        let files = [
            (
                "index.html",
                "<link rel=\"css\" href=\"style/base.css\" />\n<!-- href=\"style/old.css\" -->",
            ),
            ("style/base.css", "@import \"./components/button.css\";"),
            ("style/components/button.css", "button {}"),
            ("style/old.css", ""),
        ];
        assert_eq!(places(check, &files), ["style/old.css:1"]);
    }
}
