//! The matrix as a table, and its sums.

use pilothouse_jobs::Phase;

use crate::{cell::Cell, fault::Fault, row, truth};

/// What came of many cells.
#[derive(Default)]
pub(crate) struct Tally {
    /// Of the table.
    lines: Vec<String>,
    /// Every violation, naming its cell.
    pub(crate) wrong: Vec<String>,
    pub(crate) done: usize,
    pub(crate) failed: usize,
    pub(crate) unknown: usize,
    carried_out: usize,
}

impl Tally {
    /// Every row of a provider.
    pub(crate) fn of(provider: &str) -> Self {
        let mut tally = Self::default();
        for row in row::all(provider) {
            let mut cells = Vec::new();
            let mut steps = 0;
            for fault in Fault::ALL {
                let mut cell = Cell::run(&row, fault);
                if fault == Fault::Nothing {
                    steps = cell.carried_out();
                }
                let wrong = truth::violations(&row, fault, &mut cell, steps);
                tally.wrong.extend(wrong);
                cells.push(tally.count(&cell));
            }
            let line = format!("{:21} {}", row.name(), cells.join(" "));
            tally.lines.push(line);
        }
        tally
    }

    /// The cell as the table has it: how it ended, and how many requests were carried out.
    fn count(&mut self, cell: &Cell) -> String {
        let carried_out = cell.carried_out();
        self.carried_out += carried_out;
        let phase = cell.ends.last().map(|end| end.job.phase);
        let letter = match phase {
            Some(Phase::Done) => {
                self.done += 1;
                'D'
            }
            Some(Phase::Failed) => {
                self.failed += 1;
                'F'
            }
            _ => {
                self.unknown += 1;
                'U'
            }
        };
        format!(" {letter}{carried_out}")
    }

    /// Both together.
    pub(crate) fn and(mut self, other: Self) -> Self {
        self.lines.extend(other.lines);
        self.wrong.extend(other.wrong);
        self.done += other.done;
        self.failed += other.failed;
        self.unknown += other.unknown;
        self.carried_out += other.carried_out;
        self
    }

    pub(crate) fn print(&self) {
        let numbers = 1..=Fault::ALL.len();
        for (number, fault) in numbers.clone().zip(Fault::ALL) {
            println!("{number:>3} {}", fault.words());
        }
        let numbers: Vec<String> = numbers.map(|number| format!("{number:>3}")).collect();
        println!("{:21} {}", "", numbers.join(" "));
        for line in &self.lines {
            println!("{line}");
        }
        let (done, failed, unknown) = (self.done, self.failed, self.unknown);
        println!(
            "{} cells: {done} done, {failed} failed, {unknown} unknown; {} requests carried out; {} violations",
            done + failed + unknown,
            self.carried_out,
            self.wrong.len()
        );
    }
}
