//! How an accepted order of the complete client is doing.

use pilothouse_core::{Call, Error, ErrorKind, Judgement, Order, State, Ticket, Timestamp, Verb};
use serde_json::Value;

use super::{look::LOCK_SHOWS_WITHIN, read_machine, verdict::verdict};
use crate::onapp::{panel::Panel, transactions, wire};

/// What was read of the machine, and of when.
pub(super) struct Seen<'a> {
    pub(super) order: &'a Order,
    pub(super) state: State,
    /// The answer it was read from.
    pub(super) body: &'a Value,
    /// Since the order was accepted.
    pub(super) seconds: i64,
    /// Since the panel last changed the machine's record.
    pub(super) unchanged: Option<i64>,
}

/// What that means.
#[derive(Debug, PartialEq)]
pub(super) enum Verdict {
    Wait,
    Done,
    DoneBut(&'static str),
    Failed(String),
}

/// Reads the machine: it is locked while any transaction holds it (OnApp reference, "Asynchronous
/// work"). An installation that failed can leave the lock behind, so that now and then its
/// transactions are read instead.
pub(in crate::onapp) fn look(
    panel: &Panel,
    now: Timestamp,
    ticket: &Ticket,
) -> Result<Call<Judgement>, Error> {
    let seconds = now.seconds_since(ticket.accepted);
    let installs = matches!(ticket.order.verb, Verb::Create | Verb::Rebuild);
    if installs && seconds >= 60 && seconds / 30 % 3 == 2 {
        return look_at_transactions(panel, ticket);
    }
    let target = ticket.made.as_ref().unwrap_or(&ticket.order.target);
    let request = read_machine::request(panel, target)?;
    let (format, order) = (panel.format, ticket.order.clone());
    Ok(Call::new(request, move |response| {
        match wire::body(format, response) {
            Ok(body) => judge(&order, now, seconds, &body),
            Err(error) if error.kind == ErrorKind::NotFound => gone(order.verb, seconds, error),
            Err(error) => Err(error),
        }
    }))
}

fn judge(order: &Order, now: Timestamp, seconds: i64, body: &Value) -> Result<Judgement, Error> {
    let machine = wire::machine_in(body)?;
    let unchanged = machine.changed.map(|changed| now.seconds_since(changed));
    let state = machine.state;
    let seen = Seen {
        order,
        state,
        body,
        seconds,
        unchanged,
    };
    let verdict = verdict(&seen);
    let machine = Some(Box::new(machine));
    let percent = None;
    Ok(match verdict {
        Verdict::Wait => Judgement::Pending { percent, machine },
        Verdict::Done => done(machine, None),
        Verdict::DoneBut(note) => done(machine, Some(note)),
        Verdict::Failed(reason) => Judgement::Failed { reason, machine },
    })
}

fn done(machine: Option<Box<pilothouse_core::Machine>>, note: Option<&str>) -> Judgement {
    let note = note.map(str::to_owned);
    Judgement::Done { machine, note }
}

/// A machine that is not there. One that has just been made may not be everywhere yet.
fn gone(verb: Verb, seconds: i64, error: Error) -> Result<Judgement, Error> {
    let machine = None;
    match verb {
        Verb::Delete => Ok(done(None, None)),
        Verb::Create if seconds < LOCK_SHOWS_WITHIN => {
            let percent = None;
            Ok(Judgement::Pending { percent, machine })
        }
        Verb::Create => {
            let reason = "OnApp no longer has the machine it was making.".to_owned();
            Ok(Judgement::Failed { reason, machine })
        }
        _ => Err(error),
    }
}

/// Failed and with nothing left to do: the lock stays. Whoever may not read transactions learns
/// it from the machine, or from running out of patience.
fn look_at_transactions(panel: &Panel, ticket: &Ticket) -> Result<Call<Judgement>, Error> {
    let target = ticket.made.as_ref().unwrap_or(&ticket.order.target);
    let request = transactions::request(panel, target, false)?;
    let (format, accepted) = (panel.format, ticket.accepted);
    Ok(Call::new(request, move |response| {
        let (percent, machine) = (None, None);
        let waiting = Judgement::Pending { percent, machine };
        let mut found = match wire::body(format, response) {
            Ok(body) => transactions::read(&body)?,
            Err(error) if matches!(error.kind, ErrorKind::Forbidden | ErrorKind::NotFound) => {
                return Ok(waiting);
            }
            Err(error) => return Err(error),
        };
        found.retain(|one| one.is_since(accepted));
        let failed = found.iter().any(transactions::Transaction::has_failed);
        if !failed || found.iter().any(|one| !one.is_over()) {
            return Ok(waiting);
        }
        let machine = None;
        let reason = "The installation failed. If the machine stays locked, unlock it; then rebuild or delete it.".to_owned();
        Ok(Judgement::Failed { reason, machine })
    }))
}
