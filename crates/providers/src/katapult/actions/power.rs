//! Switching a machine on and off.

use http::Method;
use pilothouse_core::{Access, Call, Error, Order, Receipt, Request, Safety, Verb};
use serde_json::json;

use crate::katapult::{auth, wire};

/// `POST /virtual_machines/virtual_machine/{action}` (Katapult reference, "States and power").
/// One request; the answer names the task it became.
///
/// What an action does to a machine that is there already is not documented, so none is ever
/// repeated.
pub(in crate::katapult) fn power(
    access: &Access,
    order: &Order,
    step: usize,
) -> Result<Option<Call<Receipt>>, Error> {
    if step > 0 {
        return Ok(None);
    }
    let action = match order.verb {
        Verb::Start => "start",
        Verb::ShutDown => "shutdown",
        Verb::PowerOff => "stop",
        Verb::Reset => "reset",
        verb => return Err(Error::unsupported(verb)),
    };
    let below = ["/virtual_machines/virtual_machine/", action].concat();
    let path = auth::path(&access.endpoint, &below);
    let request = Request::new(Method::POST, &access.endpoint, path, Safety::Unsafe)
        .with_json(&json!({ "virtual_machine": { auth::machine_key(&order.target): order.target.id.as_str() } }));
    let request = auth::sign(request, access)?;
    Ok(Some(Call::new(request, |response| {
        wire::task(response).map(|task| Receipt {
            task: task.id,
            made: None,
        })
    })))
}
