//! Straight to the provider or through the proxy.

use pilothouse_core::{Endpoint, Error, ErrorKind, Outcome, Request, Response, wire};
use serde::{Deserialize, Serialize};

/// How an account's requests reach its provider.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Stored", into = "Stored")]
pub enum Via {
    /// The browser speaks to the provider itself.
    Direct,
    /// Through a proxy's route.
    Route {
        /// The proxy's base URL; empty for where the panel came from.
        base: String,
        /// The route's name.
        name: String,
        /// The route covers several hosts: name the host in the path.
        wildcard: bool,
    },
}

/// As it is kept in the browser.
#[derive(Clone, Serialize, Deserialize)]
struct Stored {
    route: Option<StoredRoute>,
}

#[derive(Clone, Serialize, Deserialize)]
struct StoredRoute {
    base: String,
    name: String,
    wildcard: bool,
}

impl From<Stored> for Via {
    fn from(stored: Stored) -> Self {
        match stored.route {
            None => Self::Direct,
            Some(StoredRoute {
                base,
                name,
                wildcard,
            }) => Self::Route {
                base,
                name,
                wildcard,
            },
        }
    }
}

impl From<Via> for Stored {
    fn from(via: Via) -> Self {
        let route = match via {
            Via::Direct => None,
            Via::Route {
                base,
                name,
                wildcard,
            } => Some(StoredRoute {
                base,
                name,
                wildcard,
            }),
        };
        Self { route }
    }
}

impl Via {
    /// The URL a request is sent to.
    pub fn url(&self, endpoint: &Endpoint, target: &str) -> String {
        match self {
            Self::Direct => format!("{}{target}", endpoint.origin()),
            Self::Route {
                base,
                name,
                wildcard,
            } => {
                let base = base.trim_end_matches('/');
                let host = if *wildcard {
                    format!("/{}", endpoint.authority())
                } else {
                    String::new()
                };
                let name = wire::escape(name);
                format!("{base}/{name}{host}{target}")
            }
        }
    }

    /// What a failed connection means in words.
    pub fn unreachable(&self, request: &Request) -> String {
        let host = request.endpoint.authority();
        match self {
            Self::Direct => format!(
                "{host} could not be reached from this browser. It may be down, or it may not answer browsers directly: then choose a proxy route in the account's settings."
            ),
            Self::Route { name, .. } => format!(
                "The proxy could not be reached (route {name} to {host}). Check that it is running and that this page may use it."
            ),
        }
    }
}

/// Tells the proxy's own errors from the provider's.
///
/// # Errors
/// The proxy's refusal, as what it means for the account.
pub fn unwrap(response: Response) -> Result<Response, Error> {
    if wire::text_header(&response, "pilothouse-error").is_none() {
        return Ok(response);
    }
    let refusal: serde_json::Value = wire::json(&response)?;
    let text = |key: &str| {
        refusal
            .get(key)
            .and_then(serde_json::Value::as_str)
            .map(str::to_owned)
    };
    let code = text("code").unwrap_or_default();
    let message = text("message").unwrap_or_default();
    let (kind, outcome) = match code.as_str() {
        "upstream_unreachable" => (ErrorKind::Unreachable, Outcome::NotDone),
        "upstream_timeout" => (ErrorKind::TimedOut, Outcome::Unknown),
        "rate_limited" => (ErrorKind::RateLimited, Outcome::NotDone),
        // Everything else that went wrong behind the proxy did reach the provider.
        "internal" => (ErrorKind::Unavailable, Outcome::Unknown),
        code if code.starts_with("upstream_") => (ErrorKind::BadAnswer, Outcome::Unknown),
        _ => (ErrorKind::Setup, Outcome::NotDone),
    };
    let mut error = Error::new(kind, format!("The proxy says: {message}"))
        .with_outcome(outcome)
        .with_code(Some(code));
    error.status = Some(response.status().as_u16());
    error.request_id = text("request_id");
    error.retry_after = wire::retry_after(&response);
    Err(error)
}
