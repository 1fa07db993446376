//! As many rows as can be seen, and which machine each of them says. A row that is scrolled out of
//! sight says another machine where it comes into sight again: none is made while scrolling.

use std::{mem, ops::Range};

use leptos::prelude::document;
use wasm_bindgen::JsValue;
use web_sys::{Element, Node};

use super::{
    cells::Ink,
    picked::Picked,
    slot::{Look, Slot},
};
use crate::{
    routes::{Columns, Place},
    store::{
        jobs::Open,
        listing::{Line, Listing, group_of_key},
        rows::{Row, RowKey},
    },
};

/// Rows made at once. What is left is made in the next frame, so that a key is heard in between.
const AT_ONCE: usize = 10;

/// The rows; those in sight, and the one the keyboard is on wherever it is.
#[derive(Default)]
pub struct Slots {
    all: Vec<Slot>,
    /// Not on the page.
    spare: Vec<Slot>,
    columns: Columns,
}

/// What can be seen.
pub struct Sight<'a> {
    /// The lines there are.
    pub listing: &'a Listing,
    /// Those in sight.
    pub range: Range<usize>,
    /// The line the keyboard is on, by key and number.
    pub active: Option<(&'a str, usize)>,
    /// The machine shown beside the table.
    pub opened: Option<&'a Place>,
    /// What is being done.
    pub open: &'a Open,
    /// What is selected.
    pub picked: Picked,
    /// The columns shown.
    pub columns: Columns,
    /// How high a line is.
    pub row_height: f64,
    /// What rows are written with.
    pub ink: Ink,
    /// Rows are written with something else than before.
    pub is_anew: bool,
}

impl Sight<'_> {
    /// The machine of a line, where it has one.
    fn row(&self, line: usize) -> Option<&Row> {
        match self.listing.line(line) {
            Some(Line::Row(row)) => Some(row),
            _ => None,
        }
    }
}

impl Slots {
    /// Shows what can be seen; whether there is more of it than could be made at once.
    pub fn show(&mut self, body: &Element, sight: &Sight) -> Result<bool, JsValue> {
        if self.columns != sight.columns {
            self.columns = sight.columns;
            self.spare.clear();
            for slot in mem::take(&mut self.all) {
                slot.element.remove();
            }
        }
        let active = sight.active.filter(|(key, _)| group_of_key(key).is_none());
        let active = active.map(|(key, line)| (RowKey::from_text(key), line));
        let missing = self.keep(sight, active.as_ref());
        let mut made = 0;
        for line in missing {
            let spare = self.spare.pop();
            made += usize::from(spare.is_none());
            if made > AT_ONCE {
                break;
            }
            let mut slot = spare.map_or_else(|| Slot::new(self.columns), Ok)?;
            slot.line = line;
            if !mem::replace(&mut slot.is_there, true) {
                body.append_child(&slot.element)?;
            }
            self.all.push(slot);
        }
        for slot in &mut self.spare {
            if mem::take(&mut slot.is_there) {
                slot.element.remove();
            }
        }
        let active = active.map(|(_, line)| line);
        for slot in &mut self.all {
            let Some(row) = sight.row(slot.line) else {
                continue;
            };
            let look = Look {
                is_picked: sight.picked.is(row),
                is_active: active == Some(slot.line),
                is_open: sight.opened.is_some_and(|place| row.is_at(place)),
                line: slot.line,
                top: slot.line as f64 * sight.row_height,
            };
            if slot.is_in_the_way_of(row) {
                slot.element.remove();
                body.append_child(&slot.element)?;
            }
            let asked = sight.open.pending(&row.whose.id, &row.entry.machine.id);
            slot.show(row, asked, &sight.ink, look, sight.is_anew)?;
        }
        Ok(made > AT_ONCE)
    }

    /// Keeps the rows whose lines can still be seen, and puts the others by; gives the lines that
    /// have none.
    fn keep(&mut self, sight: &Sight, active: Option<&(RowKey, usize)>) -> Vec<usize> {
        let range = sight.range.clone();
        let mut missing: Vec<bool> = range.clone().map(|at| sight.row(at).is_some()).collect();
        let mut misses_active = active.is_some();
        // It keeps the focus, wherever its machine goes.
        if let Some((key, line)) = active
            && let Some(slot) = self.all.iter_mut().find(|slot| slot.says(key))
        {
            slot.line = *line;
            misses_active = false;
            if let Some(missing) = line
                .checked_sub(range.start)
                .and_then(|at| missing.get_mut(at))
            {
                *missing = false;
            }
        }
        for slot in mem::take(&mut self.all) {
            let is_active = active.is_some_and(|(key, _)| slot.says(key));
            let place = slot.line.checked_sub(range.start);
            let place = place.and_then(|at| missing.get_mut(at));
            if is_active || place.is_some_and(mem::take) {
                self.all.push(slot);
            } else {
                self.spare.push(slot);
            }
        }
        let lines = range.clone().zip(missing);
        let mut lines: Vec<usize> = lines.filter_map(|(line, is)| is.then_some(line)).collect();
        lines.extend(
            active
                .map(|(_, line)| *line)
                .filter(|line| misses_active && !range.contains(line)),
        );
        lines
    }

    /// The row an element is in.
    pub fn find(&mut self, element: &Element) -> Option<&mut Slot> {
        let mut all = self.all.iter_mut();
        all.find(|slot| slot.element.contains(Some(element)))
    }
}

/// Puts the lines on the page into the order they are seen in, for those who listen; rows that were
/// used again are where they were before. What has the focus stays, as it would lose it.
pub fn put_in_order(body: &Element) -> Result<(), JsValue> {
    let children = body.children();
    let mut lines: Vec<(usize, Element)> = Vec::new();
    for at in 0..children.length() {
        let Some(element) = children.item(at) else {
            continue;
        };
        let line = element.get_attribute("aria-rowindex");
        if let Some(line) = line.and_then(|line| line.parse().ok()) {
            let place = lines.partition_point(|(before, _)| *before < line);
            lines.insert(place, (line, element));
        }
    }
    let focus = document().active_element();
    let has_focus = |(_, line): &(usize, Element)| line.contains(focus.as_ref().map(AsRef::as_ref));
    let still = lines.iter().position(has_focus).unwrap_or_default();
    let (before, after) = lines.split_at(still);
    let Some((_, still)) = after.first() else {
        return Ok(());
    };
    let mut next: &Node = still;
    for (_, line) in before.iter().rev() {
        if line.next_sibling().as_ref() != Some(next) {
            body.insert_before(line, Some(next))?;
        }
        next = line;
    }
    let mut last: &Node = still;
    for (_, line) in after.iter().skip(1) {
        if last.next_sibling().as_ref() != Some(line) {
            body.insert_before(line, last.next_sibling().as_ref())?;
        }
        last = line;
    }
    Ok(())
}
