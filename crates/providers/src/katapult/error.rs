//! What Katapult's failures mean (Katapult reference, section "Errors").

use std::time::Duration;

use pilothouse_core::{
    Error, ErrorKind, Response,
    wire::{kind_of_status, retry_after},
};
use serde_json::Value;

use super::codes::{KNOWN, More, by_kind};
use crate::words::one_line;

/// The code of a token without the right to ask for this.
pub(super) const SCOPE_NOT_GRANTED: &str = "scope_not_granted";

/// Budgets are counted by the minute, and no hint is documented when one is used up.
const NEXT_MINUTE: Duration = Duration::from_mins(1);

/// Makes an error of an answer with any status but 2xx. The code decides; the status only where
/// there is no code, or one nobody has documented.
pub(super) fn failure(response: &Response) -> Error {
    let status = response.status();
    let body: Value = serde_json::from_slice(response.body()).unwrap_or_default();
    let told = Told::read(&body);
    let code = told.code.as_deref().unwrap_or_default();
    let known = KNOWN.iter().find(|known| known.0 == code);
    let kind = match known {
        Some(known) => known.1,
        None if code.ends_with("_not_found") => ErrorKind::NotFound,
        // 406 is what Katapult answers when the object is in the wrong state.
        None if status == 406 && !code.is_empty() => ErrorKind::Conflict,
        None => kind_of_status(status),
    };
    let (ours, more) = match known {
        Some((_, _, ours, more)) if !ours.is_empty() => (*ours, more),
        _ => by_kind(kind),
    };
    let mut error = Error::new(kind, told.words(ours, more, status.as_str()));
    if kind == ErrorKind::RateLimited {
        error.retry_after = Some(retry_after(response).unwrap_or(NEXT_MINUTE));
    }
    if let Some(path) = told.joined("path", ".") {
        error.fields.push((path, told.issue().unwrap_or_default()));
    }
    error.code = told.code;
    error
}

/// Our words with what was said behind them.
fn quoted(ours: &str, said: Option<String>) -> String {
    match said {
        Some(said) => [ours, " It says: ", &said].concat(),
        None => ours.to_owned(),
    }
}

/// What is inside the envelope `{"error":{…}}`; the published description of the API leaves it
/// out.
pub(super) fn envelope(body: &Value) -> &Value {
    let error = body.get("error");
    error.filter(|error| error.is_object()).unwrap_or(body)
}

/// What an answer says of its failure.
struct Told<'a> {
    code: Option<String>,
    description: Option<String>,
    detail: Option<&'a Value>,
}

impl<'a> Told<'a> {
    fn read(body: &'a Value) -> Self {
        let told = envelope(body);
        let description = text(told.get("description"));
        Self {
            code: text(told.get("code")),
            description: description.or_else(|| text(body.get("error"))),
            detail: told.get("detail"),
        }
    }

    fn words(&self, ours: &str, more: &More, status: &str) -> String {
        match *more {
            More::Nothing => ours.to_owned(),
            More::Reason => quoted(ours, self.reason()),
            More::Description => quoted(ours, self.description()),
            More::Status(after) => [ours, status, after].concat(),
            More::StatusAndReason => match self.description() {
                None => [ours, status, ") and gave no reason."].concat(),
                said => quoted(&[ours, status, ")."].concat(), said),
            },
            More::Detail(key, before, after) => match self.text(key) {
                Some(detail) => [before, &detail, after].concat(),
                None => ours.to_owned(),
            },
            More::Scopes => match self.joined("scopes", ", ") {
                None => ours.to_owned(),
                Some(scopes) if scopes.contains(',') => [
                    "The token lacks a scope for this. Give it one of these in the Katapult Console: ",
                    &scopes,
                    ".",
                ]
                .concat(),
                Some(scope) => [
                    "The token lacks the scope ",
                    &scope,
                    ". Give it that scope in the Katapult Console.",
                ]
                .concat(),
            },
            More::Argument => {
                let path = self.joined("path", ".");
                let what = path.as_deref().unwrap_or("a value");
                quoted(&[ours, what, "."].concat(), self.issue())
            }
        }
    }

    /// One of the details.
    fn text(&self, key: &str) -> Option<String> {
        text(self.detail?.get(key))
    }

    /// A detail with several values as one text; one alone may come without its list.
    fn joined(&self, key: &str, between: &str) -> Option<String> {
        let Some(Value::Array(items)) = self.detail?.get(key) else {
            return self.text(key);
        };
        let mut all = String::new();
        for item in items {
            if let Some(item) = text(Some(item)) {
                if !all.is_empty() {
                    all.push_str(between);
                }
                all.push_str(&item);
            }
        }
        (!all.is_empty()).then(|| one_line(&all))
    }

    /// The reason in this very case.
    fn reason(&self) -> Option<String> {
        self.joined("errors", "; ").or_else(|| self.text("details"))
    }

    /// All that was said.
    fn description(&self) -> Option<String> {
        self.reason().or_else(|| self.description.clone())
    }

    /// What is wrong with an argument.
    fn issue(&self) -> Option<String> {
        (self.joined("errors", "; "))
            .or_else(|| self.text("issue_description"))
            .or_else(|| self.text("issue"))
    }
}

/// A scalar as one line of text; `None` if there is none in it.
fn text(value: Option<&Value>) -> Option<String> {
    let text = match value? {
        Value::String(text) => one_line(text),
        Value::Number(number) => number.to_string(),
        _ => return None,
    };
    (!text.is_empty()).then_some(text)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use pilothouse_core::{Error, ErrorKind};
    use serde_json::{Value, json};

    use super::failure;

    fn failed(status: u16, body: &str) -> Error {
        let response = http::Response::builder()
            .status(status)
            .body(body.as_bytes().to_vec())
            .unwrap();
        failure(&response)
    }

    type Row = (u16, &'static str, Value, ErrorKind, &'static str);

    /// Each as it is sent and as it is published, without the envelope.
    fn hold(rows: Vec<Row>) {
        for (status, code, detail, kind, words) in rows {
            let error = json!({"code": code, "description": "General words.", "detail": detail});
            for body in [json!({"error": error}), error] {
                let failed = failed(status, &body.to_string());
                assert_eq!(
                    (failed.kind, failed.code.as_deref()),
                    (kind, Some(code)),
                    "{body}"
                );
                assert!(failed.message.contains(words), "{body}: {failed}");
                let paused = (kind == ErrorKind::RateLimited).then(|| Duration::from_mins(1));
                assert_eq!(failed.retry_after, paused);
            }
        }
    }

    #[test]
    fn codes_about_the_token_decide() {
        use ErrorKind::{Forbidden, Unauthorized};
        hold(vec![
            (
                400,
                "missing_api_token",
                json!({}),
                Unauthorized,
                "no token",
            ),
            (
                403,
                "invalid_api_token",
                json!({"details": "expired\nin May"}),
                Unauthorized,
                "It says: expired in May",
            ),
            (
                403,
                "invalid_api_token",
                json!({"details": null}),
                Unauthorized,
                "account's settings.",
            ),
            (
                403,
                "unauthorized_network_for_api_token",
                json!({"ip_address": "192.0.2.7"}),
                Unauthorized,
                "from 192.0.2.7.",
            ),
            (
                403,
                "unauthorized_network_for_api_token",
                json!({}),
                Unauthorized,
                "this network",
            ),
            (
                403,
                "invalid_capabilities_token",
                json!({}),
                Unauthorized,
                "refused the token",
            ),
            (
                403,
                "scope_not_granted",
                json!({"scopes": ["tasks:read"]}),
                Forbidden,
                "lacks the scope tasks:read.",
            ),
            (
                403,
                "scope_not_granted",
                json!({"scopes": ["tasks", "tasks:read"]}),
                Forbidden,
                "one of these in the Katapult Console: tasks, tasks:read.",
            ),
            (
                403,
                "scope_not_granted",
                json!({"scopes": 7}),
                Forbidden,
                "lacks",
            ),
            (
                403,
                "permission_denied",
                json!({"details": "Not yours."}),
                Forbidden,
                "It says: Not yours.",
            ),
        ]);
    }

    #[test]
    fn codes_about_the_object_decide() {
        use ErrorKind::{Conflict, Forbidden, NotFound, Refused};
        hold(vec![
            (
                403,
                "organization_suspended",
                json!({}),
                Forbidden,
                "suspended",
            ),
            (
                403,
                "organization_not_activated",
                json!({}),
                Forbidden,
                "not activated",
            ),
            (
                404,
                "virtual_machine_not_found",
                json!({}),
                NotFound,
                "no longer has this machine",
            ),
            (
                404,
                "organization_not_found",
                json!({}),
                NotFound,
                "no such organization",
            ),
            (404, "zone_not_found", json!({}), NotFound, "General words."),
            (404, "route_not_found", json!({}), Refused, "endpoint"),
            (
                406,
                "object_in_trash",
                json!({"trash_object": {"id": "trsh_1", "keep_until": 1}}),
                NotFound,
                "trash",
            ),
            (
                406,
                "task_queueing_error",
                json!({"details": "It is off."}),
                Conflict,
                "It says: It is off.",
            ),
            (
                406,
                "virtual_machine_must_be_started",
                json!({"current_state": "stopped"}),
                Conflict,
                "it is stopped.",
            ),
            (
                406,
                "something_new",
                json!({}),
                Conflict,
                "It says: General words.",
            ),
            (
                409,
                "deletion_restricted",
                json!({"errors": ["In use."]}),
                Conflict,
                "It says: In use.",
            ),
        ]);
    }

    #[test]
    fn codes_about_the_request_decide() {
        use ErrorKind::{Invalid, RateLimited, Unauthorized, Unavailable};
        hold(vec![
            (
                429,
                "rate_limit_reached",
                json!({"total_permitted": 200}),
                RateLimited,
                "its 200 requests a minute",
            ),
            (
                422,
                "validation_error",
                json!({"errors": ["Name is short", "Tag is odd"]}),
                Invalid,
                "It says: Name is short; Tag is odd",
            ),
            (
                400,
                "invalid_spec_xml",
                json!({"errors": "1:2 tag"}),
                Invalid,
                "It says: 1:2 tag",
            ),
            (
                400,
                "invalid_argument",
                json!({"path": ["virtual_machine", "id"], "issue": "invalid_scalar", "issue_description": "No text."}),
                Invalid,
                "does not accept virtual_machine.id. It says: No text.",
            ),
            (
                400,
                "invalid_argument",
                json!({"path": ["virtual_machine"], "issue": "ambiguous_lookup_values"}),
                Invalid,
                "virtual_machine. It says: ambiguous_lookup_values",
            ),
            (
                400,
                "missing_required_argument",
                json!({"path": ["virtual_machine"]}),
                Invalid,
                "misses virtual_machine.",
            ),
            (400, "invalid_argument", json!({}), Invalid, "a value."),
            (503, "service_unavailable", json!({}), Unavailable, "(503)"),
            (500, "unhandled_exception", json!({}), Unavailable, "(500)"),
            // The status is wrong, the code is not.
            (500, "invalid_api_token", json!({}), Unauthorized, "token"),
        ]);
    }

    #[test]
    fn without_a_code_the_status_decides() {
        for (status, body, kind, words) in [
            (401, "", ErrorKind::Unauthorized, "token"),
            (403, "<html>", ErrorKind::Forbidden, "gave no reason"),
            (404, "<html>", ErrorKind::NotFound, "no such thing"),
            (406, "[]", ErrorKind::Refused, "(406)"),
            (429, "", ErrorKind::RateLimited, "Wait a minute"),
            (
                422,
                r#"{"error":"odd"}"#,
                ErrorKind::Invalid,
                "It says: odd",
            ),
            (
                400,
                r#"{"error":{"code":null,"detail":[]}}"#,
                ErrorKind::Invalid,
                "no reason",
            ),
            (
                400,
                r#"{"error":{"code":["#,
                ErrorKind::Invalid,
                "no reason",
            ),
            (502, "<html>Bad gateway", ErrorKind::Unavailable, "(502)"),
            (302, "", ErrorKind::BadAnswer, "endpoint"),
        ] {
            let error = failed(status, body);
            assert_eq!(error.kind, kind, "{status} {body}");
            assert!(error.message.contains(words), "{status} {body}: {error}");
            assert!(!error.message.contains('<'), "{error}");
        }
    }

    #[test]
    fn a_wrong_argument_is_a_field() {
        let detail = json!({"path": ["organization", "id"], "issue_description": "No.", "index": Value::Null});
        let body = json!({"error": {"code": "invalid_argument", "detail": detail}});
        let error = failed(400, &body.to_string());
        assert_eq!(
            error.fields,
            [("organization.id".to_owned(), "No.".to_owned())]
        );
    }
}
