//! What e24cloud's failures mean (e24cloud reference, section "Success and errors").

use pilothouse_core::{
    Error, ErrorKind, Response,
    wire::{is_html, kind_of_status},
};
use serde_json::Value;

use crate::words::one_line;

/// No error body is published; these are the places worth looking for words.
const PLACES: [&str; 4] = ["error", "message", "errors", "description"];
/// More messages than this help nobody.
const MOST: usize = 12;

/// Makes an error of an answer that is not a success: any status but 2xx, or 2xx with
/// `"success": false`.
pub(super) fn failure(response: &Response) -> Error {
    let status = response.status();
    let kind = match status.as_u16() {
        // Nobody has published how a wrong signature is answered; both statuses can mean it.
        401 | 403 => ErrorKind::Unauthorized,
        200..=299 => ErrorKind::Refused,
        _ => kind_of_status(status),
    };
    let found = words(response);
    let mut said = String::new();
    for (field, text) in &found {
        if !said.is_empty() {
            said.push_str("; ");
        }
        if let Some(field) = field {
            said.push_str(field);
            said.push_str(": ");
        }
        said.push_str(text);
    }
    let (start, end) = sentences(kind, said.is_empty());
    let mut message = [start, " (", status.as_str(), ")", end].concat();
    if !said.is_empty() {
        message.push_str(" It says: ");
        message.push_str(&one_line(&said));
    }
    let mut error = Error::new(kind, message);
    for (field, text) in found {
        if let Some(field) = field {
            error.fields.push((field, text));
        }
    }
    error
}

/// The same without a word of the answer: for answers that may hold a secret.
pub(super) fn wordless_failure(response: &Response) -> Error {
    let mut bare = Response::new(Vec::new());
    *bare.status_mut() = response.status();
    failure(&bare)
}

/// What stands before and after the status.
fn sentences(kind: ErrorKind, silent: bool) -> (&'static str, &'static str) {
    match kind {
        ErrorKind::Unauthorized => (
            "e24cloud refused the key or its signature",
            ". Check API key, secret and this computer's clock.",
        ),
        ErrorKind::NotFound => (
            "e24cloud found nothing there",
            ": it is gone or the endpoint is another region's.",
        ),
        ErrorKind::RateLimited => (
            "e24cloud asks for fewer requests",
            ". Wait a moment and try again.",
        ),
        ErrorKind::Unavailable | ErrorKind::TimedOut => {
            ("e24cloud is not well at the moment", ". Try again later.")
        }
        ErrorKind::BadAnswer => (
            "e24cloud sent the request elsewhere",
            ". Check the endpoint.",
        ),
        _ if silent => (
            "e24cloud refused this",
            " and gave no reason. Look at the machine's state before trying again.",
        ),
        _ => ("e24cloud refused this", "."),
    }
}

type Words = Vec<(Option<String>, String)>;

/// Everything that reads like an explanation: (field it is about, text).
fn words(response: &Response) -> Words {
    let mut found = Words::new();
    if !is_html(response)
        && let Ok(body) = serde_json::from_slice::<Value>(response.body())
    {
        for place in PLACES {
            if let Some(value) = body.get(place) {
                collect(value, None, &mut found);
            }
        }
    }
    found
}

/// Strings, lists of them and maps of either, as deep as the JSON parser lets through.
fn collect(value: &Value, field: Option<&str>, found: &mut Words) {
    if found.len() >= MOST {
        return;
    }
    match value {
        Value::String(text) => {
            let text = one_line(text);
            let is_new =
                |(of, known): &(Option<String>, String)| of.as_deref() != field || *known != text;
            if !text.is_empty() && found.iter().all(is_new) {
                found.push((field.map(str::to_owned), text));
            }
        }
        Value::Number(number) => found.push((field.map(str::to_owned), number.to_string())),
        Value::Array(list) => {
            for item in list {
                collect(item, field, found);
            }
        }
        Value::Object(map) => {
            for (key, item) in map {
                if PLACES.contains(&key.as_str()) {
                    collect(item, field, found);
                } else {
                    collect(item, Some(&one_line(key)), found);
                }
            }
        }
        Value::Null | Value::Bool(_) => {}
    }
}

#[cfg(test)]
mod tests {
    use pilothouse_core::{ErrorKind, Outcome};

    use super::failure;

    #[test]
    fn every_failure_has_its_kind_and_words() {
        use ErrorKind::{
            BadAnswer, Conflict, Invalid, NotFound, RateLimited, Refused, TimedOut, Unauthorized,
            Unavailable,
        };
        for (status, body, kind, words) in [
            (401, r#"{"success":false}"#, Unauthorized, "clock."),
            (403, "", Unauthorized, "secret"),
            (
                403,
                r#"{"success":false,"error":"bad signature"}"#,
                Unauthorized,
                "clock. It says: bad signature",
            ),
            (404, "Not here", NotFound, "found nothing there (404)"),
            (404, r#"{"success":false}"#, NotFound, "gone"),
            (200, r#"{"success":false}"#, Refused, "gave no reason"),
            (
                200,
                r#"{"success":false,"error":"machine is busy"}"#,
                Refused,
                "(200). It says: machine is busy",
            ),
            (
                200,
                r#"{"success":false,"message":"no\nsuch \u0000 thing"}"#,
                Refused,
                "says: no such thing",
            ),
            (
                200,
                r#"{"success":false,"errors":["one","two"]}"#,
                Refused,
                "one; two",
            ),
            (
                200,
                r#"{"success":false,"errors":{"ram":["too small"],"name":"taken"}}"#,
                Refused,
                "name: taken; ram: too small",
            ),
            (
                200,
                r#"{"success":false,"error":{"message":"deep"}}"#,
                Refused,
                "says: deep",
            ),
            (
                200,
                r#"{"success":false,"description":"why"}"#,
                Refused,
                "says: why",
            ),
            (
                200,
                r#"{"success":false,"error":"same","message":"same"}"#,
                Refused,
                "(200). It says: same",
            ),
            (
                200,
                r#"{"success":false,"error":null,"errors":[],"message":""}"#,
                Refused,
                "gave no reason",
            ),
            (400, "{}", Invalid, "(400)"),
            (409, "[]", Conflict, "(409)"),
            (422, r#"{"error":"cores"}"#, Invalid, "cores"),
            (429, "", RateLimited, "fewer requests"),
            (500, "<html>oops", Unavailable, "(500). Try"),
            (502, r#"<p>"error"</p>"#, Unavailable, "later."),
            (504, "", TimedOut, "(504)"),
            (302, "", BadAnswer, "endpoint"),
            (418, "{\"error\":", Refused, "no reason"),
        ] {
            let response = http::Response::builder()
                .status(status)
                .body(body.as_bytes().to_vec())
                .unwrap();
            let error = failure(&response);
            assert_eq!(error.kind, kind, "{status} {body}");
            assert!(error.message.contains(words), "{status} {body}: {error}");
        }
    }

    #[test]
    fn maps_become_fields_and_refusals_are_not_done() {
        let body = br#"{"success":false,"errors":{"ram":["too small","odd"]}}"#.to_vec();
        let error = failure(&http::Response::new(body));
        assert_eq!(error.outcome, Outcome::NotDone);
        assert_eq!(
            error.fields,
            [
                ("ram".to_owned(), "too small".to_owned()),
                ("ram".to_owned(), "odd".to_owned())
            ]
        );
    }
}
