//! The fleet as one list: every account's machines, those the query lets through, in order.

use std::{cmp::Ordering, sync::Arc};

use leptos::prelude::{GetUntracked, With};
use pilothouse_core::MachineId;

use super::{
    Store,
    accounts::Account,
    holding::{Holding, Status},
    roster::Entry,
};
use crate::{
    query::{self, Owner, Query, Subject},
    routes::{Column, View},
};

/// Which machine of which account; the same for as long as the machine exists.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct RowKey {
    /// Account id.
    pub account: Arc<str>,
    /// Machine id.
    pub machine: MachineId,
}

impl RowKey {
    /// The key as one text; the separator is in no id that can be read.
    pub fn to_text(&self) -> String {
        format!("{}\u{1f}{}", self.account, self.machine)
    }

    /// The key whose text this is.
    pub fn from_text(text: &str) -> Self {
        let (account, machine) = text.split_once('\u{1f}').unwrap_or((text, ""));
        Self {
            account: account.into(),
            machine: MachineId::new(machine),
        }
    }

    /// A name for the row's elements on the page, without blanks.
    pub fn element_id(&self) -> String {
        format!("row-{}-{}", self.account, self.machine).replace(char::is_whitespace, "_")
    }
}

/// One machine with its account.
#[derive(Clone)]
pub struct Row {
    /// Its identity.
    pub key: RowKey,
    /// What was told of it.
    pub entry: Arc<Entry>,
    /// Whose it is.
    pub account: Arc<Account>,
    /// The account's last look failed.
    pub is_stale: bool,
}

/// Equal when nothing told of it changed; cheap.
impl PartialEq for Row {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.entry, &other.entry)
            && Arc::ptr_eq(&self.account, &other.account)
            && self.is_stale == other.is_stale
    }
}

/// The rows of a view. Reactive: follows every account's machines and status.
pub fn rows(store: Store, view: &View) -> Vec<Row> {
    // Ages need not be right to the second: following the clock would list all again each tick.
    let query = query::parse(&view.query, store.now.get_untracked()).query;
    let mut rows = Vec::new();
    for holding in store.all() {
        collect(&holding, &query, &mut rows);
    }
    sort(&mut rows, view.sort, view.descending);
    rows
}

fn collect(holding: &Holding, query: &Query, rows: &mut Vec<Row>) {
    let facts = holding.provider.facts();
    let owner = Owner::new(&holding.account.label, facts.id, facts.name);
    let id: Arc<str> = holding.account.id.as_str().into();
    let is_stale = holding.status.with(Status::is_stale);
    holding.roster.with(|roster| {
        for entry in roster.entries() {
            let machine = &entry.machine;
            let subject = Subject {
                machine,
                texts: &entry.texts,
                owner: &owner,
            };
            if query.matches(&subject) {
                rows.push(Row {
                    key: RowKey {
                        account: id.clone(),
                        machine: machine.id.clone(),
                    },
                    entry: entry.clone(),
                    account: holding.account.clone(),
                    is_stale,
                });
            }
        }
    });
}

/// Sorts by a column, then by name; what is missing comes last either way.
fn sort(rows: &mut [Row], column: Column, descending: bool) {
    rows.sort_by(|a, b| {
        let order = compare(a, b, column, descending);
        order.then_with(|| a.entry.sort_name.cmp(&b.entry.sort_name))
    });
}

fn compare(a: &Row, b: &Row, column: Column, descending: bool) -> Ordering {
    let (left, right) = (&a.entry.machine, &b.entry.machine);
    let turn = |order: Ordering| if descending { order.reverse() } else { order };
    match column {
        Column::State => turn(
            left.state
                .tone()
                .cmp(&right.state.tone())
                .then(left.state.cmp(&right.state)),
        ),
        Column::Name => turn(a.entry.sort_name.cmp(&b.entry.sort_name)),
        Column::Account => turn(a.account.label.cmp(&b.account.label)),
        Column::Address => present(left.addresses.first(), right.addresses.first(), turn),
        Column::Size => present(
            left.memory.map(|memory| (memory, left.cpus)),
            right.memory.map(|memory| (memory, right.cpus)),
            turn,
        ),
        Column::Place => present(left.place.as_ref(), right.place.as_ref(), turn),
        Column::Image => present(left.image.as_ref(), right.image.as_ref(), turn),
        Column::Price => present(
            left.price.as_ref().map(pilothouse_core::HourlyPrice::nanos),
            right
                .price
                .as_ref()
                .map(pilothouse_core::HourlyPrice::nanos),
            turn,
        ),
    }
}

fn present<T: Ord>(a: Option<T>, b: Option<T>, turn: impl Fn(Ordering) -> Ordering) -> Ordering {
    match (a, b) {
        (Some(a), Some(b)) => turn(a.cmp(&b)),
        (Some(_), None) => Ordering::Less,
        (None, Some(_)) => Ordering::Greater,
        (None, None) => Ordering::Equal,
    }
}
