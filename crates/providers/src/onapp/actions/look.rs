//! How an accepted order is doing.

use pilothouse_core::{Call, Error, Judgement, Machine, State, Ticket, Timestamp, Verb};

use super::read_machine::request;
use crate::onapp::{panel::Panel, wire};

/// For this long after an order was accepted, an unlocked machine that is not where it was sent
/// may be one whose lock does not show yet.
pub(super) const LOCK_SHOWS_WITHIN: i64 = 15;
/// A machine that is to restart is on before and after; one that is on and unlocked this soon has
/// not begun.
const REBOOT_SHOWS_WITHIN: i64 = 5;

/// Reads the machine (OnApp reference, "Asynchronous work"): it is locked while any transaction
/// holds it, so there is no need to find the right one among the transactions.
pub(in crate::onapp) fn look(
    panel: &Panel,
    now: Timestamp,
    ticket: &Ticket,
) -> Result<Call<Judgement>, Error> {
    let verb = ticket.order.verb;
    let seconds = now.seconds_since(ticket.accepted);
    let request = request(panel, &ticket.order.target)?;
    let format = panel.format;
    Ok(Call::new(request, move |response| {
        wire::machine(format, response).map(|machine| judge(verb, seconds, machine))
    }))
}

fn judge(verb: Verb, seconds: i64, machine: Machine) -> Judgement {
    let state = machine.state;
    let machine = Some(Box::new(machine));
    let is_on = matches!(state, State::Running | State::Rescue);
    let arrived = match verb {
        Verb::Start => is_on,
        Verb::Reboot | Verb::Reset => is_on && seconds >= REBOOT_SHOWS_WITHIN,
        _ => Some(state) == verb.goal(),
    };
    if arrived {
        let note = None;
        return Judgement::Done { machine, note };
    }
    if state == State::Deleted {
        let reason = "The machine has been deleted.".to_owned();
        return Judgement::Failed { reason, machine };
    }
    // Locked, not told, or too early to say.
    if state.is_changing() || state == State::Unknown || seconds < LOCK_SHOWS_WITHIN {
        let percent = None;
        return Judgement::Pending { percent, machine };
    }
    let word = state.word().to_ascii_lowercase();
    let still = match state {
        State::Off if verb == Verb::Start => "still off",
        State::Rescue => "still in rescue mode",
        State::Running => "still running",
        _ => &word,
    };
    let reason = [
        "OnApp finished, but the machine is ",
        still,
        ". Its transaction log in OnApp says why.",
    ]
    .concat();
    Judgement::Failed { reason, machine }
}
