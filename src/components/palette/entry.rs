//! What can be chosen in the list of commands.

use pilothouse_core::{State, Verb};

use super::fuzzy::Wanted;
use crate::{
    components::shortcuts::table::{Does, Keys},
    routes::Route,
    store::{rows::RowKey, settings::Theme},
};

/// One line.
#[derive(Clone, PartialEq)]
pub(super) struct Entry {
    /// What it is called.
    pub(super) name: String,
    /// Smaller words beside it: what kind of thing it is, or why it cannot be chosen.
    pub(super) detail: String,
    /// What choosing it does.
    pub(super) act: Act,
    /// It cannot be chosen; `detail` says why.
    pub(super) is_closed: bool,
    /// What a machine is doing.
    pub(super) state: Option<State>,
    /// The shortcut that does the same.
    pub(super) keys: Option<Keys>,
}

/// What choosing does.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Act {
    /// Goes somewhere.
    Go(Route),
    /// Lists what can be done with a machine.
    Into(RowKey),
    /// Asks something of a machine.
    Ask(RowKey, Verb),
    /// What a shortcut does.
    Does(Does),
    /// Other colours.
    Theme(Theme),
    /// Higher or lower rows.
    Compact(bool),
}

/// What is listed.
#[derive(Clone, Default, PartialEq)]
pub(super) struct Found {
    /// The lines, the best first.
    pub(super) entries: Vec<Entry>,
    /// Words below them; empty for none.
    pub(super) note: String,
}

impl Entry {
    /// A line that can be chosen.
    pub(super) fn new(name: impl Into<String>, detail: impl Into<String>, act: Act) -> Self {
        Self {
            name: name.into(),
            detail: detail.into(),
            act,
            is_closed: false,
            state: None,
            keys: None,
        }
    }
}

/// Lines that fit what is wanted, each with what it is worth.
#[derive(Default)]
pub(super) struct Ranking {
    lines: Vec<(i32, Entry)>,
}

impl Ranking {
    /// Takes a line in if it fits. `also` are other words for it.
    pub(super) fn offer(&mut self, wanted: &Wanted, also: &str, entry: Entry) {
        if let Some(worth) = wanted.fit(&entry.name, also) {
            self.lines.push((worth, entry));
        }
    }

    /// Takes a line in that fits so well.
    pub(super) fn take(&mut self, worth: i32, entry: Entry) {
        self.lines.push((worth, entry));
    }

    /// The lines, the best first; in the order they came if nothing is wanted.
    pub(super) fn entries(mut self, wanted: &Wanted) -> Vec<Entry> {
        if !wanted.is_empty() {
            self.lines.sort_by_key(|(worth, _)| -worth);
        }
        self.lines.into_iter().map(|(_, entry)| entry).collect()
    }
}
