//! An account's line to its provider: how requests travel, how many have gone out lately, and
//! whether the provider asked to be left alone.

use std::{collections::VecDeque, time::Duration};

use leptos::prelude::{ArcRwSignal, Update, WithUntracked};
use pilothouse_core::{Error, ErrorKind, Request, Response, Timestamp};

use super::{clock, transport, via::Via};

const MINUTE: i64 = 60;
/// How long to keep quiet after "too many requests" without a time.
const DEFAULT_QUIET: Duration = Duration::from_secs(30);

/// What has gone out over a line. Pure bookkeeping; the caller brings the time.
#[derive(Clone, Debug, Default)]
pub struct Traffic {
    sent: VecDeque<Timestamp>,
    quiet_until: Option<Timestamp>,
}

impl Traffic {
    /// Notes a request.
    pub fn note(&mut self, now: Timestamp) {
        self.sent.push_back(now);
        while self
            .sent
            .front()
            .is_some_and(|at| now.as_second() - at.as_second() >= MINUTE)
        {
            self.sent.pop_front();
        }
    }

    /// Requests in the last minute.
    pub fn last_minute(&self, now: Timestamp) -> usize {
        self.sent
            .iter()
            .filter(|at| now.as_second() - at.as_second() < MINUTE)
            .count()
    }

    /// Notes that the provider asked to be left alone.
    pub fn quieten(&mut self, now: Timestamp, time: Option<Duration>) {
        self.quiet_until = now.checked_add(time.unwrap_or(DEFAULT_QUIET)).ok();
    }

    /// Until when the provider asked to be left alone, if that is still to come.
    pub fn quiet_until(&self, now: Timestamp) -> Option<Timestamp> {
        self.quiet_until.filter(|until| *until > now)
    }
}

/// A line; clones share the bookkeeping.
#[derive(Clone)]
pub struct Line {
    via: Via,
    traffic: ArcRwSignal<Traffic>,
}

impl Line {
    /// A line nothing has gone over yet.
    pub fn new(via: Via) -> Self {
        Self {
            via,
            traffic: ArcRwSignal::new(Traffic::default()),
        }
    }

    /// Sends a request and keeps count.
    ///
    /// # Errors
    /// Those of [`transport::send`] and the proxy's own.
    pub async fn send(&self, request: &Request) -> Result<Response, Error> {
        self.traffic.update(|traffic| traffic.note(clock::now()));
        let answer = transport::send(&self.via, request)
            .await
            .map_err(|error| error.for_request(request.safety));
        let (limited, pause) = match &answer {
            Ok(response) => (
                response.status().as_u16() == 429,
                pilothouse_core::wire::retry_after(response),
            ),
            Err(error) => (error.kind == ErrorKind::RateLimited, error.retry_after),
        };
        if limited {
            self.traffic
                .update(|traffic| traffic.quieten(clock::now(), pause));
        }
        answer
    }

    /// How many more requests fit into this minute.
    pub fn room(&self, per_minute: Option<u32>) -> usize {
        let now = clock::now();
        self.traffic.with_untracked(|traffic| {
            if traffic.quiet_until(now).is_some() {
                return 0;
            }
            per_minute.map_or(usize::MAX, |limit| {
                (limit as usize).saturating_sub(traffic.last_minute(now))
            })
        })
    }

    /// Until when the provider asked to be left alone.
    pub fn quiet_until(&self) -> Option<Timestamp> {
        self.traffic
            .with_untracked(|traffic| traffic.quiet_until(clock::now()))
    }
}

#[cfg(test)]
mod tests {
    use super::{Timestamp, Traffic};
    use std::time::Duration;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    #[test]
    fn counts_one_minute_back() {
        let mut traffic = Traffic::default();
        for second in [0, 30, 59] {
            traffic.note(at(second));
        }
        assert_eq!(traffic.last_minute(at(59)), 3);
        assert_eq!(traffic.last_minute(at(60)), 2);
        assert_eq!(traffic.last_minute(at(119)), 0);
    }

    #[test]
    fn keeps_quiet_as_long_as_asked() {
        let mut traffic = Traffic::default();
        traffic.quieten(at(0), Some(Duration::from_secs(7)));
        assert_eq!(traffic.quiet_until(at(6)), Some(at(7)));
        assert_eq!(traffic.quiet_until(at(7)), None);
        traffic.quieten(at(0), None);
        assert_eq!(traffic.quiet_until(at(29)), Some(at(30)));
    }
}
