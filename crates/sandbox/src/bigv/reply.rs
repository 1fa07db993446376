//! How the brain answers: bare objects and arrays, and the ways it says no.
//!
//! Source: BigV reference, Conventions and Errors.

use crate::{Response, answer};
use http::StatusCode;
use serde_json::{Map, Value};

/// Messages by attribute.
#[derive(Debug, Default)]
pub(super) struct Invalid(Map<String, Value>);

impl Invalid {
    /// Adds a message to an attribute.
    pub(super) fn add(&mut self, attribute: &str, message: &str) {
        let list = self
            .0
            .entry(attribute.to_owned())
            .or_insert_with(|| Value::Array(Vec::new()));
        if let Value::Array(list) = list {
            list.push(message.into());
        }
    }

    /// Puts a whole value at an attribute, as `discs` needs it.
    pub(super) fn put(&mut self, attribute: &str, value: Value) {
        self.0.insert(attribute.to_owned(), value);
    }

    /// Takes over another's messages.
    pub(super) fn merge(&mut self, other: Self) {
        self.0.extend(other.0);
    }

    /// The messages as a value.
    pub(super) fn into_value(self) -> Value {
        Value::Object(self.0)
    }

    /// Nothing was wrong.
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Goes on when nothing was wrong.
    pub(super) fn check(self) -> Result<(), Refusal> {
        if self.is_empty() {
            Ok(())
        } else {
            Err(Refusal::Invalid(self))
        }
    }

    /// One message on one attribute.
    pub(super) fn one(attribute: &str, message: &str) -> Refusal {
        let mut invalid = Self::default();
        invalid.add(attribute, message);
        Refusal::Invalid(invalid)
    }
}

/// A no.
#[derive(Debug)]
pub(super) enum Refusal {
    /// 401
    Unauthenticated,
    /// 403: may be read, may not be done.
    Forbidden,
    /// 404: unknown, or not even to be read.
    NotFound,
    /// 400 with messages by attribute.
    Invalid(Invalid),
    /// Any status with a plain text.
    Text(StatusCode, &'static str),
}

impl Refusal {
    /// 500, as the brain answers what it does not expect.
    pub(super) fn internal() -> Self {
        Self::Text(StatusCode::INTERNAL_SERVER_ERROR, "Internal server error")
    }

    /// The answer that says so.
    pub(super) fn answer(self) -> Response {
        let text = |status, text: &str| answer(status, "text/plain", text);
        match self {
            Self::Unauthenticated => text(StatusCode::UNAUTHORIZED, "Authentication failed"),
            Self::Forbidden => text(StatusCode::FORBIDDEN, "Forbidden"),
            Self::NotFound => text(StatusCode::NOT_FOUND, "Not found"),
            Self::Invalid(invalid) => crate::json(StatusCode::BAD_REQUEST, &invalid.into_value()),
            Self::Text(status, words) => text(status, words),
        }
    }
}

/// What a call comes to.
pub(super) type Reply = Result<Response, Refusal>;

/// JSON text that is ready.
pub(super) fn ready(status: StatusCode, text: String) -> Response {
    answer(status, "application/json", text)
}

/// 204 without a body.
pub(super) fn nothing() -> Response {
    let mut response = Response::new(Vec::new());
    *response.status_mut() = StatusCode::NO_CONTENT;
    response
}
