//! Keys that do something wherever one is, except where one types.

pub mod map;

use leptos::{ev, prelude::*};
use wasm_bindgen::JsCast;

use super::floating::{Afloat, Floating};
use crate::{
    routes::{self, Route},
    store::Store,
    ui::dom,
};

/// What a shortcut does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// Goes to the query.
    Query,
    /// Goes to the fleet.
    Machines,
    /// Goes to the form for a new machine.
    Build,
    /// Goes to the journal.
    Activity,
    /// Goes to the trash.
    Trash,
    /// Goes to the accounts.
    Accounts,
    /// Goes to the settings.
    Settings,
    /// Looks at every account.
    Refresh,
    /// Opens the map of shortcuts.
    Map,
}

/// One of them.
pub struct Shortcut {
    /// The keys, one after the other.
    pub keys: &'static [&'static str],
    /// What it does, in words.
    pub words: &'static str,
    /// What it does.
    pub act: Act,
}

const fn shortcut(keys: &'static [&'static str], words: &'static str, act: Act) -> Shortcut {
    Shortcut { keys, words, act }
}

/// All that need no other key held down, in the order of the map.
pub const SHORTCUTS: [Shortcut; 9] = [
    shortcut(&["/"], "Search or filter machines", Act::Query),
    shortcut(&["g", "m"], "Go to machines", Act::Machines),
    shortcut(&["g", "b"], "Build a machine", Act::Build),
    shortcut(&["g", "a"], "Go to activity", Act::Activity),
    shortcut(&["g", "t"], "Go to the trash", Act::Trash),
    shortcut(&["g", "c"], "Go to accounts", Act::Accounts),
    shortcut(&["g", "s"], "Go to settings", Act::Settings),
    shortcut(&["r"], "Refresh every account", Act::Refresh),
    shortcut(&["?"], "Show this map", Act::Map),
];

/// How long the second key of two may take, in milliseconds.
const PATIENCE: f64 = 1000.0;

/// What a key amounts to.
#[derive(Debug, PartialEq, Eq)]
enum Step {
    Done(Act),
    Begun,
    Nothing,
}

/// What a key amounts to after the one before it, if that one may begin something.
fn step(before: Option<&str>, key: &str) -> Step {
    for shortcut in &SHORTCUTS {
        let is_it = match (before, shortcut.keys) {
            (None, [only]) => *only == key,
            (Some(before), [first, second]) => *first == before && *second == key,
            _ => false,
        };
        if is_it {
            return Step::Done(shortcut.act);
        }
    }
    let begins = |shortcut: &Shortcut| matches!(shortcut.keys, [first, _] if *first == key);
    if SHORTCUTS.iter().any(begins) {
        return Step::Begun;
    }
    match before {
        // A key that has nothing to do with the one before it stands for itself.
        Some(_) => step(None, key),
        None => Step::Nothing,
    }
}

/// Follows the keyboard for as long as the panel is there.
pub fn listen(store: Store, afloat: Afloat) {
    let before = StoredValue::new((String::new(), 0.0));
    let listener = window_event_listener(ev::keydown, move |event| {
        if event.default_prevented() || event.is_composing() || event.repeat() {
            return;
        }
        let key = event.key();
        let has_dialog = dom::has_dialog();
        let is_command = event.ctrl_key() != event.meta_key();
        if is_command && !event.alt_key() && !event.shift_key() && key.eq_ignore_ascii_case("k") {
            event.prevent_default();
            if !has_dialog {
                afloat.set(Some(Floating::Palette));
            }
            return;
        }
        let is_off = !store.settings.read_untracked().shortcuts;
        let has_modifier = event.ctrl_key() || event.meta_key() || event.alt_key();
        if is_off || has_modifier || has_dialog || takes_keys(&event) || key == "Shift" {
            return;
        }
        let (last, at) = before.get_value();
        let is_recent = !last.is_empty() && event.time_stamp() - at < PATIENCE;
        match step(is_recent.then_some(last.as_str()), &key) {
            Step::Done(act) => {
                event.prevent_default();
                before.set_value((String::new(), 0.0));
                run(store, afloat, act);
            }
            Step::Begun => before.set_value((key, event.time_stamp())),
            Step::Nothing => before.set_value((String::new(), 0.0)),
        }
    });
    on_cleanup(move || listener.remove());
}

/// Does it.
fn run(store: Store, afloat: Afloat, act: Act) {
    let route = match act {
        Act::Query => return dom::focus("query"),
        Act::Refresh => return store.refresh_all(),
        Act::Map => return afloat.set(Some(Floating::Shortcuts)),
        Act::Machines => Route::Machines(untrack(|| store.usual_view(""))),
        Act::Build => Route::Build(None),
        Act::Activity => Route::Activity,
        Act::Trash => Route::Trash,
        Act::Accounts => Route::Accounts,
        Act::Settings => Route::Settings,
    };
    routes::go(&route);
}

/// Whether the key is for something one types or chooses in.
fn takes_keys(event: &web_sys::KeyboardEvent) -> bool {
    let target = event
        .target()
        .and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    let typing = "textarea, select, [contenteditable], [role=combobox], [role=listbox], [role=menu], \
                  input:not([type=checkbox], [type=radio], [type=button], [type=submit])";
    target.is_some_and(|target| target.closest(typing).is_ok_and(|found| found.is_some()))
}

#[cfg(test)]
mod tests {
    use super::{Act, SHORTCUTS, Step, step};

    #[test]
    fn keys_do_what_the_map_says() {
        for (before, key, outcome) in [
            (None, "/", Step::Done(Act::Query)),
            (None, "g", Step::Begun),
            (Some("g"), "m", Step::Done(Act::Machines)),
            (Some("g"), "t", Step::Done(Act::Trash)),
            (Some("g"), "g", Step::Begun),
            (Some("g"), "r", Step::Done(Act::Refresh)),
            (Some("g"), "x", Step::Nothing),
            (None, "m", Step::Nothing),
            (None, "?", Step::Done(Act::Map)),
            (None, "Enter", Step::Nothing),
        ] {
            assert_eq!(step(before, key), outcome, "{before:?} {key}");
        }
    }

    #[test]
    fn no_shortcut_hides_another() {
        for shortcut in &SHORTCUTS {
            let (before, key) = match shortcut.keys {
                [only] => (None, *only),
                [first, second] => (Some(*first), *second),
                _ => panic!("one key or two"),
            };
            assert_eq!(step(before, key), Step::Done(shortcut.act));
        }
    }
}
