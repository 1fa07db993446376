//! The machine a page is about, as all its parts know it.

use std::sync::Arc;

use leptos::prelude::*;
use pilothouse_core::{Error, Machine, MachineId, Operator, Timestamp, Verb};

use crate::{
    routes::Place,
    store::{
        Store,
        holding::{Holding, Status},
        roster::Entry,
        rows::RowKey,
    },
    ui::follow::text,
};

/// What a dialog is open for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Asked {
    /// A way to its screen.
    Console,
    /// An order that wants words, entries or a yes.
    Verb(Verb),
}

/// What is known of the machine.
#[derive(Clone)]
pub(super) struct Row {
    pub(super) entry: Arc<Entry>,
    /// The account's last look failed.
    pub(super) is_stale: bool,
}

impl PartialEq for Row {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.entry, &other.entry) && self.is_stale == other.is_stale
    }
}

/// The page's machine. Copies are the same.
#[derive(Clone, Copy)]
pub(super) struct Subject {
    pub(super) store: Store,
    pub(super) holding: StoredValue<Holding>,
    pub(super) key: StoredValue<RowKey>,
    /// What was last told of it, also after it has gone.
    pub(super) row: Memo<Option<Row>>,
    /// The account has it now.
    pub(super) is_there: Memo<bool>,
    /// The provider's complete client, once it is here.
    pub(super) operator: RwSignal<Option<Arc<dyn Operator>>>,
    /// Why the client is not here.
    pub(super) trouble: RwSignal<Option<Error>>,
    /// Counts up whenever everything is to be read again.
    pub(super) turn: RwSignal<u32>,
    /// What a dialog is open for.
    pub(super) asked: RwSignal<Option<Asked>>,
    /// The last answer about it, without its secrets.
    pub(super) raw: RwSignal<Option<(String, Timestamp)>>,
    /// It is being read.
    pub(super) is_read: RwSignal<bool>,
    /// Why the last reading failed.
    pub(super) read_error: RwSignal<Option<Error>>,
    /// When the page was opened.
    pub(super) opened: Timestamp,
}

impl Subject {
    pub(super) fn new(store: Store, holding: Holding, machine: &str) -> Self {
        let id = MachineId::new(machine);
        let key = RowKey {
            account: holding.account.id.as_str().into(),
            machine: id.clone(),
        };
        let (roster, status) = (holding.roster.clone(), holding.status.clone());
        let now = Memo::new(move |_| {
            let entry = roster.with(|roster| roster.get(&id).cloned())?;
            Some(Row {
                entry,
                is_stale: status.with(Status::is_stale),
            })
        });
        let row = Memo::new(move |was: Option<&Option<Row>>| {
            now.get().or_else(|| was.and_then(Clone::clone))
        });
        Self {
            store,
            holding: StoredValue::new(holding),
            key: StoredValue::new(key),
            row,
            is_there: Memo::new(move |_| now.read().is_some()),
            operator: RwSignal::new(None),
            trouble: RwSignal::new(None),
            turn: RwSignal::new(0),
            asked: RwSignal::new(None),
            raw: RwSignal::new(None),
            is_read: RwSignal::new(false),
            read_error: RwSignal::new(None),
            opened: crate::api::clock::now(),
        }
    }

    /// What it is called; its id while nothing is known. Reactive.
    pub(super) fn name(self) -> Signal<String> {
        text(move || {
            let name = self
                .row
                .with(|row| row.as_ref().map(|row| row.entry.machine.name.clone()));
            name.filter(|name| !name.trim().is_empty())
                .unwrap_or_else(|| self.key.with_value(|key| key.machine.to_string()))
        })
    }

    /// What was last told of it. Not reactive.
    pub(super) fn machine_untracked(self) -> Option<Machine> {
        self.row
            .with_untracked(|row| row.as_ref().map(|row| row.entry.machine.clone()))
    }

    /// When its account last told of it. Not reactive.
    pub(super) fn seen(self) -> Option<Timestamp> {
        let id = self.key.with_value(|key| key.machine.clone());
        self.holding
            .with_value(|held| held.roster.with_untracked(|roster| roster.seen(&id)))
    }

    /// Its place in the panel.
    pub(super) fn place(self) -> Place {
        self.key
            .with_value(|key| Place::new(&key.account, key.machine.as_str()))
    }

    /// Whether the page is still open.
    pub(super) fn is_open(self) -> bool {
        self.turn.try_get_untracked().is_some()
    }
}
