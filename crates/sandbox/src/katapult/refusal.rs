//! What the service says instead of doing it: status, code, a sentence, and detail
//! (reference, Errors).

use http::StatusCode;
use serde_json::{Value, json};

/// An error answer, not yet in its envelope.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Refusal {
    pub(super) status: StatusCode,
    pub(super) code: &'static str,
    pub(super) description: &'static str,
    pub(super) detail: Value,
}

impl Refusal {
    /// A refusal with nothing in its detail.
    pub(super) fn new(status: StatusCode, code: &'static str, description: &'static str) -> Self {
        Self {
            status,
            code,
            description,
            detail: json!({}),
        }
    }

    /// With this detail.
    pub(super) fn with(mut self, detail: Value) -> Self {
        self.detail = detail;
        self
    }

    /// The body as production sends it. The published description shows the three fields at the
    /// top level, which no recorded answer does.
    pub(super) fn body(&self) -> Value {
        json!({"error": {
            "code": self.code,
            "description": self.description,
            "detail": self.detail,
        }})
    }

    /// A lookup that found nothing.
    pub(super) fn not_found(code: &'static str) -> Self {
        Self::new(
            StatusCode::NOT_FOUND,
            code,
            "Nothing matches the lookup that was given",
        )
    }

    /// The thing cannot be queued now, and why.
    pub(super) fn task_queueing_error(details: impl Into<String>) -> Self {
        let details: String = details.into();
        Self::new(
            StatusCode::NOT_ACCEPTABLE,
            "task_queueing_error",
            "The background task this needs could not be queued",
        )
        .with(json!({ "details": details }))
    }

    /// What was asked for does not hold together; one sentence a fault.
    pub(super) fn validation_error(errors: &[String]) -> Self {
        Self::new(
            StatusCode::UNPROCESSABLE_ENTITY,
            "validation_error",
            "The object could not be saved as described",
        )
        .with(json!({ "errors": errors }))
    }

    /// The object is still needed by others.
    pub(super) fn deletion_restricted(error: &str) -> Self {
        Self::new(
            StatusCode::CONFLICT,
            "deletion_restricted",
            "Object cannot be deleted",
        )
        .with(json!({ "errors": [error] }))
    }
}
