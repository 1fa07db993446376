//! The last few hundred exchanges with providers, without their secrets. Lives as long as the tab.

use std::{collections::VecDeque, sync::Arc};

use leptos::prelude::{RwSignal, Update, With};
use pilothouse_core::{Exchange, Request, Safety, Shown};

use super::clock;

/// Exchanges kept. Reads make room first: what was changed is worth more.
const KEPT: usize = 400;

/// One exchange and whose it is.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// Counts up.
    pub id: u32,
    /// Account id.
    pub account: Arc<str>,
    /// What was sent and what came of it.
    pub exchange: Arc<Exchange>,
}

/// The log; copies are the same log.
#[derive(Clone, Copy, Default)]
pub struct Log {
    lines: RwSignal<VecDeque<Line>>,
}

/// What is known of an exchange once it has ended.
#[derive(Clone, Debug, Default)]
pub struct Ended {
    /// HTTP status, where there is an answer.
    pub status: Option<u16>,
    /// Bytes of its body.
    pub size: usize,
    /// Why there is none.
    pub problem: String,
}

impl Log {
    /// Notes a request that is about to be sent, and gives its number.
    pub fn begin(&self, account: &Arc<str>, request: &Request) -> u32 {
        let exchange = Arc::new(Exchange {
            at: clock::now(),
            request: Shown::of(request),
            status: None,
            took: None,
            size: 0,
            problem: String::new(),
        });
        let account = account.clone();
        let mut id = 0;
        self.lines.update(|lines| {
            id = lines.back().map_or(1, |last| last.id + 1);
            lines.push_back(Line {
                id,
                account,
                exchange,
            });
            if lines.len() > KEPT {
                let is_read = |line: &Line| line.exchange.request.safety == Safety::Read;
                let at = lines.iter().position(is_read).unwrap_or(0);
                lines.remove(at);
            }
        });
        id
    }

    /// Notes how it ended.
    pub fn end(&self, id: u32, ended: Ended) {
        self.lines.update(|lines| {
            // From the back: what has just ended has not begun long ago.
            if let Some(line) = lines.iter_mut().rev().find(|line| line.id == id) {
                let exchange = Arc::make_mut(&mut line.exchange);
                let took = clock::now().as_millisecond() - exchange.at.as_millisecond();
                exchange.took = u64::try_from(took).ok().or(Some(0));
                exchange.status = ended.status;
                exchange.size = ended.size;
                exchange.problem = ended.problem;
            }
        });
    }

    /// All of it, the newest first. Reactive.
    pub fn all(&self) -> Vec<Line> {
        self.lines
            .with(|lines| lines.iter().rev().cloned().collect())
    }

    /// Forgets an account's exchanges.
    pub fn forget(&self, account: &str) {
        self.lines
            .update(|lines| lines.retain(|line| *line.account != *account));
    }
}
