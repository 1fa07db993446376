//! One request over `fetch`: aborted when it takes too long or grows too large, and never with
//! cookies, caches or a referrer.

use std::{cell::Cell, rc::Rc, time::Duration};

use gloo_timers::callback::Timeout;
use http::{HeaderName, HeaderValue, StatusCode, header};
use js_sys::{Reflect, Uint8Array};
use pilothouse_core::{Error, ErrorKind, Request, Response, Safety};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    AbortController, Headers, ReadableStreamDefaultReader, ReferrerPolicy, RequestCache,
    RequestCredentials, RequestInit, RequestRedirect,
};

use super::via::Via;

/// The headers of an answer that anything is read from.
const HEADERS: [HeaderName; 7] = [
    header::CONTENT_TYPE,
    header::RETRY_AFTER,
    HeaderName::from_static("x-request-id"),
    HeaderName::from_static("x-page"),
    HeaderName::from_static("x-limit"),
    HeaderName::from_static("x-total"),
    HeaderName::from_static("pilothouse-error"),
];
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
    let is_late = Rc::new(Cell::new(false));
    let alarm = {
        let (abort, is_late) = (abort.clone(), is_late.clone());
        Timeout::new(patience.as_millis() as u32, move || {
            is_late.set(true);
            abort.abort();
        })
    };
    let answer = exchange(via, request, &abort).await;
    drop(alarm);
    if is_late.get() {
        return Err(Error::new(
            ErrorKind::TimedOut,
            format!(
                "{} did not answer within {} seconds.",
                request.endpoint.authority(),
                patience.as_secs()
            ),
        ));
    }
    answer.and_then(super::via::unwrap)
}

async fn exchange(
    via: &Via,
    request: &Request,
    abort: &AbortController,
) -> Result<Response, Error> {
    let answer =
        gloo_net::http::Request::from(native(via, request, abort).ok_or_else(cannot_send)?)
            .send()
            .await
            .map_err(|_| Error::new(ErrorKind::Unreachable, via.unreachable(request)))?;

    if answer.status() == 0 {
        return Err(Error::new(
            ErrorKind::BadAnswer,
            format!(
                "{} answered with a redirect. Enter the address it leads to as endpoint.",
                request.endpoint.authority()
            ),
        ));
    }
    let body = match answer.body() {
        Some(stream) => read(&stream, abort).await?,
        None => Vec::new(),
    };
    let mut response = Response::new(body);
    *response.status_mut() = StatusCode::from_u16(answer.status()).map_err(|_| broke_off())?;
    let headers = answer.headers();
    for name in HEADERS {
        let value = headers
            .get(name.as_str())
            .and_then(|value| HeaderValue::from_str(&value).ok());
        if let Some(value) = value {
            response.headers_mut().insert(name, value);
        }
    }
    Ok(response)
}

/// The browser's own request. Not by way of a builder: those parse a URL and write it anew, and
/// what is sent has to be what was signed, byte for byte.
fn native(via: &Via, request: &Request, abort: &AbortController) -> Option<web_sys::Request> {
    let init = RequestInit::new();
    init.set_method(request.method.as_str());
    init.set_signal(Some(&abort.signal()));
    init.set_cache(RequestCache::NoStore);
    init.set_credentials(RequestCredentials::Omit);
    init.set_redirect(RequestRedirect::Manual);
    init.set_referrer_policy(ReferrerPolicy::NoReferrer);
    let headers = Headers::new().ok()?;
    for (name, value) in &request.headers {
        headers.append(name.as_str(), value.to_str().ok()?).ok()?;
    }
    init.set_headers(&headers);
    if !request.body.is_empty() {
        init.set_body(&Uint8Array::from(request.body.as_slice()));
    }
    let url = via.url(&request.endpoint, &request.target());
    web_sys::Request::new_with_str_and_init(&url, &init).ok()
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
