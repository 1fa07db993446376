//! One line for each exchange. Nothing in it was written by a client: the method only if it is a
//! usual one, the route only by its configured name, and counts.

use std::time::Instant;

use http::{Method, StatusCode};

use crate::request_id::RequestId;

/// What is known of an exchange so far; writes its line when dropped.
pub(crate) struct Record {
    pub(crate) id: RequestId,
    begun: Instant,
    method: &'static str,
    route: String,
    status: Option<StatusCode>,
    code: &'static str,
    bytes_in: usize,
    bytes_out: usize,
}

impl Record {
    /// Begins an exchange.
    pub(crate) fn new() -> Self {
        Self {
            id: RequestId::new(),
            begun: Instant::now(),
            method: "-",
            route: "-".to_owned(),
            status: None,
            code: "-",
            bytes_in: 0,
            bytes_out: 0,
        }
    }

    /// The method, by name if it is a usual one.
    pub(crate) fn method(&mut self, method: &Method) {
        self.method = match *method {
            Method::GET => "GET",
            Method::HEAD => "HEAD",
            Method::POST => "POST",
            Method::PUT => "PUT",
            Method::PATCH => "PATCH",
            Method::DELETE => "DELETE",
            Method::OPTIONS => "OPTIONS",
            _ => "other",
        };
    }

    /// The route's configured name.
    pub(crate) fn route(&mut self, name: &str) {
        name.clone_into(&mut self.route);
    }

    /// How it was answered; `code` is the proxy's own error code or `-`.
    pub(crate) fn answered(&mut self, status: StatusCode, code: &'static str) {
        self.status = Some(status);
        self.code = code;
    }

    /// Bytes of the request's body.
    pub(crate) fn received(&mut self, bytes: usize) {
        self.bytes_in += bytes;
    }

    /// Bytes of the answer's body.
    pub(crate) fn sent(&mut self, bytes: usize) {
        self.bytes_out += bytes;
    }
}

impl Drop for Record {
    fn drop(&mut self) {
        // 499, as others log it: the client left before there was an answer.
        let status = self.status.map_or(499, |status| status.as_u16());
        tracing::info!(
            route = self.route,
            method = self.method,
            status,
            code = self.code,
            ms = self.begun.elapsed().as_millis() as u64,
            request_id = self.id.as_str(),
            bytes_in = self.bytes_in,
            bytes_out = self.bytes_out,
            "exchange"
        );
    }
}
