//! How an accepted order is doing.

use pilothouse_core::{
    Access, Call, Error, ErrorKind, Judgement, Machine, Response, State, Ticket, Verb,
};

use super::read_machine;
use crate::{
    katapult::{
        auth::{self, lookup},
        error::SCOPE_NOT_GRANTED,
        wire,
    },
    words::one_line,
};

/// `GET /tasks/task` (Katapult reference, "Task"), or the machine itself where the order's answer
/// named no task.
pub(in crate::katapult) fn look(
    access: &Access,
    ticket: &Ticket,
) -> Result<Call<Judgement>, Error> {
    let Some(task) = ticket.task.as_deref() else {
        let verb = ticket.order.verb;
        let request = read_machine::request(access, &ticket.order.target)?;
        return Ok(Call::new(request, move |response| {
            wire::machine(response).map(|machine| judge_machine(verb, machine))
        }));
    };
    let below = ["/tasks/task?", &lookup("task", "id", task)].concat();
    Ok(Call::new(auth::get(access, &below)?, judge_task))
}

/// By the time a task is completed the machine was always seen where it was sent, so that nothing
/// more is waited for; whoever asked reads the machine next.
fn judge_task(response: &Response) -> Result<Judgement, Error> {
    let task = match wire::task(response) {
        Ok(task) => task,
        Err(error) => return unreadable_task(error),
    };
    let machine = None;
    Ok(match task.status.as_deref() {
        Some("completed") => Judgement::Done {
            machine,
            note: None,
        },
        Some("failed") => {
            let name = task.name.as_deref().map(one_line).unwrap_or_default();
            let reason = if name.is_empty() {
                "Katapult's task failed; it does not say why.".to_owned()
            } else {
                [
                    "Katapult's task \"",
                    &name,
                    "\" failed; it does not say why.",
                ]
                .concat()
            };
            Judgement::Failed { reason, machine }
        }
        // Pending, running, and words that are not documented.
        _ => Judgement::Pending {
            percent: task.progress.map(|progress| progress.min(100) as u8),
            machine,
        },
    })
}

/// A token may be allowed to switch machines and not to read tasks. A task that is no longer
/// known says nothing of the machine, which may be well.
fn unreadable_task(mut error: Error) -> Result<Judgement, Error> {
    match error.code.as_deref() {
        Some(SCOPE_NOT_GRANTED) => Ok(Judgement::Done {
            machine: None,
            note: Some("Katapult accepted it. How it goes cannot be followed: the token lacks the scope tasks:read.".to_owned()),
        }),
        Some("task_not_found") => {
            error.kind = ErrorKind::Refused;
            "Katapult accepted it and no longer has a record of how it went. See the machine's state.".clone_into(&mut error.message);
            Err(error)
        }
        _ => Err(error),
    }
}

/// A machine that is not yet where it was sent is under way.
fn judge_machine(verb: Verb, machine: Machine) -> Judgement {
    let state = machine.state;
    let machine = Some(Box::new(machine));
    match state {
        State::Failed | State::Suspended => Judgement::Failed {
            reason: ["The machine is ", &state.word().to_ascii_lowercase(), "."].concat(),
            machine,
        },
        state if Some(state) != verb.goal() => Judgement::Pending {
            percent: None,
            machine,
        },
        // It was running before as well.
        _ => Judgement::Done {
            machine,
            note: matches!(verb, Verb::Reset | Verb::Reboot).then(|| {
                "Katapult accepted the reset and named no task; the machine is running.".to_owned()
            }),
        },
    }
}
