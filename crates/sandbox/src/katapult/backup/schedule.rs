//! When a policy makes its next copy.

use serde_json::{Value, json};

use crate::katapult::{arguments::Arguments, refusal::Refusal};

/// Words for how often.
pub(in crate::katapult) const INTERVALS: [&str; 4] = ["hourly", "daily", "weekly", "monthly"];

const HOUR: i64 = 3600;
const DAY: i64 = 24 * HOUR;

/// A schedule: every so many intervals, at a minute of an hour.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::katapult) struct Schedule {
    pub(in crate::katapult) interval: String,
    pub(in crate::katapult) frequency: i64,
    pub(in crate::katapult) minute: i64,
    /// Hour of the day; the unit is not published.
    pub(in crate::katapult) time: i64,
}

impl Default for Schedule {
    fn default() -> Self {
        Self {
            interval: "daily".to_owned(),
            frequency: 1,
            minute: 0,
            time: 0,
        }
    }
}

impl Schedule {
    /// This schedule with what arguments say otherwise.
    pub(super) fn with(mut self, given: Option<&Arguments>) -> Result<Self, Refusal> {
        if let Some(given) = given {
            self.interval = given.word("interval", &INTERVALS)?.unwrap_or(self.interval);
            self.frequency = given.integer("frequency")?.unwrap_or(self.frequency);
            self.minute = given.integer("minute")?.unwrap_or(self.minute);
            self.time = given.integer("time")?.unwrap_or(self.time);
        }
        Ok(self)
    }

    /// What is wrong with it.
    pub(in crate::katapult) fn faults(&self) -> Vec<String> {
        let mut faults = Vec::new();
        for (name, value, most) in [
            ("Frequency", self.frequency, 1..=100),
            ("Minute", self.minute, 0..=59),
            ("Time", self.time, 0..=23),
        ] {
            if !most.contains(&value) {
                faults.push(format!("Schedule {name} is not included in the list"));
            }
        }
        faults
    }

    /// The next time after now, in UTC; a week begins where the count of seconds began it, and
    /// a month has thirty days.
    fn next(&self, now: i64) -> i64 {
        let (period, offset) = match self.interval.as_str() {
            "hourly" => (HOUR, self.minute * 60),
            "daily" => (DAY, self.time * HOUR + self.minute * 60),
            "weekly" => (7 * DAY, self.time * HOUR + self.minute * 60),
            _ => (30 * DAY, self.time * HOUR + self.minute * 60),
        };
        let period = period * self.frequency.max(1);
        (now - offset).div_euclid(period) * period + period + offset
    }

    /// In lists.
    pub(super) fn listed(&self, now: i64) -> Value {
        json!({"interval": self.interval, "next_invocation_at": self.next(now)})
    }

    /// With every field.
    pub(super) fn full(&self, now: i64) -> Value {
        json!({
            "frequency": self.frequency,
            "interval": self.interval,
            "minute": self.minute,
            "next_invocation_at": self.next(now),
            "time": self.time,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::Schedule;

    #[test]
    fn the_next_time_is_the_first_one_to_come() {
        // A Tuesday, 03:20 UTC.
        let now = 1_800_000_000 - 1_800_000_000 % 86_400 + 3 * 3600 + 20 * 60;
        let midnight = now - now % 86_400;
        for (interval, frequency, minute, time, expected) in [
            ("hourly", 1, 30, 0, midnight + 3 * 3600 + 30 * 60),
            ("hourly", 1, 20, 0, midnight + 4 * 3600 + 20 * 60),
            ("daily", 1, 0, 4, midnight + 4 * 3600),
            ("daily", 1, 0, 3, midnight + 86_400 + 3 * 3600),
        ] {
            let schedule = Schedule {
                interval: interval.to_owned(),
                frequency,
                minute,
                time,
            };
            assert_eq!(schedule.next(now), expected, "{schedule:?}");
        }
        for interval in ["weekly", "monthly"] {
            let schedule = Schedule {
                interval: interval.to_owned(),
                frequency: 2,
                ..Schedule::default()
            };
            let next = schedule.next(now);
            assert!((now + 1..=now + 60 * 86_400).contains(&next), "{interval}");
        }
    }
}
