//! An operating system installed anew.

use http::Method;
use pilothouse_core::{
    Access, Call, Error, Judgement, Order, Receipt, Safety, SealedValue, State, Ticket,
};

use super::{
    create_machine::reimage,
    look::deleted,
    power::accepted,
    read_machine::{path, read_machine},
    require::require,
};
use crate::bigv::request::{ordered, send};

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
            let mut sealed = SealedValue::new();
            let body = reimage(&order.input, &mut sealed);
            let body = sealed.with(body);
            let request = send(Method::POST, access, path, body, Safety::Unsafe)?;
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
    let call = read_machine(access, &ticket.order.target)?;
    Ok(call.map(|mut machine| {
        match machine.state {
            State::Deleted => deleted(Some(Box::new(machine))),
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
        }
    }))
}
