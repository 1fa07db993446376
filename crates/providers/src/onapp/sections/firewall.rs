//! Firewall rules (OnApp reference, "Firewall").

use pilothouse_core::{Content, Error};
use serde_json::Value;

use crate::{
    node::Node,
    onapp::wire::{bad_answer, inside},
    words::one_line,
};

/// `GET /virtual_machines/:id/firewall_rules`, in the order in which the rules apply.
pub(super) fn read(body: &Value) -> Result<Content, Error> {
    let list = Node::from(body);
    if !list.is_list() {
        return Err(bad_answer("is not a list of firewall rules"));
    }
    let rules = list.items().map(|item| inside(item, "firewall_rule"));
    let mut rules: Vec<_> = rules.collect();
    rules.sort_by_key(|rule| rule.get("position").number());
    Ok(Content::Facts(rules.into_iter().filter_map(rule).collect()))
}

/// What is done, and to what: without address or port, to any.
fn rule(node: Node<'_>) -> Option<(String, String)> {
    let text = |key| node.get(key).text().map(|text| one_line(&text));
    let command = text("command")?;
    let words = [
        text("protocol"),
        Some(text("port").map_or_else(|| "any port".to_owned(), |port| ["port ", &port].concat())),
        text("address").map(|address| ["from ", &address].concat()),
        text("network_interface_id").map(|id| ["on interface ", &id].concat()),
        text("comment"),
    ];
    let words: Vec<String> = words.into_iter().flatten().collect();
    Some((command, words.join(", ")))
}
