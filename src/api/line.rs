//! An account's line to its provider: how requests travel, how many have gone out lately, and
//! whether the provider asked to be left alone.

use std::{sync::Arc, time::Duration};

use leptos::prelude::{ArcRwSignal, Update, WithUntracked};
use pilothouse_core::{Error, ErrorKind, Pace, Request, Response, Timestamp};

use super::{
    clock,
    log::{Ended, Log},
    transport,
    via::Via,
};

/// A line; clones share the bookkeeping.
#[derive(Clone)]
pub struct Line {
    account: Arc<str>,
    via: Via,
    pace: ArcRwSignal<Pace>,
    log: Log,
}

impl Line {
    /// An account's line nothing has gone over yet; what goes over it is noted in the log.
    pub fn new(account: &str, via: Via, log: Log) -> Self {
        Self {
            account: account.into(),
            via,
            pace: ArcRwSignal::new(Pace::default()),
            log,
        }
    }

    /// Sends a request and keeps count.
    ///
    /// # Errors
    /// Those of [`transport::send`] and the proxy's own.
    pub async fn send(&self, request: &Request) -> Result<Response, Error> {
        self.pace.update(|pace| pace.note(clock::now()));
        let noted = self.log.begin(&self.account, request);
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
        self.log.end(noted, ended(&answer));
        if limited {
            self.pace.update(|pace| pace.quieten(clock::now(), pause));
        }
        answer
    }

    /// How long to wait before the next request that can wait.
    pub fn pause(&self, per_minute: Option<u32>, reserve: usize) -> Option<Duration> {
        self.pace
            .with_untracked(|pace| pace.pause(clock::now(), per_minute, reserve))
    }

    /// Until when the provider asked to be left alone.
    pub fn quiet_until(&self) -> Option<Timestamp> {
        self.pace
            .with_untracked(|pace| pace.quiet_until(clock::now()))
    }
}

fn ended(answer: &Result<Response, Error>) -> Ended {
    match answer {
        Ok(response) => Ended {
            status: Some(response.status().as_u16()),
            size: response.body().len(),
            problem: String::new(),
        },
        Err(error) => Ended {
            status: error.status,
            size: 0,
            problem: error.message.clone(),
        },
    }
}
