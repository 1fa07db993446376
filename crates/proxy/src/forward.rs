//! Sends one request to where it is aimed, once, and begins to pass the answer back.

use bytes::Bytes;
use http::header::{CONTENT_LENGTH, HOST, HeaderValue, TRANSFER_ENCODING, USER_AGENT};
use http::{HeaderMap, Method, Request, Response, StatusCode, Uri};
use http_body_util::Full;
use hyper::body::{Body as _, Incoming};
use tokio::time::{Instant, timeout, timeout_at};

use crate::body::Outgoing;
use crate::connect;
use crate::errors::Failure;
use crate::headers;
use crate::line::{Borrowed, Line};
use crate::response;
use crate::route::Aim;
use crate::server::Shared;

/// Sends and waits for the answer's head.
pub(crate) async fn forward(
    shared: &Shared,
    aim: Aim,
    method: Method,
    headers: HeaderMap,
    body: Option<Bytes>,
) -> Result<Response<Outgoing>, Failure> {
    let deadline = Instant::now() + shared.limits.total();
    let mut request = request(&aim, method, headers, body)?;
    if let Some(mut line) = idle_line(shared, &aim, request.method()).await {
        // Not sent at all if the connection turns out to be dead: then it is still ours to send.
        match timeout(
            shared.limits.first_byte(),
            line.sender.try_send_request(request),
        )
        .await
        {
            Ok(Ok(answer)) => return pass_back(shared, aim, line, answer, deadline),
            Ok(Err(mut error)) => {
                request = error.take_message().ok_or(Failure::UpstreamBadAnswer)?;
            }
            Err(_) => return Err(Failure::UpstreamTimeout),
        }
    }
    let mut line = timeout(shared.limits.connect(), fresh_line(shared, &aim))
        .await
        .map_err(|_| Failure::UpstreamUnreachable)??;
    let first_byte = deadline.min(Instant::now() + shared.limits.first_byte());
    let answer = timeout_at(first_byte, line.sender.send_request(request))
        .await
        .map_err(|_| Failure::UpstreamTimeout)?
        .map_err(|_| Failure::UpstreamBadAnswer)?;
    pass_back(shared, aim, line, answer, deadline)
}

fn request(
    aim: &Aim,
    method: Method,
    headers: HeaderMap,
    body: Option<Bytes>,
) -> Result<Request<Full<Bytes>>, Failure> {
    let bad = Failure::BadRequest("The address cannot be sent on.");
    let uri: Uri = aim.target.parse().map_err(|_| bad)?;
    // The library must send the very bytes that were checked.
    if uri.path_and_query().map(http::uri::PathAndQuery::as_str) != Some(aim.target.as_str())
        || uri.authority().is_some()
    {
        return Err(bad);
    }
    let authority = HeaderValue::try_from(aim.authority()).map_err(|_| Failure::Internal)?;
    // Servers expect a length with these methods, and may answer 411 without.
    let expected = matches!(method, Method::POST | Method::PUT | Method::PATCH);
    let length = match &body {
        Some(body) => Some(body.len()),
        None => expected.then_some(0),
    };
    let mut request = Request::new(Full::new(body.unwrap_or_default()));
    *request.method_mut() = method;
    *request.uri_mut() = uri;
    let sent = request.headers_mut();
    sent.insert(HOST, authority);
    sent.insert(
        USER_AGENT,
        HeaderValue::from_static(concat!("pilothouse/", env!("CARGO_PKG_VERSION"))),
    );
    sent.extend(headers);
    if let Some(length) = length {
        sent.insert(CONTENT_LENGTH, HeaderValue::from(length));
    }
    Ok(request)
}

async fn idle_line(shared: &Shared, aim: &Aim, method: &Method) -> Option<Line> {
    if !matches!(*method, Method::GET | Method::HEAD) {
        return None;
    }
    shared.lines.take(&aim.route.name, &aim.host).await
}

async fn fresh_line(shared: &Shared, aim: &Aim) -> Result<Line, Failure> {
    let unreachable = |_| Failure::UpstreamUnreachable;
    let tls = shared.tls.get(&aim.route.name).ok_or(Failure::Internal)?;
    let stream = connect::connect(&*shared.resolver, &aim.route, tls, &aim.host)
        .await
        .map_err(unreachable)?;
    Line::open(stream, shared.limits.answer_head_bytes)
        .await
        .map_err(unreachable)
}

fn pass_back(
    shared: &Shared,
    aim: Aim,
    line: Line,
    answer: Response<Incoming>,
    deadline: Instant,
) -> Result<Response<Outgoing>, Failure> {
    let (head, body) = answer.into_parts();
    if head.status.is_redirection() && head.status != StatusCode::NOT_MODIFIED {
        return Err(Failure::UpstreamRedirect);
    }
    if head.status.is_informational() {
        return Err(Failure::UpstreamBadAnswer);
    }
    // Two lengths or an unknown coding: where the answer ends would be a guess.
    if head.headers.get_all(CONTENT_LENGTH).iter().count() > 1
        || (head.headers.contains_key(TRANSFER_ENCODING)
            && head.headers.contains_key(CONTENT_LENGTH))
    {
        return Err(Failure::UpstreamBadAnswer);
    }
    if body.size_hint().lower() > shared.limits.answer_body_bytes {
        return Err(Failure::UpstreamTooLarge);
    }
    let mut passed = headers::to_client(&head.headers, &aim.route);
    response::protect(&mut passed);
    let borrowed = Borrowed {
        line,
        lines: shared.lines.clone(),
        route: aim.route.name.clone(),
        host: aim.host,
    };
    let mut answer = Response::new(Outgoing::relay(body, borrowed, &shared.limits, deadline));
    *answer.status_mut() = head.status;
    *answer.headers_mut() = passed;
    Ok(answer)
}
