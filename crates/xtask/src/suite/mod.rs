//! `cargo xtask test`: every check and every test, in stages.

mod libtest;
mod stages;
mod tally;

use std::{env, time::Instant};

use anyhow::Result;
use clap::{Args, ValueEnum};

use crate::tools::Engine;
use tally::Tally;

#[derive(Args)]
pub(crate) struct Options {
    /// Only these stages.
    #[arg(long, value_name = "STAGE", value_enum)]
    only: Vec<Stage>,
}

/// One stage, in the order they run: what fails soonest comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Stage {
    /// The formatting.
    Fmt,
    /// The architecture's rules.
    Tidy,
    /// The linter, for this machine.
    Clippy,
    /// The linter, for the browser.
    ClippyWasm,
    /// Unit, conformance, contract and proxy tests.
    Unit,
    /// The panel's tests that need no browser.
    Panel,
    /// The panel's tests inside a browser.
    Web,
    /// What a first visit downloads.
    Size,
    /// Whole journeys, in every browser.
    Journeys,
    /// Whole journeys in Chromium.
    JourneysChromium,
    /// Whole journeys in Firefox.
    JourneysFirefox,
    /// Whole journeys in WebKitGTK.
    JourneysWebkit,
}

impl Stage {
    fn run(self, strict: bool) -> Result<Tally> {
        match self {
            Self::Fmt => stages::fmt(),
            Self::Tidy => stages::tidy(),
            Self::Clippy => stages::clippy(),
            Self::ClippyWasm => stages::clippy_wasm(),
            Self::Unit => stages::unit(strict),
            Self::Panel => stages::panel(),
            Self::Web => stages::web(),
            Self::Size => stages::size(),
            Self::Journeys => {
                Self::IN_A_BROWSER
                    .iter()
                    .try_fold(Tally::default(), |mut total, stage| {
                        total += stage.run(strict)?;
                        Ok(total)
                    })
            }
            Self::JourneysChromium => stages::journeys(Engine::Chromium, strict),
            Self::JourneysFirefox => stages::journeys(Engine::Firefox, strict),
            Self::JourneysWebkit => stages::journeys(Engine::Webkit, strict),
        }
    }

    /// What [`Stage::Journeys`] stands for.
    const IN_A_BROWSER: [Self; 3] = [
        Self::JourneysChromium,
        Self::JourneysFirefox,
        Self::JourneysWebkit,
    ];

    /// The stages to run, each once and in their order: all of them unless some are asked for.
    fn asked(only: &[Self]) -> impl Iterator<Item = Self> {
        Self::value_variants().iter().copied().filter(move |stage| {
            let is_asked = only.is_empty()
                || only.contains(stage)
                || only.contains(&Self::Journeys) && Self::IN_A_BROWSER.contains(stage);
            // Journeys are counted for each browser.
            is_asked && *stage != Self::Journeys
        })
    }

    fn name(self) -> String {
        self.to_possible_value()
            .map(|value| value.get_name().to_owned())
            .unwrap_or_default()
    }
}

/// Runs the stages, whether or not those before them passed, and says how it went in its last
/// line. Returns whether everything passed.
pub(crate) fn run(options: &Options) -> bool {
    // On a CI machine everything is there or can be installed: a test left out is a hole.
    let strict = env::var("CI").is_ok_and(|ci| !ci.is_empty() && ci != "false" && ci != "0");
    let mut lines = Vec::new();
    let mut total = Tally::default();
    for stage in Stage::asked(&options.only) {
        let name = stage.name();
        println!("\n=== {name}");
        let start = Instant::now();
        let tally = match stage.run(strict) {
            Ok(tally) => tally,
            Err(error) => {
                crate::process::wait_if_stopping();
                eprintln!("error: {error:#}");
                Tally::FAILED
            }
        };
        let tally = if strict { tally.strict() } else { tally };
        let seconds = start.elapsed().as_secs_f64();
        println!("=== {name}: {tally} in {seconds:.1} s");
        lines.push(format!("{name:<17} {seconds:>7.1} s  {tally}"));
        total += tally;
    }
    println!("\n{}\n{total}", lines.join("\n"));
    total.failed == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn journeys_are_those_in_every_browser() {
        for (only, expected) in [
            (vec![Stage::Fmt], "fmt"),
            (
                vec![Stage::Journeys, Stage::Size],
                "size journeys-chromium journeys-firefox journeys-webkit",
            ),
            (
                vec![Stage::JourneysFirefox, Stage::Journeys],
                "journeys-chromium journeys-firefox journeys-webkit",
            ),
            (vec![Stage::JourneysWebkit], "journeys-webkit"),
            (
                vec![],
                "fmt tidy clippy clippy-wasm unit panel web size journeys-chromium journeys-firefox journeys-webkit",
            ),
        ] {
            let names: Vec<_> = Stage::asked(&only).map(Stage::name).collect();
            assert_eq!(names.join(" "), expected, "{only:?}");
        }
    }
}
