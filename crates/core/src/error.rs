//! One error for everything that can go wrong between a click and a provider's answer.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::{Safety, Verb};

/// What went wrong, in the kinds a caller can act on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ErrorKind {
    /// The account's own settings are incomplete or wrong; nothing was sent.
    Setup,
    /// This provider cannot do that; nothing was sent.
    Unsupported,
    /// No connection, or it broke.
    Unreachable,
    /// Nobody answered in time.
    TimedOut,
    /// The caller gave up.
    Cancelled,
    /// Credentials missing, wrong or expired.
    Unauthorized,
    /// Known, but not allowed to.
    Forbidden,
    /// No such thing, or not visible to this user.
    NotFound,
    /// Not in the thing's present state.
    Conflict,
    /// The provider refuses a value.
    Invalid,
    /// Too many requests.
    RateLimited,
    /// The provider says it is unwell.
    Unavailable,
    /// The answer could not be understood: malformed, truncated, HTML, too large, wrong types.
    BadAnswer,
    /// An error the provider names and nobody has documented.
    Refused,
}

/// What is known of the request's effect when it ended in an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Nothing happened; it may be asked again.
    NotDone,
    /// It happened, though what was said of it could not be read.
    Done,
    /// It may have happened. Never repeated by machine: reconciled by reading.
    Unknown,
}

/// The error at the seam between clients and the rest.
///
/// `message` is for a person: it says what happened in full sentences and never contains a
/// secret, a URL with a query, or a provider's markup as anything but text.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, thiserror::Error)]
#[error("{message}")]
pub struct Error {
    /// For deciding.
    pub kind: ErrorKind,
    /// For repeating or not.
    pub outcome: Outcome,
    /// For reading.
    pub message: String,
    /// HTTP status, when there was an answer.
    pub status: Option<u16>,
    /// The provider's own code for it.
    pub code: Option<String>,
    /// The provider's id of the exchange, to quote to its support.
    pub request_id: Option<String>,
    /// How long the provider asks to be left alone.
    pub retry_after: Option<Duration>,
    /// Messages that belong to one field: (field as the provider names it, message).
    pub fields: Vec<(String, String)>,
}

impl Error {
    /// An error of this kind, with the outcome that kind has when nothing more is known:
    /// *unknown* if the request may have reached somebody, else *not done*.
    pub fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        let outcome = match kind {
            ErrorKind::Unreachable
            | ErrorKind::TimedOut
            | ErrorKind::Cancelled
            | ErrorKind::Unavailable
            | ErrorKind::BadAnswer => Outcome::Unknown,
            _ => Outcome::NotDone,
        };
        Self {
            kind,
            outcome,
            message: message.into(),
            status: None,
            code: None,
            request_id: None,
            retry_after: None,
            fields: Vec::new(),
        }
    }

    /// A client does not carry out this verb; nothing was sent.
    pub fn unsupported(verb: Verb) -> Self {
        let words = ["This provider has no action “", verb.label(), "”."].concat();
        Self::new(ErrorKind::Unsupported, words)
    }

    /// The same with what is known of its effect.
    #[must_use]
    pub fn with_outcome(mut self, outcome: Outcome) -> Self {
        self.outcome = outcome;
        self
    }

    /// The same for a request of this safety: what only reads never leaves anything unknown.
    #[must_use]
    pub fn for_request(self, safety: Safety) -> Self {
        if safety == Safety::Read {
            self.with_outcome(Outcome::NotDone)
        } else {
            self
        }
    }

    /// The same with the provider's code, if there is one.
    #[must_use]
    pub fn with_code(mut self, code: Option<impl Into<String>>) -> Self {
        self.code = code.map(Into::into);
        self
    }

    /// The same with a message about one field.
    #[must_use]
    pub fn with_field(mut self, field: impl Into<String>, message: impl Into<String>) -> Self {
        self.fields.push((field.into(), message.into()));
        self
    }

    /// Whether asking the very same thing again later may help without anybody changing anything.
    pub const fn is_passing(&self) -> bool {
        matches!(
            self.kind,
            ErrorKind::Unreachable
                | ErrorKind::TimedOut
                | ErrorKind::RateLimited
                | ErrorKind::Unavailable
                | ErrorKind::BadAnswer
        )
    }
}
