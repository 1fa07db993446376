//! The requests that change something, and what their answers say.

use http::Method;
use pilothouse_core::{Access, Call, Error, Receipt, Request, Response, Safety, Verb};
use serde_json::Value;

use super::{auth, fields::to_form};

/// A request with a JSON body.
pub(super) fn send(
    method: Method,
    access: &Access,
    path: impl Into<String>,
    body: &Value,
    safety: Safety,
) -> Result<Request, Error> {
    let request = Request::new(method, &access.endpoint, path, safety).with_json(body);
    auth::sign(request, access)
}

/// A request together with a reader of its answer whose complaints name fields of the form.
pub(super) fn ordered(
    verb: Verb,
    request: Request,
    read: impl FnOnce(&Response) -> Result<Receipt, Error> + Send + 'static,
) -> Call<Receipt> {
    Call::new(request, move |response| {
        read(response).map_err(|error| to_form(error, verb))
    })
}
