//! Every shortcut there is: what is pressed and what it does.

use leptos::prelude::untrack;

use crate::{routes::Route, store::Store};

/// What is pressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keys {
    /// One key.
    One(&'static str),
    /// Two keys, one after the other.
    Two(&'static str, &'static str),
    /// A key together with Ctrl, or with ⌘ on a Mac.
    Command(&'static str),
}

/// What a shortcut does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Does {
    /// Puts the keyboard into the query.
    Query,
    /// Goes to the fleet.
    Machines,
    /// Goes to the form for a new machine.
    Build,
    /// Goes to what was asked.
    Activity,
    /// Goes to what was deleted.
    Trash,
    /// Goes to the accounts.
    Accounts,
    /// Goes to how a person likes it.
    Settings,
    /// Looks at every account again.
    Refresh,
    /// Opens the list of commands.
    Palette,
    /// Opens the list of shortcuts.
    Map,
}

/// One shortcut.
#[derive(Clone, Copy, Debug)]
pub struct Shortcut {
    /// What is pressed.
    pub keys: Keys,
    /// What it does.
    pub does: Does,
    /// That in words.
    pub words: &'static str,
}

/// All of them, in the order they are listed.
pub const SHORTCUTS: [Shortcut; 10] = [
    of(
        Keys::Command("k"),
        Does::Palette,
        "Find a command or a machine",
    ),
    of(Keys::One("/"), Does::Query, "Search or filter machines"),
    of(Keys::Two("g", "m"), Does::Machines, "Go to machines"),
    of(Keys::Two("g", "b"), Does::Build, "Build a new machine"),
    of(Keys::Two("g", "a"), Does::Activity, "Go to activity"),
    of(Keys::Two("g", "t"), Does::Trash, "Go to the trash"),
    of(Keys::Two("g", "c"), Does::Accounts, "Go to accounts"),
    of(Keys::Two("g", "s"), Does::Settings, "Go to settings"),
    of(Keys::One("r"), Does::Refresh, "Refresh every account"),
    of(Keys::One("?"), Does::Map, "Show these shortcuts"),
];

const fn of(keys: Keys, does: Does, words: &'static str) -> Shortcut {
    Shortcut { keys, does, words }
}

impl Does {
    /// Where it goes, if it goes anywhere. Not reactive.
    pub fn route(self, store: Store) -> Option<Route> {
        Some(match self {
            Self::Machines => Route::Machines(untrack(|| store.usual_view(""))),
            Self::Build => Route::Build(None),
            Self::Activity => Route::Activity,
            Self::Trash => Route::Trash,
            Self::Accounts => Route::Accounts,
            Self::Settings => Route::Settings,
            Self::Query | Self::Refresh | Self::Palette | Self::Map => return None,
        })
    }

    /// What is pressed for it.
    pub fn keys(self) -> Option<Keys> {
        let mut all = SHORTCUTS.iter();
        all.find(|shortcut| shortcut.does == self)
            .map(|shortcut| shortcut.keys)
    }
}
