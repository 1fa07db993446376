//! One request, read: who sends it, what it asks, what it brings.
//!
//! Source: BigV reference, Conventions.

use super::query::Query;
use super::reply::Refusal;
use super::rights::{Level, Rights};
use crate::Request;
use http::{Method, StatusCode, header};
use jiff::Timestamp;
use serde_json::Value;

/// A request from somebody who was let in.
pub(super) struct Call {
    pub(super) method: Method,
    /// What a POST or PUT brings; null for none.
    pub(super) order: Value,
    pub(super) query: Query,
    /// Who sends it: id and name.
    pub(super) user: (u32, String),
    pub(super) rights: Rights,
    pub(super) now: Timestamp,
}

impl Call {
    /// It is a GET.
    pub(super) fn reads(&self) -> bool {
        self.method == Method::GET
    }

    /// The sender works for the whole cluster.
    pub(super) fn of_cluster(&self) -> bool {
        self.rights.on_cluster().is_some()
    }
}

/// Goes on with this level or a higher one. What one has no level on is not even there.
pub(super) fn need(has: Option<Level>, least: Level) -> Result<(), Refusal> {
    match has {
        None => Err(Refusal::NotFound),
        Some(level) if level < least => Err(Refusal::Forbidden),
        Some(_) => Ok(()),
    }
}

/// The JSON a POST or PUT brings. These two need the right content type, except that a POST may
/// bring nothing at all.
pub(super) fn order(request: &Request) -> Result<Value, Refusal> {
    let post = request.method() == Method::POST;
    if !post && request.method() != Method::PUT || post && request.body().is_empty() {
        return Ok(Value::Null);
    }
    let kind = request
        .headers()
        .get(header::CONTENT_TYPE)
        .and_then(|kind| kind.to_str().ok())
        .and_then(|kind| kind.split(';').next())
        .unwrap_or("")
        .trim()
        .to_ascii_lowercase();
    let vendor = kind.starts_with("application/vnd.bigv.") && kind.ends_with("+json");
    if kind != "application/json" && !vendor {
        return Err(Refusal::Text(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "Unsupported media type",
        ));
    }
    match serde_json::from_slice(request.body()) {
        Ok(order @ Value::Object(_)) => Ok(order),
        _ => Err(Refusal::Text(
            StatusCode::BAD_REQUEST,
            "Badly-formed parameters",
        )),
    }
}
