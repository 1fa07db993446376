//! Which headers pass, in either direction. Lists of what may pass, never of what may not: what
//! nobody thought of stays behind.

use http::header::{HeaderMap, HeaderName, HeaderValue};

use crate::errors::Failure;
use crate::head::{Head, is_name_byte};
use crate::route::Route;

/// Request headers every route passes on.
pub(crate) const REQUEST: [&str; 8] = [
    "accept",
    "accept-language",
    "authorization",
    "content-type",
    "if-match",
    "if-modified-since",
    "if-none-match",
    "if-unmodified-since",
];

/// Response headers every route passes back.
const RESPONSE: [&str; 12] = [
    "content-encoding",
    "content-language",
    "content-length",
    "content-type",
    "date",
    "etag",
    "last-modified",
    "retry-after",
    "x-limit",
    "x-page",
    "x-request-id",
    "x-total",
];

/// Response headers a page may read, where present; besides the rate limit's and the route's own.
const EXPOSED: [&str; 6] = [
    "pilothouse-error",
    "retry-after",
    "x-limit",
    "x-page",
    "x-request-id",
    "x-total",
];

/// Rate limits have several spellings after this.
const RATE_LIMIT: &str = "x-ratelimit-";

/// Names no route can add, in either direction.
const NEVER: [&str; 30] = [
    "accept-encoding",
    "alt-svc",
    "cache-control",
    "clear-site-data",
    "connection",
    "content-length",
    "content-location",
    "cookie",
    "expect",
    "forwarded",
    "host",
    "keep-alive",
    "link",
    "location",
    "origin",
    "pragma",
    "referer",
    "refresh",
    "server",
    "strict-transport-security",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
    "vary",
    "via",
    "www-authenticate",
    "x-powered-by",
    "x-real-ip",
    "x-sendfile",
];

/// Beginnings of names no route can add, in either direction.
const NEVER_BEGINNINGS: [&str; 14] = [
    "access-control-",
    "content-security-policy",
    "cross-origin-",
    "pilothouse-",
    "proxy-",
    "sec-",
    "service-worker",
    "set-cookie",
    "x-accel-",
    "x-content-type-options",
    "x-forwarded",
    "x-frame-options",
    "x-http-method",
    "x-method-override",
];

/// Whether a route's configuration may name this request header.
pub(crate) fn may_be_sent_on(name: &str) -> bool {
    is_plain(name) && !is_never(name)
}

/// Whether a route's configuration may name this response header.
pub(crate) fn may_be_answered(name: &str) -> bool {
    is_plain(name) && !is_never(name)
}

fn is_plain(name: &str) -> bool {
    !name.is_empty()
        && name
            .bytes()
            .all(|byte| is_name_byte(byte) && !byte.is_ascii_uppercase())
}

fn is_never(name: &str) -> bool {
    NEVER.contains(&name) || NEVER_BEGINNINGS.iter().any(|start| name.starts_with(start))
}

/// The headers to send upstream, but for `Host` and the length: those are ours to say.
pub(crate) fn to_upstream(head: &Head, route: &Route) -> Result<HeaderMap, Failure> {
    let bad = Failure::BadRequest("A header's value cannot be sent on.");
    let dropped = named_by_connection(head)?;
    let mut sent = HeaderMap::new();
    for (name, value) in &head.headers {
        let extra = route.request_headers.contains(name);
        if !(extra || REQUEST.contains(&name.as_str())) || dropped.contains(name) {
            continue;
        }
        if !value.is_ascii() {
            return Err(bad);
        }
        let name = HeaderName::from_bytes(name.as_bytes()).map_err(|_| bad)?;
        let value = HeaderValue::from_bytes(value).map_err(|_| bad)?;
        if extra && sent.contains_key(&name) {
            return Err(Failure::BadRequest(
                "A header that may be sent once was sent twice.",
            ));
        }
        sent.append(name, value);
    }
    Ok(sent)
}

/// Names that `Connection` declares to be for us alone, in lower case.
fn named_by_connection(head: &Head) -> Result<Vec<String>, Failure> {
    let bad = Failure::BadRequest("The Connection header is malformed.");
    let mut names = Vec::new();
    for value in head.values("connection") {
        let value = str::from_utf8(value).map_err(|_| bad)?;
        for name in value.split(',') {
            let name = name.trim_matches([' ', '\t']);
            if name.is_empty() || !name.bytes().all(is_name_byte) {
                return Err(bad);
            }
            names.push(name.to_ascii_lowercase());
        }
    }
    Ok(names)
}

/// The headers to pass back.
pub(crate) fn to_client(answer: &HeaderMap, route: &Route) -> HeaderMap {
    let dropped: Vec<String> = answer
        .get_all(http::header::CONNECTION)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .map(|name| name.trim().to_ascii_lowercase())
        .collect();
    let mut passed = HeaderMap::new();
    for (name, value) in answer {
        let text = name.as_str();
        let allowed = RESPONSE.contains(&text)
            || text.starts_with(RATE_LIMIT)
            || route.response_headers.iter().any(|extra| extra == text);
        if allowed && !dropped.iter().any(|name| name == text) {
            passed.append(name.clone(), value.clone());
        }
    }
    passed
}

/// What `Access-Control-Expose-Headers` says of an answer with these headers.
pub(crate) fn exposed(headers: &HeaderMap, route: Option<&Route>) -> String {
    let mut names: Vec<&str> = EXPOSED.to_vec();
    for name in headers.keys() {
        let extra = route.is_some_and(|route| {
            route
                .response_headers
                .iter()
                .any(|extra| extra == name.as_str())
        });
        if (extra || name.as_str().starts_with(RATE_LIMIT)) && !names.contains(&name.as_str()) {
            names.push(name.as_str());
        }
    }
    names.join(", ")
}
