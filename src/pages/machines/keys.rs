//! What the keyboard does in the grid.

use leptos::prelude::*;
use wasm_bindgen::JsCast;

use super::pane::{Pane, element_id};
use crate::{
    components::power_menu::{self, OpenMenu},
    routes::{self, Route},
    store::{
        listing::{Line, group_of_key},
        rows::RowKey,
    },
};

/// Arrows, Home, End and Page keys move along the lines, with Shift they select; Space selects,
/// Enter opens, `m` and the menu key open a row's actions.
pub fn press(event: &web_sys::KeyboardEvent, pane: Pane, menu: RwSignal<Option<OpenMenu>>) {
    let picked = pane.fleet.picked;
    let key = event.key();
    let is_command = event.ctrl_key() || event.meta_key();
    if key == "Escape" && picked.count() > 0 {
        event.prevent_default();
        picked.clear();
        return;
    }
    if is_command && key.eq_ignore_ascii_case("a") {
        event.prevent_default();
        picked.add_all(&pane.fleet.listing.read_untracked().rows);
        return;
    }
    if !is_on_line(event) || is_command || event.alt_key() {
        return;
    }
    let Some((line_key, line)) = pane.active.get_untracked() else {
        return;
    };
    let last = pane
        .fleet
        .listing
        .read_untracked()
        .lines()
        .saturating_sub(1);
    let next = match key.as_str() {
        "ArrowDown" => (line + 1).min(last),
        "ArrowUp" => line.saturating_sub(1),
        "PageDown" => (line + pane.page()).min(last),
        "PageUp" => line.saturating_sub(pane.page()),
        "Home" => 0,
        "End" => last,
        _ => {
            if act(pane, menu, &line_key, event) {
                event.prevent_default();
            }
            return;
        }
    };
    event.prevent_default();
    if event.shift_key() {
        extend(pane, &line_key, next);
    } else {
        picked.end_range();
    }
    pane.go_to(next);
}

/// Selects from the line the keyboard was on to another.
fn extend(pane: Pane, from: &str, to: usize) {
    let listing = pane.fleet.listing.read_untracked();
    if group_of_key(from).is_none() {
        pane.fleet.picked.begin_once(&RowKey::from_text(from));
    }
    if let Some(Line::Row(row)) = listing.line(to) {
        pane.fleet.picked.extend(&listing, &row.key());
    }
}

/// What a key does to the line the keyboard is on; says whether anything.
fn act(
    pane: Pane,
    menu: RwSignal<Option<OpenMenu>>,
    line: &str,
    event: &web_sys::KeyboardEvent,
) -> bool {
    let key = event.key();
    let fleet = pane.fleet;
    if let Some(group) = group_of_key(line) {
        let is_closed = fleet.closed.read_untracked().iter().any(|one| one == group);
        let turns = match key.as_str() {
            "Enter" | " " => true,
            "ArrowLeft" => !is_closed,
            "ArrowRight" => is_closed,
            _ => false,
        };
        if turns {
            fleet.toggle_group(group);
        }
        return turns;
    }
    let row = RowKey::from_text(line);
    match key.as_str() {
        "Enter" => routes::go(&Route::Machine(row.place(), fleet.view.get_untracked())),
        " " => fleet.picked.toggle(&row),
        "F10" if !event.shift_key() => return false,
        "m" | "ContextMenu" | "F10" => power_menu::open(menu, row, element_id(line)),
        _ => return false,
    }
    true
}

/// Whether the key was pressed on a line itself rather than on something in it.
fn is_on_line(event: &web_sys::KeyboardEvent) -> bool {
    let target = event.target();
    let element = target.and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    element.is_some_and(|element| element.get_attribute("role").as_deref() == Some("row"))
}
