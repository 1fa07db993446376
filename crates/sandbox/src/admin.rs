//! The tester's side of a port, under `/_sandbox`: what was received, faults, latency, a new
//! start. Never recorded, never struck by a fault, and without authentication: the sandbox
//! listens on this machine alone and holds nothing real.

use crate::faults::Fault;
use crate::port::Port;
use crate::{Request, Response, json};
use http::{Method, StatusCode};
use serde::Deserialize;
use serde_json::{Value, json as value};
use std::time::Duration;

const ROOT: &str = "/_sandbox";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Latency {
    ms: u64,
}

/// This path belongs to the tester, not to the provider.
pub(crate) fn owns(path: &str) -> bool {
    path.strip_prefix(ROOT)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// Answers a tester's request.
pub(crate) fn answer(port: &Port, request: &Request) -> Response {
    let path = request.uri().path();
    let rest = path.strip_prefix(ROOT).unwrap_or(path);
    match (request.method(), rest.trim_end_matches('/')) {
        (&Method::GET, "") => json(StatusCode::OK, &overview(port)),
        (&Method::GET, "/requests") => listed(serde_json::to_value(port.state().record.entries())),
        (&Method::DELETE, "/requests") => {
            port.state().record.clear();
            done()
        }
        (&Method::GET, "/faults") => listed(serde_json::to_value(port.state().faults.in_force())),
        (&Method::POST, "/faults") => match serde_json::from_slice::<Fault>(request.body()) {
            Ok(fault) => {
                port.state().faults.add(fault);
                done()
            }
            Err(error) => refused(&error.to_string()),
        },
        (&Method::DELETE, "/faults") => {
            port.state().faults.clear();
            done()
        }
        (&Method::POST, "/latency") => match serde_json::from_slice::<Latency>(request.body()) {
            Ok(latency) => {
                port.state().latency = Duration::from_millis(latency.ms);
                done()
            }
            Err(error) => refused(&error.to_string()),
        },
        (&Method::POST, "/reset") => {
            port.reset();
            done()
        }
        _ => json(
            StatusCode::NOT_FOUND,
            &value!({"error": "no such sandbox call", "try": [
                "GET /_sandbox", "GET|DELETE /_sandbox/requests", "GET|POST|DELETE /_sandbox/faults",
                "POST /_sandbox/latency", "POST /_sandbox/reset",
            ]}),
        ),
    }
}

fn overview(port: &Port) -> Value {
    let state = port.state();
    let demo = state.world.demo();
    value!({
        "id": state.world.id(),
        "label": demo.label,
        "requests": state.record.entries().len(),
        "faults": state.faults.in_force(),
        "latency_ms": state.latency.as_millis() as u64,
        "pace": port.options.pace,
    })
}

fn listed(list: Result<Value, serde_json::Error>) -> Response {
    match list {
        Ok(list) => json(StatusCode::OK, &list),
        Err(error) => json(
            StatusCode::INTERNAL_SERVER_ERROR,
            &value!({"error": error.to_string()}),
        ),
    }
}

fn done() -> Response {
    json(StatusCode::OK, &value!({"ok": true}))
}

fn refused(reason: &str) -> Response {
    json(StatusCode::BAD_REQUEST, &value!({"error": reason}))
}
