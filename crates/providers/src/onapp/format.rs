//! The data format: the only place that says which suffix, which media type and which parser.
//!
//! Panels speak JSON and XML alike (OnApp reference, "Formats"). Suffix and headers must agree, or
//! the panel answers with its own web pages. XML would be a second set of these three functions.

use http::{Method, header};
use pilothouse_core::{Access, Error, Request, Response, Safety, wire::json};
use serde_json::Value;

use super::auth;

/// A signed request that only reads. The path has no suffix; the query may be empty.
pub(super) fn get(access: &Access, path: &str, query: &str) -> Result<Request, Error> {
    request(access, Method::GET, path, query, Safety::Read)
}

/// A signed action without a body. An action repeated would act twice, so it never is.
pub(super) fn post(access: &Access, path: &str) -> Result<Request, Error> {
    request(access, Method::POST, path, "", Safety::Unsafe)
}

fn request(
    access: &Access,
    method: Method,
    path: &str,
    query: &str,
    safety: Safety,
) -> Result<Request, Error> {
    let mark = if query.is_empty() { "" } else { "?" };
    let path = [path, ".json", mark, query].concat();
    // The content type goes with bodyless requests too: old panels choose the format of an error
    // by it.
    let request = Request::new(method, &access.endpoint, path, safety)
        .with_header(header::ACCEPT, "application/json")
        .with_header(header::CONTENT_TYPE, "application/json");
    auth::sign(request, access)
}

/// Reads a body. A parser's complaint names a place, it never quotes what stands there.
pub(super) fn parse(response: &Response) -> Result<Value, Error> {
    json(response)
}
