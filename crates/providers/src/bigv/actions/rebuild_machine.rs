//! An operating system installed anew.

use http::Method;
use pilothouse_core::{Access, Call, Error, Judgement, Order, Receipt, Safety, State, Ticket};

use super::{
    create_machine::reimage,
    power::accepted,
    read_machine::{self, path},
    require::require,
};
use crate::bigv::{
    request::{ordered, send},
    wire,
};

/// `POST {machine}/reimage` (BigV reference, "Reimage"), only while it is off. The answer comes
/// when the work is done and repeats the request, its password included; nothing of it is kept.
pub(in crate::bigv) fn rebuild_machine(
    access: &Access,
    order: &Order,
    step: usize,
) -> Result<Option<Call<Receipt>>, Error> {
    match step {
        0 => require(access, order, State::Off, "Power it off first.").map(Some),
        1 => {
            let path = path(&order.target) + "/reimage";
            let body = reimage(&order.input);
            let request = send(Method::POST, access, path, &body, Safety::Unsafe)?;
            Ok(Some(ordered(order.verb, request, |response| {
                accepted(response).map(|()| Receipt::default())
            })))
        }
        _ => Ok(None),
    }
}

/// It is on in the end.
pub(in crate::bigv) fn follow_rebuild(
    access: &Access,
    ticket: &Ticket,
) -> Result<Call<Judgement>, Error> {
    let target = &ticket.order.target;
    let path = path(target);
    let request = read_machine::request(access, target)?;
    Ok(Call::new(request, move |response| {
        let mut machine = wire::machine(response, path)?;
        Ok(match machine.state {
            State::Deleted => {
                let reason = "The machine has been deleted.".to_owned();
                let machine = Some(Box::new(machine));
                Judgement::Failed { reason, machine }
            }
            State::Running => {
                let left_off = machine.provider_state.contains("autoreboot_on=false");
                let note = left_off.then(|| {
                    "BigV has turned automatic restart off while installing: the machine stays off when its system stops. Edit it to turn that on again."
                        .to_owned()
                });
                let machine = Some(Box::new(machine));
                Judgement::Done { machine, note }
            }
            _ => {
                machine.state = State::Building;
                let (percent, machine) = (None, Some(Box::new(machine)));
                Judgement::Pending { percent, machine }
            }
        })
    }))
}
