//! How an accepted order is doing.

use pilothouse_core::{Access, Call, Error, Judgement, Machine, State, Ticket, Timestamp, Verb};

use super::read_machine::request;
use crate::e24cloud::wire;

/// Reads the machine (e24cloud reference, "Knowing when work is done"): there are no tasks to ask.
pub(in crate::e24cloud) fn look(
    access: &Access,
    now: Timestamp,
    ticket: &Ticket,
) -> Result<Call<Judgement>, Error> {
    let target = &ticket.order.target;
    let (verb, id) = (ticket.order.verb, target.id.clone());
    Ok(Call::new(request(access, now, target)?, move |response| {
        wire::machine(response, id.as_str()).map(|machine| judge(verb, machine))
    }))
}

/// Old values are still told right after an accepted order, so a machine that is not yet where it
/// was sent is under way, never a failure.
fn judge(verb: Verb, machine: Machine) -> Judgement {
    let state = machine.state;
    let machine = Some(Box::new(machine));
    if matches!(state, State::Deleting | State::Deleted) {
        let reason = "The machine is being deleted.".to_owned();
        return Judgement::Failed { reason, machine };
    }
    if Some(state) != verb.goal() {
        let percent = None;
        return Judgement::Pending { percent, machine };
    }
    // A machine that restarts may be told as running all the while.
    let note = matches!(verb, Verb::Reboot | Verb::Reset).then(|| {
        "e24cloud accepted the restart and shows no progress; the machine is running.".to_owned()
    });
    Judgement::Done { machine, note }
}
