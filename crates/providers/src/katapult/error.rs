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
            told.explained("Katapult refused the token. Check it in the account's settings.")
        }
        ErrorKind::NotFound => {
            told.explained("Katapult has no such thing, or this token may not see it.")
        }
        _ => match told.said() {
            Some(said) => format!("Katapult refused this ({status}). It says: {said}"),
            None => format!("Katapult refused this ({status}) and gave no reason."),
        },
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

    /// The reason in this very case, else the general description of the code.
    fn said(&self) -> Option<String> {
        let errors = self.texts("errors");
        if errors.is_empty() {
            self.text("details").or_else(|| self.description.clone())
        } else {
            Some(one_line(&errors.join("; ")))
        }
    }

    /// Our words with the reason behind them. The general description would only repeat them,
    /// unless there is no code.
    fn explained(&self, ours: &str) -> String {
        let general =
            self.code.is_some() && kind_of_code(self.code.as_deref().unwrap_or_default()).is_some();
        match self.said() {
            Some(said) if !(general && Some(&said) == self.description.as_ref()) => {
                format!("{ours} It says: {said}")
            }
            _ => ours.to_owned(),
        }
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
