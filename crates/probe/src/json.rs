//! Inputs and results as JSON, without secrets.

use pilothouse_core::{Console, Request, Safety};
use serde::Serialize;
use serde_json::{Map, Value, json};

/// What stands in the place of a secret.
const HIDDEN: &str = "[secret]";

/// A value that has no secrets in it.
pub(crate) fn plain(value: &impl Serialize) -> Value {
    // Nothing that is told has keys that are not text, the one thing JSON cannot do.
    serde_json::to_value(value).unwrap_or(Value::Null)
}

/// A way to a screen, without what lets in.
pub(crate) fn console(console: &Console) -> Value {
    match console {
        Console::Page { until, .. } => json!({"page": {"url": HIDDEN, "until": until}}),
        Console::Screen { host, port, .. } => {
            json!({"screen": {"host": host, "port": port, "password": HIDDEN}})
        }
        Console::Command { line, note } => json!({"command": {"line": line, "note": note}}),
    }
}

/// A request as it would be sent. Headers that let in are left out, and secrets in the body have
/// their names instead; all else is exact.
pub fn request_as_json(request: &Request) -> Value {
    let mut headers = Map::new();
    for (name, value) in &request.headers {
        let shown = if value.is_sensitive() {
            HIDDEN.into()
        } else {
            String::from_utf8_lossy(value.as_bytes())
        };
        headers.insert(name.to_string(), Value::from(shown));
    }
    let safety = match request.safety {
        Safety::Read => "read",
        Safety::Repeatable => "repeatable",
        Safety::Unsafe => "unsafe",
    };
    let body = match serde_json::from_slice(request.shown_body()) {
        Ok(body) => body,
        Err(_) => Value::from(String::from_utf8_lossy(request.shown_body())),
    };
    json!({
        "method": request.method.as_str(),
        "url": format!("{}{}", request.endpoint.origin(), request.target()),
        "headers": headers,
        "body": body,
        "safety": safety,
    })
}
