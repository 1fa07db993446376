//! How an accepted order is doing.

use pilothouse_core::{Access, Call, Error, Judgement, Machine, State, Ticket, Verb};

use super::read_machine::read_machine;

/// Reads the machine (BigV reference, "Async & polling"): there are no tasks to ask.
pub(in crate::bigv) fn look(access: &Access, ticket: &Ticket) -> Result<Call<Judgement>, Error> {
    let verb = ticket.order.verb;
    Ok(read_machine(access, &ticket.order.target)?.map(move |machine| judge(verb, machine)))
}

/// Nothing becomes of an order once its machine is gone.
pub(super) fn deleted(machine: Option<Box<Machine>>) -> Judgement {
    let reason = "The machine has been deleted.".to_owned();
    Judgement::Failed { reason, machine }
}

/// A guest takes its time to stop and a read tells the brain's last knowledge, so a machine that
/// is not yet where it was sent is under way, never a failure.
fn judge(verb: Verb, machine: Machine) -> Judgement {
    let state = machine.state;
    let machine = Some(Box::new(machine));
    if state == State::Deleted {
        return deleted(machine);
    }
    if Some(state) != verb.goal() {
        let percent = None;
        return Judgement::Pending { percent, machine };
    }
    let note = match verb {
        // It is still on while its system stops, and on again afterwards; both read the same.
        Verb::Reboot => Some(
            "BigV passed the request on to the system inside. Whether it has stopped and started yet cannot be told: the machine is on.",
        ),
        Verb::Reset => {
            Some("BigV pressed the reset button. It does not tell when the system is up again.")
        }
        _ => None,
    };
    Judgement::Done {
        machine,
        note: note.map(str::to_owned),
    }
}
