//! Which machines are selected: by what they are rather than by where they stand, so that sorting,
//! filtering and news change nothing about it.

use std::{cmp::Ordering, sync::Arc};

use leptos::prelude::*;

use crate::store::{
    listing::Listing,
    rows::{Row, RowKey},
};

/// The selection; copies are the same one.
#[derive(Clone, Copy)]
pub struct Picked {
    /// What is selected, in order.
    keys: RwSignal<Vec<RowKey>>,
    /// Where a range begins, and what was selected before there was one.
    from: StoredValue<Option<(RowKey, Vec<RowKey>)>>,
    /// On a phone: rows are there to be selected rather than opened.
    pub is_choosing: RwSignal<bool>,
}

impl Picked {
    /// Nothing is selected.
    pub fn new() -> Self {
        Self {
            keys: RwSignal::default(),
            from: StoredValue::default(),
            is_choosing: RwSignal::new(false),
        }
    }

    /// What is selected. Reactive.
    pub fn keys(self) -> Vec<RowKey> {
        self.keys.get()
    }

    /// How many are. Reactive.
    pub fn count(self) -> usize {
        self.keys.read().len()
    }

    /// Whether this row is. Reactive.
    pub fn is(self, row: &Row) -> bool {
        holds(&self.keys.read(), row)
    }

    /// How many of these rows are. Reactive.
    pub fn among(self, rows: &[Row]) -> usize {
        let keys = self.keys.read();
        if keys.is_empty() {
            return 0;
        }
        rows.iter().filter(|row| holds(&keys, row)).count()
    }

    /// Selects a machine, or no longer does; a range may begin there.
    pub fn toggle(self, key: &RowKey) {
        self.keys.update(|keys| match keys.binary_search(key) {
            Ok(at) => {
                keys.remove(at);
            }
            Err(at) => keys.insert(at, key.clone()),
        });
        self.begin(key);
    }

    /// Selects these rows too; if all of them are, none of them any longer.
    pub fn toggle_all(self, rows: &[Row]) {
        self.keys.update(|keys| {
            let are_all = rows.iter().all(|row| holds(keys, row));
            if are_all {
                let mut out: Vec<RowKey> = rows.iter().map(Row::key).collect();
                put_in_order(&mut out);
                keys.retain(|key| out.binary_search(key).is_err());
            } else {
                add(keys, rows);
            }
        });
    }

    /// Selects these rows too.
    pub fn add_all(self, rows: &[Row]) {
        self.keys.update(|keys| add(keys, rows));
    }

    /// Selects every row from where the range begins to this one, and no others than those that
    /// were before there was a range. Without a beginning the range is this row.
    pub fn extend(self, listing: &Listing, to: &RowKey) {
        let (from, before) = self
            .from
            .get_value()
            .unwrap_or_else(|| (to.clone(), self.keys.get_untracked()));
        let at = |key: &RowKey| listing.rows.iter().position(|row| row.is(key));
        let (first, last) = match (at(&from), at(to)) {
            (Some(a), Some(b)) => (a.min(b), a.max(b)),
            (None, Some(b)) => (b, b),
            (_, None) => return,
        };
        let mut keys = before.clone();
        add(
            &mut keys,
            listing.rows.get(first..=last).unwrap_or_default(),
        );
        self.keys.set(keys);
        self.from.set_value(Some((from, before)));
    }

    /// A range begins at this machine, unless one has begun.
    pub fn begin_once(self, key: &RowKey) {
        if self.from.with_value(Option::is_none) {
            self.begin(key);
        }
    }

    fn begin(self, key: &RowKey) {
        let before = self.keys.get_untracked();
        self.from.set_value(Some((key.clone(), before)));
    }

    /// Any range is over; the next one begins anew.
    pub fn end_range(self) {
        self.from.set_value(None);
    }

    /// Selects nothing any more.
    pub fn clear(self) {
        self.keys.set(Vec::new());
        self.end_range();
        self.is_choosing.set(false);
    }
}

impl Default for Picked {
    fn default() -> Self {
        Self::new()
    }
}

fn holds(keys: &[RowKey], row: &Row) -> bool {
    let id = &row.entry.machine.id;
    let account = &row.whose.id;
    let found = keys.binary_search_by(|key| {
        // Most are of the same account, and then it is the same text.
        let order = if Arc::ptr_eq(&key.account, account) {
            Ordering::Equal
        } else {
            key.account.cmp(account)
        };
        order.then_with(|| key.machine.cmp(id))
    });
    found.is_ok()
}

fn add(keys: &mut Vec<RowKey>, rows: &[Row]) {
    keys.extend(rows.iter().map(Row::key));
    put_in_order(keys);
    keys.dedup();
}

fn put_in_order(keys: &mut [RowKey]) {
    keys.sort_unstable_by(|a, b| {
        let is_same = Arc::ptr_eq(&a.account, &b.account);
        let order = if is_same {
            Ordering::Equal
        } else {
            a.account.cmp(&b.account)
        };
        order.then_with(|| a.machine.cmp(&b.machine))
    });
}
