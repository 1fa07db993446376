//! Where a list of choices can come from.

use pilothouse_core::Choice;
use serde_json::Value;

use crate::{node::Node, onapp::wire, words::one_line};

/// The path of a list.
#[derive(Clone, Copy)]
pub(super) enum Where {
    /// For everybody who may.
    Panel(&'static str),
    /// For everybody who may, and all at once.
    Whole(&'static str),
    /// Below `/users/<own id>`, all at once.
    User(&'static str),
}

/// One of a lookup's sources.
pub(super) struct Source {
    pub(super) at: Where,
    /// The choices in an answer.
    pub(super) read: fn(&Value) -> Vec<Choice>,
}

/// The choices in a list of objects in envelopes of this name.
pub(super) fn each(
    body: &Value,
    envelope: &str,
    choice: fn(Node<'_>) -> Option<Choice>,
) -> Vec<Choice> {
    let items = Node::from(body).items();
    items
        .filter_map(|item| choice(wire::inside(item, envelope)))
        .collect()
}

/// A choice by number and label, which everything in a panel has.
pub(super) fn labelled(node: Node<'_>) -> Option<Choice> {
    let id = node.get("id").text()?;
    let label = node.get("label").text().map(|label| one_line(&label));
    let label = label.filter(|label| !label.is_empty());
    let label = label.unwrap_or_else(|| ["No. ", &id].concat());
    Some(Choice::new(id, label))
}

/// Words that are there, with a dot between.
pub(super) fn details(parts: impl IntoIterator<Item = Option<String>>) -> String {
    let parts = parts.into_iter().flatten();
    let parts: Vec<String> = parts.filter(|part| !part.is_empty()).collect();
    parts.join(" · ")
}

/// A member as one line of text.
pub(super) fn word(node: Node<'_>, key: &str) -> Option<String> {
    node.get(key).text().map(|text| one_line(&text))
}

/// A member as a whole number with what it counts.
pub(super) fn amount(node: Node<'_>, key: &str, unit: &str) -> Option<String> {
    let number = node.get(key).number().filter(|number| *number > 0)?;
    Some([&number.to_string(), unit].concat())
}
