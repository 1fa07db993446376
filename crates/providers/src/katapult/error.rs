//! What Katapult's failures mean (Katapult reference, section "Errors").

use std::time::Duration;

use pilothouse_core::{
    Error, ErrorKind, Response,
    wire::{kind_of_status, retry_after},
};
use serde_json::{Map, Value};

use crate::lenient::one_line;

/// The code of a token without the right to ask for this.
pub(super) const SCOPE_NOT_GRANTED: &str = "scope_not_granted";

/// Budgets are counted by the minute, and no hint is documented when one is used up.
const NEXT_MINUTE: Duration = Duration::from_mins(1);

/// Makes an error of an answer with any status but 2xx. The code decides; the status only where
/// there is no code, or one nobody has documented.
pub(super) fn failure(response: &Response) -> Error {
    let status = response.status();
    let told = Told::read(response);
    let code = told.code.as_deref().unwrap_or_default();
    let kind = kind_of_code(code).unwrap_or_else(|| match kind_of_status(status) {
        // 406 is what Katapult answers when the object is in the wrong state.
        ErrorKind::Refused if status == 406 && !code.is_empty() => ErrorKind::Conflict,
        kind => kind,
    });
    let message = words(kind, code, &told, status.as_u16());
    let mut error = Error::new(kind, message).with_code(told.code.as_deref());
    if kind == ErrorKind::RateLimited {
        error.retry_after = Some(retry_after(response).unwrap_or(NEXT_MINUTE));
    }
    match told.path() {
        Some(path) => error.with_field(path, told.issue()),
        None => error,
    }
}

fn kind_of_code(code: &str) -> Option<ErrorKind> {
    Some(match code {
        "missing_api_token"
        | "invalid_api_token"
        | "unauthorized_network_for_api_token"
        | "invalid_capabilities_token" => ErrorKind::Unauthorized,
        SCOPE_NOT_GRANTED
        | "permission_denied"
        | "organization_suspended"
        | "organization_not_activated" => ErrorKind::Forbidden,
        // The endpoint is wrong; no object is missing.
        "route_not_found" => ErrorKind::Refused,
        "object_in_trash" => ErrorKind::NotFound,
        code if code.ends_with("_not_found") => ErrorKind::NotFound,
        "task_queueing_error" | "virtual_machine_must_be_started" => ErrorKind::Conflict,
        "rate_limit_reached" => ErrorKind::RateLimited,
        "validation_error"
        | "invalid_argument"
        | "missing_required_argument"
        | "invalid_json_body" => ErrorKind::Invalid,
        "service_unavailable" | "unhandled_exception" => ErrorKind::Unavailable,
        _ => return None,
    })
}

/// What happened and what to do.
fn words(kind: ErrorKind, code: &str, told: &Told, status: u16) -> String {
    match code {
        "missing_api_token" => {
            "Katapult got no token. Enter one in the account's settings.".to_owned()
        }
        "invalid_api_token" => told.explained(
            "Katapult does not accept this token: it is wrong, expired or revoked. Enter another in the account's settings.",
        ),
        "unauthorized_network_for_api_token" => match told.text("ip_address") {
            Some(address) => format!(
                "This token may not be used from {address}. Allow that address in the Katapult Console."
            ),
            None => "This token may not be used from this network. Allow it in the Katapult Console."
                .to_owned(),
        },
        SCOPE_NOT_GRANTED => match told.texts("scopes").as_slice() {
            [] => "The token lacks the scope for this. Give it one in the Katapult Console."
                .to_owned(),
            [scope] => format!(
                "The token lacks the scope {scope}. Give it that scope in the Katapult Console."
            ),
            scopes => format!(
                "The token lacks a scope for this. Give it one of these in the Katapult Console: {}.",
                one_line(&scopes.join(", "))
            ),
        },
        "permission_denied" => told.explained(
            "Katapult does not let this token do that. Ask the organization's administrator.",
        ),
        "organization_suspended" => {
            "The organization is suspended. Ask Katapult's support to release it.".to_owned()
        }
        "organization_not_activated" => {
            "The organization is not activated yet. Finish its set-up in the Katapult Console."
                .to_owned()
        }
        "object_in_trash" => {
            "It is in Katapult's trash, where it can be restored for 48 hours after it was deleted."
                .to_owned()
        }
        "virtual_machine_not_found" => {
            "Katapult no longer has this machine, or this token may not see it.".to_owned()
        }
        "organization_not_found" => {
            "Katapult has no such organization, or this token may not see it. Check the account's settings."
                .to_owned()
        }
        "route_not_found" => {
            "Katapult does not know this address. Check the endpoint in the account's settings."
                .to_owned()
        }
        "task_queueing_error" => told.explained(
            "Katapult cannot do this now. Look at the machine's state before trying again.",
        ),
        "virtual_machine_must_be_started" => match told.text("current_state") {
            Some(state) => {
                format!("The machine must be running for this, and it is {state}. Start it first.")
            }
            None => "The machine must be running for this. Start it first.".to_owned(),
        },
        "validation_error" => told.explained("Katapult does not accept these values."),
        "invalid_argument" | "missing_required_argument" => {
            let verb = if code == "invalid_argument" {
                "does not accept"
            } else {
                "misses"
            };
            let what = told.path().unwrap_or_else(|| "a value".to_owned());
            match told.issue() {
                issue if issue.is_empty() => format!("Katapult {verb} {what}."),
                issue => format!("Katapult {verb} {what}. It says: {issue}"),
            }
        }
        _ => by_kind(kind, told, status),
    }
}

/// Where there is no code, or one that says no more than its kind.
fn by_kind(kind: ErrorKind, told: &Told, status: u16) -> String {
    match kind {
        ErrorKind::RateLimited => match told.text("total_permitted") {
            Some(permitted) => format!(
                "This token has used up its {permitted} requests a minute. Wait a minute and try again."
            ),
            None => "Katapult asks for fewer requests. Wait a minute and try again.".to_owned(),
        },
        ErrorKind::Unavailable | ErrorKind::TimedOut => {
            format!("Katapult is not well at the moment ({status}). Try again later.")
        }
        ErrorKind::BadAnswer => {
            format!("Katapult sent the request elsewhere ({status}). Check the endpoint.")
        }
        ErrorKind::Unauthorized => {
            told.described("Katapult refused the token. Check it in the account's settings.")
        }
        ErrorKind::NotFound => {
            told.described("Katapult has no such thing, or this token may not see it.")
        }
        _ if told.reason().is_none() && told.description.is_none() => {
            format!("Katapult refused this ({status}) and gave no reason.")
        }
        _ => told.described(&format!("Katapult refused this ({status}).")),
    }
}

fn quoted(ours: &str, said: Option<String>) -> String {
    match said {
        Some(said) => format!("{ours} It says: {said}"),
        None => ours.to_owned(),
    }
}

/// What an answer says of its failure.
#[derive(Default)]
struct Told {
    code: Option<String>,
    description: Option<String>,
    detail: Map<String, Value>,
}

impl Told {
    /// The envelope is `{"error":{…}}`; the published description of the API leaves it out.
    fn read(response: &Response) -> Self {
        let Ok(Value::Object(mut body)) = serde_json::from_slice(response.body()) else {
            return Self::default();
        };
        let mut told = match body.remove("error") {
            Some(Value::Object(error)) => error,
            Some(Value::String(text)) => {
                body.entry("description").or_insert(Value::String(text));
                body
            }
            _ => body,
        };
        let detail = match told.remove("detail") {
            Some(Value::Object(detail)) => detail,
            _ => Map::new(),
        };
        Self {
            code: told.get("code").and_then(text),
            description: told.get("description").and_then(text),
            detail,
        }
    }

    /// One of the details.
    fn text(&self, key: &str) -> Option<String> {
        self.detail.get(key).and_then(text)
    }

    /// A detail with several values; one alone may come without its list.
    fn texts(&self, key: &str) -> Vec<String> {
        match self.detail.get(key) {
            Some(Value::Array(items)) => items.iter().filter_map(text).collect(),
            Some(one) => text(one).into_iter().collect(),
            None => Vec::new(),
        }
    }

    /// The reason in this very case.
    fn reason(&self) -> Option<String> {
        let errors = self.texts("errors");
        if errors.is_empty() {
            self.text("details")
        } else {
            Some(one_line(&errors.join("; ")))
        }
    }

    /// Our words for a code with the reason behind them; the code's general description would
    /// only repeat them.
    fn explained(&self, ours: &str) -> String {
        quoted(ours, self.reason())
    }

    /// Our words for a kind with all that was said behind them.
    fn described(&self, ours: &str) -> String {
        quoted(ours, self.reason().or_else(|| self.description.clone()))
    }

    /// The argument that is wrong, such as `virtual_machine.id`.
    fn path(&self) -> Option<String> {
        let path = self.texts("path");
        (!path.is_empty()).then(|| one_line(&path.join(".")))
    }

    /// What is wrong with it.
    fn issue(&self) -> String {
        let errors = self.texts("errors");
        if errors.is_empty() {
            (self
                .text("issue_description")
                .or_else(|| self.text("issue")))
            .unwrap_or_default()
        } else {
            one_line(&errors.join("; "))
        }
    }
}

/// A scalar as one line of text; `None` if there is none in it.
fn text(value: &Value) -> Option<String> {
    let text = match value {
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
