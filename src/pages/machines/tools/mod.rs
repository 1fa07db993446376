//! Ways to look at the fleet: what the buttons above the table open.

mod export;
mod looks;
mod saved;
mod written;

use leptos::prelude::*;

use super::fleet::Fleet;

/// One of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tool {
    /// Views with a name.
    Saved,
    /// Groups, order, columns, rows.
    View,
    /// Files of what is shown.
    Export,
}

/// What is in a tool's panel.
pub fn tool(fleet: Fleet, tool: Tool, close: Callback<()>) -> AnyView {
    match tool {
        Tool::Saved => saved::saved(fleet, close),
        Tool::View => looks::looks(fleet),
        Tool::Export => export::export(fleet, close),
    }
}
