//! A component's stylesheet is named after the component.

use super::{finding::Finding, source::Tree};

pub(super) fn check(tree: &Tree) -> Vec<Finding> {
    let owners: Vec<_> = tree
        .below(&["src/ui", "src/components", "src/pages"])
        .map(|source| source.path.with_extension(""))
        .collect();
    tree.below(&["style/components"])
        .filter(|sheet| {
            let stem = sheet.path.with_extension("");
            let name = stem
                .file_name()
                .and_then(|n| n.to_str())
                .unwrap_or_default();
            let name = name.replace('-', "_");
            !owners
                .iter()
                .any(|owner| owner.iter().skip(2).any(|part| part == name.as_str()))
        })
        .map(|sheet| {
            Finding::new(
                &sheet.path,
                1,
                "no component of this name uses the stylesheet",
                "Name it after its file in src/ui or src/components, or delete it",
            )
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::tests::places;
    use super::*;

    #[test]
    fn stylesheets_without_a_component_are_found() {
        let files = [
            ("src/ui/button.rs", ""),
            ("src/components/state_badge.rs", ""),
            ("src/pages/machines/mod.rs", ""),
            ("style/base.css", ""),
            ("style/components/button.css", ""),
            ("style/components/carousel.css", ""),
            ("style/components/machines.css", ""),
            ("style/components/state-badge.css", ""),
        ];
        assert_eq!(places(check, &files), ["style/components/carousel.css:1"]);
    }
}
