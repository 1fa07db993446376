//! Headers the proxy puts on every answer that is not a page of the panel.

use http::header::{
    ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_ALLOW_ORIGIN,
    ACCESS_CONTROL_EXPOSE_HEADERS, ACCESS_CONTROL_MAX_AGE, CACHE_CONTROL, CONTENT_SECURITY_POLICY,
    REFERRER_POLICY, VARY, X_CONTENT_TYPE_OPTIONS,
};
use http::{HeaderMap, HeaderValue, Method, Response, StatusCode};

use crate::body::Outgoing;
use crate::errors::Failure;
use crate::headers;
use crate::policy::{ACCESS_HEADER, Caller};
use crate::route::Route;

/// Whatever a provider sends must never run, be framed, or be kept.
pub(crate) fn protect(headers: &mut HeaderMap) {
    for (name, value) in [
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (CONTENT_SECURITY_POLICY, "sandbox; default-src 'none'"),
        (CACHE_CONTROL, "no-store"),
        (REFERRER_POLICY, "no-referrer"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
}

/// Lets the page that asked read the answer, if it is one of ours.
pub(crate) fn allow_reading(headers: &mut HeaderMap, caller: &Caller, route: Option<&Route>) {
    headers.insert(VARY, HeaderValue::from_static("Origin"));
    let Caller::Known(origin) = caller else {
        return;
    };
    headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, origin.clone());
    if let Ok(names) = HeaderValue::try_from(headers::exposed(headers, route)) {
        headers.insert(ACCESS_CONTROL_EXPOSE_HEADERS, names);
    }
}

/// The answer to a browser that asks what it may send: the route's lists, not what it asked for.
pub(crate) fn preflight(
    methods: &[Method],
    extra_headers: &[String],
    asks_for_key: bool,
) -> Result<Response<Outgoing>, Failure> {
    let methods: Vec<&str> = methods.iter().map(Method::as_str).collect();
    let mut names: Vec<&str> = headers::REQUEST.to_vec();
    names.extend(extra_headers.iter().map(String::as_str));
    if asks_for_key {
        names.push(ACCESS_HEADER);
    }
    let mut answer = Response::new(Outgoing::full(""));
    *answer.status_mut() = StatusCode::NO_CONTENT;
    let headers = answer.headers_mut();
    for (name, list) in [
        (ACCESS_CONTROL_ALLOW_METHODS, methods),
        (ACCESS_CONTROL_ALLOW_HEADERS, names),
    ] {
        let value = HeaderValue::try_from(list.join(", ")).map_err(|_| Failure::Internal)?;
        headers.insert(name, value);
    }
    headers.insert(ACCESS_CONTROL_MAX_AGE, HeaderValue::from_static("600"));
    protect(headers);
    Ok(answer)
}
