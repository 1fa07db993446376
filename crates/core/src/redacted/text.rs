//! Texts that hold a secret, whatever they are called.

use super::{REMOVED, json, names};

/// Shorter values are left out only where they are the whole of a text: as a part of others they
/// would be found everywhere.
const SHORTEST_PART: usize = 5;

/// How often a text may hold a document that holds a text that holds a document.
const DEEPEST: usize = 8;

/// What an account is let in with.
pub(super) struct Held<'a> {
    values: Vec<&'a str>,
    depth: usize,
}

impl<'a> Held<'a> {
    pub(super) fn new(values: &[&'a str]) -> Self {
        let mut values: Vec<&str> = values.iter().map(|value| value.trim()).collect();
        values.retain(|value| !value.is_empty());
        // The longest first: a value may be a part of another.
        values.sort_by_key(|value| std::cmp::Reverse(value.len()));
        Self { values, depth: 0 }
    }

    /// The same, one document further in; none when it is too deep.
    fn further_in(&self) -> Option<Self> {
        let (values, depth) = (self.values.clone(), self.depth + 1);
        (depth < DEEPEST).then_some(Self { values, depth })
    }

    /// Whether this is a value of theirs.
    pub(super) fn is(&self, text: &str) -> bool {
        self.values.contains(&text.trim())
    }

    /// A text without what lets in.
    pub(super) fn without(&self, text: &str) -> String {
        if self.is(text) || is_armoured(text) {
            return REMOVED.to_owned();
        }
        if let Some(inner) = self.inner_document(text) {
            return inner;
        }
        let mut text = without_queries(text);
        for value in self.values.iter().filter(|one| one.len() >= SHORTEST_PART) {
            if text.contains(value) {
                text = text.replace(value, REMOVED);
            }
            let escaped = crate::wire::escape(value);
            if text.contains(&escaped) {
                text = text.replace(&escaped, REMOVED);
            }
        }
        without_assignments(&text)
    }

    /// A document within a text, without its secrets.
    fn inner_document(&self, text: &str) -> Option<String> {
        let begins = text.trim_start().starts_with(['{', '[']);
        if !begins {
            return None;
        }
        let value = serde_json::from_slice(text.as_bytes()).ok()?;
        Some(match self.further_in() {
            Some(held) => json::without_secrets(value, &held).to_string(),
            None => REMOVED.to_owned(),
        })
    }
}

/// Keys and certificates travel like this.
fn is_armoured(text: &str) -> bool {
    text.contains("-----BEGIN") || text.contains("PuTTY-User-Key-File")
}

/// A text whose addresses have neither a query nor a user in them: either may let in.
fn without_queries(text: &str) -> String {
    let Some((before, after)) = text.split_once("://") else {
        return text.to_owned();
    };
    let end = after.find(|letter: char| letter.is_whitespace() || "\"'<>".contains(letter));
    let (address, rest) = after.split_at(end.unwrap_or(after.len()));
    let host_end = address.find(['/', '?', '#']).unwrap_or(address.len());
    let (host, path) = address.split_at(host_end);
    let host = host.rsplit_once('@').map_or_else(
        || host.to_owned(),
        |(_, host)| [REMOVED, "@", host].concat(),
    );
    let path = match path.find(['?', '#']) {
        Some(at) => [path.split_at(at).0, "?", REMOVED].concat(),
        None => path.to_owned(),
    };
    [before, "://", &host, &path, &without_queries(rest)].concat()
}

/// A text without what is written after a secret's name, as in `password=x` or `password: x`. The
/// rest of that line goes with it: where the secret ends is not known.
fn without_assignments(text: &str) -> String {
    let line = |line: &str| {
        let at = line
            .match_indices(['=', ':'])
            .find(|(at, _)| names::is_secret(last_word(line.split_at(*at).0)));
        match at {
            Some((at, sign)) if !line.split_at(at + 1).1.trim().is_empty() => {
                [line.split_at(at).0, sign, " ", REMOVED].concat()
            }
            _ => line.to_owned(),
        }
    };
    text.split('\n').map(line).collect::<Vec<_>>().join("\n")
}

fn last_word(text: &str) -> &str {
    let mut words = text.rsplit(|letter: char| letter.is_whitespace() || ",;&?".contains(letter));
    words.find(|word| !word.is_empty()).unwrap_or_default()
}
