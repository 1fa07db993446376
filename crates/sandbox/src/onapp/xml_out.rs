//! Writes any answer as XML, from the same tree its JSON is written from, by the conventions of
//! Rails; source: `OnApp` reference, section 3.3.

use quick_xml::escape::partial_escape;
use serde_json::{Map, Value};

/// A document whose root is called `root`. With `doubled`, every item of a list is written twice
/// over, one inside the other, as the panel does for statistics.
pub(super) fn write(root: &str, singular: &str, tree: &Value, doubled: bool) -> String {
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    match tree {
        Value::Array(items) => list(&mut out, root, singular, items, doubled, 0),
        _ => element(&mut out, root, tree, 0),
    }
    out
}

/// An error document: one sentence an element.
pub(super) fn errors(sentences: &[String]) -> String {
    let items: Vec<Value> = sentences.iter().cloned().map(Value::String).collect();
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<errors>\n");
    for item in &items {
        element(&mut out, "error", item, 1);
    }
    out.push_str("</errors>\n");
    out
}

fn element(out: &mut String, name: &str, value: &Value, depth: usize) {
    match value {
        Value::Null => line(out, name, " nil=\"true\"", "", depth),
        Value::Bool(flag) => line(out, name, " type=\"boolean\"", &flag.to_string(), depth),
        Value::Number(number) if number.is_f64() => {
            line(out, name, " type=\"float\"", &number.to_string(), depth);
        }
        Value::Number(number) => {
            line(out, name, " type=\"integer\"", &number.to_string(), depth);
        }
        Value::String(text) => line(out, name, text_type(name, text), &clean(text), depth),
        Value::Array(items) => list(out, name, &singular(name), items, false, depth),
        Value::Object(map) => object(out, name, map, depth),
    }
}

fn object(out: &mut String, name: &str, map: &Map<String, Value>, depth: usize) {
    indent(out, depth);
    tag(out, &["<", name, ">\n"]);
    for (key, value) in map {
        element(out, key, value, depth + 1);
    }
    indent(out, depth);
    tag(out, &["</", name, ">\n"]);
}

fn list(
    out: &mut String,
    name: &str,
    singular: &str,
    items: &[Value],
    doubled: bool,
    depth: usize,
) {
    indent(out, depth);
    if items.is_empty() {
        tag(out, &["<", name, " type=\"array\"/>\n"]);
        return;
    }
    tag(out, &["<", name, " type=\"array\">\n"]);
    for item in items {
        match wrapped(item) {
            Some((key, _)) if doubled => object(out, key, &wrapping(item), depth + 1),
            Some((key, inner)) => element(out, key, inner, depth + 1),
            None => element(out, singular, item, depth + 1),
        }
    }
    indent(out, depth);
    tag(out, &["</", name, ">\n"]);
}

/// `{"disk": {…}}` is the element `disk`, not an element with a `disk` inside.
fn wrapped(item: &Value) -> Option<(&str, &Value)> {
    let map = item.as_object().filter(|map| map.len() == 1)?;
    let (key, inner) = map.iter().next()?;
    inner.is_object().then_some((key.as_str(), inner))
}

fn wrapping(item: &Value) -> Map<String, Value> {
    item.as_object().cloned().unwrap_or_default()
}

fn line(out: &mut String, name: &str, attributes: &str, text: &str, depth: usize) {
    indent(out, depth);
    tag(out, &["<", name, attributes, ">", text, "</", name, ">\n"]);
}

fn tag(out: &mut String, parts: &[&str]) {
    out.extend(parts.iter().copied());
}

fn indent(out: &mut String, depth: usize) {
    for _ in 0..depth {
        out.push_str("  ");
    }
}

/// Dates and decimals are texts in JSON and have a type in XML.
fn text_type(name: &str, text: &str) -> &'static str {
    let dated = name.ends_with("_at") || name == "stat_time";
    if dated && text.as_bytes().get(10) == Some(&b'T') {
        return " type=\"datetime\"";
    }
    if name == "monthly_bandwidth_used" {
        return " type=\"decimal\"";
    }
    ""
}

/// The text without characters no XML document may hold, and escaped as far as an element needs.
fn clean(text: &str) -> String {
    let allowed = |char: &char| !char.is_control() || matches!(char, '\t' | '\n' | '\r');
    partial_escape(text.chars().filter(allowed).collect::<String>()).into_owned()
}

/// `ip_addresses` is many an `ip_address`.
pub(super) fn singular(plural: &str) -> String {
    if plural == "children" {
        return "child".to_owned();
    }
    if let Some(stem) = plural.strip_suffix("ies") {
        return format!("{stem}y");
    }
    if let Some(stem) = plural.strip_suffix("sses") {
        return format!("{stem}ss");
    }
    plural.strip_suffix('s').unwrap_or(plural).to_owned()
}
