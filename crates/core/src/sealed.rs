//! Bodies with secrets in them: one value from which both what is sent and what is shown is made,
//! so that the two cannot drift apart.

use secrecy::{ExposeSecret, SecretString};
use serde_json::{Map, Value};

/// A JSON value some of whose texts are secrets.
///
/// Built like any other: where a secret stands, put what [`SealedValue::secret`] gives. `Debug`
/// shows the names of the secrets.
#[derive(Clone, Debug, Default)]
pub struct SealedValue {
    value: Value,
    secrets: Vec<(String, SecretString)>,
}

/// A value without secrets.
impl From<Value> for SealedValue {
    fn from(value: Value) -> Self {
        Self::new().with(value)
    }
}

/// Letters a secret has at least for it to be looked for in other texts; a shorter one would be
/// found in any.
const TELLING: usize = 4;

/// Whether a text has a secret in it, as a script has that was given a password.
pub(crate) fn holds(text: &str, secret: &SecretString) -> bool {
    let secret = secret.expose_secret().trim();
    secret.chars().nth(TELLING - 1).is_some() && text.contains(secret)
}

/// Begins and ends the place of a secret. No person and no provider writes one.
const MARK: char = '\u{0}';

impl SealedValue {
    /// No value yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes a secret in and gives what to put in its place. `name` is shown instead: `$NAME`.
    pub fn secret(&mut self, name: &str, secret: &SecretString) -> Value {
        let place = format!("{MARK}{}{MARK}", self.secrets.len());
        self.secrets.push((name.to_owned(), secret.clone()));
        Value::String(place)
    }

    /// As [`SealedValue::secret`] for a code, without the blanks and line breaks that come along
    /// when one is copied or a key is touched.
    pub fn code(&mut self, name: &str, code: &SecretString) -> Value {
        let code = SecretString::from(code.expose_secret().trim().to_owned());
        self.secret(name, &code)
    }

    /// As [`SealedValue::secret`] for one that may be missing.
    pub fn secret_if_any(&mut self, name: &str, secret: Option<&SecretString>) -> Option<Value> {
        secret.map(|secret| self.secret(name, secret))
    }

    /// The same with this value, in which the places of its secrets are.
    #[must_use]
    pub fn with(mut self, value: Value) -> Self {
        self.value = value;
        self
    }

    /// Whether there is any secret in it.
    pub fn has_secrets(&self) -> bool {
        !self.secrets.is_empty()
    }

    /// The value to send.
    pub fn to_send(&self) -> Value {
        self.filled(&|_, secret| secret.expose_secret().to_owned())
    }

    /// The value to show: `$NAME` for each secret.
    pub fn to_show(&self) -> Value {
        self.filled(&|name, _| ["$", &name.to_uppercase()].concat())
    }

    fn filled(&self, text: &dyn Fn(&str, &SecretString) -> String) -> Value {
        fill(&self.value, &|place| {
            let index: usize = place.strip_prefix(MARK)?.strip_suffix(MARK)?.parse().ok()?;
            let (name, secret) = self.secrets.get(index)?;
            Some(text(name, secret))
        })
    }
}

fn fill(value: &Value, text_at: &dyn Fn(&str) -> Option<String>) -> Value {
    match value {
        Value::String(text) => Value::String(text_at(text).unwrap_or_else(|| text.clone())),
        Value::Array(items) => items.iter().map(|item| fill(item, text_at)).collect(),
        Value::Object(members) => {
            let members = members.iter();
            let filled = members.map(|(key, value)| (key.clone(), fill(value, text_at)));
            Value::Object(filled.collect::<Map<_, _>>())
        }
        plain => plain.clone(),
    }
}

/// How many characters a secret has, the one thing about it a form may ask.
pub(crate) fn length(secret: &SecretString) -> usize {
    secret.expose_secret().chars().count()
}

#[cfg(test)]
mod tests {
    use secrecy::SecretString;
    use serde_json::json;

    use super::SealedValue;

    #[test]
    fn secrets_are_sent_and_not_shown() {
        let mut sealed = SealedValue::new();
        let password = sealed.secret("password", &SecretString::from("hunter2"));
        let key = sealed.secret_if_any("key", None);
        let sealed = sealed.with(json!({
            "name": "web", "list": [{"password": password}], "key": key, "count": 2,
        }));
        let sent = json!({
            "name": "web", "list": [{"password": "hunter2"}], "key": null, "count": 2,
        });
        let shown = json!({
            "name": "web", "list": [{"password": "$PASSWORD"}], "key": null, "count": 2,
        });
        assert_eq!(sealed.to_send(), sent);
        assert_eq!(sealed.to_show(), shown);
        assert!(!format!("{sealed:?}").contains("hunter2"));
    }

    #[test]
    fn what_only_looks_like_a_place_stays_as_it_is() {
        let sealed = SealedValue::new().with(json!(["\u{0}0\u{0}", "\u{0}x\u{0}", "$PASSWORD"]));
        assert_eq!(
            sealed.to_send(),
            json!(["\u{0}0\u{0}", "\u{0}x\u{0}", "$PASSWORD"])
        );
    }
}
