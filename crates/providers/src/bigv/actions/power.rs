//! Switching a machine on and off.

use http::Method;
use pilothouse_core::{
    Access, Call, Error, ErrorKind, Order, Receipt, Request, Response, Safety, State, Verb,
};
use serde_json::Value;

use super::read_machine::{self, path};
use crate::{
    bigv::{auth, error::failure, wire},
    node::success,
};

/// `PUT {machine}` and `POST {machine}/signal` (BigV reference, "Power" and "Signal"). Answers
/// come when the work is done and name no task.
///
/// A clean restart has no call of its own. Published clients turn automatic restart off, press
/// the power button, wait until the machine is off and start it. This client turns it *on* and
/// presses the button, so that BigV itself brings the machine back: a later revision of the
/// provider's page says it does, and a restart then cannot be left half done by a browser that is
/// closed in between. Should a brain not do so, the machine would be seen staying off.
pub(in crate::bigv) fn power(
    access: &Access,
    order: &Order,
    step: usize,
) -> Result<Option<Call<Receipt>>, Error> {
    use Safety::{Repeatable, Unsafe};

    let (is_signal, safety, body) = match (order.verb, step) {
        (Verb::Start, 0) => (false, Unsafe, r#"{"autoreboot_on":true,"power_on":true}"#),
        (Verb::PowerOff, 0) => (false, Unsafe, r#"{"autoreboot_on":false,"power_on":false}"#),
        (Verb::ShutDown | Verb::Reboot, 0) => return look_first(access, order).map(Some),
        (Verb::ShutDown, 1) => (false, Repeatable, r#"{"autoreboot_on":false}"#),
        (Verb::Reboot, 1) => (false, Repeatable, r#"{"autoreboot_on":true}"#),
        // Signals are refused while a machine is off, but a repeated one could hit a machine that
        // has just come back.
        (Verb::ShutDown | Verb::Reboot, 2) => (true, Unsafe, r#"{"signal":"powerdown"}"#),
        (Verb::Reset, 0) => (true, Unsafe, r#"{"signal":"reset"}"#),
        _ => return Ok(None),
    };
    let mut path = path(&order.target);
    let method = if is_signal {
        path += "/signal";
        Method::POST
    } else {
        Method::PUT
    };
    let mut request = Request::new(method, &access.endpoint, path, safety);
    request.body = body.as_bytes().to_vec();
    // Signing adds the content type.
    let request = auth::sign(request, access)?;
    let read = if is_signal { accepted } else { wire::updated };
    Ok(Some(Call::new(request, move |response| {
        read(response).map(|()| Receipt::default())
    })))
}

/// Reads the machine before the switch of its automatic restart is touched: turning that on starts
/// a machine that has gone off meanwhile, which nobody asked for.
fn look_first(access: &Access, order: &Order) -> Result<Call<Receipt>, Error> {
    let request = read_machine::request(access, &order.target)?;
    let path = path(&order.target);
    Ok(Call::new(request, move |response| {
        match wire::machine(response, path)?.state {
            State::Running => Ok(Receipt::default()),
            state => Err(Error::new(
                ErrorKind::Conflict,
                [
                    "The machine is ",
                    &state.word().to_ascii_lowercase(),
                    " now; nothing was changed.",
                ]
                .concat(),
            )),
        }
    }))
}

/// The answer repeats the request, say later pages; the first ones say nothing of it. So an empty
/// one will do, while one that is no JSON comes from somebody else.
pub(super) fn accepted(response: &Response) -> Result<(), Error> {
    success(response, failure)?;
    if response.body().trim_ascii().is_empty() {
        return Ok(());
    }
    pilothouse_core::wire::json::<Value>(response).map(drop)
}
