//! Listening for shortcuts.

use leptos::prelude::*;
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::KeyboardEvent;

use super::{
    floating::{Float, Floating, modal},
    sequence::{Sequence, Step, command},
    table::Does,
};
use crate::{routes, store::Store, ui::dom};

/// Where letters are typed rather than pressed, and menus, which have keys of their own.
const TYPED_INTO: &str = "input:not([type=checkbox], [type=radio]), textarea, select, \
    [contenteditable]:not([contenteditable=false]), [role=textbox], [role=menu]";

/// Listens for as long as the page lives.
pub(super) fn listen(store: Store, floating: Floating) {
    let mut sequence = Sequence::default();
    let heard = Closure::<dyn FnMut(web_sys::Event)>::new(move |event: web_sys::Event| {
        // What fills in forms sends events of this name that are none of a keyboard.
        if let Some(event) = event.dyn_ref::<KeyboardEvent>()
            && !event.is_composing()
            && !event.repeat()
        {
            hear(store, floating, &mut sequence, event);
        }
    });
    // Before anybody else: what has the focus may know the second key of two as its own.
    let _listens = window().add_event_listener_with_callback_and_bool(
        "keydown",
        heard.as_ref().unchecked_ref(),
        true,
    );
    heard.forget();
}

fn hear(store: Store, floating: Floating, sequence: &mut Sequence, event: &KeyboardEvent) {
    let key = event.key();
    let is_modal = modal().is_some();
    let (ctrl, meta, alt) = (event.ctrl_key(), event.meta_key(), event.alt_key());
    let is_plain = !(ctrl || meta || alt);
    if let (Some(open), false) = (floating.now_untracked(), is_modal) {
        // It has not come yet, and already somebody types into it.
        if open == Float::Palette && is_plain && key.chars().count() == 1 {
            event.prevent_default();
            floating.type_ahead(&key);
        } else if key == "Escape" {
            floating.close();
        }
        return;
    }
    let step = if is_modal {
        Step::Nothing
    } else if ctrl != meta && !alt && !event.shift_key() {
        command(&key)
    } else if is_plain && store.settings.read_untracked().shortcuts && !is_typed(event) {
        sequence.press(&key, event.time_stamp() as i64)
    } else {
        Step::Nothing
    };
    match step {
        Step::Does(does) => {
            sequence.forget();
            act(store, floating, does);
        }
        Step::Begins => {}
        Step::Nothing => return,
    }
    event.prevent_default();
    event.stop_propagation();
}

/// Whether the key is meant for something it is typed into.
fn is_typed(event: &KeyboardEvent) -> bool {
    let target = event.target();
    let element = target.and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    element.is_some_and(|element| element.closest(TYPED_INTO).ok().flatten().is_some())
}

/// Does it.
fn act(store: Store, floating: Floating, does: Does) {
    match does {
        Does::Query => dom::focus("query"),
        Does::Refresh => store.refresh_all(),
        Does::Palette => floating.open(Float::Palette),
        Does::Map => floating.open(Float::Map),
        page => {
            if let Some(route) = page.route(store) {
                routes::go(&route);
            }
        }
    }
}
