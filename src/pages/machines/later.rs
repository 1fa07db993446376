//! Parts of the page that are fetched when somebody first selects a machine, opens a tool or puts
//! machines together.

use leptos::prelude::*;

use super::{
    fleet::Fleet,
    pane::{Headings, Pane},
    tools::Tool,
};
use crate::parts::{self, Wanted};

/// The bar below the table.
pub fn bulk(fleet: Fleet) -> AnyView {
    parts::later(move |make| make(Wanted::Bulk(fleet)))
}

/// What is in a tool's panel.
pub fn tool(fleet: Fleet, tool: Tool, close: Callback<()>) -> AnyView {
    parts::later(move |make| make(Wanted::Tool(fleet, tool, close)))
}

/// A line with a group's heading.
pub fn group(key: String, headings: Headings, pane: Pane) -> AnyView {
    let line = Box::new((key, headings, pane));
    parts::later(move |make| make(Wanted::Group(line.clone())))
}
