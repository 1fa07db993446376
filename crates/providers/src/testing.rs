//! What every client's tests need to be answered.

use pilothouse_core::{Response, Timestamp};

/// When tests happen.
pub(crate) fn now() -> Timestamp {
    "2026-06-02T10:15:30Z".parse().unwrap()
}

/// An answer without headers.
pub(crate) fn answer(status: u16, body: impl Into<Vec<u8>>) -> Response {
    http::Response::builder()
        .status(status)
        .body(body.into())
        .unwrap()
}
