//! Parts of the page that are fetched when somebody first selects a machine or opens a tool.

use leptos::prelude::*;

use super::{fleet::Fleet, tools::Tool};
use crate::parts::{self, Wanted};

/// The bar below the table.
pub fn bulk(fleet: Fleet) -> AnyView {
    parts::later(move |make| make(Wanted::Bulk(fleet)))
}

/// What is in a tool's panel.
pub fn tool(fleet: Fleet, tool: Tool, close: Callback<()>) -> AnyView {
    parts::later(move |make| make(Wanted::Tool(fleet, tool, close)))
}
