//! Who may use whom in the panel, and who may speak to the browser's network and storage.

use super::{
    finding::Finding,
    imports::{Import, imports, module},
    source::{Source, Tree},
};

/// Browser types that reach the network or keep something.
const BROWSER_IO: [&str; 16] = [
    "AbortController",
    "AbortSignal",
    "Cache",
    "CacheStorage",
    "EventSource",
    "Headers",
    "IdbDatabase",
    "IdbFactory",
    "Request",
    "RequestInit",
    "RequestMode",
    "Response",
    "Storage",
    "WebSocket",
    "Worker",
    "XmlHttpRequest",
];

/// The same as methods of `window`.
const BROWSER_METHODS: [&str; 8] = [
    "fetch_with_request",
    "fetch_with_request_and_init",
    "fetch_with_str",
    "fetch_with_str_and_init",
    "indexed_db",
    "local_storage",
    "send_beacon_with_opt_str",
    "session_storage",
];

/// Imports go one way.
pub(super) fn directions(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for source in panel(tree) {
        let from = module(source);
        for import in imports(source) {
            if let Some(advice) = objection(&from, &import) {
                let rule = format!("src/{} uses {}", from.join("/"), import.segments.join("::"));
                findings.push(Finding::new(&source.path, import.line, rule, advice));
            }
        }
    }
    findings
}

/// What is wrong with this import, as advice.
fn objection(from: &[String], import: &Import) -> Option<&'static str> {
    let part = |path: &[String], index: usize| path.get(index).cloned().unwrap_or_default();
    let target = part(&import.segments, 0);
    let target = target.as_str();
    let domain = target.starts_with("pilothouse_");
    let layer = part(from, 0);
    match (layer.as_str(), import.ours) {
        ("ui", true) if target != "ui" => {
            Some("Nothing of ours is known in src/ui: pass what it shows as a property")
        }
        ("ui", false) if domain => {
            Some("No machine is known in src/ui: move the component to src/components")
        }
        ("components", true) if matches!(target, "pages" | "api" | "vault") => {
            Some("A component uses ui, store and core: take what it needs from the store")
        }
        ("components", false) if target == "pilothouse_providers" => {
            Some("A component knows no provider: ask the capabilities in pilothouse_core")
        }
        ("pages", true)
            if target == "pages"
                && from.len() > 1
                && import.segments.len() > 1
                && part(from, 1) != part(&import.segments, 1) =>
        {
            Some("A page uses no other page: move what both need to src/components")
        }
        ("store", true) if matches!(target, "ui" | "components" | "pages") => {
            Some("The store knows no screen: let the screen read the store")
        }
        ("api" | "vault", true) if matches!(target, "ui" | "components" | "pages" | "store") => {
            Some("The store is above src/api and src/vault: return the value to it")
        }
        _ => None,
    }
}

/// Only `api` and `vault` use the browser's network and storage.
pub(super) fn browser(tree: &Tree) -> Vec<Finding> {
    let advice = "Only src/api and src/vault use the browser's network and storage: call them";
    let mut findings = Vec::new();
    for source in panel(tree) {
        if [
            "src/api",
            "src/api.rs",
            "src/vault",
            "src/vault.rs",
            "src/main.rs",
        ]
        .iter()
        .any(|allowed| source.path.starts_with(allowed))
        {
            continue;
        }
        for import in imports(source) {
            let named = import.segments.iter().map(String::as_str);
            let named: Vec<&str> = named.take(2).collect();
            let io = match named.as_slice() {
                ["gloo_net" | "gloo_storage" | "idb", ..] => true,
                ["web_sys", item] => BROWSER_IO.contains(item),
                _ => false,
            };
            if io && !import.ours {
                let rule = format!("{} is used here", named.join("::"));
                findings.push(Finding::new(&source.path, import.line, rule, advice));
            }
        }
        for line in source.product() {
            for method in BROWSER_METHODS {
                if has_word(&line.bare, method) {
                    let rule = format!("{method} is used here");
                    findings.push(Finding::new(&source.path, line.number, rule, advice));
                }
            }
        }
    }
    findings
}

fn panel(tree: &Tree) -> impl Iterator<Item = &Source> {
    tree.below(&["src"]).filter(|file| file.extension() == "rs")
}

/// Whether a text has this word, not merely a longer one.
pub(super) fn has_word(text: &str, word: &str) -> bool {
    text.split(|c: char| !c.is_alphanumeric() && c != '_')
        .any(|found| found == word)
}

#[cfg(test)]
mod tests {
    use super::super::tests::places;
    use super::*;

    #[test]
    fn imports_against_the_direction_are_found() {
        for (path, text) in [
            ("src/ui/button.rs", "use crate::store::Fleet;"),
            ("src/ui/button.rs", "use pilothouse_core::Machine;"),
            ("src/ui/button.rs", "fn f() { super::super::i18n::word() }"),
            (
                "src/components/badge.rs",
                "use crate::{ui::Icon, api::send};",
            ),
            ("src/components/badge.rs", "use pilothouse_providers::all;"),
            (
                "src/pages/machines/mod.rs",
                "use crate::pages::accounts::Form;",
            ),
            ("src/pages/machines.rs", "use super::accounts::Form;"),
            ("src/store/fleet.rs", "use crate::components::Badge;"),
            ("src/api/driver.rs", "fn f(s: crate::store::Log) {}"),
        ] {
            assert_eq!(
                places(directions, &[(path, text)]),
                [format!("{path}:1")],
                "{text}"
            );
        }
    }

    #[test]
    fn imports_along_the_direction_are_not() {
        let files = [
            (
                "src/app.rs",
                "use crate::pages::{machines::Machines, accounts::Accounts};",
            ),
            ("src/pages/mod.rs", "pub use self::machines::Machines;"),
            (
                "src/pages/machines/grid.rs",
                "use super::row::Row; use crate::store::Fleet; use crate::api;",
            ),
            (
                "src/components/badge.rs",
                "use crate::{ui::Icon, store::Jobs, i18n::t}; use pilothouse_core::State;",
            ),
            (
                "src/store/fleet.rs",
                "use crate::{api, vault}; use pilothouse_providers::by_id;",
            ),
            (
                "src/ui/table.rs",
                "use crate::ui::button::Button; use super::icon::Icon; use leptos::prelude::*;",
            ),
            ("src/ui/tests.rs", "use crate::store::Fleet;"),
        ];
        assert_eq!(places(directions, &files), Vec::<String>::new());
    }

    #[test]
    fn the_browser_is_used_in_two_places_alone() {
        for text in [
            "use gloo_net::http::Request;",
            "use web_sys::{HtmlElement, Storage};",
            "fn f(r: web_sys::Response) {}",
            "fn f() { window().local_storage(); }",
        ] {
            assert_eq!(
                places(browser, &[("src/store/log.rs", text)]),
                ["src/store/log.rs:1"]
            );
            assert!(places(browser, &[("src/api/transport.rs", text)]).is_empty());
            assert!(places(browser, &[("src/vault/mod.rs", text)]).is_empty());
        }
        let harmless = "use http::Request; use web_sys::HtmlElement; use crate::api::Response;";
        assert!(places(browser, &[("src/store/log.rs", harmless)]).is_empty());
    }
}
