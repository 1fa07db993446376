//! Everything the proxy itself can refuse or fail at, and the one place where that becomes a
//! response. Words are fixed: nothing of a request is ever reflected.

use http::header::{CONNECTION, CONTENT_TYPE, HeaderName, HeaderValue, RETRY_AFTER};
use http::{Response, StatusCode};

use crate::body::Outgoing;
use crate::request_id::RequestId;
use crate::response;

/// Tells the panel that an error is the proxy's own; never passed on from an upstream.
pub const ERROR_HEADER: HeaderName = HeaderName::from_static("pilothouse-error");

/// Why the proxy did not pass a request on, or an answer back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Failure {
    /// Malformed or ambiguous; the words say what, never quoting it.
    BadRequest(&'static str),
    UriTooLong,
    HeadTooLarge,
    BodyTooLarge,
    SlowRequest,
    WrongHost,
    NotConfigured,
    UnknownRoute,
    AccessDenied,
    ForbiddenOrigin,
    ForbiddenMethod,
    ForbiddenHost,
    ForbiddenPath,
    ForbiddenContentType,
    /// Too many requests; the seconds until the next is welcome.
    RateLimited(u64),
    /// No connection: refused, timed out, blocked and unresolvable look alike on purpose.
    UpstreamUnreachable,
    /// Connected and sent, but no answer came in time.
    UpstreamTimeout,
    UpstreamRedirect,
    UpstreamBadAnswer,
    UpstreamTooLarge,
    Internal,
}

impl Failure {
    /// Status, code and words.
    #[rustfmt::skip]
    const fn facts(self) -> (StatusCode, &'static str, &'static str) {
        use StatusCode as S;
        match self {
            Self::BadRequest(why) => (S::BAD_REQUEST, "bad_request", why),
            Self::UriTooLong => (S::URI_TOO_LONG, "too_large", "The request's address is too long."),
            Self::HeadTooLarge => (S::REQUEST_HEADER_FIELDS_TOO_LARGE, "too_large", "The request's headers are too large."),
            Self::BodyTooLarge => (S::PAYLOAD_TOO_LARGE, "too_large", "The request's body is too large."),
            Self::SlowRequest => (S::REQUEST_TIMEOUT, "request_timeout", "The request did not arrive in time."),
            Self::WrongHost => (S::MISDIRECTED_REQUEST, "wrong_host", "This proxy does not answer for that host."),
            Self::NotConfigured => (S::NOT_FOUND, "not_configured", "This proxy has no routes."),
            Self::UnknownRoute => (S::NOT_FOUND, "unknown_route", "This proxy has no such route."),
            Self::AccessDenied => (S::UNAUTHORIZED, "access_denied", "This proxy asks for its access key."),
            Self::ForbiddenOrigin => (S::FORBIDDEN, "forbidden_origin", "Pages of that origin may not use this proxy."),
            Self::ForbiddenMethod => (S::FORBIDDEN, "forbidden_method", "The route does not allow that method."),
            Self::ForbiddenHost => (S::FORBIDDEN, "forbidden_host", "The route does not lead to that host."),
            Self::ForbiddenPath => (S::FORBIDDEN, "forbidden_path", "The route does not allow that path."),
            Self::ForbiddenContentType => (S::FORBIDDEN, "forbidden_content_type", "The route does not allow that content type."),
            Self::RateLimited(_) => (S::TOO_MANY_REQUESTS, "rate_limited", "Too many requests to this proxy; wait a little."),
            Self::UpstreamUnreachable => (S::BAD_GATEWAY, "upstream_unreachable", "The provider could not be reached."),
            Self::UpstreamTimeout => (S::GATEWAY_TIMEOUT, "upstream_timeout", "The provider did not answer in time."),
            Self::UpstreamRedirect => (S::BAD_GATEWAY, "upstream_redirect", "The provider answered with a redirect, which is never followed."),
            Self::UpstreamBadAnswer => (S::BAD_GATEWAY, "upstream_bad_answer", "The provider's answer could not be understood."),
            Self::UpstreamTooLarge => (S::BAD_GATEWAY, "upstream_too_large", "The provider's answer is too large."),
            Self::Internal => (S::INTERNAL_SERVER_ERROR, "internal", "The proxy failed."),
        }
    }

    /// The code, as the panel reads it.
    pub(crate) const fn code(self) -> &'static str {
        self.facts().1
    }

    /// Whether nothing more may be read from this connection.
    const fn ends_connection(self) -> bool {
        matches!(
            self,
            Self::BadRequest(_)
                | Self::UriTooLong
                | Self::HeadTooLarge
                | Self::BodyTooLarge
                | Self::SlowRequest
        )
    }

    /// The response: `{code, message, request_id}` and nothing else.
    pub(crate) fn response(self, id: &RequestId) -> Response<Outgoing> {
        let (status, code, message) = self.facts();
        let body =
            serde_json::json!({ "code": code, "message": message, "request_id": id.as_str() });
        let mut answer = Response::new(Outgoing::full(body.to_string()));
        *answer.status_mut() = status;
        let headers = answer.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        headers.insert(ERROR_HEADER, HeaderValue::from_static(code));
        if let Self::RateLimited(seconds) = self {
            headers.insert(RETRY_AFTER, HeaderValue::from(seconds));
        }
        if self.ends_connection() {
            headers.insert(CONNECTION, HeaderValue::from_static("close"));
        }
        response::protect(headers);
        answer
    }
}
