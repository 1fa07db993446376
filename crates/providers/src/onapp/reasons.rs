//! The reasons OnApp gives for a failure, in each of the shapes they come in (OnApp reference,
//! "Error bodies").

use pilothouse_core::{Response, wire::is_html};
use serde_json::Value;

use crate::words::one_line;

/// More reasons than this help nobody.
const MOST: usize = 12;

/// One reason; without a field it is about the whole.
#[derive(Debug, PartialEq)]
pub(super) struct Reason {
    pub(super) field: Option<String>,
    pub(super) text: String,
}

impl Reason {
    /// As part of a sentence.
    pub(super) fn words(&self) -> String {
        match &self.field {
            Some(field) => [&field.replace('_', " "), " ", &self.text].concat(),
            None => self.text.clone(),
        }
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

/// The reasons in a body that has been parsed already.
pub(super) fn of_tree(body: &Value) -> Vec<Reason> {
    let mut found = Vec::new();
    from_json(body, &mut found);
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
                    (Some(field), _) => collect(item, Some(&[field, ".", &key].concat()), found),
                    (None, _) => collect(item, Some(&key), found),
                }
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// The text of every `error` element, if the document is about errors at all. What comes before
/// the document breaks off is good. Only elements and references: enough for sentences, and a
/// hundredth of a parser.
fn from_xml(body: &str, found: &mut Vec<Reason>) {
    let (mut rest, mut inside, mut open) = (body, false, false);
    while let Some((text, tail)) = rest.split_once('<') {
        let Some((tag, tail)) = tail.split_once('>') else {
            return;
        };
        rest = tail;
        if tag.starts_with(['?', '!']) {
            continue;
        }
        if tag.starts_with('/') {
            if open {
                add(None, &unescape(text), found);
            }
            open = false;
            continue;
        }
        let end = tag.find(|c: char| c == '/' || c.is_ascii_whitespace());
        let name = end.and_then(|end| tag.get(..end)).unwrap_or(tag);
        if !inside && !matches!(name, "errors" | "error" | "hash") {
            return;
        }
        inside = true;
        open = name == "error" && !tag.ends_with('/');
    }
}

/// Text with its references resolved; what is none stays as it is.
fn unescape(text: &str) -> String {
    let mut plain = String::new();
    let mut rest = text;
    while let Some((before, tail)) = rest.split_once('&') {
        plain.push_str(before);
        let reference = tail.split_once(';');
        if let Some((c, after)) =
            reference.and_then(|(name, after)| Some((character(name)?, after)))
        {
            plain.push(c);
            rest = after;
        } else {
            plain.push('&');
            rest = tail;
        }
    }
    plain.push_str(rest);
    plain
}

fn character(name: &str) -> Option<char> {
    Some(match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "apos" => '\'',
        "quot" => '"',
        _ => {
            let code = name.strip_prefix('#')?;
            let code = match code.strip_prefix('x') {
                Some(hex) => u32::from_str_radix(hex, 16),
                None => code.parse(),
            };
            char::from_u32(code.ok()?)?
        }
    })
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
        reasons(&response)
            .iter()
            .map(super::Reason::words)
            .collect()
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
            (
                "<error code=\"1\">R&D &amp;amp; &#x26;&bogus;</error>",
                &["R&D &amp; &&bogus;"],
            ),
            (
                "<!-- <error>x</error> --><errors><error/><error>a</error></errors>",
                &["a"],
            ),
            ("<errors><error>a <b>b</b></error></errors>", &[]),
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
