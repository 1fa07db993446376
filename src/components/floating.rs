//! What floats above any page and is fetched when it is first wanted.

use leptos::prelude::RwSignal;

use crate::store::rows::RowKey;

/// What floats.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Floating {
    /// What each action of a machine would send.
    Requests(RowKey),
}

/// What floats now.
pub type Afloat = RwSignal<Option<Floating>>;
