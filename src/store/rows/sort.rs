//! Putting rows in order. What is compared most is fetched once before: the beginning of a text as a
//! number, beside its row's place, so that most comparisons touch no machine.

use std::cmp::Ordering;

use pilothouse_core::HourlyPrice;

use super::{By, Row};
use crate::routes::{Column, Grouping};

/// How many bytes of a text are compared at once.
const HEAD: usize = 15;
/// After every head there is.
const MISSING: u128 = u128::MAX;

/// What rows are compared by.
#[derive(Clone, Copy)]
enum What {
    Column { column: Column, descending: bool },
    Group(Grouping),
}

/// A row's place, with what it is compared by.
struct Key {
    head: u128,
    /// Rows with equal heads may differ.
    has_more: bool,
    place: u32,
}

/// All of them in order. What is equal stays in the order it was in.
pub(super) fn sorted(rows: Vec<Row>, by: By) -> Vec<Row> {
    let Ok(count) = u32::try_from(rows.len()) else {
        return rows;
    };
    let column = |column, descending| What::Column { column, descending };
    let is_by_name = by.sort == Column::Name;
    let mut places = (0..count).collect();
    // From the last thing that matters to the first.
    put(
        &rows,
        &mut places,
        column(Column::Name, is_by_name && by.descending),
    );
    if !is_by_name {
        put(&rows, &mut places, column(by.sort, by.descending));
    }
    if let Some(group) = by.group {
        put(&rows, &mut places, What::Group(group));
    }
    let rows = places
        .iter()
        .map(|place| rows.get(*place as usize).cloned());
    rows.flatten().collect()
}

/// Rows that were in order before something was told of those at these places, which ascend.
pub(super) fn with_news(rows: Vec<Row>, news: &[usize], by: By) -> Vec<Row> {
    let fresh = news.iter().filter_map(|place| rows.get(*place).cloned());
    let fresh = sorted(fresh.collect(), by);
    let mut all = Vec::with_capacity(rows.len());
    let mut news = news.iter().copied().peekable();
    let known = rows.into_iter().enumerate();
    let known = known.filter(|(place, _)| news.next_if_eq(place).is_none());
    let known: Vec<Row> = known.map(|(_, row)| row).collect();
    let mut rest = known.as_slice();
    for row in fresh {
        let before = rest.partition_point(|known| compare(known, &row, by).is_le());
        let (first, after) = rest.split_at(before);
        all.extend_from_slice(first);
        all.push(row);
        rest = after;
    }
    all.extend_from_slice(rest);
    all
}

/// Puts places in order; those of equal rows stay in theirs.
fn put(rows: &[Row], places: &mut Vec<u32>, what: What) {
    let key = |place: &u32| Some(Key::of(rows.get(*place as usize)?, *place, what));
    let mut keys: Vec<Key> = places.iter().filter_map(key).collect();
    keys.sort_by(|a, b| {
        a.head.cmp(&b.head).then_with(|| {
            let rows = (rows.get(a.place as usize), rows.get(b.place as usize));
            match rows {
                (Some(one), Some(other)) if a.has_more || b.has_more => what.order_more(one, other),
                _ => Ordering::Equal,
            }
        })
    });
    places.clear();
    places.extend(keys.iter().map(|key| key.place));
}

impl What {
    fn order(self, a: &Row, b: &Row) -> Ordering {
        let (left, right) = (Key::of(a, 0, self), Key::of(b, 0, self));
        let heads = left.head.cmp(&right.head);
        if heads.is_eq() && (left.has_more || right.has_more) {
            self.order_more(a, b)
        } else {
            heads
        }
    }

    /// The order of rows whose heads are equal.
    fn order_more(self, a: &Row, b: &Row) -> Ordering {
        match self {
            Self::Column { column, descending } => {
                let order = text(a, column).cmp(&text(b, column));
                if descending { order.reverse() } else { order }
            }
            Self::Group(group) => compare_groups(a, b, group),
        }
    }
}

impl Key {
    fn of(row: &Row, place: u32, what: What) -> Self {
        let (head, has_more) = match what {
            What::Group(_) => (0, true),
            What::Column { column, descending } => match head(row, column) {
                Some((head, has_more)) if descending => (MISSING - 1 - head, has_more),
                Some(head) => head,
                None => (MISSING, false),
            },
        };
        Self {
            head,
            has_more,
            place,
        }
    }
}

/// What a column begins with as a number, and whether there is more.
fn head(row: &Row, column: Column) -> Option<(u128, bool)> {
    if matches!(
        column,
        Column::Name | Column::Account | Column::Address | Column::Place | Column::Image
    ) {
        return text(row, column).map(beginning);
    }
    let machine = &row.entry.machine;
    let number = match column {
        Column::State => {
            let state = machine.state;
            (state.tone() as u128) << 8 | state as u128
        }
        Column::Size => {
            let cpus = machine.cpus.map_or(0, |cpus| 1 + u128::from(cpus));
            u128::from(machine.memory?.bytes()) << 33 | cpus
        }
        Column::Price => from_zero(machine.price.as_ref().map(HourlyPrice::nanos)?),
        // The newest first.
        _ => from_zero(i64::MAX) - from_zero(machine.changed?.as_millisecond()),
    };
    Some((number, false))
}

/// What a column says, where that is text.
fn text(row: &Row, column: Column) -> Option<&str> {
    let machine = &row.entry.machine;
    match column {
        Column::Name => Some(&row.entry.sort_name),
        Column::Account => Some(&row.whose.account.label),
        Column::Address => machine.addresses.first().map(String::as_str),
        Column::Place => machine.place.as_deref(),
        Column::Image => machine.image.as_deref(),
        _ => None,
    }
}

/// The same distances, from nothing on.
const fn from_zero(number: i64) -> u128 {
    (number as i128 - i64::MIN as i128) as u128
}

fn beginning(text: &str) -> (u128, bool) {
    let bytes = text.bytes().chain(std::iter::repeat(0)).take(HEAD);
    let head = bytes.fold(0, |head, byte| head << 8 | u128::from(byte));
    (head, text.len() > HEAD)
}

/// By group, then by a column, then by name; what is missing comes last either way.
fn compare(a: &Row, b: &Row, by: By) -> Ordering {
    let column = |column, descending| What::Column { column, descending }.order(a, b);
    let group = by
        .group
        .map_or(Ordering::Equal, |group| compare_groups(a, b, group));
    group
        .then_with(|| column(by.sort, by.descending))
        .then_with(|| match by.sort {
            Column::Name => Ordering::Equal,
            _ => column(Column::Name, false),
        })
}

/// Which of two rows' groups comes first; equal when it is the same group.
pub(in crate::store) fn compare_groups(a: &Row, b: &Row, group: Grouping) -> Ordering {
    let (left, right) = (&a.entry.machine, &b.entry.machine);
    match group {
        Grouping::State => compare_states(a, b),
        Grouping::Account => {
            let (a, b) = (&a.whose, &b.whose);
            (&a.account.label, &a.id).cmp(&(&b.account.label, &b.id))
        }
        Grouping::Place => present(left.place.as_ref(), right.place.as_ref(), keep),
        Grouping::Image => present(left.image.as_ref(), right.image.as_ref(), keep),
        Grouping::Tags => present(said(&a.entry.tags), said(&b.entry.tags), keep),
    }
}

fn said(text: &str) -> Option<&str> {
    (!text.is_empty()).then_some(text)
}

const fn keep(order: Ordering) -> Ordering {
    order
}

fn compare_states(a: &Row, b: &Row) -> Ordering {
    let (a, b) = (a.entry.machine.state, b.entry.machine.state);
    a.tone().cmp(&b.tone()).then(a.cmp(&b))
}

fn present<T: Ord>(a: Option<T>, b: Option<T>, turn: impl Fn(Ordering) -> Ordering) -> Ordering {
    match (a, b) {
        (Some(a), Some(b)) => turn(a.cmp(&b)),
        (Some(_), None) => Ordering::Less,
        (None, Some(_)) => Ordering::Greater,
        (None, None) => Ordering::Equal,
    }
}

#[cfg(test)]
mod tests {
    use std::{cmp::Ordering, sync::Arc};

    use pilothouse_core::{ByteSize, HourlyPrice, Machine, State, Timestamp};

    use super::{compare_groups, compare_states, keep, present, sorted, with_news};
    use crate::{
        routes::{Column, Grouping},
        store::{
            roster::Roster,
            rows::{By, Row, tests::sorted as rows_of},
        },
    };

    /// The same without heads.
    fn is_before_or_equal(a: &Row, b: &Row, by: By) -> bool {
        let group = by
            .group
            .map_or(Ordering::Equal, |group| compare_groups(a, b, group));
        let columns = compare_columns(a, b, by.sort, by.descending);
        let names = || a.entry.sort_name.cmp(&b.entry.sort_name);
        let order = group.then(columns);
        let is_by_name = by.sort == Column::Name;
        order
            .then_with(|| if is_by_name { Ordering::Equal } else { names() })
            .is_le()
    }

    fn compare_columns(a: &Row, b: &Row, column: Column, descending: bool) -> Ordering {
        let (left, right) = (&a.entry.machine, &b.entry.machine);
        let turn = if descending { Ordering::reverse } else { keep };
        match column {
            Column::State => turn(compare_states(a, b)),
            Column::Name => turn(a.entry.sort_name.cmp(&b.entry.sort_name)),
            Column::Account => turn(a.whose.account.label.cmp(&b.whose.account.label)),
            Column::Address => present(left.addresses.first(), right.addresses.first(), turn),
            Column::Size => present(
                left.memory.map(|memory| (memory, left.cpus)),
                right.memory.map(|memory| (memory, right.cpus)),
                turn,
            ),
            Column::Place => present(left.place.as_ref(), right.place.as_ref(), turn),
            Column::Image => present(left.image.as_ref(), right.image.as_ref(), turn),
            Column::Price => present(
                left.price.as_ref().map(HourlyPrice::nanos),
                right.price.as_ref().map(HourlyPrice::nanos),
                turn,
            ),
            // The newest change first: that is what is looked for.
            Column::Changed => present(left.changed, right.changed, |order| turn(order.reverse())),
        }
    }

    /// Machines that differ in everything, some from the sixteenth letter on, some in nothing.
    fn rows() -> Vec<Row> {
        let mut roster = Roster::default();
        let some = |n: u32, every: u32| !n.is_multiple_of(every);
        for n in 0..97_u32 {
            let mixed = n * 61 % 97;
            let machine = Machine {
                state: State::ALL[mixed as usize % State::ALL.len()],
                place: some(n, 5).then(|| format!("a place with a long name {}", mixed % 4)),
                image: some(n, 7).then(|| format!("image {}", mixed % 6)),
                addresses: some(n, 3)
                    .then(|| format!("192.0.2.{mixed}"))
                    .into_iter()
                    .collect(),
                memory: some(n, 4).then(|| ByteSize::from_gib(u64::from(mixed % 5))),
                cpus: some(n, 6).then_some(mixed % 3),
                price: HourlyPrice::from_decimal(&format!("0.{}", mixed % 9), None)
                    .filter(|_| some(n, 8)),
                changed: some(n, 9)
                    .then(|| Timestamp::from_second(i64::from(mixed % 11) - 5).unwrap()),
                ..Machine::bare(n.to_string(), format!("Machine of that name {}", mixed / 2))
            };
            roster.take(machine, Timestamp::UNIX_EPOCH);
        }
        rows_of(&roster, By::default())
    }

    fn every_order() -> impl Iterator<Item = By> {
        let groups = [None, Some(Grouping::State), Some(Grouping::Place)];
        let columns = Column::ALL.into_iter();
        columns.flat_map(move |sort| {
            groups.into_iter().flat_map(move |group| {
                [false, true].map(|descending| By {
                    group,
                    sort,
                    descending,
                })
            })
        })
    }

    fn is_in_order(rows: &[Row], by: By) -> bool {
        rows.is_sorted_by(|a, b| is_before_or_equal(a, b, by))
    }

    #[test]
    fn heads_say_what_comparing_says() {
        for by in every_order() {
            let sorted = sorted(rows(), by);
            assert_eq!(sorted.len(), 97);
            assert!(is_in_order(&sorted, by), "{by:?}");
        }
    }

    #[test]
    fn news_go_where_they_belong() {
        for by in every_order() {
            let mut rows = sorted(rows(), by);
            let news = [0, 1, 40, 96];
            for (place, other) in news.into_iter().zip([50, 95, 3, 0]) {
                let other: Row = rows[other].clone();
                rows[place].entry = Arc::clone(&other.entry);
            }
            let rows = with_news(rows, &news, by);
            assert_eq!(rows.len(), 97);
            assert!(is_in_order(&rows, by), "{by:?}");
        }
    }
}
