//! The parameters of a call, wherever they came from: query string, JSON, XML or form. Numbers
//! and switches may be written in any of the ways the panel has always accepted (`1`, `"1"`,
//! `true`); source: `OnApp` reference, section 3.1.

use percent_encoding::percent_decode_str;
use serde_json::{Map, Value};

/// A nested key deeper than this is nobody's parameter.
const DEEPEST: usize = 16;

/// A tree of parameters.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Params(pub(super) Map<String, Value>);

impl Params {
    /// Reads `a=1&b[c]=2&d[]=3`, in which `+` is a blank.
    pub(super) fn from_query(query: &str) -> Self {
        let mut params = Self::default();
        for pair in query.split('&').filter(|pair| !pair.is_empty()) {
            let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
            params.set_nested(&decode(key), Value::String(decode(value)));
        }
        params
    }

    /// Takes over everything in `other`, which wins.
    pub(super) fn merge(&mut self, other: Map<String, Value>) {
        merge(&mut self.0, other, 0);
    }

    /// Sets a top-level parameter unless the call named it already.
    pub(super) fn default_to(&mut self, key: &str, value: &str) {
        self.0
            .entry(key)
            .or_insert_with(|| Value::String(value.to_owned()));
    }

    /// The parameters inside `key`; none of them if it is not an object.
    pub(super) fn inside(&self, key: &str) -> Self {
        match self.0.get(key) {
            Some(Value::Object(map)) => Self(map.clone()),
            _ => Self::default(),
        }
    }

    /// The parameter was given, be it empty.
    pub(super) fn has(&self, key: &str) -> bool {
        self.0.contains_key(key)
    }

    /// The parameter was given and is neither null nor blank.
    pub(super) fn given(&self, key: &str) -> bool {
        match self.0.get(key) {
            None | Some(Value::Null) => false,
            Some(Value::String(text)) => !text.trim().is_empty(),
            Some(_) => true,
        }
    }

    /// The parameters of the first of these objects there is. Some clients send some bodies
    /// without the object around them; then those are meant.
    pub(super) fn inside_or_bare(&self, keys: &[&str]) -> Self {
        let found = keys.iter().find(|key| self.given(key));
        found.map_or_else(|| self.clone(), |key| self.inside(key))
    }

    /// The parameters that hold `key`: these, or those one level in. What belongs at the top in
    /// JSON has a root element around it in XML, by a name nobody has fixed.
    pub(super) fn holding(&self, key: &str) -> Self {
        if self.has(key) {
            return self.clone();
        }
        let objects = self.0.values().filter_map(Value::as_object);
        let inner = objects.into_iter().find(|map| map.contains_key(key));
        inner.map_or_else(Self::default, |map| Self(map.clone()))
    }

    /// A text; a number counts as its digits. Blank is none.
    pub(super) fn text(&self, key: &str) -> Option<String> {
        let text = match self.0.get(key)? {
            Value::String(text) => text.clone(),
            Value::Number(number) => number.to_string(),
            Value::Bool(flag) => flag.to_string(),
            _ => return None,
        };
        (!text.trim().is_empty()).then_some(text)
    }

    /// A whole number, as number or digits.
    pub(super) fn number(&self, key: &str) -> Option<i64> {
        match self.0.get(key)? {
            Value::Number(number) => number.as_i64(),
            Value::String(text) => text.trim().parse().ok(),
            _ => None,
        }
    }

    /// A switch: on for `true`, `1`, `"1"`, `"true"`; none if not given.
    pub(super) fn flag(&self, key: &str) -> Option<bool> {
        match self.0.get(key)? {
            Value::Bool(flag) => Some(*flag),
            Value::Number(number) => Some(number.as_i64() != Some(0)),
            Value::String(text) => Some(matches!(text.trim(), "1" | "true" | "on" | "yes" | "t")),
            _ => None,
        }
    }

    fn set_nested(&mut self, key: &str, value: Value) {
        let mut names = key.split('[');
        let first = names.next().unwrap_or_default();
        let rest: Vec<&str> = names.map(|name| name.trim_end_matches(']')).collect();
        if rest.len() > DEEPEST {
            return;
        }
        let nested = rest.iter().rev().fold(value, |inner, name| {
            if name.is_empty() {
                Value::Array(vec![inner])
            } else {
                Value::Object(Map::from_iter([((*name).to_owned(), inner)]))
            }
        });
        self.merge(Map::from_iter([(first.to_owned(), nested)]));
    }
}

fn merge(into: &mut Map<String, Value>, from: Map<String, Value>, depth: usize) {
    for (key, value) in from {
        match (into.get_mut(&key), value) {
            (Some(Value::Object(old)), Value::Object(new)) if depth < DEEPEST => {
                merge(old, new, depth + 1);
            }
            (Some(Value::Array(old)), Value::Array(new)) => old.extend(new),
            (_, value) => {
                into.insert(key, value);
            }
        }
    }
}

fn decode(text: &str) -> String {
    let blanks = text.replace('+', " ");
    percent_decode_str(&blanks).decode_utf8_lossy().into_owned()
}
