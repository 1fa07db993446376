//! Requests and answers as values, and the helpers every client builds and reads them with.

use std::{fmt, time::Duration};

use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use secrecy::{ExposeSecret, SecretString};
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::{Endpoint, Error, ErrorKind, SealedValue};

/// An answer, read whole.
pub type Response = http::Response<Vec<u8>>;

/// Whether a request may be sent again when nobody knows what became of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Safety {
    /// Changes nothing.
    Read,
    /// Twice is the same as once, also some minutes later.
    Repeatable,
    /// Never repeated by machine.
    Unsafe,
}

/// A request as it will be sent, to the provider's own address.
///
/// This very value is what is sent, what "show as curl" prints and what the log records. Header
/// values that carry a secret are marked sensitive, and everything that prints leaves them out.
#[derive(Clone)]
pub struct Request {
    /// Method.
    pub method: Method,
    /// The provider's address.
    pub endpoint: Endpoint,
    /// Path below the endpoint with its query, percent-encoded, exactly as it will be sent.
    pub path: String,
    /// Headers beyond those a browser adds.
    pub headers: HeaderMap,
    /// Body bytes, exactly as they will be sent; empty for none.
    pub body: Vec<u8>,
    /// The body as it may be shown, if that is not how it is sent: with names for its secrets.
    pub shown_body: Option<Vec<u8>>,
    /// Whether it may be repeated.
    pub safety: Safety,
}

impl Request {
    /// A request without body that only reads.
    pub fn get(endpoint: &Endpoint, path: impl Into<String>) -> Self {
        Self::new(Method::GET, endpoint, path, Safety::Read)
    }

    /// A request without body.
    pub fn new(
        method: Method,
        endpoint: &Endpoint,
        path: impl Into<String>,
        safety: Safety,
    ) -> Self {
        let (endpoint, path) = (endpoint.clone(), path.into());
        Self {
            method,
            endpoint,
            path,
            headers: HeaderMap::new(),
            body: Vec::new(),
            shown_body: None,
            safety,
        }
        .with_header(header::ACCEPT, "application/json")
    }

    /// The same with a JSON body and its content type.
    #[must_use]
    pub fn with_json(mut self, body: &Value) -> Self {
        self.body = body.to_string().into_bytes();
        self.with_header(header::CONTENT_TYPE, "application/json")
    }

    /// The same with a JSON body some of whose texts may be secrets, and its content type.
    #[must_use]
    pub fn with_sealed_json(self, body: &SealedValue) -> Self {
        self.with_sealed(body, |body| body.to_string().into_bytes())
            .with_header(header::CONTENT_TYPE, "application/json")
    }

    /// The same with a body in a format of its own, some of whose texts may be secrets.
    #[must_use]
    pub fn with_sealed(mut self, body: &SealedValue, write: fn(&Value) -> Vec<u8>) -> Self {
        self.body = write(&body.to_send());
        self.shown_body = body.has_secrets().then(|| write(&body.to_show()));
        self
    }

    /// The body as it may be shown to a person or kept in a log.
    pub fn shown_body(&self) -> &[u8] {
        self.shown_body.as_deref().unwrap_or(&self.body)
    }

    /// The same with a fixed header.
    #[must_use]
    pub fn with_header(mut self, name: HeaderName, value: &'static str) -> Self {
        self.headers.insert(name, HeaderValue::from_static(value));
        self
    }

    /// The same with a header whose value was made at run time.
    ///
    /// # Errors
    /// [`ErrorKind::Setup`] if the value has characters no header can carry.
    pub fn with_text_header(mut self, name: HeaderName, value: &str) -> Result<Self, Error> {
        let value = HeaderValue::from_str(value).map_err(|_| not_a_header(&name))?;
        self.headers.insert(name, value);
        Ok(self)
    }

    /// The same with a header nobody may print.
    ///
    /// # Errors
    /// [`ErrorKind::Setup`] if the value has characters no header can carry.
    pub fn with_secret_header(
        mut self,
        name: HeaderName,
        value: &SecretString,
    ) -> Result<Self, Error> {
        let mut value =
            HeaderValue::from_str(value.expose_secret()).map_err(|_| not_a_header(&name))?;
        value.set_sensitive(true);
        self.headers.insert(name, value);
        Ok(self)
    }

    /// Endpoint path and own path: what stands on the request line.
    pub fn target(&self) -> String {
        format!("{}{}", self.endpoint.path(), self.path)
    }
}

fn not_a_header(name: &HeaderName) -> Error {
    Error::new(
        ErrorKind::Setup,
        format!(
            "The credentials contain characters that cannot be sent in the header {name}. Enter them again without line breaks."
        ),
    )
}

/// Leaves out sensitive headers and the body.
impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Request")
            .field("method", &self.method)
            .field("endpoint", &self.endpoint)
            .field("path", &self.path)
            .field("headers", &self.headers)
            .field("body", &format_args!("{} bytes", self.body.len()))
            .finish_non_exhaustive()
    }
}

/// Reads an answer into what was asked for.
pub type Reader<T> = Box<dyn FnOnce(&Response) -> Result<T, Error> + Send>;

/// A request together with how to read its answer.
pub struct Call<T> {
    /// What to send.
    pub request: Request,
    read: Reader<T>,
}

impl<T> Call<T> {
    /// Pairs a request with its reader.
    pub fn new(
        request: Request,
        read: impl FnOnce(&Response) -> Result<T, Error> + Send + 'static,
    ) -> Self {
        Self {
            request,
            read: Box::new(read),
        }
    }

    /// The same, with what is read made into something else.
    #[must_use]
    pub fn map<U>(self, map: impl FnOnce(T) -> U + Send + 'static) -> Call<U>
    where
        T: 'static,
    {
        let read = self.read;
        Call::new(self.request, move |response| read(response).map(map))
    }

    /// Reads the answer. Every error carries the answer's status and request id, and an outcome
    /// that fits the request: a read never leaves anything *unknown*.
    pub fn read(self, response: &Response) -> Result<T, Error> {
        (self.read)(response)
            .map_err(|error| with_circumstances(error, response, self.request.safety))
    }
}

/// Not part of [`Call::read`], which is compiled anew for everything that can be read.
#[inline(never)]
pub(crate) fn with_circumstances(mut error: Error, response: &Response, safety: Safety) -> Error {
    error.status.get_or_insert(response.status().as_u16());
    if error.request_id.is_none() {
        error.request_id = text_header(response, "x-request-id").map(str::to_owned);
    }
    if error.retry_after.is_none() {
        error.retry_after = retry_after(response);
    }
    error.for_request(safety)
}

impl<T> fmt::Debug for Call<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Call").field(&self.request).finish()
    }
}

/// A response header's value as text; the name in lower case.
pub fn text_header<'a>(response: &'a Response, name: &str) -> Option<&'a str> {
    // Not `get`: looking a name up by its text brings the table of every standard name along.
    let mut headers = response.headers().iter();
    headers.find(|(is, _)| is.as_str() == name)?.1.to_str().ok()
}

/// `Retry-After` in seconds; the date form is rare enough to be left to ordinary back-off.
pub fn retry_after(response: &Response) -> Option<Duration> {
    text_header(response, "retry-after")?
        .trim()
        .parse()
        .ok()
        .map(Duration::from_secs)
}

/// Parses an answer's body as JSON.
///
/// # Errors
/// [`ErrorKind::BadAnswer`] that says what the body is instead: empty, a web page, cut off,
/// not JSON, or JSON of another shape (with the place).
pub fn json<T: DeserializeOwned>(response: &Response) -> Result<T, Error> {
    let body = response.body();
    serde_json::from_slice(body).map_err(|error| {
        let what = match error.classify() {
            _ if body.iter().all(u8::is_ascii_whitespace) => "is empty".to_owned(),
            _ if is_html(response) => "is a web page, not data".to_owned(),
            serde_json::error::Category::Eof => "is cut off".to_owned(),
            serde_json::error::Category::Data => format!("has an unexpected shape: {error}"),
            _ => format!("is not valid JSON: {error}"),
        };
        Error::new(
            ErrorKind::BadAnswer,
            format!("The provider's answer ({}) {what}.", response.status()),
        )
    })
}

/// Whether an answer is a web page.
pub fn is_html(response: &Response) -> bool {
    let start = response
        .body()
        .iter()
        .position(|b| !b.is_ascii_whitespace())
        .unwrap_or(0);
    text_header(response, "content-type").is_some_and(|t| t.starts_with("text/html"))
        || response
            .body()
            .get(start..start + 1)
            .is_some_and(|b| b == b"<")
}

/// The kind a status has when the provider says nothing more precise.
pub fn kind_of_status(status: StatusCode) -> ErrorKind {
    match status.as_u16() {
        401 => ErrorKind::Unauthorized,
        403 => ErrorKind::Forbidden,
        404 | 410 => ErrorKind::NotFound,
        409 => ErrorKind::Conflict,
        400 | 422 => ErrorKind::Invalid,
        429 => ErrorKind::RateLimited,
        408 | 504 => ErrorKind::TimedOut,
        500..=599 => ErrorKind::Unavailable,
        200..=399 => ErrorKind::BadAnswer,
        _ => ErrorKind::Refused,
    }
}

/// Everything but unreserved characters is escaped: what RFC 3986 allows in any one segment.
const SEGMENT: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// Escapes one path segment or one query name or value. A provider's text can therefore never
/// add a segment, a parameter or a `..` to a path (a segment that is only dots is escaped whole).
pub fn escape(text: &str) -> String {
    if !text.is_empty() && text.bytes().all(|b| b == b'.') {
        return "%2E".repeat(text.len());
    }
    utf8_percent_encode(text, SEGMENT).to_string()
}

/// At most this many characters of somebody else's text, with an ellipsis if there was more.
pub fn excerpt(text: &str, limit: usize) -> String {
    match text.char_indices().nth(limit) {
        Some((end, _)) => format!("{}…", text.split_at(end).0),
        None => text.to_owned(),
    }
}
