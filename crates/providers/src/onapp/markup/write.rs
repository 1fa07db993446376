//! From a tree to XML as Rails reads it.

use serde_json::{Map, Value};

use crate::xml::escape;

const PROLOG: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>";

/// Writes a body. An object with one member is an element of that name; any other is a `hash`,
/// as Rails calls what has no name.
pub(super) fn document(body: &Value) -> Vec<u8> {
    let mut xml = PROLOG.to_owned();
    match body.as_object().and_then(only_member) {
        Some((name, value)) => element(name, value, &mut xml),
        None => element("hash", body, &mut xml),
    }
    xml.into_bytes()
}

fn only_member(object: &Map<String, Value>) -> Option<(&String, &Value)> {
    let mut members = object.iter();
    members.next().filter(|_| members.next().is_none())
}

fn element(name: &str, value: &Value, xml: &mut String) {
    let kind = match value {
        Value::Null => " nil=\"true\"",
        Value::Bool(_) => " type=\"boolean\"",
        Value::Number(number) if number.is_f64() => " type=\"float\"",
        Value::Number(_) => " type=\"integer\"",
        Value::Array(_) => " type=\"array\"",
        Value::String(_) | Value::Object(_) => "",
    };
    for part in ["<", name, kind, ">"] {
        xml.push_str(part);
    }
    match value {
        Value::Null => {}
        Value::Bool(_) | Value::Number(_) => xml.push_str(&value.to_string()),
        Value::String(text) => xml.push_str(&escape(text)),
        Value::Array(items) => items.iter().for_each(|value| item(value, xml)),
        Value::Object(members) => {
            for (name, value) in members {
                element(name, value, xml);
            }
        }
    }
    for part in ["</", name, ">"] {
        xml.push_str(part);
    }
}

/// An object in an envelope is called by it, anything else `item`.
fn item(value: &Value, xml: &mut String) {
    match value.as_object().and_then(only_member) {
        Some((name, inner)) if inner.is_object() => element(name, inner, xml),
        _ => element("item", value, xml),
    }
}
