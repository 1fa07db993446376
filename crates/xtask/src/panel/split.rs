//! Cutting the built program into what a first visit fetches and what is fetched when it is needed.
//!
//! The compiler marks where to cut (the panel's feature `split`) and leaves the notes the cutter
//! needs; what Trunk has made of the uncut program is replaced.

use std::{
    env,
    fmt::Write as _,
    fs,
    num::NonZero,
    path::{Path, PathBuf},
    process::Command,
    sync::atomic::{AtomicUsize, Ordering},
    thread,
};

use anyhow::{Context, Result, anyhow};

use crate::{files, process, tools::Toolbox, workspace};

/// The panel's name in every file's name.
const NAME: &str = "pilothouse";
/// The script that fetches what was cut off.
const LOADER: &str = "__wasm_split.js";
/// Where what was cut off is, below the panel.
pub(crate) const PARTS: &str = "parts";

/// What the program may use of WebAssembly, and how hard to make it small.
const FEATURES: [&str; 6] = [
    "--enable-bulk-memory",
    "--enable-nontrapping-float-to-int",
    "--enable-sign-ext",
    "--enable-mutable-globals",
    "--enable-reference-types",
    "--enable-multivalue",
];
const PASSES: [&str; 15] = [
    "-Oz",
    "--flatten",
    "--rereloop",
    "-Oz",
    "--low-memory-unused",
    "--optimize-added-constants-propagate",
    "--converge",
    "--generate-global-effects",
    "-Oz",
    "--generate-global-effects",
    "-Oz",
    "--strip-debug",
    "--strip-dwarf",
    "--strip-producers",
    "--strip-target-features",
];

/// Makes the compiler leave names and relocations, by which the cutter knows what uses what, and
/// leave out where this machine keeps its crates, which nobody needs to know.
pub(super) fn prepare(build: &mut Command) {
    let mut flags = "-Clink-args=--emit-relocs".to_owned();
    if let Some(home) = crates() {
        let _written = write!(flags, " --remap-path-prefix={}=", home.display());
    }
    build
        .env("CARGO_PROFILE_RELEASE_STRIP", "none")
        .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS", flags);
}

/// Where the sources of the registry's crates are. Flags are divided at blanks, so it is none
/// where there is one in it.
fn crates() -> Option<PathBuf> {
    let home = match env::var_os("CARGO_HOME") {
        Some(home) => PathBuf::from(home),
        None => PathBuf::from(env::var_os("HOME")?).join(".cargo"),
    };
    let sources = fs::read_dir(home.join("registry/src")).ok()?;
    let mut sources = sources.flatten().map(|entry| entry.path());
    let one = sources.next()?;
    let only = sources.next().is_none() && !one.to_string_lossy().contains(' ');
    only.then_some(one)
}

/// Cuts the program that was just compiled, and puts it into the built panel.
pub(super) fn split(toolbox: &Toolbox, panel: &Path) -> Result<()> {
    let cut = workspace::scratch("split");
    let _ = fs::remove_dir_all(&cut);
    let run = |program: &str, arguments: &[&str], files: &[&Path], what: &str| {
        let mut command = Command::new(program);
        command
            .env("PATH", toolbox.path()?)
            .args(arguments)
            .args(files);
        process::run(&mut command, what)
    };
    run(
        "wasm-split-cli",
        &["--target", "web", "--out-name", NAME],
        &[&compiled(), &cut],
        "cutting the panel",
    )?;
    let main = cut.join(format!("{NAME}.wasm"));
    let bindgen = ["--target", "web", "--no-typescript", "--keep-lld-exports"];
    let places = ["--out-name", NAME, "--out-dir"];
    run(
        "wasm-bindgen",
        &[&bindgen[..], &places].concat(),
        &[panel, &main],
        "binding the panel to the browser",
    )?;
    let parts = panel.join(PARTS);
    fs::create_dir_all(&parts).with_context(|| format!("{} cannot be made", parts.display()))?;
    let program = panel.join(format!("{NAME}_bg.wasm"));
    let mut all = vec![(program.clone(), program)];
    for file in files::below(&cut)? {
        let is_part = file.extension().is_some_and(|is| is == "wasm") && file != main;
        if let Some(name) = file.file_name().filter(|_| is_part) {
            all.push((file.clone(), parts.join(name)));
        }
    }
    make_small(toolbox, &all)?;
    let loader = files::read(&cut.join(LOADER))?;
    files::write(&panel.join(LOADER), in_their_folder(&loader))?;
    for script in [panel.join(format!("{NAME}.js")), panel.join(LOADER)] {
        let shorten = ["--module", "--compress", "passes=3", "--mangle", "--output"];
        run(
            "terser",
            &shorten,
            &[&script, &script],
            "shortening a script",
        )?;
    }
    Ok(())
}

/// Makes programs small, as many at a time as there are processors: (from, to).
fn make_small(toolbox: &Toolbox, programs: &[(PathBuf, PathBuf)]) -> Result<()> {
    let path = toolbox.path()?;
    let next = AtomicUsize::new(0);
    let work = || -> Result<()> {
        while let Some((from, to)) = programs.get(next.fetch_add(1, Ordering::Relaxed)) {
            let mut command = Command::new("wasm-opt");
            command.env("PATH", &path).arg(from);
            command.args(FEATURES).args(PASSES).arg("-o").arg(to);
            process::run(&mut command, "making the panel small")?;
        }
        Ok(())
    };
    let workers = thread::available_parallelism().map_or(1, NonZero::get);
    thread::scope(|scope| {
        let running: Vec<_> = (0..workers).map(|_| scope.spawn(work)).collect();
        for worker in running {
            let ended = worker.join();
            ended.map_err(|_| anyhow!("making the panel small broke off"))??;
        }
        Ok(())
    })
}

/// Where the compiler puts the program.
fn compiled() -> PathBuf {
    let target = env::var_os("CARGO_TARGET_DIR")
        .map_or_else(|| workspace::root().join("target"), PathBuf::from);
    target.join(format!("wasm32-unknown-unknown/release/{NAME}.wasm"))
}

/// The loader with the addresses of the parts below their folder.
fn in_their_folder(loader: &str) -> String {
    ["chunk_", "split_"]
        .iter()
        .fold(loader.to_owned(), |text, kind| {
            text.replace(&format!("\"./{kind}"), &format!("\"./{PARTS}/{kind}"))
        })
}

#[cfg(test)]
mod tests {
    use super::in_their_folder;

    #[test]
    fn parts_are_fetched_from_their_folder() {
        let loader = r#"import { initSync } from "./pilothouse.js"; f("./chunk_5.wasm", "./split_a_1.wasm")"#;
        assert_eq!(
            in_their_folder(loader),
            r#"import { initSync } from "./pilothouse.js"; f("./parts/chunk_5.wasm", "./parts/split_a_1.wasm")"#
        );
    }
}
