//! Giving a machine other processors and memory.

use http::Method;
use pilothouse_core::{
    Access, ByteSize, Call, Error, Judgement, Machine, Order, Receipt, State, Ticket, Timestamp,
};
use serde_json::json;

use super::{change, done, not_yet, number, path, power, watch};
use crate::e24cloud::forms;

/// `POST /v2/virtual-machines/{id}/resize` (e24cloud reference, "Resize"). One request.
///
/// A running machine is shut down first. `wait_for` may be left out, but what then happens is not
/// said, so it is always sent.
pub(in crate::e24cloud) fn resize_machine(
    access: &Access,
    now: Timestamp,
    order: &Order,
) -> Result<Call<Receipt>, Error> {
    let path = [&path(&order.target), "/resize"].concat();
    let body = json!({
        "cores": number(&order.input, forms::CPUS)?,
        "ram": number(&order.input, forms::MEMORY)?,
        "wait_for": power::minutes(&order.input)?,
    });
    change(access, now, Method::POST, path, &body)
}

/// Done when the machine has the size and is on or off (e24cloud reference, "Knowing when work is
/// done").
pub(in crate::e24cloud) fn look(
    access: &Access,
    now: Timestamp,
    ticket: &Ticket,
) -> Result<Call<Judgement>, Error> {
    let cores = number(&ticket.order.input, forms::CPUS)?;
    let memory = ByteSize::from_mib(number(&ticket.order.input, forms::MEMORY)?);
    watch(access, now, &ticket.order.target, move |machine| {
        let is_that_size =
            machine.cpus.map(u64::from) == Some(cores) && machine.memory == Some(memory);
        judge(machine, is_that_size)
    })
}

fn judge(machine: Machine, is_that_size: bool) -> Judgement {
    match machine.state {
        State::Running if is_that_size => done(machine, None),
        // Whether a machine that ran is started again is not published.
        State::Off if is_that_size => done(
            machine,
            Some("The machine has its new size and is off. Start it if it is meant to run."),
        ),
        _ => not_yet(machine),
    }
}
