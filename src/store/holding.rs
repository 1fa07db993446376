//! What is held of one account: its machines, how the last look at them went, and its line.

use std::sync::Arc;

use leptos::prelude::{ArcRwSignal, Update, With};
use pilothouse_core::{Error, ErrorKind, MachineId, Provider, Timestamp};

use super::{accounts::Account, roster::Roster};
use crate::api::{line::Line, log::Log};

/// How the looks at an account are going. An error says nothing about the machines already held.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Status {
    /// A look is under way.
    pub is_loading: bool,
    /// When the last complete list arrived.
    pub fresh: Option<Timestamp>,
    /// Why the last look failed.
    pub error: Option<Error>,
}

/// An account's health in one word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Health {
    /// Complete and without error.
    Good,
    /// The first look has not ended yet.
    Loading,
    /// Asked to be left alone for a while.
    Limited,
    /// Waiting for somebody to enter credentials.
    Locked,
    /// Does not work.
    Failing,
}

/// One account and all that is known of it. Clones share everything.
#[derive(Clone)]
pub struct Holding {
    /// Who and where.
    pub account: Arc<Account>,
    /// The provider's client.
    pub provider: Arc<dyn Provider>,
    /// Its machines.
    pub roster: ArcRwSignal<Roster>,
    /// How it is going.
    pub status: ArcRwSignal<Status>,
    /// When the last look began.
    pub last_look: ArcRwSignal<Option<Timestamp>>,
    /// How many readers go through its machines one by one.
    pub readers: ArcRwSignal<usize>,
    /// Machines whose reading is under way.
    pub being_read: ArcRwSignal<Vec<MachineId>>,
    /// Machines a person can see now; they are read first.
    pub on_screen: ArcRwSignal<Vec<MachineId>>,
    /// This tab looks at it for all tabs.
    pub leads: ArcRwSignal<bool>,
    /// This tab waits to, or does.
    pub contends: ArcRwSignal<bool>,
    /// How requests go out.
    pub line: Line,
}

impl Holding {
    /// An account nothing is known of yet.
    pub fn new(account: Arc<Account>, provider: Arc<dyn Provider>, log: Log) -> Self {
        let line = Line::new(&account.id, account.via.clone(), log);
        Self {
            account,
            provider,
            roster: ArcRwSignal::default(),
            status: ArcRwSignal::default(),
            last_look: ArcRwSignal::default(),
            readers: ArcRwSignal::default(),
            being_read: ArcRwSignal::default(),
            on_screen: ArcRwSignal::default(),
            leads: ArcRwSignal::default(),
            contends: ArcRwSignal::default(),
            line,
        }
    }

    /// Different for every account and after every change of its settings.
    pub fn key(&self) -> String {
        format!(
            "{} {}",
            Arc::as_ptr(&self.account) as usize,
            self.account.id
        )
    }

    /// Its health. Reactive.
    pub fn health(&self) -> Health {
        self.status.with(Status::health)
    }

    /// How many machines it has, as far as is known. Reactive.
    pub fn count(&self) -> usize {
        self.roster.with(Roster::len)
    }

    /// Whether nothing was ever heard of its machines: then their number is not nought. Reactive.
    pub fn is_unheard(&self) -> bool {
        self.status.with(|status| status.fresh.is_none()) && self.roster.with(Roster::is_empty)
    }

    /// Changes the status if that changes anything.
    pub fn set_status(&self, change: impl FnOnce(&mut Status)) {
        self.status.update(change);
    }
}

impl Status {
    /// The health it amounts to.
    pub fn health(&self) -> Health {
        match &self.error {
            Some(error) if error.kind == ErrorKind::RateLimited => Health::Limited,
            Some(error) if needs_credentials(error) => Health::Locked,
            Some(_) => Health::Failing,
            None if self.fresh.is_none() => Health::Loading,
            None => Health::Good,
        }
    }

    /// Whether what is held may differ from what is.
    pub fn is_stale(&self) -> bool {
        self.error.is_some()
    }
}

/// The code of the error for an account whose credentials this tab does not have.
pub const NO_CREDENTIALS: &str = "no_credentials";

fn needs_credentials(error: &Error) -> bool {
    error.code.as_deref() == Some(NO_CREDENTIALS)
}
