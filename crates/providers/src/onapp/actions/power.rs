//! Switching a machine on and off.

use http::StatusCode;
use pilothouse_core::{Call, Error, Order, Receipt, Response, Verb};

use super::read_machine::path;
use crate::onapp::{format::Format, panel::Panel, wire};

/// `POST /virtual_machines/:id/<action>` without a body (OnApp reference, "Power"). One request;
/// the answer is the machine, locked, with its old switches, and names no transaction.
pub(in crate::onapp) fn power(
    panel: &Panel,
    order: &Order,
    step: usize,
) -> Result<Option<Call<Receipt>>, Error> {
    if step > 0 {
        return Ok(None);
    }
    let action = match order.verb {
        Verb::Start => "startup",
        Verb::ShutDown => "shutdown",
        Verb::PowerOff => "stop",
        Verb::Reboot => "reboot",
        verb => return Err(Error::unsupported(verb)),
    };
    let request = panel.post(&[&path(&order.target), "/", action].concat(), "")?;
    let format = panel.format;
    Ok(Some(Call::new(request, move |response| {
        accepted(format, response).map(|()| Receipt::default())
    })))
}

/// A success is said with the machine; one without, or with something else, may come from
/// somebody between us and the panel. Only 204 says of itself that nothing follows.
pub(super) fn accepted(format: &Format, response: &Response) -> Result<(), Error> {
    if response.status() == StatusCode::NO_CONTENT {
        return Ok(());
    }
    wire::machine(format, response).map(drop)
}
