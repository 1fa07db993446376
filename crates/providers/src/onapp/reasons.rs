//! The reasons OnApp gives for a failure, in each of the shapes they come in (OnApp reference,
//! "Error bodies").

use std::fmt;

use pilothouse_core::{Response, wire::is_html};
use quick_xml::{Reader, events::Event};
use serde_json::Value;

use crate::lenient::one_line;

/// More reasons than this help nobody.
const MOST: usize = 12;

/// One reason; without a field it is about the whole.
#[derive(Debug, PartialEq)]
pub(super) struct Reason {
    pub(super) field: Option<String>,
    pub(super) text: String,
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(field) = &self.field {
            write!(f, "{} ", field.replace('_', " "))?;
        }
        f.write_str(&self.text)
    }
}

/// Reads a body: JSON with `error` or `errors`, XML, plain text. A web page gives none.
pub(super) fn reasons(response: &Response) -> Vec<Reason> {
    let mut found = Vec::new();
    let body = response.body();
    match body.trim_ascii_start().first() {
        Some(b'<') => from_xml(&String::from_utf8_lossy(body), &mut found),
        _ if is_html(response) => {}
        // Cut-off JSON says nothing to a person; plain text does.
        Some(b'{' | b'[' | b'"') => {
            if let Ok(value) = serde_json::from_slice(body) {
                from_json(&value, &mut found);
            }
        }
        _ => add(None, &String::from_utf8_lossy(body), &mut found),
    }
    found
}

/// Nothing but what is named so is read: other parts may be the record itself, passwords included.
fn from_json(body: &Value, found: &mut Vec<Reason>) {
    match body {
        Value::Object(map) => {
            for key in ["errors", "error"] {
                if let Some(value) = map.get(key) {
                    collect(value, None, found);
                }
            }
        }
        Value::Array(_) | Value::String(_) => collect(body, None, found),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// A sentence, a list of them, or a map from attribute to either; `base` is the whole record.
fn collect(value: &Value, field: Option<&str>, found: &mut Vec<Reason>) {
    match value {
        Value::String(text) => add(field, text, found),
        Value::Array(list) => {
            for item in list {
                collect(item, field, found);
            }
        }
        Value::Object(map) => {
            for (key, item) in map {
                let key = one_line(key);
                match (field, key.as_str()) {
                    (_, "base") => collect(item, field, found),
                    (Some(field), _) => collect(item, Some(&format!("{field}.{key}")), found),
                    (None, _) => collect(item, Some(&key), found),
                }
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// The text of every `error` element, if the document is about errors at all. What comes before
/// the first fault in the XML is good.
fn from_xml(body: &str, found: &mut Vec<Reason>) {
    let mut reader = Reader::from_str(body);
    let mut depth = 0_usize;
    let mut sentence: Option<String> = None;
    while let Ok(event) = reader.read_event() {
        match event {
            Event::Start(tag) => {
                let name = tag.name();
                let name: &[u8] = name.as_ref().as_ref();
                if depth == 0 && !matches!(name, b"errors" | b"error" | b"hash") {
                    return;
                }
                depth = depth.saturating_add(1);
                sentence = (name == b"error").then(String::new);
            }
            Event::Text(text) => {
                if let Some(sentence) = &mut sentence {
                    sentence.push_str(&text.xml10_content());
                }
            }
            Event::GeneralRef(reference) => {
                if let Some(sentence) = &mut sentence {
                    sentence.extend(character(&reference));
                }
            }
            Event::End(_) => {
                depth = depth.saturating_sub(1);
                if let Some(sentence) = sentence.take() {
                    add(None, &sentence, found);
                }
            }
            Event::Eof => return,
            _ => {}
        }
    }
}

fn character(reference: &quick_xml::events::BytesRef<'_>) -> Option<char> {
    if reference.is_char_ref() {
        return reference.resolve_char_ref().ok().flatten();
    }
    match reference.xml10_content().as_ref() {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "apos" => Some('\''),
        "quot" => Some('"'),
        _ => None,
    }
}

fn add(field: Option<&str>, text: &str, found: &mut Vec<Reason>) {
    let text = one_line(text);
    if !text.is_empty() && found.len() < MOST {
        let field = field.map(str::to_owned);
        found.push(Reason { field, text });
    }
}

#[cfg(test)]
mod tests {
    use super::reasons;

    fn said(body: &str) -> Vec<String> {
        let response = http::Response::new(body.as_bytes().to_vec());
        reasons(&response).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn every_shape_is_read() {
        for (body, expected) in [
            (r#"{"error":"a"}"#, &["a"][..]),
            (r#"{"errors":"a"}"#, &["a"]),
            (r#"{"errors":["a","b "]}"#, &["a", "b"]),
            (
                r#"{"errors":{"x_y":["a","b"],"base":["c"]}}"#,
                &["c", "x y a", "x y b"],
            ),
            (r#"{"error":{"base":"a"}}"#, &["a"]),
            (r#"{"errors":{"disk":{"size":["a"]}}}"#, &["disk.size a"]),
            (r#"["a"]"#, &["a"]),
            (r#""a""#, &["a"]),
            ("a\nb", &["a b"]),
            (
                "<?xml version=\"1.0\"?>\n<errors type=\"array\"><error>a &lt; b</error><error>it&#39;s</error></errors>",
                &["a < b", "it's"],
            ),
            ("<error>a</error>", &["a"]),
            ("<hash><status>422</status><error>a</error></hash>", &["a"]),
            ("<errors><error>a</error><error>b", &["a"]),
        ] {
            assert_eq!(said(body), expected, "{body}");
        }
    }

    #[test]
    fn nothing_else_is_repeated() {
        for body in [
            "",
            " ",
            "null",
            "{}",
            r#"{"errors":null}"#,
            r#"{"errors":[{},7,null,""]}"#,
            r#"{"errors":["cut"#,
            r#"{"virtual_machine":{"initial_root_password":"s3cret"}}"#,
            "<html><error>a</error></html>",
            "<!DOCTYPE html><title>error</title>",
            "<virtual_machine><error>a</error></virtual_machine>",
            "<errors/>",
        ] {
            // A bare word is plain text like any other.
            let expected: &[&str] = if body == "null" { &["null"] } else { &[] };
            assert_eq!(said(body), expected, "{body}");
        }
    }
}
