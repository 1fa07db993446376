//! Switching a machine on and off.

use http::Method;
use pilothouse_core::{Access, Call, Error, ErrorKind, Order, Request, Safety, Verb};
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
) -> Result<Option<Call<Option<String>>>, Error> {
    if step > 0 {
        return Ok(None);
    }
    let action = match order.verb {
        Verb::Start => "start",
        Verb::ShutDown => "shutdown",
        Verb::PowerOff => "stop",
        Verb::Reset => "reset",
        Verb::Reboot => {
            return Err(Error::new(
                ErrorKind::Unsupported,
                "Katapult has no reboot. Use Shut down and then Start, or Reset.",
            ));
        }
    };
    let below = ["/virtual_machines/virtual_machine/", action].concat();
    let path = auth::path(&access.endpoint, &below);
    let request = Request::new(Method::POST, &access.endpoint, path, Safety::Unsafe)
        .with_json(&json!({ "virtual_machine": { "id": order.target.id.as_str() } }));
    let request = auth::sign(request, access)?;
    Ok(Some(Call::new(request, |response| {
        wire::task(response).map(|task| task.id)
    })))
}
