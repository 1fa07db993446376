//! Keys pressed on the machine's keyboard.

use http::Method;
use pilothouse_core::{Access, Call, Error, Judgement, Order, Receipt, Safety, State, Ticket};
use serde_json::json;

use super::{
    power::accepted,
    read_machine::{path, read_machine},
    require::require,
};
use crate::bigv::{
    forms::keys_as_data,
    request::{ordered, send},
};

/// `POST {machine}/signal` with `sendkey` (BigV reference, "Signal"), only while it is on.
pub(in crate::bigv) fn send_keys(
    access: &Access,
    order: &Order,
    step: usize,
) -> Result<Option<Call<Receipt>>, Error> {
    match step {
        0 => require(access, order, State::Running, "Start it first.").map(Some),
        1 => {
            let body = json!({"signal": "sendkey", "data": keys_as_data(&order.input)});
            let path = path(&order.target) + "/signal";
            let request = send(Method::POST, access, path, body, Safety::Unsafe)?;
            Ok(Some(ordered(order.verb, request, |response| {
                accepted(response).map(|()| Receipt::default())
            })))
        }
        _ => Ok(None),
    }
}

/// They have been pressed; the read is for the machine, which may react.
pub(in crate::bigv) fn follow_keys(
    access: &Access,
    ticket: &Ticket,
) -> Result<Call<Judgement>, Error> {
    let call = read_machine(access, &ticket.order.target)?;
    Ok(call.map(|machine| {
        let machine = Some(Box::new(machine));
        let note = "BigV pressed the keys. What they did can only be seen on the screen.";
        let note = Some(note.to_owned());
        Judgement::Done { machine, note }
    }))
}
