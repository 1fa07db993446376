//! Removing a machine for good.

use http::Method;
use pilothouse_core::{Access, Call, Error, Judgement, Order, Receipt, Request, Ticket, Timestamp};
use serde_json::json;

use super::{MACHINES, change, path};
use crate::e24cloud::{auth, forms, wire};

/// `DELETE /v2/virtual-machines/{id}` (e24cloud reference, "Delete"). One request.
///
/// What happens to extra disks and addresses without `deleteResources` is not published, so it is
/// always sent; unless asked to, nothing but the machine is deleted.
///
/// A repeat would be answered 404, which cannot be told from a wrong address: it is not repeated.
pub(in crate::e24cloud) fn delete_machine(
    access: &Access,
    now: Timestamp,
    order: &Order,
) -> Result<Call<Receipt>, Error> {
    let all = order.input.flag(forms::DELETE_RESOURCES) == Some(true);
    let body = json!({ "deleteResources": u8::from(all) });
    change(access, now, Method::DELETE, path(&order.target), &body)
}

/// Done when the list no longer has the machine (e24cloud reference, "Knowing when work is done").
///
/// Not by reading the machine itself: an unknown one is answered by 404 or by 200 with
/// `"success": false`, and either can also mean something else.
pub(in crate::e24cloud) fn look(
    access: &Access,
    now: Timestamp,
    ticket: &Ticket,
) -> Result<Call<Judgement>, Error> {
    let id = ticket.order.target.id.clone();
    let request = auth::sign(Request::get(&access.endpoint, MACHINES), access, now)?;
    Ok(Call::new(request, move |response| {
        let mut machines = wire::machines(response)?.into_iter();
        let (percent, note) = (None, None);
        Ok(match machines.find(|machine| machine.id == id) {
            Some(machine) => Judgement::Pending {
                percent,
                machine: Some(Box::new(machine)),
            },
            None => Judgement::Done {
                machine: None,
                note,
            },
        })
    }))
}
