//! Which of our crates may depend on which.

use toml::{Table, Value};

use super::{
    finding::Finding,
    source::{Source, Tree},
};

/// A manifest, the crates of ours it may depend on, and those its tests may.
const ALLOWED: [(&str, &[&str], &[&str]); 11] = [
    (
        "Cargo.toml",
        &["pilothouse-core", "pilothouse-jobs", "pilothouse-providers"],
        &["pilothouse-proxy", "pilothouse-sandbox"],
    ),
    (
        "crates/conformance/Cargo.toml",
        &[
            "pilothouse-core",
            "pilothouse-jobs",
            "pilothouse-providers",
            "pilothouse-sandbox",
        ],
        &["pilothouse-probe"],
    ),
    ("crates/core/Cargo.toml", &[], &[]),
    (
        "crates/fuzz/Cargo.toml",
        &[
            "pilothouse-core",
            "pilothouse-probe",
            "pilothouse-providers",
        ],
        &[],
    ),
    ("crates/jobs/Cargo.toml", &["pilothouse-core"], &[]),
    ("crates/providers/Cargo.toml", &["pilothouse-core"], &[]),
    (
        "crates/probe/Cargo.toml",
        &["pilothouse-core", "pilothouse-providers"],
        &[],
    ),
    ("crates/proxy/Cargo.toml", &[], &[]),
    ("crates/sandbox/Cargo.toml", &[], &[]),
    (
        "crates/xtask/Cargo.toml",
        &[
            "pilothouse-core",
            "pilothouse-probe",
            "pilothouse-providers",
        ],
        &[],
    ),
    ("crates/wasm-streams/Cargo.toml", &[], &[]),
];

pub(super) fn check(tree: &Tree) -> Vec<Finding> {
    tree.files
        .iter()
        .filter(|source| source.path.ends_with("Cargo.toml"))
        .flat_map(manifest)
        .collect()
}

fn manifest(source: &Source) -> Vec<Finding> {
    let path = source.path.to_string_lossy();
    let rule = ALLOWED.iter().find(|(name, ..)| *name == path);
    let Some((_, always, in_tests)) = rule else {
        return vec![Finding::new(
            &source.path,
            1,
            "nothing says which of our crates this one may use",
            "Add it to the table in crates/xtask/src/tidy/crates.rs",
        )];
    };
    let text: String = source
        .lines
        .iter()
        .flat_map(|line| [line.code.as_str(), "\n"])
        .collect();
    let Ok(manifest) = text.parse::<Table>() else {
        return vec![Finding::new(
            &source.path,
            1,
            "not a manifest",
            "Repair its syntax",
        )];
    };
    let mut findings = Vec::new();
    for (section, name) in dependencies(&manifest) {
        let tests = section == "dev-dependencies";
        let ours = name.starts_with("pilothouse") || name == "xtask";
        if ours && !always.contains(&name) && !(tests && in_tests.contains(&name)) {
            let line = source
                .lines
                .iter()
                .find(|line| line.code.trim_start().starts_with(name));
            findings.push(Finding::new(
                &source.path,
                line.map_or(1, |line| line.number),
                format!("this crate depends on {name}"),
                "Dependencies go one way, and the simulated providers share nothing with the clients: move what both need, or write it twice",
            ));
        }
    }
    findings
}

/// (section, name), for every platform.
fn dependencies(manifest: &Table) -> Vec<(&str, &str)> {
    let targets = manifest.get("target").and_then(Value::as_table);
    let targets = targets
        .into_iter()
        .flat_map(Table::values)
        .filter_map(Value::as_table);
    let mut found = Vec::new();
    for table in std::iter::once(manifest).chain(targets) {
        for section in ["dependencies", "dev-dependencies", "build-dependencies"] {
            if let Some(list) = table.get(section).and_then(Value::as_table) {
                found.extend(list.keys().map(|name| (section, name.as_str())));
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::tests::places;
    use super::*;

    #[test]
    fn dependencies_against_the_direction_are_found() {
        for (path, text, line) in [
            (
                "crates/core/Cargo.toml",
                "[dependencies]\npilothouse-providers.workspace = true",
                2,
            ),
            (
                "crates/sandbox/Cargo.toml",
                "[dev-dependencies]\n\npilothouse-core = { path = \"../core\" }",
                3,
            ),
            (
                "crates/proxy/Cargo.toml",
                "[target.'cfg(unix)'.dependencies]\npilothouse-core.workspace = true",
                2,
            ),
            (
                "Cargo.toml",
                "[dependencies]\npilothouse-sandbox.workspace = true",
                2,
            ),
            ("crates/novelty/Cargo.toml", "", 1),
        ] {
            assert_eq!(
                places(check, &[(path, text)]),
                [format!("{path}:{line}")],
                "{text}"
            );
        }
    }

    #[test]
    fn dependencies_along_the_direction_are_not() {
        let files = [
            (
                "Cargo.toml",
                "[workspace.dependencies]\npilothouse-sandbox = { path = \"x\" }\n[dependencies]\npilothouse-core.workspace = true\n[target.x.dev-dependencies]\npilothouse-proxy.workspace = true",
            ),
            (
                "crates/providers/Cargo.toml",
                "[dependencies]\npilothouse-core.workspace = true\nhttp.workspace = true",
            ),
        ];
        assert_eq!(places(check, &files), Vec::<String>::new());
    }
}
