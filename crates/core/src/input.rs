//! What a person entered into a form.

use std::{collections::BTreeMap, fmt};

use secrecy::SecretString;
use serde::{Deserialize, Serialize, Serializer};

use crate::sealed;

/// The entries of a form, by field key.
///
/// Serialising leaves secrets out, and with them every text that repeats one, such as a script with
/// the password in it, so that a draft or a journal never holds one; `Debug` hides secrets. Two inputs are equal when everything but their secrets is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Input(#[serde(serialize_with = "without_secrets")] BTreeMap<String, Entry>);

/// One entry. Numbers and booleans are text as a person or a choice wrote them: `"2048"`,
/// `"true"`.
#[derive(Clone, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Entry {
    /// Text, number, boolean or the value of one choice.
    Text(String),
    /// The values of several choices.
    Many(Vec<String>),
    /// Repeated groups, in their order.
    Rows(Vec<Input>),
    /// A group of fields only the provider knows.
    Group(Input),
    /// What must not be printed, stored or logged.
    #[serde(skip)]
    Secret(SecretString),
}

impl Input {
    /// The same with an entry; an empty text is as good as none.
    #[must_use]
    pub fn with(mut self, key: &str, entry: impl Into<Entry>) -> Self {
        self.set(key, entry);
        self
    }

    /// The same with a secret; an empty one is as good as none.
    #[must_use]
    pub fn with_secret(self, key: &str, secret: &str) -> Self {
        if secret.is_empty() {
            return self;
        }
        self.with(key, Entry::Secret(SecretString::from(secret.to_owned())))
    }

    /// Makes, replaces or, with an empty text, removes an entry.
    pub fn set(&mut self, key: &str, entry: impl Into<Entry>) {
        match entry.into() {
            Entry::Text(text) if text.is_empty() => self.0.remove(key),
            entry => self.0.insert(key.to_owned(), entry),
        };
    }

    /// Removes an entry.
    pub fn remove(&mut self, key: &str) {
        self.0.remove(key);
    }

    /// An entry, if there is one.
    pub fn entry(&self, key: &str) -> Option<&Entry> {
        self.0.get(key)
    }

    /// Every entry, by key.
    pub fn entries(&self) -> impl Iterator<Item = (&str, &Entry)> {
        self.0.iter().map(|(key, entry)| (key.as_str(), entry))
    }

    /// Whether nothing was entered.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// A text entry.
    pub fn text(&self, key: &str) -> Option<&str> {
        match self.0.get(key)? {
            Entry::Text(text) => Some(text),
            _ => None,
        }
    }

    /// A text entry that is a whole number.
    pub fn number(&self, key: &str) -> Option<u64> {
        self.text(key)?.trim().parse().ok()
    }

    /// A text entry that is `"true"` or `"false"`.
    pub fn flag(&self, key: &str) -> Option<bool> {
        self.text(key)?.parse().ok()
    }

    /// A secret entry.
    pub fn secret(&self, key: &str) -> Option<&SecretString> {
        match self.0.get(key)? {
            Entry::Secret(secret) => Some(secret),
            _ => None,
        }
    }

    /// The values of several choices; empty for none.
    pub fn many(&self, key: &str) -> &[String] {
        match self.0.get(key) {
            Some(Entry::Many(values)) => values,
            _ => &[],
        }
    }

    /// Repeated groups; empty for none.
    pub fn rows(&self, key: &str) -> &[Self] {
        match self.0.get(key) {
            Some(Entry::Rows(rows)) => rows,
            _ => &[],
        }
    }

    /// A group of further fields.
    pub fn group(&self, key: &str) -> Option<&Self> {
        match self.0.get(key)? {
            Entry::Group(group) => Some(group),
            _ => None,
        }
    }
}

fn without_secrets<S: Serializer>(
    entries: &BTreeMap<String, Entry>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let mut secrets = Vec::new();
    gather(entries, &mut secrets);
    if secrets.is_empty() {
        return entries.serialize(serializer);
    }
    let secrets: Vec<SecretString> = secrets.into_iter().cloned().collect();
    kept(entries, &secrets).serialize(serializer)
}

/// Every secret, however deep.
fn gather<'a>(entries: &'a BTreeMap<String, Entry>, secrets: &mut Vec<&'a SecretString>) {
    for entry in entries.values() {
        match entry {
            Entry::Secret(secret) => secrets.push(secret),
            Entry::Group(group) => gather(&group.0, secrets),
            Entry::Rows(rows) => rows.iter().for_each(|row| gather(&row.0, secrets)),
            Entry::Text(_) | Entry::Many(_) => {}
        }
    }
}

/// The entries that neither are a secret nor have one of these in them.
fn kept(entries: &BTreeMap<String, Entry>, secrets: &[SecretString]) -> BTreeMap<String, Entry> {
    let is_open = |text: &str| !secrets.iter().any(|secret| sealed::holds(text, secret));
    let keep = |entry: &Entry| match entry {
        Entry::Secret(_) => None,
        Entry::Text(text) => is_open(text).then(|| entry.clone()),
        Entry::Many(values) => values
            .iter()
            .all(|value| is_open(value))
            .then(|| entry.clone()),
        Entry::Rows(rows) => {
            let rows = rows.iter().map(|row| Input(kept(&row.0, secrets)));
            Some(Entry::Rows(rows.collect()))
        }
        Entry::Group(group) => Some(Entry::Group(Input(kept(&group.0, secrets)))),
    };
    entries
        .iter()
        .filter_map(|(key, entry)| Some((key.clone(), keep(entry)?)))
        .collect()
}

impl PartialEq for Entry {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Text(one), Self::Text(other)) => one == other,
            (Self::Many(one), Self::Many(other)) => one == other,
            (Self::Rows(one), Self::Rows(other)) => one == other,
            (Self::Group(one), Self::Group(other)) => one == other,
            (Self::Secret(_), Self::Secret(_)) => true,
            _ => false,
        }
    }
}

impl Eq for Entry {}

impl fmt::Debug for Entry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => text.fmt(f),
            Self::Many(values) => values.fmt(f),
            Self::Rows(rows) => rows.fmt(f),
            Self::Group(group) => group.fmt(f),
            Self::Secret(_) => f.write_str("[secret]"),
        }
    }
}

impl From<&str> for Entry {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Entry {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<u64> for Entry {
    fn from(number: u64) -> Self {
        Self::Text(number.to_string())
    }
}

impl From<bool> for Entry {
    fn from(flag: bool) -> Self {
        Self::Text(flag.to_string())
    }
}

impl From<Vec<String>> for Entry {
    fn from(values: Vec<String>) -> Self {
        Self::Many(values)
    }
}

impl From<Vec<Input>> for Entry {
    fn from(rows: Vec<Input>) -> Self {
        Self::Rows(rows)
    }
}

impl From<Input> for Entry {
    fn from(group: Input) -> Self {
        Self::Group(group)
    }
}

#[cfg(test)]
mod tests {
    use super::Input;

    fn filled() -> Input {
        Input::default()
            .with("name", "web-1")
            .with("memory", 2048_u64)
            .with("start", true)
            .with("tags", vec!["a".to_owned(), "b".to_owned()])
            .with("discs", vec![Input::default().with("size", 25_u64)])
            .with("options", Input::default().with_secret("root", "s3cret"))
            .with_secret("password", "hunter2")
            .with("empty", "")
    }

    #[test]
    fn entries_are_read_by_what_they_are() {
        let input = filled();
        assert_eq!(input.text("name"), Some("web-1"));
        assert_eq!(input.number("memory"), Some(2048));
        assert_eq!(input.flag("start"), Some(true));
        assert_eq!(input.many("tags"), ["a", "b"]);
        assert_eq!(input.rows("discs").len(), 1);
        assert!(input.secret("password").is_some());
        assert!(input.group("options").unwrap().secret("root").is_some());
        assert!(input.entry("empty").is_none());
        assert_eq!(input.number("name"), None);
        assert_eq!(input.text("password"), None);
    }

    #[test]
    fn a_text_that_repeats_a_secret_is_not_serialised() {
        let script = "#cloud-config\npassword: hunter2\n";
        for (input, kept) in [
            (
                Input::default().with("script", script),
                r##"{"script":"#cloud-config\npassword: hunter2\n"}"##,
            ),
            (
                filled().with("script", script),
                r#"{"discs":[{"size":"25"}],"memory":"2048","name":"web-1","options":{},"start":"true","tags":["a","b"]}"#,
            ),
            (
                Input::default()
                    .with_secret("password", "hunter2")
                    .with("rows", vec![Input::default().with("run", script)])
                    .with("lines", vec!["echo".to_owned(), script.to_owned()]),
                r#"{"rows":[{}]}"#,
            ),
            (
                // Too short to be told from any other letters.
                Input::default()
                    .with_secret("pin", "web")
                    .with("name", "web-1"),
                r#"{"name":"web-1"}"#,
            ),
        ] {
            assert_eq!(serde_json::to_string(&input).unwrap(), kept);
        }
    }

    #[test]
    fn secrets_are_neither_printed_nor_serialised() {
        let input = filled();
        let json = serde_json::to_string(&input).unwrap();
        for text in [format!("{input:?}"), json.clone()] {
            assert!(
                !text.contains("hunter2") && !text.contains("s3cret"),
                "{text}"
            );
        }
        let mut back: Input = serde_json::from_str(&json).unwrap();
        assert!(back.secret("password").is_none());
        assert_eq!(back.text("name"), Some("web-1"));
        assert_eq!(back.rows("discs").first().unwrap().number("size"), Some(25));
        back.set("name", "");
        assert!(back.entry("name").is_none());
    }
}
