//! One request over `fetch`: aborted when it takes too long or grows too large, and never with
//! cookies, caches or a referrer.

use std::time::Duration;

use futures::future::{Either, select};
use gloo_net::http::RequestBuilder;
use js_sys::{Reflect, Uint8Array};
use pilothouse_core::{Error, ErrorKind, Request, Response, Safety};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    AbortController, ReadableStreamDefaultReader, ReferrerPolicy, RequestCache, RequestCredentials,
    RequestRedirect,
};

use super::{clock, via::Via};

/// More than any provider's list of ten thousand machines, less than what hurts a phone.
const LARGEST_ANSWER: usize = 24 << 20;
/// Reading may be repeated, so it need not wait long. Some providers answer an action only when
/// it is done.
const PATIENCE_READING: Duration = Duration::from_secs(20);
const PATIENCE_ACTING: Duration = Duration::from_secs(90);

/// Sends a request and reads the whole answer.
///
/// # Errors
/// [`ErrorKind::Unreachable`], [`ErrorKind::TimedOut`], [`ErrorKind::BadAnswer`] for an answer
/// that is too large or breaks off, [`ErrorKind::Setup`] for a request no browser can send.
pub async fn send(via: &Via, request: &Request) -> Result<Response, Error> {
    let patience = if request.safety == Safety::Read {
        PATIENCE_READING
    } else {
        PATIENCE_ACTING
    };
    let abort = AbortController::new().map_err(|_| cannot_send())?;
    let exchange = Box::pin(exchange(via, request, &abort));
    match select(exchange, Box::pin(clock::sleep(patience))).await {
        Either::Left((answer, _)) => answer.and_then(super::via::unwrap),
        Either::Right(_) => {
            abort.abort();
            Err(Error::new(
                ErrorKind::TimedOut,
                format!(
                    "{} did not answer within {} seconds.",
                    request.endpoint.authority(),
                    patience.as_secs()
                ),
            ))
        }
    }
}

async fn exchange(
    via: &Via,
    request: &Request,
    abort: &AbortController,
) -> Result<Response, Error> {
    let mut builder = RequestBuilder::new(&via.url(&request.endpoint, &request.target()))
        .method(request.method.clone())
        .abort_signal(Some(&abort.signal()))
        .cache(RequestCache::NoStore)
        .credentials(RequestCredentials::Omit)
        .redirect(RequestRedirect::Manual)
        .referrer_policy(ReferrerPolicy::NoReferrer);
    for (name, value) in &request.headers {
        builder = builder.header(name.as_str(), value.to_str().map_err(|_| cannot_send())?);
    }
    let built = if request.body.is_empty() {
        builder.build()
    } else {
        builder.body(Uint8Array::from(request.body.as_slice()))
    };
    let answer = built
        .map_err(|_| cannot_send())?
        .send()
        .await
        .map_err(|_| Error::new(ErrorKind::Unreachable, via.unreachable(request)))?;

    let mut response = http::Response::builder().status(answer.status());
    if answer.status() == 0 {
        return Err(Error::new(
            ErrorKind::BadAnswer,
            format!(
                "{} answered with a redirect. Enter the address it leads to as endpoint.",
                request.endpoint.authority()
            ),
        ));
    }
    for (name, value) in answer.headers().entries() {
        response = response.header(name, value);
    }
    let body = match answer.body() {
        Some(stream) => read(&stream, abort).await?,
        None => Vec::new(),
    };
    response.body(body).map_err(|_| broke_off())
}

async fn read(stream: &web_sys::ReadableStream, abort: &AbortController) -> Result<Vec<u8>, Error> {
    let reader: ReadableStreamDefaultReader =
        stream.get_reader().dyn_into().map_err(|_| broke_off())?;
    let mut body = Vec::new();
    loop {
        let part = JsFuture::from(reader.read())
            .await
            .map_err(|_| broke_off())?;
        let field = |name: &str| Reflect::get(&part, &JsValue::from_str(name));
        if field("done").is_ok_and(|done| done.is_truthy()) {
            return Ok(body);
        }
        let bytes: Uint8Array = field("value")
            .ok()
            .and_then(|value| value.dyn_into().ok())
            .ok_or_else(broke_off)?;
        if body.len() + bytes.length() as usize > LARGEST_ANSWER {
            abort.abort();
            return Err(Error::new(
                ErrorKind::BadAnswer,
                format!(
                    "The provider's answer is larger than {} MB and was not read further.",
                    LARGEST_ANSWER >> 20
                ),
            ));
        }
        let start = body.len();
        body.resize(start + bytes.length() as usize, 0);
        if let Some(space) = body.get_mut(start..) {
            bytes.copy_to(space);
        }
    }
}

fn broke_off() -> Error {
    Error::new(
        ErrorKind::BadAnswer,
        "The provider's answer broke off before its end.",
    )
}

fn cannot_send() -> Error {
    Error::new(
        ErrorKind::Setup,
        "This browser refuses to send the request. Check the account's endpoint and credentials for odd characters.",
    )
}
