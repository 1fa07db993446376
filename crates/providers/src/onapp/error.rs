//! What OnApp's failures mean (OnApp reference, section "Status codes and errors").

use http::StatusCode;
use pilothouse_core::{Error, ErrorKind, Response, wire::kind_of_status};

use super::format::Format;
use crate::words::one_line;

/// Makes an error of an answer with any status but 2xx.
pub(super) fn failure(format: &Format, response: &Response) -> Error {
    let status = response.status();
    let found = (format.reasons)(response);
    let mut said = String::new();
    let mut about_field = false;
    for reason in &found {
        if !said.is_empty() {
            said.push_str("; ");
        }
        said.push_str(&reason.words());
        about_field |= reason.field.is_some();
    }
    let mut kind = kind_of_status(status);
    if status == StatusCode::UNPROCESSABLE_ENTITY && !about_field {
        // Without a field to blame it is the machine as a whole that cannot do this now.
        kind = ErrorKind::Conflict;
    }
    let (start, end) = sentences(kind, status, said.is_empty());
    let mut message = [start, " (", status.as_str(), ")", end].concat();
    if !said.is_empty() {
        message.push_str(" It says: ");
        message.push_str(&one_line(&said));
    }
    let mut error = Error::new(kind, message);
    for reason in found {
        if let Some(field) = reason.field {
            error.fields.push((field, reason.text));
        }
    }
    error
}

/// How a refusal begins that is about the machine's state, and one that is about a value.
const CANNOT_NOW: &str = "OnApp cannot do that to the machine now";
const REFUSED: &str = "OnApp refused this";

/// A refusal that looked like one about the machine's state and is about a value.
pub(super) fn about_a_value(mut error: Error) -> Error {
    if let Some(rest) = error.message.strip_prefix(CANNOT_NOW) {
        error.message = [REFUSED, rest].concat();
    }
    error.kind = ErrorKind::Invalid;
    error
}

/// What stands before and after the status.
fn sentences(kind: ErrorKind, status: StatusCode, silent: bool) -> (&'static str, &'static str) {
    match kind {
        _ if status == StatusCode::NOT_ACCEPTABLE => (
            "OnApp did not accept the data format",
            ". Check the endpoint.",
        ),
        ErrorKind::Unauthorized => (
            "OnApp refused the login",
            ". Check user name and password, or e-mail address and API key.",
        ),
        ErrorKind::Forbidden => (
            "OnApp does not let this login do that",
            ". Ask the panel's administrator.",
        ),
        // Some releases say this too of an action that does not fit the machine's state.
        ErrorKind::NotFound => ("OnApp has no such thing", ", or this login may not see it."),
        ErrorKind::Conflict => (CANNOT_NOW, "."),
        ErrorKind::Unavailable | ErrorKind::TimedOut => {
            ("OnApp is not well at the moment", ". Try again later.")
        }
        ErrorKind::RateLimited => (
            "OnApp asks for fewer requests",
            ". Wait a moment and try again.",
        ),
        ErrorKind::BadAnswer => ("OnApp sent the request elsewhere", ". Check the endpoint."),
        _ if silent => (REFUSED, " and gave no reason."),
        _ => (REFUSED, "."),
    }
}

#[cfg(test)]
mod tests {
    use pilothouse_core::{Error, ErrorKind, Outcome};

    use super::failure;
    use crate::onapp::format::JSON as FORMAT;

    fn failed(status: u16, content_type: &str, body: &str) -> Error {
        let response = http::Response::builder()
            .status(status)
            .header("content-type", content_type)
            .body(body.as_bytes().to_vec())
            .unwrap();
        failure(&FORMAT, &response)
    }

    const JSON: &str = "application/json; charset=utf-8";

    fn check(table: &[(u16, &str, &str, ErrorKind, &str)]) {
        for (status, content_type, body, kind, words) in table {
            let error = failed(*status, content_type, body);
            assert_eq!(error.kind, *kind, "{status} {body}");
            assert!(error.message.contains(words), "{status} {body}: {error}");
            assert!(!error.message.contains('<'), "{error}");
        }
    }

    #[test]
    fn every_status_has_its_kind_and_words() {
        use ErrorKind::{
            BadAnswer, Forbidden, Invalid, NotFound, RateLimited, Refused, Unauthorized,
            Unavailable,
        };
        let denied = r#"{"error":"HTTP Basic: Access denied."}"#;
        let not_allowed = r#"{"errors":["You do not have permissions for this action"]}"#;
        let not_found = r#"{"errors":["Resource not found"]}"#;
        let not_found_2_0 = r#"{"error":"Resource not found"}"#;
        check(&[
            (401, JSON, "", Unauthorized, "API key."),
            (401, JSON, denied, Unauthorized, "Access denied."),
            (403, JSON, not_allowed, Forbidden, "says: You do not"),
            (404, JSON, not_found, NotFound, "Resource not found"),
            (404, JSON, not_found_2_0, NotFound, "Resource not found"),
            (404, "text/html", "<b>404</b>", NotFound, "may not see it."),
            (406, JSON, " ", Refused, "Check the endpoint."),
            (400, JSON, "", Invalid, "gave no reason."),
            (429, JSON, "", RateLimited, "fewer"),
            (
                500,
                "text/html",
                "<h1>Sorry</h1>",
                Unavailable,
                "Try again later.",
            ),
            (
                503,
                "text/plain",
                "Down for\nnow",
                Unavailable,
                "says: Down for now",
            ),
            (
                302,
                "text/html",
                "<html>login</html>",
                BadAnswer,
                "endpoint",
            ),
        ]);
    }

    #[test]
    fn a_refusal_is_about_a_field_or_about_the_state() {
        use ErrorKind::{Conflict, Invalid};
        let two = r#"{"errors":["It is built from ISO.","And locked."]}"#;
        let base = r#"{"errors":{"base":["Virtual Server cannot be migrated"]}}"#;
        let both = r#"{"errors":{"label":["can't be blank"],"base":["is locked"]}}"#;
        let xml = "<errors><error>Locked &amp; busy</error></errors>";
        check(&[
            (
                422,
                JSON,
                two,
                Conflict,
                "(422). It says: It is built from ISO.; And locked.",
            ),
            (
                422,
                JSON,
                r#"{"error":"Not enough"}"#,
                Conflict,
                "says: Not enough",
            ),
            (
                422,
                JSON,
                r#"{"errors":"Not enough"}"#,
                Conflict,
                "says: Not enough",
            ),
            (422, JSON, base, Conflict, "says: Virtual Server"),
            (
                422,
                JSON,
                both,
                Invalid,
                "says: is locked; label can't be blank",
            ),
            (422, JSON, "", Conflict, "now (422)."),
            (422, JSON, r#"{"errors":["#, Conflict, "now (422)."),
            (422, "application/xml", xml, Conflict, "says: Locked & busy"),
        ]);
    }

    #[test]
    fn attributes_become_fields() {
        let error = failed(
            422,
            "application/json",
            r#"{"errors":{"base":["no"],"disk_size":"is too small","label":["is taken","is short"]}}"#,
        );
        let fields: Vec<_> = (error.fields.iter())
            .map(|(field, text)| (field.as_str(), text.as_str()))
            .collect();
        assert_eq!(
            fields,
            [
                ("disk_size", "is too small"),
                ("label", "is taken"),
                ("label", "is short"),
            ]
        );
        assert!(error.message.contains("disk size is too small"), "{error}");
    }

    #[test]
    fn only_a_server_error_leaves_the_outcome_open() {
        for (status, outcome) in [
            (500, Outcome::Unknown),
            (503, Outcome::Unknown),
            (401, Outcome::NotDone),
            (404, Outcome::NotDone),
            (422, Outcome::NotDone),
        ] {
            assert_eq!(failed(status, "", "").outcome, outcome, "{status}");
        }
    }
}
