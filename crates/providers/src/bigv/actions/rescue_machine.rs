//! A rescue system instead of the machine's own.

use http::Method;
use pilothouse_core::{Access, Call, Error, Judgement, Order, Receipt, Safety, State, Ticket};
use serde_json::json;

use super::{
    read_machine::{self, path},
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
            let request = send(Method::PUT, access, path, &body, Safety::Unsafe)?;
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
    let target = &ticket.order.target;
    let path = path(target);
    let request = read_machine::request(access, target)?;
    Ok(Call::new(request, move |response| {
        let machine = wire::machine(response, path)?;
        let state = machine.state;
        let machine = Some(Box::new(machine));
        Ok(match state {
            State::Deleted => {
                let reason = "The machine has been deleted.".to_owned();
                Judgement::Failed { reason, machine }
            }
            State::Running => {
                let note = "The machine is on. BigV does not tell which system it runs; look at its console. It starts its own again after it has been off.";
                let note = Some(note.to_owned());
                Judgement::Done { machine, note }
            }
            _ => Judgement::Pending {
                percent: None,
                machine,
            },
        })
    }))
}
