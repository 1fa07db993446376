//! Reads an XML request body into the tree its JSON twin would have given; source: `OnApp`
//! reference, section 3.3.

use quick_xml::{Reader, events::BytesStart, events::Event};
use serde_json::{Map, Value, json};

/// Elements deeper than this are refused.
const DEEPEST: usize = 32;

/// An element whose end has not been read yet.
struct Open {
    name: String,
    kind: Option<String>,
    nil: bool,
    text: String,
    children: Vec<(String, Value)>,
}

/// The body as one object with the root element for its key; none if it is not well-formed.
pub(super) fn read(body: &str) -> Option<Map<String, Value>> {
    let mut reader = Reader::from_str(body);
    let mut stack: Vec<Open> = Vec::new();
    let mut root = None;
    loop {
        match reader.read_event().ok()? {
            Event::Start(start) => {
                if stack.len() >= DEEPEST || (stack.is_empty() && root.is_some()) {
                    return None;
                }
                stack.push(open(&start)?);
            }
            Event::Empty(start) => close(open(&start)?, &mut stack, &mut root),
            Event::End(_) => close(stack.pop()?, &mut stack, &mut root),
            Event::Text(text) => add(&mut stack, &text),
            Event::CData(text) => add(&mut stack, &text),
            Event::GeneralRef(reference) => {
                let char = match reference.resolve_char_ref().ok()? {
                    Some(char) => char,
                    None => predefined(&reference)?,
                };
                add(&mut stack, char.encode_utf8(&mut [0; 4]));
            }
            // A document type can define entities that grow without end; nobody needs one here.
            Event::DocType(_) => return None,
            Event::Decl(_) | Event::PI(_) | Event::Comment(_) => {}
            Event::Eof => break,
        }
    }
    let (name, value) = root.filter(|_| stack.is_empty())?;
    Some(Map::from_iter([(name, value)]))
}

fn open(start: &BytesStart<'_>) -> Option<Open> {
    let attribute = |name: &str| -> Option<Option<String>> {
        let found = start.try_get_attribute(name).ok()?;
        Some(found.map(|attribute| attribute.value.to_string()))
    };
    Some(Open {
        name: start.name().as_ref().to_owned(),
        kind: attribute("type")?,
        nil: attribute("nil")?.is_some_and(|nil| nil == "true"),
        text: String::new(),
        children: Vec::new(),
    })
}

fn add(stack: &mut [Open], text: &str) {
    if let Some(open) = stack.last_mut() {
        open.text.push_str(text);
    }
}

fn predefined(name: &str) -> Option<char> {
    Some(match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        _ => return None,
    })
}

fn close(open: Open, stack: &mut [Open], root: &mut Option<(String, Value)>) {
    let name = open.name.clone();
    let value = value(open);
    match stack.last_mut() {
        Some(parent) => parent.children.push((name, value)),
        None => *root = Some((name, value)),
    }
}

fn value(open: Open) -> Value {
    if open.nil {
        return Value::Null;
    }
    let text = open.text.trim();
    match open.kind.as_deref() {
        Some("array") => open.children.into_iter().map(|(_, value)| value).collect(),
        Some("integer") => text
            .parse::<i64>()
            .map_or(json!(text), |number| json!(number)),
        Some("boolean") => json!(matches!(text, "1" | "true")),
        _ if open.children.is_empty() => json!(open.text),
        _ => Value::Object(open.children.into_iter().collect()),
    }
}
