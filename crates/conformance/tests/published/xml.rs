//! `OnApp`'s XML as the JSON it stands for (reference, 3.3): a `type` attribute on whatever is no
//! text, `nil="true"` for null, `type="array"` around lists whose items are wrapped in JSON.

use serde_json::{Map, Number, Value, json};

/// Reads a document into what the same answer is in JSON.
pub(crate) fn read(text: &str) -> Result<Value, String> {
    let body = text.split_once("?>").map_or(text, |(_, body)| body);
    let mut rest = body;
    let (name, value) = element(&mut rest)?;
    if !rest.trim().is_empty() {
        return Err(format!("more than one root: {rest}"));
    }
    Ok(match value {
        Value::Array(items) => Value::Array(items),
        // `<errors><error>…</error></errors>`
        Value::Object(members) if name == "errors" => {
            json!({"errors": members.into_iter().map(|(_, words)| words).collect::<Vec<_>>()})
        }
        // What has no model of its own in Rails.
        value if name == "hash" => value,
        value => json!({name: value}),
    })
}

fn element(rest: &mut &str) -> Result<(String, Value), String> {
    let bad = |rest: &str| {
        format!(
            "no XML from {:?}",
            rest.chars().take(60).collect::<String>()
        )
    };
    let text = rest.trim_start();
    let inner = text.strip_prefix('<').ok_or_else(|| bad(text))?;
    let (tag, after) = inner.split_once('>').ok_or_else(|| bad(text))?;
    let (tag, is_empty) = match tag.strip_suffix('/') {
        Some(tag) => (tag, true),
        None => (tag, false),
    };
    let (name, attributes) = tag.split_once(' ').unwrap_or((tag, ""));
    let has = |attribute: &str| attributes.contains(attribute);
    let kind = attributes
        .split("type=\"")
        .nth(1)
        .and_then(|it| it.split('"').next());
    let (mut children, mut content) = (Vec::new(), String::new());
    *rest = after;
    let end = format!("</{name}>");
    let mut open = !is_empty;
    while open {
        if let Some(after) = rest.trim_start().strip_prefix(&end) {
            *rest = after;
            open = false;
        } else if rest.trim_start().starts_with('<') {
            children.push(element(rest)?);
        } else {
            let (words, _) = rest.split_once('<').ok_or_else(|| bad(rest))?;
            content.push_str(words);
            *rest = &rest[words.len()..];
        }
    }
    let scalar = |ok: Option<Value>| ok.ok_or_else(|| format!("{name} is {content:?}"));
    let value = match kind {
        _ if has("nil=\"true\"") => Value::Null,
        Some("array") => children
            .into_iter()
            .map(|(name, value)| match value {
                // Statistics are written twice over, one inside the other.
                value if name.ends_with("_stat") => value,
                value if value.is_object() => json!({name: value}),
                value => value,
            })
            .collect(),
        Some("integer") => scalar(content.parse::<i64>().ok().map(Value::from))?,
        Some("float") => {
            let number = content.parse().ok().and_then(Number::from_f64);
            scalar(number.map(Value::Number))?
        }
        Some("boolean") => scalar(content.parse().ok().map(Value::Bool))?,
        Some("decimal" | "datetime" | "dateTime" | "symbol" | "string") => Value::from(content),
        Some(other) => return Err(format!("{name} is of type {other}")),
        None if name == "errors" => {
            // Names repeat; places do not.
            let words = children.into_iter().map(|(_, words)| words).enumerate();
            Value::Object(words.map(|(n, words)| (format!("{n:04}"), words)).collect())
        }
        None if children.is_empty() => Value::from(plain(&content)),
        None => Value::Object(children.into_iter().collect::<Map<_, _>>()),
    };
    Ok((name.to_owned(), value))
}

fn plain(text: &str) -> String {
    let names = [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&apos;", "'"),
        ("&amp;", "&"),
    ];
    let unescape = |text: String, (name, char): &(&str, &str)| text.replace(name, char);
    names.iter().fold(text.to_owned(), unescape)
}

#[test]
fn xml_is_read_as_its_json() {
    let head = r#"<?xml version="1.0" encoding="UTF-8"?>"#;
    let table = [
        (
            r#"<disk><id type="integer">7</id><label>a &lt; b</label><iqn nil="true"></iqn></disk>"#,
            json!({"disk": {"id": 7, "label": "a < b", "iqn": null}}),
        ),
        (
            r#"<disks type="array"><disk><built type="boolean">true</built></disk></disks>"#,
            json!([{"disk": {"built": true}}]),
        ),
        (
            r#"<vm_stats type="array"><vm_stat><vm_stat><id type="integer">0</id></vm_stat></vm_stat></vm_stats>"#,
            json!([{"vm_stat": {"id": 0}}]),
        ),
        (r#"<disks type="array"/>"#, json!([])),
        (
            "<errors>\n<error>one</error>\n<error>two</error>\n</errors>",
            json!({"errors": ["one", "two"]}),
        ),
    ];
    for (xml, expected) in table {
        assert_eq!(read(&format!("{head}\n{xml}")), Ok(expected));
    }
    read("<a><b></a>").unwrap_err();
}
