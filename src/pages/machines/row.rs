//! What a click on a machine's row does.

use leptos::prelude::*;

use super::{grid::event_element, pane::Pane, slots::Slots};
use crate::{
    components::power_menu::{self, OpenMenu},
    routes::{self, Route},
    store::rows::RowKey,
};

/// A row is clicked: its checkbox, its menu's button, or somewhere where nothing of its own is.
pub fn click(
    event: &web_sys::MouseEvent,
    pane: Pane,
    slots: &mut Slots,
    menu: RwSignal<Option<OpenMenu>>,
) {
    let Some(element) = event_element(event) else {
        return;
    };
    let Some(slot) = slots.find(&element) else {
        return;
    };
    let Some(key) = slot.key() else { return };
    if slot.tick.contains(Some(&element)) {
        tick(event, pane, &key);
        slot.tick_again();
    } else if slot.actions.contains(Some(&element)) {
        power_menu::open(menu, key.clone(), slot.opener(&key));
    } else if !element.closest("a").is_ok_and(|link| link.is_some()) {
        row(event, pane, &key);
    }
}

fn row(event: &web_sys::MouseEvent, pane: Pane, key: &RowKey) {
    let fleet = pane.fleet;
    let listing = fleet.listing.read_untracked();
    if event.shift_key() {
        event.prevent_default();
        fleet.picked.extend(&listing, key);
    } else if event.ctrl_key() || event.meta_key() || fleet.picked.is_choosing.get_untracked() {
        fleet.picked.toggle(key);
    } else {
        let view = fleet.view.get_untracked();
        routes::go(&Route::Machine(key.place(), view));
    }
}

/// A row's checkbox is clicked: with Shift it and all between.
fn tick(event: &web_sys::MouseEvent, pane: Pane, key: &RowKey) {
    let fleet = pane.fleet;
    if event.shift_key() {
        fleet.picked.extend(&fleet.listing.read_untracked(), key);
    } else {
        fleet.picked.toggle(key);
    }
}
