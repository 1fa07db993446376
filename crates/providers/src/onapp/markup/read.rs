//! From XML to the tree its JSON form has.

use roxmltree::Node;
use serde_json::{Map, Number, Value};

use crate::xml::{Problem, parse};

/// Lists whose items have no envelope in JSON though they have a name in XML (OnApp reference,
/// "JSON envelopes", "Template store" and "Usage and billing").
const BARE: [&str; 3] = ["children", "relations", "costs"];
/// All lists in here are of that kind.
const BARE_INSIDE: &str = "billing_stats";

/// Reads a document. A list stands for itself; anything else is a member named after the root
/// element, unless that is the name Rails gives to what has none.
pub(super) fn tree(text: &str) -> Result<Value, Problem> {
    let document = parse(text.trim_start_matches('\u{feff}').trim_start())?;
    let root = document.root_element();
    let name = name(root);
    let value = value(root);
    Ok(match value {
        // A list of errors is a member in JSON, all other lists are bare.
        Value::Array(_) if name != "errors" => value,
        Value::Object(_) if name == "hash" => value,
        value => Value::Object(Map::from_iter([(name, value)])),
    })
}

/// Old releases of Rails write dashes where JSON has underscores.
fn name(element: Node<'_, '_>) -> String {
    element.tag_name().name().replace('-', "_")
}

fn value(element: Node<'_, '_>) -> Value {
    let is = |attribute: &str| element.attribute(attribute).unwrap_or_default();
    if is("nil") == "true" {
        return Value::Null;
    }
    let mut inner = element.children().filter(Node::is_element);
    match (is("type"), inner.next()) {
        ("array", _) => items(element),
        (_, Some(first)) if is_list(element, first) => items(element),
        (_, Some(_)) => Value::Object(members(element)),
        (kind, None) => scalar(kind, &text(element)),
    }
}

/// Errors are written as a list without being called one; so may be whatever repeats one name, or
/// holds one of what it is named after.
fn is_list(element: Node<'_, '_>, first: Node<'_, '_>) -> bool {
    let mut inner = element.children().filter(Node::is_element);
    let same = inner.all(|child| child.tag_name() == first.tag_name());
    let several = first.next_sibling_element().is_some();
    same && (several || is_plural(&name(element), &name(first)))
}

fn is_plural(many: &str, one: &str) -> bool {
    let ending = many.strip_prefix(one);
    matches!(ending, Some("s" | "es"))
}

/// A name that is there twice becomes a list of both.
fn members(element: Node<'_, '_>) -> Map<String, Value> {
    let mut members = Map::new();
    for child in element.children().filter(Node::is_element) {
        let value = value(child);
        match members.entry(name(child)) {
            serde_json::map::Entry::Vacant(place) => {
                place.insert(value);
            }
            serde_json::map::Entry::Occupied(mut there) => match there.get_mut() {
                Value::Array(list) => list.push(value),
                one => *one = Value::Array(vec![one.take(), value]),
            },
        }
    }
    members
}

fn items(element: Node<'_, '_>) -> Value {
    let parent = element.parent_element();
    let bare = BARE.iter().any(|is| element.has_tag_name(*is))
        || parent.is_some_and(|parent| parent.has_tag_name(BARE_INSIDE));
    let children = element.children().filter(Node::is_element);
    children.map(|child| item(child, bare)).collect()
}

/// In JSON an object in a list has its name around it. Some lists name it twice.
fn item(element: Node<'_, '_>, bare: bool) -> Value {
    let (name, value) = (name(element), value(element));
    let Value::Object(members) = &value else {
        return value;
    };
    let is_envelope = members.len() == 1 && members.get(&name).is_some_and(Value::is_object);
    if bare || is_envelope || name == "item" {
        return value;
    }
    Value::Object(Map::from_iter([(name, value)]))
}

fn text(element: Node<'_, '_>) -> String {
    let texts = element.children().filter(Node::is_text);
    texts.filter_map(|part| part.text()).collect()
}

/// What is not of the type it is said to be stays text; readers are not strict about types.
fn scalar(kind: &str, text: &str) -> Value {
    let plain = text.trim();
    let typed = match kind {
        "integer" | "float" | "boolean" if plain.is_empty() => Some(Value::Null),
        "integer" => plain
            .parse::<i64>()
            .map(Value::from)
            .or_else(|_| plain.parse::<u64>().map(Value::from))
            .ok(),
        "float" => plain
            .parse()
            .ok()
            .and_then(Number::from_f64)
            .map(Value::Number),
        "boolean" => match plain {
            "true" | "1" => Some(Value::Bool(true)),
            "false" | "0" => Some(Value::Bool(false)),
            _ => None,
        },
        // Decimals are text in JSON too: "0.0".
        _ => None,
    };
    typed.unwrap_or_else(|| Value::String(text.to_owned()))
}
