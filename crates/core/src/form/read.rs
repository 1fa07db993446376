//! Forms filled in from JSON: saved drafts and files for the command line.

use serde_json::Value;

use super::{Field, Form, Kind};
use crate::{Error, ErrorKind, Input, input::Entry};

impl Form {
    /// Reads entries from a JSON object; numbers and booleans may be written as such. What the
    /// form does not know is taken as it is and left to [`Form::check`].
    ///
    /// # Errors
    /// [`ErrorKind::Invalid`] naming what cannot be an entry.
    pub fn read(&self, value: &Value) -> Result<Input, Error> {
        read_fields(&self.fields, value, "")
    }

    /// The form with everything in it that stands there at first.
    pub fn initial(&self) -> Input {
        let mut input = Input::default();
        for field in &self.fields {
            input.set(&field.key, field.initial.as_str());
        }
        input
    }
}

fn read_fields(fields: &[Field], value: &Value, prefix: &str) -> Result<Input, Error> {
    let Some(members) = value.as_object() else {
        return Err(odd(
            prefix.trim_end_matches('.'),
            "an object with a member for each field",
        ));
    };
    let mut input = Input::default();
    for (key, value) in members {
        let field = fields.iter().find(|field| field.key == *key);
        let path = [prefix, key].concat();
        match (field.map(|field| &field.kind), value) {
            (_, Value::Null) => {}
            (Some(Kind::Secret { .. }), Value::String(text)) => {
                input = input.with_secret(key, text);
            }
            (Some(Kind::Rows { fields, .. }), Value::Array(rows)) => {
                let rows = rows.iter().enumerate();
                let rows: Result<Vec<_>, _> = rows
                    .map(|(index, row)| read_fields(fields, row, &format!("{path}[{index}].")))
                    .collect();
                input.set(key, rows?);
            }
            (_, Value::Array(values)) => {
                let values: Option<Vec<_>> = values.iter().map(scalar).collect();
                input.set(key, values.ok_or_else(|| odd(&path, "a list of texts"))?);
            }
            (Some(Kind::Further { .. }) | None, Value::Object(_)) => {
                let group = read_fields(&[], value, &[&path, "."].concat())?;
                input.set(key, group);
            }
            (kind, value) => {
                let words = kind.map_or("text", Kind::words);
                let text = scalar(value).ok_or_else(|| odd(&path, words))?;
                input.set(key, Entry::Text(text));
            }
        }
    }
    Ok(input)
}

fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(flag) => Some(flag.to_string()),
        _ => None,
    }
}

fn odd(path: &str, words: &str) -> Error {
    let place = if path.is_empty() { "The input" } else { path };
    let problem = format!("This has to be {words}.");
    Error::new(ErrorKind::Invalid, format!("{place}: {problem}")).with_field(path, problem)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{Field, Form};

    #[test]
    fn entries_are_read_from_json_and_secrets_become_secret() {
        let form = Form::new(vec![
            Field::text("name", "Name").starting("web"),
            Field::secret("password", "Password", 1, 9),
            Field::rows(
                "discs",
                "Discs",
                0,
                8,
                vec![Field::number("size", "Size", 1, 9, "GB")],
            ),
            Field::further("options", "Options", "options", &["name"]),
        ]);
        let value = json!({
            "name": 7, "start": true, "password": "pw", "tags": ["a", 1], "none": null,
            "discs": [{"size": 5}], "options": {"agent": "yes"},
        });
        let input = form.read(&value).unwrap();
        assert_eq!(input.text("name"), Some("7"));
        assert_eq!(input.flag("start"), Some(true));
        assert!(input.secret("password").is_some());
        assert_eq!(input.many("tags"), ["a", "1"]);
        assert_eq!(input.rows("discs")[0].number("size"), Some(5));
        assert_eq!(input.group("options").unwrap().text("agent"), Some("yes"));
        assert!(input.entry("none").is_none());
        assert_eq!(form.initial().text("name"), Some("web"));
        assert_eq!(form.after("name").count(), 1);
        for (bad, place) in [
            (json!([]), "The input"),
            (json!({"name": {}}), "name"),
            (json!({"discs": [7]}), "discs[0]"),
            (json!({"tags": [[]]}), "tags"),
        ] {
            let error = form.read(&bad).unwrap_err();
            assert!(error.message.starts_with(place), "{error}");
        }
    }
}
