//! `GET /.well-known/pilothouse`: what the panel may offer when an account is added.

use std::sync::Arc;

use http::header::{CONTENT_TYPE, HeaderValue};
use http::{Method, Response};
use serde::Serialize;

use crate::body::Outgoing;
use crate::errors::Failure;
use crate::response;
use crate::route::Route;

/// Where it is.
pub(crate) const PATH: &str = "/.well-known/pilothouse";
/// What may be asked of it.
pub(crate) const METHODS: [Method; 2] = [Method::GET, Method::HEAD];

#[derive(Serialize)]
struct Index<'a> {
    routes: Vec<Entry<'a>>,
}

#[derive(Serialize)]
struct Entry<'a> {
    name: &'a str,
    provider: &'a str,
    upstream: String,
}

/// The names, providers and origins of all routes.
pub(crate) fn answer(
    method: &Method,
    routes: &[Arc<Route>],
) -> Result<Response<Outgoing>, Failure> {
    if !METHODS.contains(method) {
        return Err(Failure::ForbiddenMethod);
    }
    let routes = routes
        .iter()
        .map(|route| Entry {
            name: &route.name,
            provider: &route.provider,
            upstream: route.upstream.to_string(),
        })
        .collect();
    let text = serde_json::to_string(&Index { routes }).map_err(|_| Failure::Internal)?;
    let mut answer = Response::new(Outgoing::full(text));
    let headers = answer.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    response::protect(headers);
    Ok(answer)
}
