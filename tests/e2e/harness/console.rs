//! What a page writes to the console, whether or not the browser's driver hands it over.

use std::{
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
    sync::{Mutex, OnceLock, PoisonError},
};

use anyhow::{Context, Result, anyhow};
use thirtyfour::WebDriver;

use super::{
    engine::{self, Console},
    environment,
};

const SCRIPT: &str = include_str!("console.js");
const READ: &str = "return window.written?.take() ?? []";

/// What was read so far: pages that are left take theirs with them.
#[derive(Default)]
pub(super) struct Log(Mutex<String>);

impl Log {
    /// Reads what is new.
    pub(super) async fn read(&self, session: &WebDriver, console: Console) -> Result<()> {
        let mut new = String::new();
        match console {
            Console::Driver => {
                for entry in session.browser_log().await? {
                    writeln!(new, "{} {}", entry.level, entry.message)?;
                }
            }
            Console::Page => {
                let answer = session.execute(READ, Vec::new()).await?;
                for line in answer.convert::<Vec<String>>()? {
                    writeln!(new, "{line}")?;
                }
            }
        }
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push_str(&new);
        Ok(())
    }

    /// What was read since this was last called.
    pub(super) fn take(&self) -> String {
        std::mem::take(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// The built panel. Where the driver does not hand the console over, it is a copy of it, made once,
/// whose page keeps what is written.
pub(super) fn panel() -> Result<PathBuf> {
    static COPY: OnceLock<Result<PathBuf, String>> = OnceLock::new();
    let built = environment::path("PILOTHOUSE_DIST")?;
    let engine = engine::chosen()?;
    match engine.console {
        Console::Driver => Ok(built),
        Console::Page => COPY
            .get_or_init(|| {
                let copy = environment::evidence().join("panel").join(engine.name);
                with_script(&built, &copy).map_err(|error| format!("{error:#}"))?;
                Ok(copy)
            })
            .clone()
            .map_err(|error| anyhow!("the panel cannot be copied: {error}")),
    }
}

fn with_script(built: &Path, copied: &Path) -> Result<()> {
    if copied.exists() {
        fs::remove_dir_all(copied)?;
    }
    copy(built, copied)?;
    fs::write(copied.join("console.js"), SCRIPT)?;
    let page = copied.join("index.html");
    let text = fs::read_to_string(&page)?;
    let (before, after) = text
        .split_once("<meta")
        .context("its page does not begin as it should")?;
    let script = "<script src=\"console.js\"></script>";
    fs::write(page, format!("{before}{script}<meta{after}"))?;
    Ok(())
}

fn copy(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy(&entry.path(), &target)?;
        } else {
            fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}
