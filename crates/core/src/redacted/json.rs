//! JSON without its secrets.

use serde_json::{Map, Value};

use super::{REMOVED, names, text::Held};

/// The same value without what is called like a secret or holds one.
pub(super) fn without_secrets(value: Value, held: &Held<'_>) -> Value {
    match value {
        Value::String(text) => Value::String(held.without(&text)),
        Value::Number(number) if held.is(&number.to_string()) => removed(),
        Value::Array(items) => {
            let items = items.into_iter();
            items.map(|item| without_secrets(item, held)).collect()
        }
        Value::Object(members) => Value::Object(members_without_secrets(members, held)),
        plain => plain,
    }
}

/// Indented text.
pub(super) fn laid_out(value: Value) -> Option<String> {
    serde_json::to_string_pretty(&value).ok()
}

fn members_without_secrets(members: Map<String, Value>, held: &Held<'_>) -> Map<String, Value> {
    let names_a_secret = members.iter().any(|(name, value)| {
        let value = value.as_str();
        names::is_a_label(name) && value.is_some_and(names::is_secret)
    });
    let members = members.into_iter().map(|(name, value)| {
        let is_secret = if names_a_secret && names::is_a_value(&name) {
            true
        } else {
            // What a secret's name is a label for is handled above; the name itself is none.
            names::is_secret(&name) && !(names_a_secret && names::is_a_label(&name))
        };
        let value = match value {
            Value::Null | Value::Bool(_) => value,
            _ if is_secret => removed(),
            value => without_secrets(value, held),
        };
        (held.without(&name), value)
    });
    members.collect()
}

fn removed() -> Value {
    Value::String(REMOVED.to_owned())
}
