//! Telling a clock that was set, or a computer that slept, from time that passed.

use std::time::Duration;

use pilothouse_core::Timestamp;

/// A request takes no longer than this; what is beyond it is a jump.
const SLACK: i64 = 10 * 60 * 1000;
/// Clocks are corrected by this much all the time.
const BACK: i64 = 1000;

/// Watches the time as its driver tells it.
#[derive(Debug, Default)]
pub(crate) struct Steady {
    last: Option<Timestamp>,
    promised: Duration,
}

impl Steady {
    /// By how many milliseconds the clock has jumped since the last moment; 0 if it has not.
    pub(crate) fn jump(&self, now: Timestamp) -> i64 {
        let Some(last) = self.last else {
            return 0;
        };
        let gap = now.as_millisecond() - last.as_millisecond();
        let promised = i64::try_from(self.promised.as_millis()).unwrap_or(i64::MAX);
        let beyond = gap.saturating_sub(promised);
        if gap < -BACK {
            gap
        } else if beyond > SLACK {
            beyond
        } else {
            0
        }
    }

    /// The moment last told.
    pub(crate) fn last(&self) -> Option<Timestamp> {
        self.last
    }

    /// Takes this for the time from now on.
    pub(crate) fn set(&mut self, now: Timestamp) {
        self.last = Some(now);
        self.promised = Duration::ZERO;
    }

    /// The driver was told to wait for this long.
    pub(crate) fn promise(&mut self, wait: Duration) {
        self.promised = wait;
    }

    /// The last moment before `now` that is on the same clock as what came before it.
    pub(crate) fn or_before(&self, now: Timestamp) -> Timestamp {
        match self.last {
            Some(last) if self.jump(now) != 0 => last,
            _ => now,
        }
    }
}

/// The moment so many milliseconds later, or earlier if negative.
pub(crate) fn shifted(moment: Timestamp, by: i64) -> Timestamp {
    Timestamp::from_millisecond(moment.as_millisecond().saturating_add(by)).unwrap_or(moment)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_no_wait_explains_is_a_jump() {
        for (promised, gap, jump) in [
            (0, 0, 0),
            (0, -900, 0),
            (0, -3_600_000, -3_600_000),
            (0, 60_000, 0),
            (30_000, 600_000, 0),
            (30_000, 7_230_000, 7_200_000),
            (3_600_000, 3_601_000, 0),
        ] {
            let start = Timestamp::from_second(1_000_000).unwrap();
            let mut steady = Steady::default();
            assert_eq!(steady.jump(start), 0);
            steady.set(start);
            steady.promise(Duration::from_millis(promised));
            let now = shifted(start, gap);
            assert_eq!(steady.jump(now), jump, "{promised} {gap}");
            let kept = if jump == 0 { now } else { start };
            assert_eq!(steady.or_before(now), kept, "{promised} {gap}");
        }
    }
}
