//! Every account's machines in one order. It is kept up to date rather than made anew: most news
//! is about few machines, and what is nearly in order is quickly put in order.

mod sort;

use std::sync::Arc;

use leptos::prelude::{Read, With};
use pilothouse_core::MachineId;

use super::{
    Store,
    accounts::Account,
    holding::{Holding, Status},
    roster::{Entry, Roster},
};
pub(super) use sort::compare_groups;

use crate::{
    query::Owner,
    routes::{Column, Grouping, Place, View},
};

/// Which machine of which account; the same for as long as the machine exists.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
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

    /// Where its own page is.
    pub fn place(&self) -> Place {
        Place::new(&self.account, self.machine.as_str())
    }

    /// A name for the row's elements on the page, without blanks.
    pub fn element_id(&self) -> String {
        format!("row-{}-{}", self.account, self.machine).replace(char::is_whitespace, "_")
    }
}

/// An account as its rows see it.
#[derive(Debug, PartialEq)]
pub struct Whose {
    /// The account.
    pub account: Arc<Account>,
    /// Its id.
    pub id: Arc<str>,
    /// What is searched of it.
    pub owner: Owner,
    /// The account's last look failed.
    pub is_stale: bool,
}

/// One machine with its account.
#[derive(Clone, Debug)]
pub struct Row {
    /// What was told of it.
    pub entry: Arc<Entry>,
    /// Whose it is.
    pub whose: Arc<Whose>,
    /// Which of the accounts that is.
    part: u32,
    /// Its place among the account's machines.
    at: u32,
}

impl Row {
    /// Its identity.
    pub fn key(&self) -> RowKey {
        RowKey {
            account: self.whose.id.clone(),
            machine: self.entry.machine.id.clone(),
        }
    }

    /// Whether it is this machine.
    pub fn is(&self, key: &RowKey) -> bool {
        self.entry.machine.id == key.machine && self.whose.id == key.account
    }

    /// Whether its machine's own page is here.
    pub fn is_at(&self, place: &Place) -> bool {
        self.entry.machine.id.as_str() == place.machine && *self.whose.id == *place.account
    }
}

/// Equal when nothing told of it changed; cheap.
impl PartialEq for Row {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.entry, &other.entry) && Arc::ptr_eq(&self.whose, &other.whose)
    }
}

/// A list of which less than one in so many is news is put in order by moving those.
const MOST_NEWS: usize = 8;

/// What rows are put in order by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct By {
    /// First by this.
    pub group: Option<Grouping>,
    /// Then by this column, then by name.
    pub sort: Column,
    /// The column the other way round.
    pub descending: bool,
}

impl By {
    /// What a view wants.
    pub const fn of(view: &View) -> Self {
        Self {
            group: view.group,
            sort: view.sort,
            descending: view.descending,
        }
    }
}

/// All rows in an order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Order {
    /// The rows.
    pub rows: Vec<Row>,
    parts: Vec<Part>,
    by: By,
}

/// What the rows of an account were made from.
#[derive(Clone, Debug, PartialEq)]
struct Part {
    whose: Arc<Whose>,
    removals: u32,
    len: usize,
}

/// All rows in this order, from what they were before, and whether that differs. Reactive: follows
/// every account's machines and status.
pub fn order(store: Store, by: By, before: Option<Order>) -> (Order, bool) {
    let holdings = store.all();
    let rosters: Vec<_> = holdings
        .iter()
        .map(|holding| holding.roster.read())
        .collect();
    let rosters: Vec<&Roster> = rosters.iter().map(|roster| &**roster).collect();
    let before = before.unwrap_or_default();
    let parts = holdings.iter().enumerate();
    let parts: Vec<Arc<Whose>> = parts
        .map(|(at, holding)| whose(holding, before.parts.get(at)))
        .collect();
    reorder(&rosters, parts, by, before)
}

/// The account of a holding, the same as before if nothing of it has changed.
fn whose(holding: &Holding, before: Option<&Part>) -> Arc<Whose> {
    let is_stale = holding.status.with(Status::is_stale);
    let before = before.map(|part| &part.whose).filter(|whose| {
        Arc::ptr_eq(&whose.account, &holding.account) && whose.is_stale == is_stale
    });
    before.cloned().unwrap_or_else(|| {
        let facts = holding.provider.facts();
        Arc::new(Whose {
            account: holding.account.clone(),
            id: holding.account.id.as_str().into(),
            owner: Owner::new(&holding.account.label, facts.id, facts.name),
            is_stale,
        })
    })
}

fn reorder(rosters: &[&Roster], parts: Vec<Arc<Whose>>, by: By, before: Order) -> (Order, bool) {
    let stays = |(part, (roster, whose)): (&Part, (&&Roster, &Arc<Whose>))| {
        Arc::ptr_eq(&part.whose.account, &whose.account)
            && part.removals == roster.removals()
            && part.len <= roster.len()
    };
    let was = &before.parts;
    let stays = was.len() == parts.len() && was.iter().zip(rosters.iter().zip(&parts)).all(stays);
    let (mut rows, old) = if stays {
        (before.rows, before.parts)
    } else {
        (Vec::new(), Vec::new())
    };
    let is_another = !stays || before.by != by;
    let mut is_new = is_another;
    let mut news = Vec::new();
    for (place, row) in rows.iter_mut().enumerate() {
        let (part, at) = (row.part as usize, row.at as usize);
        let entry = rosters
            .get(part)
            .and_then(|roster| roster.entries().get(at));
        if let (Some(entry), Some(whose)) = (entry, parts.get(part)) {
            if !Arc::ptr_eq(entry, &row.entry) {
                row.entry = entry.clone();
                news.push(place);
            }
            if !Arc::ptr_eq(whose, &row.whose) {
                row.whose = whose.clone();
                is_new = true;
            }
        }
    }
    for (part, (roster, whose)) in rosters.iter().zip(&parts).enumerate() {
        let known = old.get(part).map_or(0, |part| part.len);
        for (at, entry) in roster.entries().iter().enumerate().skip(known) {
            news.push(rows.len());
            rows.push(Row {
                entry: entry.clone(),
                whose: whose.clone(),
                part: part as u32,
                at: at as u32,
            });
        }
    }
    is_new |= !news.is_empty();
    if is_another || news.len() > rows.len() / MOST_NEWS {
        rows = sort::sorted(rows, by);
    } else if !news.is_empty() {
        rows = sort::with_news(rows, &news, by);
    }
    let made_from = parts.into_iter().zip(rosters);
    let parts = made_from
        .map(|(whose, roster)| Part {
            whose,
            removals: roster.removals(),
            len: roster.len(),
        })
        .collect();
    (Order { rows, parts, by }, is_new)
}

#[cfg(test)]
pub(crate) mod tests {
    use std::sync::Arc;

    use pilothouse_core::{Endpoint, Machine, MachineId, State, Timestamp};

    use super::{By, Order, Owner, Roster, Row, Whose, reorder};
    use crate::{
        api::via::Via,
        routes::{Column, Grouping},
        store::accounts::Account,
    };

    const NOW: Timestamp = Timestamp::UNIX_EPOCH;

    fn whose(label: &str) -> Arc<Whose> {
        let account = Account {
            id: label.into(),
            label: label.into(),
            provider: String::new(),
            endpoint: Endpoint::parse("https://example.net").unwrap(),
            via: Via::Direct,
            login: String::new(),
            colour: 0,
            preferences: std::collections::BTreeMap::default(),
            sandbox: false,
        };
        Arc::new(Whose {
            account: Arc::new(account),
            id: label.into(),
            owner: Owner::new(label, "", ""),
            is_stale: false,
        })
    }

    /// The rows of a roster in this order.
    pub(crate) fn sorted(roster: &Roster, by: By) -> Vec<Row> {
        reorder(&[roster], vec![whose("One")], by, Order::default())
            .0
            .rows
    }

    fn machine(name: &str, state: State, place: &str) -> Machine {
        Machine {
            state,
            place: (!place.is_empty()).then(|| place.to_owned()),
            ..Machine::bare(name, name)
        }
    }

    fn names(order: &Order) -> Vec<&str> {
        let rows = order.rows.iter();
        rows.map(|row| row.entry.machine.name.as_str()).collect()
    }

    /// Something that happens to two accounts.
    type Step = fn(&mut Roster, &mut Roster);

    #[test]
    fn is_the_same_however_it_came_about() {
        let (mut one, mut two) = (Roster::default(), Roster::default());
        let parts = vec![whose("One"), whose("Two")];
        let by_place = By {
            group: Some(Grouping::Place),
            sort: Column::State,
            descending: true,
        };
        let steps: [(&str, Step, bool); 7] = [
            ("nothing", |_, _| (), true),
            (
                "a page",
                |one, _| {
                    for name in ["d", "b", "a"] {
                        one.take(machine(name, State::Running, "lon"), NOW);
                    }
                },
                true,
            ),
            (
                "another account",
                |_, two| {
                    two.take(machine("c", State::Off, ""), NOW);
                    two.take(machine("e", State::Off, "ams"), NOW);
                },
                true,
            ),
            (
                "the same again",
                |one, _| {
                    one.take(machine("b", State::Running, "lon"), NOW);
                },
                false,
            ),
            (
                "a state",
                |one, _| {
                    one.take(machine("b", State::Off, "lon"), NOW);
                },
                true,
            ),
            ("one is gone", |one, _| one.drop(&MachineId::new("d")), true),
            (
                "it is back, elsewhere",
                |one, _| {
                    one.take(machine("d", State::Failed, "ams"), NOW);
                },
                true,
            ),
        ];
        let (mut named, mut placed) = (None, None);
        for (step, act, is_news) in steps {
            act(&mut one, &mut two);
            let rosters = [&one, &two];
            for (by, kept) in [(By::default(), &mut named), (by_place, &mut placed)] {
                let anew = reorder(&rosters, parts.clone(), by, Order::default()).0;
                let before = kept.take().unwrap_or_default();
                let (order, changed) = reorder(&rosters, parts.clone(), by, before);
                assert_eq!(names(&order), names(&anew), "{step}");
                assert_eq!(changed, is_news, "{step}");
                *kept = Some(order);
            }
        }
        assert_eq!(names(&named.unwrap()), ["a", "b", "c", "d", "e"]);
        assert_eq!(names(&placed.unwrap()), ["d", "e", "b", "a", "c"]);
    }

    #[test]
    fn what_is_missing_comes_last_either_way() {
        let mut roster = Roster::default();
        for (name, place) in [("a", ""), ("b", "lon"), ("c", "ams")] {
            roster.take(machine(name, State::Off, place), NOW);
        }
        for (descending, expected) in [(false, ["c", "b", "a"]), (true, ["b", "c", "a"])] {
            let by = By {
                sort: Column::Place,
                descending,
                group: None,
            };
            let order = reorder(&[&roster], vec![whose("One")], by, Order::default()).0;
            assert_eq!(names(&order), expected);
        }
    }
}
