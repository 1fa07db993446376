//! What floats above any page and is fetched when it is first wanted: the command palette, the map
//! of shortcuts, the requests of a machine's actions, and the dialog of an action.

use leptos::prelude::RwSignal;
use pilothouse_core::Verb;

use crate::store::rows::RowKey;

/// What floats.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Floating {
    /// The command palette.
    Palette,
    /// The map of shortcuts.
    Shortcuts,
    /// What each action of a machine would send.
    Requests(RowKey),
    /// What has to be entered and confirmed for an action of a machine.
    Order(RowKey, Verb),
}

/// What floats now.
pub type Afloat = RwSignal<Option<Floating>>;
