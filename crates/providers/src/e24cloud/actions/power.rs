//! Switching a machine on and off.

use http::Method;
use pilothouse_core::{
    Access, Call, Error, ErrorKind, Input, Order, Receipt, Request, Safety, Timestamp, Verb,
};
use serde_json::json;

use crate::e24cloud::{auth, wire};

/// Field key of the minutes a guest gets to stop before it is switched off.
pub(in crate::e24cloud) const WAIT_FOR: &str = "wait_for";
/// The number the provider's page shows; whether it is also what is used when nothing is sent is
/// not stated, so it is always sent.
pub(in crate::e24cloud) const USUAL_WAIT: u64 = 4;
/// No limit is published. This one leaves time to see the end before watching is given up
/// ([`Verb::patience_minutes`]).
pub(in crate::e24cloud) const LONGEST_WAIT: u64 = 10;

/// `POST /v2/virtual-machines/{id}/{action}` (e24cloud reference, "Power"). One request; the
/// answer names no task.
///
/// `poweron` and `poweroff` are not on the provider's page, but published clients use both.
/// `shutdown` is what the page documents; one old client sends `poweroff` with `wait_for`
/// instead, which is left alone because without its body it pulls the plug.
pub(in crate::e24cloud) fn power(
    access: &Access,
    now: Timestamp,
    order: &Order,
    step: usize,
) -> Result<Option<Call<Receipt>>, Error> {
    if step > 0 {
        return Ok(None);
    }
    let action = match order.verb {
        Verb::Start => "poweron",
        Verb::ShutDown => "shutdown",
        Verb::PowerOff => "poweroff",
        Verb::Reboot => "reboot",
        Verb::Reset => "reset",
        verb => return Err(Error::unsupported(verb)),
    };
    let path = [&super::path(&order.target), "/", action].concat();
    let mut request = Request::new(Method::POST, &access.endpoint, path, Safety::Unsafe);
    if order.verb == Verb::ShutDown {
        request = request.with_json(&json!({ "wait_for": minutes(&order.input)? }));
    }
    let request = auth::sign(request, access, now)?;
    Ok(Some(Call::new(request, |response| {
        wire::succeeded(response).map(|_| Receipt::default())
    })))
}

/// The minutes that were entered, else the usual ones.
pub(super) fn minutes(input: &Input) -> Result<u64, Error> {
    if input.entry(WAIT_FOR).is_none() {
        return Ok(USUAL_WAIT);
    }
    let minutes = input.number(WAIT_FOR);
    minutes
        .filter(|minutes| (1..=LONGEST_WAIT).contains(minutes))
        .ok_or_else(|| {
            let words = "Minutes to wait: a whole number between 1 and 10.";
            Error::new(ErrorKind::Invalid, words).with_field(WAIT_FOR, words)
        })
}
