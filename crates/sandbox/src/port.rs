//! One provider behind one port: reads a request whole, lets faults and latency at it, asks the
//! world, and remembers what happened.

use crate::body::Outgoing;
use crate::faults::{Fault, Faults, Kind};
use crate::record::Record;
use crate::{Options, Request, Response, Simulated, admin, answer};
use anyhow::Context as _;
use http::{HeaderValue, StatusCode, Uri, header};
use http_body_util::{BodyExt, Limited};
use hyper::body::Incoming;
use jiff::Timestamp;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

/// The largest request body accepted.
const BODY_LIMIT: usize = 10 * 1024 * 1024;
/// How late a slow answer is when the fault does not say.
const SLOW: Duration = Duration::from_secs(10);
/// What is announced with 429 when the fault does not say, in seconds.
const RETRY_AFTER: u64 = 1;

/// Why a connection closes without an answer.
#[derive(Debug)]
pub(crate) struct Closed;

impl std::fmt::Display for Closed {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("closed on purpose")
    }
}

impl std::error::Error for Closed {}

/// What one port changes while it runs.
pub(crate) struct State {
    pub(crate) world: Box<dyn Simulated>,
    pub(crate) faults: Faults,
    pub(crate) record: Record,
    pub(crate) latency: Duration,
    /// Worlds are promised a clock that never goes back.
    last: Timestamp,
}

/// One port.
pub(crate) struct Port {
    state: Mutex<State>,
    index: usize,
    pub(crate) options: Options,
    latency: Duration,
    cors: bool,
}

impl Port {
    /// The provider at this place in the order of [`crate::all`].
    pub(crate) fn new(
        index: usize,
        world: Box<dyn Simulated>,
        options: Options,
        latency: Duration,
    ) -> Self {
        Self {
            cors: world.demo().cors,
            state: Mutex::new(State {
                world,
                faults: Faults::default(),
                record: Record::default(),
                latency,
                last: Timestamp::UNIX_EPOCH,
            }),
            index,
            options,
            latency,
        }
    }

    /// The changing part. A panic elsewhere must not take the port down, so poison is ignored.
    pub(crate) fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A fresh world, no faults, an empty record, the latency of the start.
    pub(crate) fn reset(&self) {
        let now = self.state().now();
        let fresh = crate::all(self.options, now).into_iter().nth(self.index);
        let mut state = self.state();
        if let Some(world) = fresh {
            state.world = world;
        }
        state.faults.clear();
        state.record.clear();
        state.latency = self.latency;
    }

    /// Answers one request, or says why the connection has to close without an answer.
    pub(crate) async fn serve(
        &self,
        request: hyper::Request<Incoming>,
    ) -> anyhow::Result<hyper::Response<Outgoing>> {
        let request = match read(request).await? {
            Ok(request) => request,
            Err(refusal) => return Ok(refusal.map(Outgoing::whole)),
        };
        if admin::owns(request.uri().path()) {
            return Ok(admin::answer(self, &request).map(Outgoing::whole));
        }
        let latency = self.state().latency;
        if !latency.is_zero() {
            tokio::time::sleep(latency).await;
        }
        let (response, fault) = self.perform(&request);
        let Some(response) = response else {
            return Err(Closed.into());
        };
        if let Some(late) = fault.as_ref().filter(|f| f.kind == Kind::Slow) {
            tokio::time::sleep(late.delay_ms.map_or(SLOW, Duration::from_millis)).await;
        }
        Ok(spoil(response, fault.as_ref()))
    }

    /// The part under the lock: picks the fault, asks the world, writes the record. No answer
    /// means that the connection closes.
    fn perform(&self, request: &Request) -> (Option<Response>, Option<Fault>) {
        let mut state = self.state();
        let now = state.now();
        let target = request.uri().to_string();
        let fault = state.faults.take(request.method().as_str(), &target);
        let kind = fault.as_ref().map(|f| f.kind);
        let reached = kind.is_none_or(Kind::reaches_the_provider);
        let mut response = if reached {
            Some(state.world.handle(request, now))
        } else {
            fault.as_ref().and_then(|f| instead(f, self.cors))
        };
        if kind == Some(Kind::ResetAfter) {
            response = None;
        }
        let status = response.as_ref().map(|r| r.status().as_u16());
        state.record.note(request, now, status, kind);
        (response, fault)
    }
}

impl State {
    /// The real clock, never earlier than before.
    fn now(&mut self) -> Timestamp {
        self.last = self.last.max(clock());
        self.last
    }
}

/// This machine's clock.
pub(crate) fn clock() -> Timestamp {
    let since = SystemTime::now()
        .duration_since(SystemTime::UNIX_EPOCH)
        .unwrap_or_default();
    Timestamp::new(since.as_secs() as i64, since.subsec_nanos() as i32)
        .unwrap_or(Timestamp::UNIX_EPOCH)
}

/// Reads a request whole. The inner error is an answer for one that cannot be taken.
async fn read(request: hyper::Request<Incoming>) -> anyhow::Result<Result<Request, Response>> {
    let (mut parts, body) = request.into_parts();
    // A request line may carry the absolute form; worlds are promised the origin form.
    if parts.uri.authority().is_some() {
        let target = parts.uri.path_and_query().map_or("/", |p| p.as_str());
        parts.uri = Uri::try_from(target).context("a request line without a path")?;
    }
    match Limited::new(body, BODY_LIMIT).collect().await {
        Ok(body) => Ok(Ok(Request::from_parts(parts, body.to_bytes().to_vec()))),
        Err(error) if error.is::<http_body_util::LengthLimitError>() => Ok(Err(answer(
            StatusCode::PAYLOAD_TOO_LARGE,
            "text/plain",
            "The sandbox takes bodies of up to 10 MB.",
        ))),
        Err(error) => Err(anyhow::anyhow!(error)),
    }
}

/// The answer of a fault that the provider never hears of; none when the connection closes.
fn instead(fault: &Fault, cors: bool) -> Option<Response> {
    let (status, content_type, text) = match fault.kind {
        Kind::Status429 => (
            StatusCode::TOO_MANY_REQUESTS,
            "text/plain",
            "Too many requests",
        ),
        Kind::Status500 => (
            StatusCode::INTERNAL_SERVER_ERROR,
            "text/plain",
            "Internal Server Error",
        ),
        Kind::Status503 => (
            StatusCode::SERVICE_UNAVAILABLE,
            "text/plain",
            "Service Unavailable",
        ),
        Kind::Html => (
            StatusCode::BAD_GATEWAY,
            "text/html",
            "<!DOCTYPE html><html><head><title>502 Bad Gateway</title></head>\
             <body><h1>Bad Gateway</h1><hr>simulated</body></html>",
        ),
        _ => return None,
    };
    let mut response = answer(status, content_type, text);
    let seconds = match fault.kind {
        Kind::Status429 => Some(fault.retry_after.unwrap_or(RETRY_AFTER)),
        Kind::Status503 => fault.retry_after,
        _ => None,
    };
    let headers = response.headers_mut();
    if let Some(seconds) = seconds {
        headers.insert(header::RETRY_AFTER, seconds.into());
    }
    // A provider that answers browsers itself lets them read its failures too.
    if cors {
        let any = HeaderValue::from_static("*");
        headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, any);
        let retry = HeaderValue::from_static("Retry-After");
        headers.insert(header::ACCESS_CONTROL_EXPOSE_HEADERS, retry);
    }
    Some(response)
}

/// The answer as the fault lets it out.
fn spoil(response: Response, fault: Option<&Fault>) -> hyper::Response<Outgoing> {
    let (mut parts, body) = response.into_parts();
    let out = match fault.map(|f| f.kind) {
        Some(Kind::Truncated) => {
            // The announced length is the real one, or one byte where there was none.
            let announced = body.len().max(1);
            parts
                .headers
                .insert(header::CONTENT_LENGTH, announced.into());
            Outgoing::cut(body)
        }
        Some(Kind::Huge) => Outgoing::huge(body),
        Some(Kind::WrongType) => {
            let json = HeaderValue::from_static("application/json");
            parts.headers.insert(header::CONTENT_TYPE, json);
            Outgoing::whole(other_shape(&body).into())
        }
        Some(Kind::Empty) => Outgoing::whole(Vec::new()),
        _ => Outgoing::whole(body),
    };
    hyper::Response::from_parts(parts, out)
}

/// Valid JSON that is certainly not what was there.
fn other_shape(body: &[u8]) -> &'static str {
    match body.iter().find(|b| !b.is_ascii_whitespace()) {
        Some(b'[') => r#"{"unexpected":true}"#,
        _ => r#"[17,"unexpected"]"#,
    }
}
