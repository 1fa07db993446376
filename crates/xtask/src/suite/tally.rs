//! How many passed and failed.

use std::{fmt, ops::AddAssign};

/// Tests, or whole stages that are one test each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Tally {
    pub(super) passed: usize,
    pub(super) failed: usize,
    pub(super) skipped: usize,
}

impl Tally {
    /// One thing that passed.
    pub(super) const PASSED: Self = Self {
        passed: 1,
        failed: 0,
        skipped: 0,
    };
    /// One thing that failed.
    pub(super) const FAILED: Self = Self {
        passed: 0,
        failed: 1,
        skipped: 0,
    };
    /// One thing that was left out.
    pub(super) const SKIPPED: Self = Self {
        passed: 0,
        failed: 0,
        skipped: 1,
    };

    /// The same where nothing may be left out.
    pub(super) fn strict(self) -> Self {
        Self {
            passed: self.passed,
            failed: self.failed + self.skipped,
            skipped: 0,
        }
    }

    /// The same knowing how the command ended: one that failed without a failed test, because it
    /// did not compile for instance, is itself a failure, and so is one that tested nothing.
    pub(super) fn after(self, success: bool) -> Self {
        let silent = self == Self::default() || !success && self.failed == 0;
        Self {
            failed: self.failed + usize::from(silent),
            ..self
        }
    }
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.skipped += other.skipped;
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} passed, {} failed", self.passed, self.failed)?;
        if self.skipped > 0 {
            write!(f, ", {} skipped", self.skipped)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tally(passed: usize, failed: usize, skipped: usize) -> Tally {
        Tally {
            passed,
            failed,
            skipped,
        }
    }

    #[test]
    fn it_reads_as_promised() {
        assert_eq!(tally(12, 0, 0).to_string(), "12 passed, 0 failed");
        assert_eq!(tally(1, 2, 3).to_string(), "1 passed, 2 failed, 3 skipped");
    }

    #[test]
    fn where_nothing_may_be_left_out_a_skip_is_a_failure() {
        assert_eq!(tally(1, 2, 3).strict(), tally(1, 5, 0));
    }

    #[test]
    fn a_command_that_failed_is_never_all_passed() {
        for (before, success, after) in [
            (tally(3, 0, 0), true, tally(3, 0, 0)),
            (tally(3, 0, 0), false, tally(3, 1, 0)),
            (tally(3, 2, 0), false, tally(3, 2, 0)),
            (tally(0, 0, 0), true, tally(0, 1, 0)),
            (tally(0, 0, 0), false, tally(0, 1, 0)),
        ] {
            assert_eq!(before.after(success), after);
        }
    }
}
