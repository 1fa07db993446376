//! Switching a machine on and off.

use http::Method;
use pilothouse_core::{
    Access, Call, Error, ErrorKind, Order, Request, Response, Safety, State, Verb,
};
use serde::de::IgnoredAny;
use serde_json::{Value, json};

use super::read_machine::{self, path};
use crate::bigv::{auth, error::failure, wire};

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
) -> Result<Option<Call<Option<String>>>, Error> {
    let put = |safety, body| Some((Method::PUT, "", safety, body));
    // Signals are refused while a machine is off, but a repeated one could hit a machine that
    // has just come back.
    let signal = |name| {
        let body = json!({ "signal": name });
        Some((Method::POST, "/signal", Safety::Unsafe, body))
    };
    let on_and_stay = json!({ "autoreboot_on": true, "power_on": true });
    let off_and_stay = json!({ "autoreboot_on": false, "power_on": false });
    let asked: Option<(Method, &str, Safety, Value)> = match (order.verb, step) {
        (Verb::Start, 0) => put(Safety::Unsafe, on_and_stay),
        (Verb::PowerOff, 0) => put(Safety::Unsafe, off_and_stay),
        (Verb::ShutDown | Verb::Reboot, 0) => return look_first(access, order).map(Some),
        (Verb::ShutDown, 1) => put(Safety::Repeatable, json!({ "autoreboot_on": false })),
        (Verb::Reboot, 1) => put(Safety::Repeatable, json!({ "autoreboot_on": true })),
        (Verb::ShutDown | Verb::Reboot, 2) => signal("powerdown"),
        (Verb::Reset, 0) => signal("reset"),
        _ => None,
    };
    let Some((method, below, safety, body)) = asked else {
        return Ok(None);
    };
    let is_signal = method == Method::POST;
    let path = format!("{}{below}", path(&order.target));
    let request = Request::new(method, &access.endpoint, path, safety).with_json(&body);
    let request = auth::sign(request, access)?;
    Ok(Some(Call::new(request, move |response| {
        if is_signal {
            signalled(response).map(|()| None)
        } else {
            wire::updated(response).map(|()| None)
        }
    })))
}

/// Reads the machine before the switch of its automatic restart is touched: turning that on starts
/// a machine that has gone off meanwhile, which nobody asked for.
fn look_first(access: &Access, order: &Order) -> Result<Call<Option<String>>, Error> {
    let request = read_machine::request(access, &order.target)?;
    let path = path(&order.target);
    Ok(Call::new(request, move |response| {
        match wire::machine(response, path)?.state {
            State::Running => Ok(None),
            state => Err(Error::new(
                ErrorKind::Conflict,
                format!(
                    "The machine is {} now; nothing was changed.",
                    state.word().to_lowercase()
                ),
            )),
        }
    }))
}

/// The answer repeats the request, say later pages; the first ones say nothing of it. So an empty
/// one will do, while one that is no JSON comes from somebody else.
fn signalled(response: &Response) -> Result<(), Error> {
    if !response.status().is_success() {
        return Err(failure(response));
    }
    if response.body().trim_ascii().is_empty() {
        return Ok(());
    }
    pilothouse_core::wire::json::<IgnoredAny>(response).map(|_| ())
}
