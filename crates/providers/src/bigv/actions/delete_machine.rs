//! Deleting a machine, bringing it back, and removing it for good.

use http::Method;
use pilothouse_core::{
    Access, Call, Error, ErrorKind, Judgement, Order, Receipt, Request, Safety, State, Ticket, Verb,
};
use serde_json::json;

use super::{power::accepted, read_machine::path};
use crate::bigv::{
    auth,
    request::{ordered, send},
    wire,
};

/// `DELETE {machine}`, with `?purge=true` for good; `PUT {machine}` with `deleted` false (BigV
/// reference, "Deletion, undeletion, purge").
///
/// None is repeated by machine: a repeated deletion could hit a machine somebody has restored, and
/// is answered like one of a machine that never was.
pub(in crate::bigv) fn delete_machine(
    access: &Access,
    order: &Order,
    step: usize,
) -> Result<Option<Call<Receipt>>, Error> {
    if step > 0 {
        return Ok(None);
    }
    let path = path(&order.target);
    if order.verb == Verb::Restore {
        let body = json!({"deleted": false});
        let request = send(Method::PUT, access, path, &body, Safety::Unsafe)?;
        return Ok(Some(ordered(order.verb, request, |response| {
            wire::updated(response).map(|()| Receipt::default())
        })));
    }
    let query = if order.verb == Verb::Purge {
        "?purge=true"
    } else {
        ""
    };
    let request = Request::new(
        Method::DELETE,
        &access.endpoint,
        path + query,
        Safety::Unsafe,
    );
    Ok(Some(ordered(
        order.verb,
        auth::sign(request, access)?,
        |response| accepted(response).map(|()| Receipt::default()),
    )))
}

/// `GET {machine}?include_deleted=true`: deleted machines are told of only when asked for, and
/// purged ones not at all.
pub(in crate::bigv) fn follow_deletion(
    access: &Access,
    ticket: &Ticket,
) -> Result<Call<Judgement>, Error> {
    let verb = ticket.order.verb;
    let path = path(&ticket.order.target);
    let target = [&path, "?include_deleted=true&view=overview"].concat();
    let request = auth::sign(Request::get(&access.endpoint, target), access)?;
    Ok(Call::new(request, move |response| {
        let machine = match wire::machine(response, path) {
            Err(error) if error.kind == ErrorKind::NotFound && verb != Verb::Restore => {
                let note = (verb == Verb::Delete)
                    .then(|| "BigV no longer shows the machine, not even as deleted.".to_owned());
                let machine = None;
                return Ok(Judgement::Done { machine, note });
            }
            machine => machine?,
        };
        let state = machine.state;
        let machine = Some(Box::new(machine));
        let note = match (verb, state) {
            (Verb::Delete, State::Deleted) => None,
            (Verb::Restore, State::Off) => Some("It has come back switched off."),
            (Verb::Restore, state) if state != State::Deleted => None,
            _ => {
                let percent = None;
                return Ok(Judgement::Pending { percent, machine });
            }
        };
        let note = note.map(str::to_owned);
        Ok(Judgement::Done { machine, note })
    }))
}
