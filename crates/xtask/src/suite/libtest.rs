//! Running test programs and reading what they say about themselves.

use std::process::Command;

use anyhow::Result;

use super::tally::Tally;
use crate::process;

/// Runs a command that runs tests, with its output shown, and counts them.
pub(super) fn run(command: &mut Command) -> Result<Tally> {
    let mut tally = Tally::default();
    let status = process::each_line(command, |line| {
        println!("{line}");
        if let Some(counted) = result(line) {
            tally += counted;
        }
    })?;
    Ok(tally.after(status.success()))
}

/// Reads `test result: ok. 3 passed; 0 failed; 1 ignored; …`.
fn result(line: &str) -> Option<Tally> {
    let (_, counts) = line
        .trim()
        .strip_prefix("test result: ")?
        .split_once(". ")?;
    let count = |what: &str| {
        counts.split(';').find_map(|part| {
            let (number, word) = part.trim().split_once(' ')?;
            (word == what).then(|| number.parse::<usize>().ok())?
        })
    };
    Some(Tally {
        passed: count("passed")?,
        failed: count("failed")?,
        skipped: count("ignored").unwrap_or_default(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_result_line_is_read() {
        let tally = |passed, failed, skipped| {
            Some(Tally {
                passed,
                failed,
                skipped,
            })
        };
        for (line, expected) in [
            (
                "test result: ok. 31 passed; 0 failed; 2 ignored; 0 measured; 0 filtered out; finished in 0.01s",
                tally(31, 0, 2),
            ),
            (
                "test result: FAILED. 3 passed; 1 failed; 0 ignored; 0 filtered out; finished in 1.20s",
                tally(3, 1, 0),
            ),
            ("test a::b ... ok", None),
            ("test result: ok.", None),
        ] {
            assert_eq!(result(line), expected, "{line}");
        }
    }
}
