//! Giving a machine another name.

use http::Method;
use pilothouse_core::{Access, Call, Error, Judgement, Order, Receipt, Ticket, Timestamp};
use serde_json::json;

use super::{change, done, not_yet, path, text, watch};
use crate::e24cloud::forms;

/// `POST /v2/virtual-machines/{id}/rename` (e24cloud reference, "Rename"). One request.
pub(in crate::e24cloud) fn rename_machine(
    access: &Access,
    now: Timestamp,
    order: &Order,
) -> Result<Call<Receipt>, Error> {
    let path = [&path(&order.target), "/rename"].concat();
    let body = json!({ "name": text(&order.input, forms::NAME)? });
    change(access, now, Method::POST, path, &body)
}

/// Done when the machine has the name (e24cloud reference, "Knowing when work is done"). Blanks
/// around it do not count: it is not said whether they are kept.
pub(in crate::e24cloud) fn look(
    access: &Access,
    now: Timestamp,
    ticket: &Ticket,
) -> Result<Call<Judgement>, Error> {
    let wanted = text(&ticket.order.input, forms::NAME)?.trim().to_owned();
    watch(access, now, &ticket.order.target, move |machine| {
        if machine.name.trim() == wanted {
            done(machine, None)
        } else {
            not_yet(machine)
        }
    })
}
