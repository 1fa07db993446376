//! Adding a provider is a folder in each of two crates and the lines of their registries: done
//! here, in a copy of the workspace, with a provider that is only switched on and off.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test's helpers may fail as the test does"
)]

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
};

/// The provider's folders.
const CLIENT: (&str, &str) = (
    "crates/providers/src/toy/mod.rs",
    include_str!("fifth_provider/client.rs"),
);
const WORLD: (&str, &str) = (
    "crates/sandbox/src/toy/mod.rs",
    include_str!("fifth_provider/world.rs"),
);

/// The registries: (file, a line, the line to put after it).
const LINES: [(&str, &str, &str); 5] = [
    ("crates/providers/src/lib.rs", "mod onapp;", "mod toy;"),
    (
        "crates/providers/src/lib.rs",
        "        Arc::new(bigv::BigV),",
        "        Arc::new(toy::Toy),",
    ),
    (
        "crates/providers/src/lib.rs",
        "        Arc::new(bigv::BigVOperator),",
        "        Arc::new(toy::ToyOperator),",
    ),
    (
        "crates/sandbox/src/lib.rs",
        "pub mod onapp;",
        "pub mod toy;",
    ),
    (
        "crates/sandbox/src/lib.rs",
        "        Box::new(bigv::World::new(options, now)),",
        "        Box::new(toy::World::new(options, now)),",
    ),
];

/// Trials that ask for nothing a toy does not have.
const TRIALS: [&str; 5] = [
    "facts_are_complete",
    "pages_end_where_they_should",
    "every_verb_is_there_or_its_absence_explained",
    "fields_are_complete",
    "numbers_may_be_texts",
];

#[test]
fn a_fifth_provider_touches_its_folders_and_two_registries() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../..")
        .canonicalize()
        .unwrap();
    let copy = Path::new(env!("CARGO_TARGET_TMPDIR")).join("fifth");
    let _ = fs::remove_dir_all(&copy);
    for file in files(&root) {
        let to = copy.join(&file);
        fs::create_dir_all(to.parent().unwrap()).unwrap();
        fs::copy(root.join(&file), to).unwrap();
    }
    for (file, text) in [CLIENT, WORLD] {
        let file = copy.join(file);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, text).unwrap();
    }
    for (file, line, new) in LINES {
        let file = copy.join(file);
        let text = fs::read_to_string(&file).unwrap();
        assert!(
            text.contains(line),
            "{} has no line “{line}”",
            file.display()
        );
        fs::write(&file, text.replacen(line, &format!("{line}\n{new}"), 1)).unwrap();
    }

    // Built apart: cargo takes the copy's crates for the workspace's own, which they are not.
    let apart = Path::new(env!("CARGO_TARGET_TMPDIR")).join("fifth-target");
    let test = [
        "test",
        "--package",
        "pilothouse-conformance",
        "--test",
        "suite",
        "--",
    ];
    let mut suite = cargo(&copy);
    suite.args(test).args(TRIALS).env("CARGO_TARGET_DIR", apart);
    let suite = said(&mut suite);
    let all_passed = format!("{} passed; 0 failed", TRIALS.len());
    assert!(suite.contains(&all_passed), "{suite}");

    // The rules of the architecture take it as it is; they are about what is in a repository.
    said(
        Command::new("git")
            .current_dir(&copy)
            .args(["init", "--quiet"]),
    );
    said(cargo(&root).args(["build", "--package", "xtask"]));
    let target = env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), PathBuf::from);
    let tidy = said(
        Command::new(target.join("debug/xtask"))
            .arg("tidy")
            .env("CARGO_MANIFEST_DIR", copy.join("crates/xtask")),
    );
    assert!(
        tidy.contains("files are tidy") && !tidy.contains("\n0 files"),
        "{tidy}"
    );
    fs::remove_dir_all(copy).unwrap();
}

/// What belongs to the repository, tracked or about to be.
fn files(root: &Path) -> Vec<PathBuf> {
    let listed = Command::new("git")
        .current_dir(root)
        .args(["ls-files", "--cached", "--others", "--exclude-standard"])
        .output()
        .unwrap();
    let listed = String::from_utf8(listed.stdout).unwrap();
    let files: Vec<PathBuf> = listed.lines().map(PathBuf::from).collect();
    files
        .into_iter()
        .filter(|file| root.join(file).is_file())
        .collect()
}

fn cargo(workspace: &Path) -> Command {
    let mut cargo = Command::new(env!("CARGO"));
    cargo.current_dir(workspace).args(["--offline", "--locked"]);
    cargo
}

/// Runs a program that has to succeed and gives what it printed.
fn said(command: &mut Command) -> String {
    let ran = command.output().unwrap();
    let said = [ran.stdout, ran.stderr]
        .map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
        .concat();
    assert!(ran.status.success(), "{command:?}: {said}");
    said
}
