//! What the turns amount to: a table for people and JSON for programs.

use std::path::Path;

use anyhow::Result;
use serde::Serialize;

use super::turn::Turn;
use crate::files;

/// Milliseconds a frame has at sixty a second.
const FRAME: f64 = 1000.0 / 60.0;
/// What a person takes for "at once", and the longest a page may be deaf; milliseconds.
const AT_ONCE: f64 = 50.0;

/// Every turn of both pages.
#[derive(Default)]
pub(super) struct Measured {
    pub(super) panel: Vec<Turn>,
    pub(super) peer: Vec<Turn>,
}

/// What is read from a turn. Less is better.
struct Measure {
    name: &'static str,
    unit: &'static str,
    /// The most the panel may take.
    aim: Option<f64>,
    value: fn(&Turn) -> f64,
}

const MEASURES: [Measure; 20] = [
    of("first row, cold", "ms", None, |turn| turn.first_row),
    of("lists arrive, work", "ms", None, |turn| turn.loading.sum),
    of("lists arrive, longest task", "ms", Some(AT_ONCE), |turn| {
        turn.loading.longest
    }),
    of("key to rows, p50", "ms", Some(AT_ONCE), |turn| {
        percentile(&turn.keys, 50)
    }),
    of("key to rows, p99", "ms", Some(AT_ONCE), |turn| {
        percentile(&turn.keys, 99)
    }),
    of("typing, work a key", "ms", None, |turn| {
        turn.typing.sum / turn.keys.len() as f64
    }),
    of("typing, longest task", "ms", Some(AT_ONCE), |turn| {
        turn.typing.longest
    }),
    of("sort, p50", "ms", Some(AT_ONCE), |turn| {
        percentile(&turn.sorts, 50)
    }),
    of("sort, slowest", "ms", None, |turn| {
        percentile(&turn.sorts, 100)
    }),
    of("sort, longest task", "ms", Some(AT_ONCE), |turn| {
        turn.sorting.longest
    }),
    // Half a millisecond for how browsers round their clock.
    of("scroll, p99 frame", "ms", Some(FRAME + 0.5), |turn| {
        percentile(&turn.frames, 99)
    }),
    of("scroll, dropped frames", "", Some(0.0), |turn| {
        dropped(&turn.frames)
    }),
    of("scroll, work a frame", "ms", Some(FRAME), |turn| {
        turn.scrolling.sum / turn.frames.len() as f64
    }),
    of("scroll, longest task", "ms", Some(AT_ONCE), |turn| {
        turn.scrolling.longest
    }),
    of("refresh, work", "ms", None, |turn| turn.refreshing.sum),
    of("refresh, longest task", "ms", Some(AT_ONCE), |turn| {
        turn.refreshing.longest
    }),
    of("memory, JavaScript", "kB", None, |turn| turn.heap / 1000.0),
    of("memory, both", "kB", None, |turn| {
        (turn.heap + turn.wasm) / 1000.0
    }),
    of("first view, on the wire", "kB", None, |turn| {
        turn.wire / 1000.0
    }),
    of("first view, unpacked", "kB", None, |turn| turn.raw / 1000.0),
];

const fn of(
    name: &'static str,
    unit: &'static str,
    aim: Option<f64>,
    value: fn(&Turn) -> f64,
) -> Measure {
    Measure {
        name,
        unit,
        aim,
        value,
    }
}

/// One line of the table.
#[derive(Serialize)]
struct Row {
    name: &'static str,
    unit: &'static str,
    /// The median of all turns, as is the peer's.
    panel: f64,
    peer: f64,
    /// Of the medians; below 1 the panel is ahead. None when the peer's is nothing.
    ratio: Option<f64>,
    aim: Option<f64>,
    meets_aim: bool,
    is_ahead: bool,
    panel_turns: Vec<f64>,
    peer_turns: Vec<f64>,
}

impl Row {
    fn new(measure: &Measure, measured: &Measured) -> Self {
        let turns = |turns: &[Turn]| turns.iter().map(measure.value).collect::<Vec<_>>();
        let (panel_turns, peer_turns) = (turns(&measured.panel), turns(&measured.peer));
        let (panel, peer) = (percentile(&panel_turns, 50), percentile(&peer_turns, 50));
        Self {
            name: measure.name,
            unit: measure.unit,
            panel,
            peer,
            ratio: (peer > 0.0).then(|| panel / peer),
            aim: measure.aim,
            meets_aim: measure.aim.is_none_or(|aim| panel <= aim),
            is_ahead: panel <= peer,
            panel_turns,
            peer_turns,
        }
    }

    fn print(&self) {
        let mut remarks = Vec::new();
        if let Some(aim) = self.aim.filter(|_| !self.meets_aim) {
            remarks.push(format!("misses {aim:.1}"));
        }
        if !self.is_ahead {
            remarks.push("behind the peer".to_owned());
        }
        let ratio = self.ratio.map(|ratio| format!("{ratio:.2}"));
        println!(
            "{:<28} {:>10.1} {:>10.1} {:<2} {:>7}  {}",
            self.name,
            self.panel,
            self.peer,
            self.unit,
            ratio.unwrap_or_default(),
            remarks.join(", ")
        );
    }
}

/// Prints the table and writes it as JSON.
pub(super) fn publish(measured: &Measured, file: &Path) -> Result<()> {
    let rows: Vec<Row> = MEASURES.iter().map(|m| Row::new(m, measured)).collect();
    println!(
        "\n{:<28} {:>10} {:>10}    {:>7}",
        "", "panel", "peer", "ratio"
    );
    rows.iter().for_each(Row::print);
    let missed = rows.iter().filter(|row| !row.meets_aim).count();
    let behind = rows.iter().filter(|row| !row.is_ahead).count();
    println!("\n{missed} aims missed, {behind} rows behind the peer.");
    if let (Some(panel), Some(peer)) = (measured.panel.last(), measured.peer.last())
        && panel.shown != peer.shown
    {
        println!(
            "The pages do not show the same: {:?} rows and {:?}; the numbers are not comparable.",
            panel.shown, peer.shown
        );
    }
    files::write(file, serde_json::to_string_pretty(&rows)?)
}

/// The smallest value that so many in a hundred do not exceed; 0 of nothing.
fn percentile(values: &[f64], percent: usize) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let rank = (sorted.len() * percent).div_ceil(100).max(1);
    sorted.get(rank - 1).copied().unwrap_or_default()
}

/// How many frames were never shown.
fn dropped(frames: &[f64]) -> f64 {
    let missing = |time: &f64| ((time / FRAME).round() - 1.0).max(0.0);
    frames.iter().map(missing).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_are_values_that_were_measured() {
        let hundred: Vec<f64> = (1..=100).rev().map(f64::from).collect();
        for (values, percent, expected) in [
            (&hundred[..], 50, 50.0),
            (&hundred[..], 99, 99.0),
            (&hundred[..], 100, 100.0),
            (&[7.0, 3.0, 5.0], 50, 5.0),
            (&[7.0], 99, 7.0),
            (&[], 50, 0.0),
        ] {
            assert!((percentile(values, percent) - expected).abs() < f64::EPSILON);
        }
    }

    #[test]
    fn a_frame_that_takes_three_drops_two() {
        for (frames, expected) in [
            (&[16.6, 16.7, 16.8][..], 0.0),
            (&[16.7, 33.3, 16.7], 1.0),
            (&[50.1, 33.4], 3.0),
        ] {
            assert!(
                (dropped(frames) - expected).abs() < f64::EPSILON,
                "{frames:?}"
            );
        }
    }

    #[test]
    fn medians_are_compared_with_the_peer_and_the_aim() {
        let turns = |times: &[f64]| {
            let turn = |time: &f64| Turn {
                keys: vec![*time],
                ..Turn::default()
            };
            times.iter().map(turn).collect::<Vec<_>>()
        };
        for (panel, peer, meets_aim, is_ahead) in [
            (
                &[10.0, 400.0, 20.0][..],
                &[30.0, 20.0, 40.0][..],
                true,
                true,
            ),
            (&[60.0], &[70.0], false, true),
            (&[20.0], &[10.0], true, false),
        ] {
            let measured = Measured {
                panel: turns(panel),
                peer: turns(peer),
            };
            let row = Row::new(&MEASURES[3], &measured);
            assert_eq!(
                (row.meets_aim, row.is_ahead),
                (meets_aim, is_ahead),
                "{panel:?}"
            );
        }
    }
}
