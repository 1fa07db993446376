//! One request from its checked head to its answer: the order of the rules, and nothing else.

use std::net::IpAddr;
use std::sync::Arc;

use bytes::Bytes;
use http::{Method, Response};
use http_body_util::{BodyExt as _, LengthLimitError, Limited};
use hyper::body::Incoming;
use tokio::time::timeout;

use crate::body::Outgoing;
use crate::errors::Failure;
use crate::forward::forward;
use crate::head::{Framing, Head};
use crate::headers;
use crate::log::Record;
use crate::policy::{self, Caller};
use crate::response;
use crate::route::{Aim, Route};
use crate::server::Shared;
use crate::target::Target;
use crate::well_known;

/// Answers one request. Never fails: failures are answers too.
pub(crate) async fn answer(
    shared: &Shared,
    verdict: Result<Head, Failure>,
    body: Incoming,
    peer: IpAddr,
) -> Response<Outgoing> {
    let mut record = Record::new();
    let (result, caller, route) = match verdict {
        Err(failure) => (Err(failure), Caller::Unsaid, None),
        Ok(head) => {
            record.method(&head.method);
            let caller = shared.policy.caller(&head);
            let mut route = None;
            let result = decide(shared, &head, body, peer, &caller, &mut record, &mut route).await;
            (result, caller, route)
        }
    };
    let (mut answer, code) = match result {
        Ok(Answer::Page(page)) => {
            record.answered(page.status(), "-");
            return page.map(|body| body.with_record(record));
        }
        Ok(Answer::Data(data)) => (data, "-"),
        Err(failure) => (failure.response(&record.id), failure.code()),
    };
    response::allow_reading(answer.headers_mut(), &caller, route.as_deref());
    record.answered(answer.status(), code);
    answer.map(|body| body.with_record(record))
}

enum Answer {
    /// A file of the panel, which has headers of its own.
    Page(Response<Outgoing>),
    Data(Response<Outgoing>),
}

async fn decide(
    shared: &Shared,
    head: &Head,
    body: Incoming,
    peer: IpAddr,
    caller: &Caller,
    record: &mut Record,
    used: &mut Option<Arc<Route>>,
) -> Result<Answer, Failure> {
    shared.policy.check_host(head)?;
    let target = Target::parse(&head.target)?;
    if target.path() == well_known::PATH {
        record.route(".well-known");
        return well_known(shared, head, caller).map(Answer::Data);
    }
    let first = target.first();
    let route = shared.routes.iter().find(|route| route.name == first);
    let Some(route) = route.map(Arc::clone) else {
        return match &shared.panel {
            Some(panel) => panel.answer(head, &target).await.map(Answer::Page),
            None if shared.routes.is_empty() => Err(Failure::NotConfigured),
            None => Err(Failure::UnknownRoute),
        };
    };
    record.route(&route.name);
    *used = Some(Arc::clone(&route));
    if head.method == Method::OPTIONS {
        return preflight(shared, head, caller, &route.methods, &route.request_headers)
            .map(Answer::Data);
    }
    policy::check_origin(&head.method, caller)?;
    shared.policy.check_access(head)?;
    let rest = target.split_first().map(|(_, rest)| rest);
    let aim = Aim::take(Arc::clone(&route), &head.method, rest)?;
    policy::check_content_type(head, &route)?;
    let sent = headers::to_upstream(head, &route)?;
    shared.rates.check(shared.client(head, peer), &route.name)?;
    let body = read_body(shared, head, body).await?;
    record.received(body.as_ref().map_or(0, Bytes::len));
    forward(shared, aim, head.method.clone(), sent, body)
        .await
        .map(Answer::Data)
}

fn well_known(
    shared: &Shared,
    head: &Head,
    caller: &Caller,
) -> Result<Response<Outgoing>, Failure> {
    if head.method == Method::OPTIONS {
        return preflight(shared, head, caller, &well_known::METHODS, &[]);
    }
    policy::check_origin(&head.method, caller)?;
    well_known::answer(&head.method, &shared.routes)
}

fn preflight(
    shared: &Shared,
    head: &Head,
    caller: &Caller,
    methods: &[Method],
    extra_headers: &[String],
) -> Result<Response<Outgoing>, Failure> {
    policy::check_origin(&Method::OPTIONS, caller)?;
    if head.value("access-control-request-method").is_none() {
        return Err(Failure::ForbiddenMethod);
    }
    response::preflight(methods, extra_headers, shared.policy.asks_for_key())
}

/// The whole body, before anything goes upstream: nothing half-sent, no length unknown, and a
/// client that breaks off has changed nothing. `None` where the head says nothing of a body.
async fn read_body(shared: &Shared, head: &Head, body: Incoming) -> Result<Option<Bytes>, Failure> {
    let most = shared.limits.body_bytes;
    match head.framing {
        Framing::None => return Ok(None),
        Framing::Length(length) if length > most as u64 => return Err(Failure::BodyTooLarge),
        _ => {}
    }
    let whole = timeout(shared.limits.body(), Limited::new(body, most).collect())
        .await
        .map_err(|_| Failure::SlowRequest)?;
    match whole {
        Ok(whole) => Ok(Some(whole.to_bytes())),
        Err(error) if error.is::<LengthLimitError>() => Err(Failure::BodyTooLarge),
        Err(_) => Err(Failure::BadRequest("The request's body is malformed.")),
    }
}
