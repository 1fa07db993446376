//! What a table shows: the rows a query lets through, under headings if they are put together, a
//! line each.

use leptos::prelude::GetUntracked;
use pilothouse_core::State;

use super::{
    Store,
    rows::{Order, Row, RowKey, compare_groups},
};
use crate::{
    query::{self, Query, Subject},
    routes::{Grouping, View},
};

/// What a machine is put under of which the wanted was not said.
const NOT_SAID: &str = "Not said";

/// Rows under a heading.
#[derive(Clone, Debug, PartialEq)]
pub struct Group {
    /// Different for every group of a view, the same for as long as the group is there.
    pub key: String,
    /// Its words.
    pub label: String,
    /// The state that the words are of.
    pub state: Option<State>,
    /// The line of its heading.
    pub line: usize,
    /// Its first row.
    pub first: usize,
    /// How many rows.
    pub count: usize,
    /// Only its heading is shown.
    pub is_closed: bool,
}

/// The lines of a table.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Listing {
    /// The rows of all groups, also of closed ones.
    pub rows: Vec<Row>,
    /// The groups; none where the rows are not put together.
    pub groups: Vec<Group>,
    lines: usize,
}

/// One line.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Line<'a> {
    /// The heading of a group.
    Heading(&'a Group),
    /// A machine.
    Row(&'a Row),
}

impl Line<'_> {
    /// The same for as long as it is the same line; headings and rows never share one.
    pub fn key(&self) -> String {
        match self {
            Self::Heading(group) => heading_key(&group.key),
            Self::Row(row) => row.key().to_text(),
        }
    }
}

/// The key of a group's line.
pub fn heading_key(group: &str) -> String {
    ["\u{1e}", group].concat()
}

/// The group whose line has this key.
pub fn group_of_key(key: &str) -> Option<&str> {
    key.strip_prefix('\u{1e}')
}

impl Listing {
    /// What of an order a view shows; `closed` are keys of groups.
    pub fn of(store: Store, order: &Order, view: &View, closed: &[String]) -> Self {
        // Ages need not be right to the second: following the clock would list all again each tick.
        let query = query::parse(&view.query, store.now.get_untracked()).query;
        Self::new(let_through(&order.rows, &query), view.group, closed)
    }

    fn new(rows: Vec<Row>, grouping: Option<Grouping>, closed: &[String]) -> Self {
        let groups = grouping.map_or_else(Vec::new, |grouping| groups(&rows, grouping, closed));
        let lines = groups
            .last()
            .map_or(rows.len(), |last| last.line + 1 + last.shown());
        Self {
            rows,
            groups,
            lines,
        }
    }

    /// How many lines there are.
    pub const fn lines(&self) -> usize {
        self.lines
    }

    /// A line.
    pub fn line(&self, line: usize) -> Option<Line<'_>> {
        let after = self.groups.partition_point(|group| group.line <= line);
        let Some(group) = after.checked_sub(1).and_then(|at| self.groups.get(at)) else {
            return self.rows.get(line).map(Line::Row);
        };
        match (line - group.line).checked_sub(1) {
            None => Some(Line::Heading(group)),
            Some(at) if at < group.shown() => self.rows.get(group.first + at).map(Line::Row),
            Some(_) => None,
        }
    }

    /// The line a row is on; `None` where its group is closed.
    pub fn line_of(&self, row: usize) -> Option<usize> {
        let after = self.groups.partition_point(|group| group.first <= row);
        match after.checked_sub(1).and_then(|at| self.groups.get(at)) {
            None => Some(row),
            Some(group) if group.is_closed => None,
            Some(group) => Some(group.line + 1 + row - group.first),
        }
    }

    /// The line with this key, which is most likely this one.
    pub fn find(&self, key: &str, likely: usize) -> Option<usize> {
        if self.line(likely).is_some_and(|line| line.key() == key) {
            return Some(likely);
        }
        if let Some(wanted) = group_of_key(key) {
            let mut groups = self.groups.iter();
            return groups
                .find(|group| group.key == wanted)
                .map(|group| group.line);
        }
        let key = RowKey::from_text(key);
        self.line_of(self.rows.iter().position(|row| row.is(&key))?)
    }
}

impl Group {
    /// How many of its rows are on lines.
    const fn shown(&self) -> usize {
        if self.is_closed { 0 } else { self.count }
    }
}

fn let_through(rows: &[Row], query: &Query) -> Vec<Row> {
    if query.is_empty() {
        return rows.to_vec();
    }
    let wanted = |row: &&Row| {
        query.matches(&Subject {
            machine: &row.entry.machine,
            texts: &row.entry.texts,
            owner: &row.whose.owner,
        })
    };
    rows.iter().filter(wanted).cloned().collect()
}

/// The groups of rows that are in the order of their groups.
fn groups(rows: &[Row], grouping: Grouping, closed: &[String]) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    let mut first = 0;
    for together in rows.chunk_by(|a, b| compare_groups(a, b, grouping).is_eq()) {
        let Some(row) = together.first() else {
            continue;
        };
        let (key, label) = words(row, grouping);
        let line = groups.last().map_or(0, |last| last.line + 1 + last.shown());
        groups.push(Group {
            is_closed: closed.contains(&key),
            key,
            label,
            state: (grouping == Grouping::State).then_some(row.entry.machine.state),
            line,
            first,
            count: together.len(),
        });
        first += together.len();
    }
    groups
}

/// The key and the words of a row's group.
fn words(row: &Row, grouping: Grouping) -> (String, String) {
    let machine = &row.entry.machine;
    let (key, label) = match grouping {
        Grouping::State => (None, Some(machine.state.word())),
        Grouping::Account => (Some(&*row.whose.id), Some(&*row.whose.account.label)),
        Grouping::Place => (None, machine.place.as_deref()),
        Grouping::Image => (None, machine.image.as_deref()),
        Grouping::Tags if row.entry.tags.is_empty() => (None, None),
        Grouping::Tags => (None, Some(&*row.entry.tags)),
    };
    let key = key
        .or(label)
        .map(|key| [grouping.word(), ":", key].concat());
    (
        key.unwrap_or_else(|| grouping.word().to_owned()),
        label.unwrap_or(NOT_SAID).to_owned(),
    )
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use pilothouse_core::{Machine, State, Timestamp};

    use super::{Line, Listing};
    use crate::{
        routes::Grouping,
        store::{
            roster::Roster,
            rows::{By, Row, tests::sorted},
        },
    };

    /// Machines named for their place, in that order.
    fn rows() -> Vec<Row> {
        let mut roster = Roster::default();
        for (name, place) in [
            ("a1", "a"),
            ("b1", "b"),
            ("a2", "a"),
            ("-1", ""),
            ("b2", "b"),
        ] {
            let machine = Machine {
                state: State::Off,
                place: (!place.is_empty()).then(|| place.to_owned()),
                ..Machine::bare(name, name)
            };
            roster.take(machine, Timestamp::UNIX_EPOCH);
        }
        let by = By {
            group: Some(Grouping::Place),
            ..By::default()
        };
        sorted(&roster, by)
    }

    fn written(listing: &Listing) -> String {
        let line = |line: Line| match line {
            Line::Heading(group) => format!("[{} {}]", group.label, group.count),
            Line::Row(row) => row.entry.machine.name.clone(),
        };
        let lines = (0..listing.lines()).map(|at| listing.line(at).map(line).unwrap());
        assert!(listing.line(listing.lines()).is_none());
        lines.collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn puts_rows_under_headings() {
        for (grouping, closed, expected) in [
            (None, &[][..], "a1 a2 b1 b2 -1"),
            (
                Some(Grouping::Place),
                &[],
                "[a 2] a1 a2 [b 2] b1 b2 [Not said 1] -1",
            ),
            (
                Some(Grouping::Place),
                &["place:a"],
                "[a 2] [b 2] b1 b2 [Not said 1] -1",
            ),
            (
                Some(Grouping::Place),
                &["place", "place:b"],
                "[a 2] a1 a2 [b 2] [Not said 1]",
            ),
            (Some(Grouping::State), &[], "[Off 5] a1 a2 b1 b2 -1"),
        ] {
            let closed: Vec<String> = closed.iter().map(|key| (*key).to_owned()).collect();
            let listing = Listing::new(rows(), grouping, &closed);
            assert_eq!(written(&listing), expected);
            for row in 0..listing.rows.len() {
                let found = listing.line_of(row).and_then(|line| listing.line(line));
                if let Some(line) = found {
                    assert_eq!(line, Line::Row(&listing.rows[row]));
                }
            }
            for line in 0..listing.lines() {
                let key = listing.line(line).unwrap().key();
                assert_eq!(listing.find(&key, 0), Some(line));
                assert_eq!(listing.find(&key, line), Some(line));
            }
        }
        assert_eq!(
            written(&Listing::new(Vec::new(), Some(Grouping::Place), &[])),
            ""
        );
    }

    #[test]
    fn a_listing_of_the_same_is_the_same() {
        let rows = rows();
        let again = Listing::new(rows.clone(), Some(Grouping::Place), &[]);
        assert!(Arc::ptr_eq(&rows[0].entry, &again.rows[0].entry));
        assert_eq!(again, Listing::new(rows, Some(Grouping::Place), &[]));
    }
}
