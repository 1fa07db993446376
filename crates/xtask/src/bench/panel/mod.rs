//! The panel with ten thousand machines, beside a plain page that shows the same ones.
//!
//! Both pages are served by one proxy and read one sandbox; one driver measures both, turn by turn
//! in the same browser, because this machine may be busy with something else at any time.

mod change;
mod devtools;
mod page;
mod report;
mod site;
mod stage;
mod turn;

use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use clap::Args;

use crate::{
    panel::{self, Mode},
    servers, tools, workspace,
};
use devtools::Browser;
use stage::Stage;

/// Four providers with as many machines each make ten thousand.
const SEED: &str = "fleet:2500";

#[derive(Args, Clone, Debug)]
pub(crate) struct Options {
    /// One turn and fewer keys: to see that it works, not to compare.
    #[arg(long)]
    quick: bool,
    /// How often each page is measured.
    #[arg(long, default_value_t = 5, conflicts_with = "quick")]
    turns: usize,
    /// Also leaves profiles in `target/bench`, for a browser's developer tools. They slow
    /// everything down, and say nothing of a program without names.
    #[arg(long)]
    profile: bool,
    /// A panel that was built already.
    #[arg(long)]
    dist: Option<PathBuf>,
}

/// Measures both pages by turns, prints a table and writes `panel.json` into the folder.
pub(super) fn run(options: &Options, folder: &Path) -> Result<()> {
    let programs = tools::Engine::Chromium.browser()?;
    let servers = servers::build("server")?;
    let panel = match &options.dist {
        Some(dist) => dist.clone(),
        None => panel::build(Mode::Release)?,
    };
    let site = site::build(&panel, folder.join("site"))?;
    let (turns, words) = if options.quick {
        (1, 2)
    } else {
        (options.turns.max(1), usize::MAX)
    };
    let mut measured = report::Measured::default();
    for turn in 1..=turns {
        // A sandbox of its own for each page and turn: what one changed, the next would not.
        for (name, taken) in [("panel", &mut measured.panel), ("peer", &mut measured.peer)] {
            println!("Measuring the {name}, turn {turn} of {turns}");
            let profiles = options.profile.then(|| folder.join(name));
            let stage = Stage::start(&servers, &site, SEED)?;
            let mut browser =
                Browser::start(&programs.program, &workspace::scratch("bench/profile"))?;
            let url = if name == "panel" {
                stage.panel()
            } else {
                stage.peer()
            };
            let one = turn::measure(&mut browser, &url, &stage, words, profiles.as_deref());
            taken.push(one.with_context(|| format!("measuring the {name}"))?);
        }
    }
    report::publish(&measured, &folder.join("panel.json"))
}
