//! A rescue system instead of the machine's own.

use http::Method;
use pilothouse_core::{Access, Call, Error, Judgement, Order, Receipt, Safety, State, Ticket};
use serde_json::json;

use super::{
    look::deleted,
    read_machine::{path, read_machine},
    require::require,
};
use crate::bigv::{
    request::{ordered, send},
    wire,
};

/// `PUT {machine}` with the appliance `rescue` (BigV reference, "Power"), only while it is off.
/// Known from later clients alone; an early cluster drops the attribute and starts the machine's
/// own system.
pub(in crate::bigv) fn rescue_machine(
    access: &Access,
    order: &Order,
    step: usize,
) -> Result<Option<Call<Receipt>>, Error> {
    match step {
        0 => require(access, order, State::Off, "Power it off first.").map(Some),
        1 => {
            let body = json!({
                "autoreboot_on": true,
                "power_on": true,
                "appliance": {"name": "rescue", "permanent": false},
            });
            let path = path(&order.target);
            let request = send(Method::PUT, access, path, body, Safety::Unsafe)?;
            Ok(Some(ordered(order.verb, request, |response| {
                wire::updated(response).map(|()| Receipt::default())
            })))
        }
        _ => Ok(None),
    }
}

/// It is on in the end; with what, nobody says.
pub(in crate::bigv) fn follow_rescue(
    access: &Access,
    ticket: &Ticket,
) -> Result<Call<Judgement>, Error> {
    let call = read_machine(access, &ticket.order.target)?;
    Ok(call.map(|machine| {
        let state = machine.state;
        let machine = Some(Box::new(machine));
        match state {
            State::Deleted => deleted(machine),
            State::Running => {
                let note = "The machine is on. BigV does not tell which system it runs; look at its console. It starts its own again after it has been off.";
                let note = Some(note.to_owned());
                Judgement::Done { machine, note }
            }
            _ => Judgement::Pending {
                percent: None,
                machine,
            },
        }
    }))
}
