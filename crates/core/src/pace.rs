//! How fast requests may go out: how many have lately, and whether the provider asked to be left
//! alone. Pure bookkeeping; the caller brings the time.

use std::{collections::VecDeque, time::Duration};

use crate::Timestamp;

const MINUTE: i64 = 60;
/// How long to keep quiet after "too many requests" without a time.
const DEFAULT_QUIET: Duration = Duration::from_secs(30);

/// What has gone out to a provider.
#[derive(Clone, Debug, Default)]
pub struct Pace {
    sent: VecDeque<Timestamp>,
    quiet_until: Option<Timestamp>,
}

impl Pace {
    /// Notes a request.
    pub fn note(&mut self, now: Timestamp) {
        self.sent.push_back(now);
        while (self.sent.front()).is_some_and(|at| now.seconds_since(*at) >= MINUTE) {
            self.sent.pop_front();
        }
    }

    /// Requests in the last minute.
    pub fn last_minute(&self, now: Timestamp) -> usize {
        let lately = |at: &&Timestamp| now.seconds_since(**at) < MINUTE;
        self.sent.iter().filter(lately).count()
    }

    /// Notes that the provider asked to be left alone.
    pub fn quieten(&mut self, now: Timestamp, time: Option<Duration>) {
        self.quiet_until = now.checked_add(time.unwrap_or(DEFAULT_QUIET)).ok();
    }

    /// Until when the provider asked to be left alone, if that is still to come.
    pub fn quiet_until(&self, now: Timestamp) -> Option<Timestamp> {
        self.quiet_until.filter(|until| *until > now)
    }

    /// How long to wait before the next request that can wait: while the provider wants quiet,
    /// and while all but `reserve` of the requests allowed in a minute have gone out.
    pub fn pause(
        &self,
        now: Timestamp,
        per_minute: Option<u32>,
        reserve: usize,
    ) -> Option<Duration> {
        let until = self.quiet_until(now).or_else(|| {
            let allowed = (per_minute? as usize).saturating_sub(reserve).max(1);
            // The one that has to be a minute ago for another to fit.
            let last = self.sent.len().checked_sub(allowed)?;
            let at = self.sent.get(last)?;
            at.checked_add(Duration::from_secs(MINUTE as u64)).ok()
        })?;
        let milliseconds = until.as_millisecond().checked_sub(now.as_millisecond())?;
        let milliseconds = u64::try_from(milliseconds).ok().filter(|left| *left > 0)?;
        Some(Duration::from_millis(milliseconds))
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::Pace;
    use crate::Timestamp;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    #[test]
    fn counts_one_minute_back() {
        let mut pace = Pace::default();
        for second in [0, 30, 59] {
            pace.note(at(second));
        }
        assert_eq!(pace.last_minute(at(59)), 3);
        assert_eq!(pace.last_minute(at(60)), 2);
        assert_eq!(pace.last_minute(at(119)), 0);
    }

    #[test]
    fn keeps_quiet_as_long_as_asked() {
        let mut pace = Pace::default();
        pace.quieten(at(0), Some(Duration::from_secs(7)));
        assert_eq!(pace.quiet_until(at(6)), Some(at(7)));
        assert_eq!(pace.pause(at(5), None, 0), Some(Duration::from_secs(2)));
        assert_eq!(pace.quiet_until(at(7)), None);
        pace.quieten(at(0), None);
        assert_eq!(pace.quiet_until(at(29)), Some(at(30)));
    }

    #[test]
    fn pauses_until_another_request_fits() {
        let mut pace = Pace::default();
        for second in 0..5 {
            assert_eq!(pace.pause(at(second), Some(7), 2), None, "{second}");
            pace.note(at(second));
        }
        // Five of seven, two of which are kept back.
        assert_eq!(pace.pause(at(5), Some(7), 2), Some(Duration::from_secs(55)));
        assert_eq!(pace.pause(at(5), Some(7), 1), None);
        assert_eq!(pace.pause(at(5), None, 2), None);
        assert_eq!(pace.pause(at(60), Some(7), 2), None);
    }
}
