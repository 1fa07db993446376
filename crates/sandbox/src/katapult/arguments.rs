//! The arguments of a request: query and JSON body merged, the body winning, and the path's
//! placeholders for what neither names (reference, Addressing objects; Encoding).

use http::StatusCode;
use serde_json::{Map, Value, json};

use super::{query, refusal::Refusal};
use crate::Request;

/// How a request names an object: exactly one key and its value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Lookup {
    pub(super) key: &'static str,
    pub(super) value: String,
}

/// A set of arguments: the request's, or an object among them.
#[derive(Clone, Debug, Default)]
pub(super) struct Arguments {
    given: Map<String, Value>,
    placeholders: Vec<(&'static str, String)>,
    /// Names of the objects this set is inside of, for error details.
    inside: Vec<String>,
}

impl Arguments {
    /// Reads a request's arguments.
    pub(super) fn read(
        request: &Request,
        placeholders: Vec<(&'static str, String)>,
    ) -> Result<Self, Refusal> {
        let mut given = query::parse(request.uri().query().unwrap_or_default());
        if let Value::Object(body) = body(request)? {
            merge(&mut given, body);
        }
        Ok(Self {
            given,
            placeholders,
            inside: Vec::new(),
        })
    }

    fn value(&self, name: &str) -> Option<&Value> {
        self.given.get(name).filter(|value| !value.is_null())
    }

    fn placeholder(&self, name: &str) -> Option<&str> {
        self.placeholders
            .iter()
            .find(|(known, _)| *known == name)
            .map(|(_, segment)| segment.as_str())
    }

    /// Whether the argument was given.
    pub(super) fn has(&self, name: &str) -> bool {
        self.value(name).is_some()
    }

    /// Whether the argument was given as null, which some arguments take for "none".
    pub(super) fn is_null(&self, name: &str) -> bool {
        self.given.get(name).is_some_and(Value::is_null)
    }

    /// An object's lookup. One that is not in query or body is taken from the path, as the
    /// first key.
    pub(super) fn lookup(&self, name: &str, keys: &[&'static str]) -> Result<Lookup, Refusal> {
        self.optional_lookup(name, keys)?
            .ok_or_else(|| self.missing(name))
    }

    /// An object's lookup that may be left out.
    pub(super) fn optional_lookup(
        &self,
        name: &str,
        keys: &[&'static str],
    ) -> Result<Option<Lookup>, Refusal> {
        let Some(value) = self.value(name) else {
            let first = keys.first().copied().unwrap_or("id");
            return Ok(self.placeholder(name).map(|segment| Lookup {
                key: first,
                value: segment.to_owned(),
            }));
        };
        let Value::Object(fields) = value else {
            return Err(self.invalid(name, "object_expected"));
        };
        let mut found = keys.iter().filter_map(|key| {
            let value = fields.get(*key).filter(|value| !value.is_null())?;
            Some((*key, value))
        });
        let Some((key, value)) = found.next() else {
            return Err(self.invalid(name, "missing_lookup_value"));
        };
        if found.next().is_some() {
            return Err(self.invalid(name, "ambiguous_lookup_values"));
        }
        let value = value
            .as_str()
            .ok_or_else(|| self.invalid(name, "invalid_scalar"))?;
        Ok(Some(Lookup {
            key,
            value: value.to_owned(),
        }))
    }

    /// A string that may be left out.
    pub(super) fn text(&self, name: &str) -> Result<Option<String>, Refusal> {
        match self.value(name) {
            None => Ok(self.placeholder(name).map(str::to_owned)),
            Some(Value::String(text)) => Ok(Some(text.clone())),
            Some(_) => Err(self.invalid(name, "invalid_scalar")),
        }
    }

    /// A string that has to be there.
    pub(super) fn required_text(&self, name: &str) -> Result<String, Refusal> {
        self.text(name)?.ok_or_else(|| self.missing(name))
    }

    /// An integer, also as a string of digits.
    pub(super) fn integer(&self, name: &str) -> Result<Option<i64>, Refusal> {
        let invalid = || self.invalid(name, "invalid_scalar");
        match self.value(name) {
            None => Ok(None),
            Some(Value::Number(number)) => number.as_i64().map(Some).ok_or_else(invalid),
            Some(Value::String(text)) => text.parse().map(Some).map_err(|_| invalid()),
            Some(_) => Err(invalid()),
        }
    }

    /// An integer that has to be there.
    pub(super) fn required_integer(&self, name: &str) -> Result<i64, Refusal> {
        self.integer(name)?.ok_or_else(|| self.missing(name))
    }

    /// A boolean in any of the spellings the service takes.
    pub(super) fn boolean(&self, name: &str) -> Result<Option<bool>, Refusal> {
        let Some(value) = self.value(name) else {
            return Ok(None);
        };
        let text = match value {
            Value::Bool(value) => return Ok(Some(*value)),
            Value::Number(number) => number.to_string(),
            Value::String(text) => text.clone(),
            _ => String::new(),
        };
        match text.as_str() {
            "true" | "yes" | "1" => Ok(Some(true)),
            "false" | "no" | "0" => Ok(Some(false)),
            _ => Err(self.invalid(name, "invalid_scalar")),
        }
    }

    /// One of a few words, spelt exactly.
    pub(super) fn word(&self, name: &str, words: &[&str]) -> Result<Option<String>, Refusal> {
        match self.text(name)? {
            Some(word) if !words.contains(&word.as_str()) => {
                Err(self.invalid(name, "invalid_enum_value"))
            }
            word => Ok(word),
        }
    }

    /// An object of further arguments.
    pub(super) fn object(&self, name: &str) -> Result<Option<Self>, Refusal> {
        match self.value(name) {
            None => Ok(None),
            Some(Value::Object(fields)) => Ok(Some(self.within(name, fields))),
            Some(_) => Err(self.invalid(name, "object_expected")),
        }
    }

    /// An object of further arguments that has to be there.
    pub(super) fn required_object(&self, name: &str) -> Result<Self, Refusal> {
        self.object(name)?.ok_or_else(|| self.missing(name))
    }

    /// An array of objects.
    pub(super) fn objects(&self, name: &str) -> Result<Option<Vec<Self>>, Refusal> {
        let Some(items) = self.array(name)? else {
            return Ok(None);
        };
        items
            .iter()
            .map(|item| match item {
                Value::Object(fields) => Ok(self.within(name, fields)),
                _ => Err(self.invalid(name, "object_expected")),
            })
            .collect::<Result<_, _>>()
            .map(Some)
    }

    /// An array of strings.
    pub(super) fn texts(&self, name: &str) -> Result<Option<Vec<String>>, Refusal> {
        let Some(items) = self.array(name)? else {
            return Ok(None);
        };
        items
            .iter()
            .map(|item| item.as_str().map(str::to_owned))
            .collect::<Option<_>>()
            .map(Some)
            .ok_or_else(|| self.invalid(name, "invalid_scalar"))
    }

    fn array(&self, name: &str) -> Result<Option<&Vec<Value>>, Refusal> {
        match self.value(name) {
            None => Ok(None),
            Some(Value::Array(items)) => Ok(Some(items)),
            Some(_) => Err(self.invalid(name, "array_expected")),
        }
    }

    fn within(&self, name: &str, fields: &Map<String, Value>) -> Self {
        let mut inside = self.inside.clone();
        inside.push(name.to_owned());
        Self {
            given: fields.clone(),
            placeholders: Vec::new(),
            inside,
        }
    }

    fn path<'a>(&'a self, name: &'a str) -> Vec<&'a str> {
        let inside = self.inside.iter().map(String::as_str);
        inside.chain([name]).collect()
    }

    /// The refusal of a required argument that was left out.
    pub(super) fn missing(&self, name: &str) -> Refusal {
        Refusal::new(
            StatusCode::BAD_REQUEST,
            "missing_required_argument",
            "An argument this endpoint needs was not given",
        )
        .with(json!({
            "path": self.path(name),
            "argument": {"name": name, "description": null},
        }))
    }

    /// The refusal of an argument that was given wrong.
    pub(super) fn invalid(&self, name: &str, issue: &'static str) -> Refusal {
        let issue_description = match issue {
            "ambiguous_lookup_values" => "More than one value was given where exactly one is taken",
            "missing_lookup_value" => "No value to look the object up by was given",
            "object_expected" => "An object was expected",
            "array_expected" => "An array was expected",
            "invalid_enum_value" => "The value is not among the permitted ones",
            "validation_errors" => "The value is outside the permitted range",
            _ => "The value is not of the expected type",
        };
        Refusal::new(
            StatusCode::BAD_REQUEST,
            "invalid_argument",
            "An argument was not given as this endpoint takes it",
        )
        .with(json!({
            "path": self.path(name),
            "index": null,
            "issue": issue,
            "issue_description": issue_description,
            "errors": [],
            "argument": {"id": name, "name": name, "description": null},
        }))
    }
}

/// The body as JSON; null where there is none or it is declared to be something else.
fn body(request: &Request) -> Result<Value, Refusal> {
    let declared = request
        .headers()
        .get(http::header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    if !declared.starts_with("application/json") || request.body().is_empty() {
        return Ok(Value::Null);
    }
    serde_json::from_slice(request.body()).map_err(|error| {
        Refusal::new(
            StatusCode::BAD_REQUEST,
            "invalid_json_body",
            "The body is not valid JSON",
        )
        .with(json!({ "details": error.to_string() }))
    })
}

fn merge(into: &mut Map<String, Value>, from: Map<String, Value>) {
    for (name, value) in from {
        match (into.get_mut(&name), value) {
            (Some(Value::Object(old)), Value::Object(new)) => merge(old, new),
            (_, value) => {
                into.insert(name, value);
            }
        }
    }
}
