//! Query strings in bracket form: `a[b]=1` is an object, `a[][b]=1` an array of objects.

use percent_encoding::percent_decode_str;
use serde_json::{Map, Value};

/// Deeper brackets are dropped, as servers of this kind do.
const DEPTH: usize = 8;

/// Reads a query string.
pub(super) fn parse(query: &str) -> Map<String, Value> {
    let mut fields = Map::new();
    for pair in query.split('&').filter(|pair| !pair.is_empty()) {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        let (name, value) = (decode(name), decode(value));
        let (first, rest) = name
            .find('[')
            .map_or((name.as_str(), ""), |at| name.split_at(at));
        let keys: Vec<&str> = rest
            .split('[')
            .skip(1)
            .map(|key| key.trim_end_matches(']'))
            .collect();
        if keys.len() > DEPTH {
            continue;
        }
        let slot = fields.entry(first.to_owned()).or_insert(Value::Null);
        place(slot, &keys, value);
    }
    fields
}

fn place(slot: &mut Value, keys: &[&str], value: String) {
    let Some((key, rest)) = keys.split_first() else {
        *slot = Value::String(value);
        return;
    };
    if key.is_empty() {
        if !slot.is_array() {
            *slot = Value::Array(Vec::new());
        }
        let Some(items) = slot.as_array_mut() else {
            return;
        };
        // A field belongs to the first object that lacks it, so objects may come one after the
        // other or field by field; generated clients do the latter.
        let lacking = rest.first().and_then(|name| {
            items
                .iter()
                .position(|item| item.is_object() && item.get(name).is_none())
        });
        let at = lacking.unwrap_or(items.len());
        if at == items.len() {
            items.push(Value::Null);
        }
        if let Some(item) = items.get_mut(at) {
            place(item, rest, value);
        }
        return;
    }
    if !slot.is_object() {
        *slot = Value::Object(Map::new());
    }
    if let Some(fields) = slot.as_object_mut() {
        let slot = fields.entry((*key).to_owned()).or_insert(Value::Null);
        place(slot, rest, value);
    }
}

fn decode(text: &str) -> String {
    percent_decode_str(&text.replace('+', " "))
        .decode_utf8_lossy()
        .into_owned()
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::parse;

    #[test]
    fn reads_brackets() {
        for (query, expected) in [
            ("", json!({})),
            ("page=2&per_page=50", json!({"page": "2", "per_page": "50"})),
            (
                "virtual_machine%5Bfqdn%5D=a.b",
                json!({"virtual_machine": {"fqdn": "a.b"}}),
            ),
            ("o[a]=1&o[b]=2", json!({"o": {"a": "1", "b": "2"}})),
            (
                "n[][key]=a&n[][value]=1&n[][key]=b&n[][value]=2",
                json!({"n": [{"key": "a", "value": "1"}, {"key": "b", "value": "2"}]}),
            ),
            (
                "n[][key]=a&n[][key]=b&n[][value]=1&n[][value]=2",
                json!({"n": [{"key": "a", "value": "1"}, {"key": "b", "value": "2"}]}),
            ),
            ("t[]=x&t[]=y", json!({"t": ["x", "y"]})),
            ("q=a+b%20c", json!({"q": "a b c"})),
        ] {
            assert_eq!(Value::Object(parse(query)), expected, "{query}");
        }
    }
}
