//! Requests that change something.

use http::Method;
use pilothouse_core::{Access, Call, Error, Receipt, Request, Response, Safety, SealedValue};
use serde_json::Value;

use crate::{
    katapult::{
        answer::{object, text_at},
        auth,
        wire::bad_answer,
    },
    node::Node,
};

/// A signed request with a JSON body.
pub(super) fn send(
    access: &Access,
    method: Method,
    below: &str,
    safety: Safety,
    body: &Value,
) -> Result<Request, Error> {
    let path = auth::path(&access.endpoint, below);
    let request = Request::new(method, &access.endpoint, path, safety).with_json(body);
    auth::sign(request, access)
}

/// The same with a body some of whose texts are secrets.
pub(super) fn send_sealed(
    access: &Access,
    method: Method,
    below: &str,
    safety: Safety,
    body: &SealedValue,
) -> Result<Request, Error> {
    let path = auth::path(&access.endpoint, below);
    let request = Request::new(method, &access.endpoint, path, safety).with_sealed_json(body);
    auth::sign(request, access)
}

/// Reads an answer that says no more than that it was done.
pub(super) fn done(request: Request) -> Call<Receipt> {
    Call::new(request, |response| {
        object(response).map(|_| Receipt::default())
    })
}

/// Reads an answer that names the task an order became.
pub(super) fn queued(request: Request) -> Call<Receipt> {
    Call::new(request, |response| task(response).map(Receipt::of_task))
}

fn task(response: &Response) -> Result<String, Error> {
    let answer = object(response)?;
    text_at(Node::from(&answer), &["task", "id"]).ok_or_else(|| bad_answer("names no task"))
}
