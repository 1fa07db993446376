//! What BigV's failures mean (BigV reference, section "Errors").

use pilothouse_core::{
    Error, ErrorKind, Response,
    wire::{is_html, kind_of_status},
};
use serde_json::Value;

use crate::words::one_line;

/// More messages than this help nobody.
const MOST: usize = 12;

/// Makes an error of an answer with any status but 2xx.
pub(super) fn failure(response: &Response) -> Error {
    let found = words(response);
    let about_power =
        (found.iter()).any(|(field, _)| field == "power_on" || field == "autoreboot_on");
    let kind = match kind_of_status(response.status()) {
        // Only booleans are ever sent for these, so a complaint is about the state, not the value.
        ErrorKind::Invalid if about_power => ErrorKind::Conflict,
        kind => kind,
    };
    // Words, and those to put behind the status if it is to be told.
    let (ours, after) = match kind {
        ErrorKind::Unauthorized => (
            "BigV refused the login. Check user name and password, or the token; if a Yubikey is needed, touch it again.",
            "",
        ),
        ErrorKind::Forbidden => (
            "BigV lets this login see that, but not do this to it. Ask the account's administrator.",
            "",
        ),
        // A missing privilege to read is told in the same way as a missing machine.
        ErrorKind::NotFound => ("BigV has no such thing, or this login may not see it.", ""),
        ErrorKind::Unavailable | ErrorKind::TimedOut => {
            ("BigV is not well at the moment (", "). Try again later.")
        }
        ErrorKind::RateLimited => (
            "BigV asks for fewer requests (",
            "). Wait a moment and try again.",
        ),
        ErrorKind::BadAnswer => (
            "BigV sent the request elsewhere (",
            "). Check the endpoint.",
        ),
        _ if found.is_empty() => ("BigV refused this (", ") and gave no reason."),
        _ => ("BigV refused this (", ")."),
    };
    let mut message = ours.to_owned();
    if !after.is_empty() {
        message.push_str(response.status().as_str());
        message.push_str(after);
    }
    if !found.is_empty() {
        message.push_str(" It says: ");
        message.push_str(&said(&found));
    }
    let mut error = Error::new(kind, message);
    for (field, text) in found {
        if !field.is_empty() {
            error.fields.push((field, text));
        }
    }
    error
}

/// Attributes and messages as one line.
fn said(found: &[(String, String)]) -> String {
    let mut said = String::new();
    for (field, text) in found {
        if !said.is_empty() {
            said.push_str("; ");
        }
        if !field.is_empty() {
            said.push_str(field);
            said.push(' ');
        }
        said.push_str(text);
    }
    one_line(&said)
}

/// (attribute or nothing, message)
type Words = Vec<(String, String)>;

/// The reasons given: from JSON, or the whole body from plain text.
fn words(response: &Response) -> Words {
    let mut found = Words::new();
    if is_html(response) {
        return found;
    }
    let body = response.body();
    let told = match serde_json::from_slice::<Value>(body) {
        Ok(told) => told,
        // Cut-off JSON says nothing to a person; plain text does.
        Err(_) if matches!(body.trim_ascii_start().first(), Some(b'{' | b'[')) => Value::Null,
        Err(_) => Value::String(String::from_utf8_lossy(body).into_owned()),
    };
    collect(&told, "", &mut found);
    found
}

/// An attribute has a list of messages or just one; `discs` has a map for each disc, empty for
/// the good ones, which become `discs[1].size`.
fn collect(value: &Value, field: &str, found: &mut Words) {
    if found.len() >= MOST {
        return;
    }
    match value {
        Value::String(text) => {
            let text = one_line(text);
            if !text.is_empty() {
                found.push((field.to_owned(), text));
            }
        }
        Value::Array(list) => {
            for (at, item) in list.iter().enumerate() {
                if item.is_object() && !field.is_empty() {
                    let field = [field, "[", &at.to_string(), "]"].concat();
                    collect(item, &field, found);
                } else {
                    collect(item, field, found);
                }
            }
        }
        Value::Object(map) => {
            for (key, item) in map {
                let key = one_line(key);
                let below = match key.as_str() {
                    // Not documented, but these names are no attributes of anything.
                    "error" | "errors" | "message" if field.is_empty() => String::new(),
                    _ if field.is_empty() => key,
                    key => [field, ".", key].concat(),
                };
                collect(item, &below, found);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

#[cfg(test)]
mod tests {
    use pilothouse_core::{Error, ErrorKind, Outcome};

    use super::failure;

    fn failed(status: u16, content_type: &str, body: &str) -> Error {
        let response = http::Response::builder()
            .status(status)
            .header("content-type", content_type)
            .body(body.as_bytes().to_vec())
            .unwrap();
        failure(&response)
    }

    #[test]
    fn every_failure_has_its_kind_and_words() {
        use ErrorKind::{
            BadAnswer, Conflict, Forbidden, Invalid, NotFound, Refused, Unauthorized, Unavailable,
        };
        const JSON: &str = "application/json";
        for (status, content_type, body, kind, words) in [
            (401, JSON, "", Unauthorized, "Yubikey"),
            (
                401,
                "text/plain",
                "Bad login credentials",
                Unauthorized,
                "again. It says: Bad login credentials",
            ),
            (403, JSON, "{}", Forbidden, "administrator."),
            (
                404,
                "text/plain",
                "Not found",
                NotFound,
                "may not see it. It says: Not found",
            ),
            (
                404,
                "text/html",
                "<html><b>404</b>",
                NotFound,
                "may not see it.",
            ),
            (
                400,
                JSON,
                r#"{"name":["is too short (minimum is 3 characters)"],"memory":["is not a number"]}"#,
                Invalid,
                "memory is not a number; name is too short (minimum is 3 characters)",
            ),
            (
                400,
                JSON,
                r#"{"interval_seconds":"Missing interval_seconds parameter"}"#,
                Invalid,
                "Missing interval_seconds parameter",
            ),
            (
                400,
                JSON,
                r#"{"discs":[{},{"size":["must be greater than or equal to 50"]}]}"#,
                Invalid,
                "discs[1].size must be greater than or equal to 50",
            ),
            (
                400,
                "text/plain",
                "VM is powered\noff",
                Invalid,
                "(400). It says: VM is powered off",
            ),
            (
                400,
                JSON,
                r#"{"power_on":["must be on"]}"#,
                Conflict,
                "power_on must be on",
            ),
            (400, JSON, r#""just text""#, Invalid, "says: just text"),
            (400, JSON, r#"["one","two"]"#, Invalid, "one; two"),
            (
                400,
                JSON,
                r#"{"name":["#,
                Invalid,
                "(400) and gave no reason.",
            ),
            (400, JSON, "", Invalid, "gave no reason."),
            (
                500,
                "text/html",
                "<h1>Internal Server Error</h1>",
                Unavailable,
                "(500). Try again later.",
            ),
            (503, "text/plain", "", Unavailable, "(503)"),
            (415, JSON, "{}", Refused, "(415)"),
            (302, JSON, "", BadAnswer, "endpoint"),
        ] {
            let error = failed(status, content_type, body);
            assert_eq!(error.kind, kind, "{status} {body}");
            assert!(error.message.contains(words), "{status} {body}: {error}");
            assert!(!error.message.contains('<'), "{error}");
        }
    }

    #[test]
    fn attributes_become_fields() {
        let error = failed(
            400,
            "application/vnd.bigv.error+json",
            r#"{"discs":[{},{"size":["too small"],"label":"is taken"}],"name":["is invalid","is short"]}"#,
        );
        let fields: Vec<_> = (error.fields.iter())
            .map(|(field, text)| (field.as_str(), text.as_str()))
            .collect();
        assert_eq!(
            fields,
            [
                ("discs[1].label", "is taken"),
                ("discs[1].size", "too small"),
                ("name", "is invalid"),
                ("name", "is short"),
            ]
        );
        assert_eq!(error.outcome, Outcome::NotDone);
    }

    #[test]
    fn a_server_error_leaves_the_outcome_open() {
        assert_eq!(failed(500, "", "").outcome, Outcome::Unknown);
        assert_eq!(failed(503, "", "").outcome, Outcome::Unknown);
    }
}
