//! What e24cloud's failures mean (e24cloud reference, section "Success and errors").

use pilothouse_core::{
    Error, ErrorKind, Response,
    wire::{is_html, kind_of_status},
};
use serde_json::{Map, Value};

use crate::lenient::one_line;

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
    let found = if is_html(response) {
        Vec::new()
    } else {
        words(response.body())
    };
    let said = found
        .iter()
        .map(|(field, text)| match field {
            Some(field) => format!("{field}: {text}"),
            None => text.clone(),
        })
        .collect::<Vec<_>>()
        .join("; ");
    let code = status.as_u16();
    let message = match kind {
        ErrorKind::Unauthorized => {
            "e24cloud refused the key or its signature. Check API key, secret and this computer's clock.".to_owned()
        }
        ErrorKind::NotFound => {
            format!("e24cloud found nothing there ({code}): the machine is gone or the endpoint is another region's.")
        }
        ErrorKind::RateLimited => {
            format!("e24cloud asks for fewer requests ({code}). Wait a moment and try again.")
        }
        ErrorKind::Unavailable | ErrorKind::TimedOut => {
            format!("e24cloud is not well at the moment ({code}). Try again later.")
        }
        ErrorKind::BadAnswer => {
            format!("e24cloud sent the request elsewhere ({code}). Check the endpoint.")
        }
        _ if said.is_empty() => format!(
            "e24cloud refused this ({code}) and gave no reason. Look at the machine's state before trying again."
        ),
        _ => format!("e24cloud refused this ({code})."),
    };
    let message = if said.is_empty() {
        message
    } else {
        format!("{message} It says: {}", one_line(&said))
    };
    found
        .into_iter()
        .filter_map(|(field, text)| Some((field?, text)))
        .fold(Error::new(kind, message), |error, (field, text)| {
            error.with_field(field, text)
        })
}

type Words = Vec<(Option<String>, String)>;

/// Everything that reads like an explanation: (field it is about, text).
fn words(body: &[u8]) -> Words {
    let mut found = Words::new();
    let Ok(object) = serde_json::from_slice::<Map<String, Value>>(body) else {
        return found;
    };
    for place in PLACES {
        if let Some(value) = object.get(place) {
            collect(value, None, &mut found);
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
            let entry = (field.map(str::to_owned), one_line(text));
            if !entry.1.is_empty() && !found.contains(&entry) {
                found.push(entry);
            }
        }
        Value::Number(number) => found.push((field.map(str::to_owned), number.to_string())),
        Value::Array(list) => list.iter().for_each(|item| collect(item, field, found)),
        Value::Object(map) => {
            for (key, item) in map {
                let about = if PLACES.contains(&key.as_str()) {
                    field.map(str::to_owned)
                } else {
                    Some(one_line(key))
                };
                collect(item, about.as_deref(), found);
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
