//! A provider's answer as it may be shown to a person: laid out for reading, without its secrets.
//!
//! What was read of an answer never holds a secret; the answer itself may. So whatever is called
//! like a secret is left out, whatever holds a value an account is let in with, and what is
//! neither JSON nor XML is not shown at all. It errs on the side of leaving out.

mod json;
mod names;
mod text;
mod xml;

use crate::{Credentials, ExposeSecret, Response, wire::excerpt};

/// What stands in place of what was left out.
pub const REMOVED: &str = "(removed)";

/// The longest answer shown, in characters.
const LONGEST: usize = 200_000;

/// An answer's body, laid out, without anything that looks like a secret and without the values
/// of these credentials.
pub fn redacted(response: &Response, credentials: &Credentials) -> String {
    let values = credentials.values();
    let held: Vec<&str> = values.map(|(_, value)| value.expose_secret()).collect();
    let held = text::Held::new(&held);
    let body = response.body();
    let shown = match (serde_json::from_slice(body), std::str::from_utf8(body)) {
        (Ok(value), _) => json::laid_out(json::without_secrets(value, &held)),
        (Err(_), Ok(words)) if words.trim_start().starts_with('<') => {
            xml::without_secrets(words, &held)
        }
        _ => None,
    };
    shown.map_or_else(
        || {
            let bytes = body.len().to_string();
            [
                "The answer is neither JSON nor XML (",
                &bytes,
                " bytes), so it is not shown.",
            ]
            .concat()
        },
        |shown| excerpt(&shown, LONGEST),
    )
}

#[cfg(test)]
mod tests;
