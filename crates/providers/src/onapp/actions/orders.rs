//! From an order to its requests, and what all of them have in common.

use http::Method;
use pilothouse_core::{
    Call, Error, ErrorKind, Order, Receipt, Request, Response, Safety, SealedValue, Verb,
};

use super::{
    create_machine, delete_machine, edit_machine, fields::Asked, read_machine::path,
    rebuild_machine, rename_machine, rescue_machine, resize_machine, suspend_machine,
    unlock_machine,
};
use crate::{
    node::Node,
    onapp::{format::Format, forms::form, markup::is_page, panel::Panel, wire},
};

/// Request number `step` of an order that is none of the power button's.
pub(in crate::onapp) fn order(
    panel: &Panel,
    order: &Order,
    step: usize,
) -> Result<Option<Call<Receipt>>, Error> {
    form(order.verb, None).check(&order.input)?;
    let call = match (order.verb, step) {
        (Verb::Suspend | Verb::Resume, _) => return suspend_machine::suspend(panel, order, step),
        (Verb::Rescue, _) => return rescue_machine::rescue(panel, order, step),
        (_, 1..) => return Ok(None),
        (Verb::Create, _) => create_machine::create(panel, order)?,
        (Verb::Rebuild, _) => rebuild_machine::rebuild(panel, order)?,
        (Verb::Rename, _) => rename_machine::rename(panel, order)?,
        (Verb::Resize, _) => resize_machine::resize(panel, order)?,
        (Verb::Edit, _) => edit_machine::edit(panel, order)?,
        (Verb::Unlock, _) => unlock_machine::unlock(panel, order)?,
        (Verb::Delete, _) => delete_machine::delete(panel, order)?,
        (verb, _) => return Err(Error::unsupported(verb)),
    };
    Ok(Some(call))
}

/// Pairs a request with its reader; a refusal names the fields of the verb's form.
pub(super) fn call(
    panel: &Panel,
    order: &Order,
    request: Request,
    read: fn(&Format, &Response) -> Result<Receipt, Error>,
) -> Call<Receipt> {
    let format = panel.format;
    let asked = Asked::of(order);
    Call::new(request, move |response| {
        read(format, response).map_err(|error| asked.in_words_of_the_form(error, format, response))
    })
}

/// `PUT /virtual_machines/:id` with these attributes.
pub(super) fn put(
    panel: &Panel,
    order: &Order,
    body: &SealedValue,
    safety: Safety,
) -> Result<Call<Receipt>, Error> {
    let request = panel.request(Method::PUT, &path(&order.target), "", safety)?;
    let request = panel.with_body(request, body);
    Ok(call(panel, order, request, done))
}

/// After PUT and DELETE any 2xx is a success, whatever the body: none, a blank, `{}` or the
/// machine, by release (OnApp reference, "Status codes and errors"). Only a web page is not: it
/// comes from somebody else.
pub(super) fn done(format: &Format, response: &Response) -> Result<Receipt, Error> {
    if !response.status().is_success() {
        // For its error.
        wire::body(format, response)?;
    }
    if is_page(response) {
        return Err(wire::bad_answer("is a web page"));
    }
    Ok(Receipt::default())
}

/// Reads the machine first and ends the order where it must not go on.
pub(super) fn unless(
    panel: &Panel,
    order: &Order,
    refuse: impl FnOnce(Node<'_>) -> Option<&'static str> + Send + 'static,
) -> Result<Call<Receipt>, Error> {
    let request = super::read_machine::request(panel, &order.target)?;
    let format = panel.format;
    Ok(Call::new(request, move |response| {
        let body = wire::body(format, response)?;
        wire::machine_in(&body)?;
        match refuse(wire::record(&body)) {
            Some(words) => Err(Error::new(ErrorKind::Conflict, words)),
            None => Ok(Receipt::default()),
        }
    }))
}

/// Said where a toggle or a mode could be lost in work that still goes on.
pub(super) const LOCKED: &str =
    "OnApp is still at work on this machine. Wait until that is done, or unlock it.";

/// Whether a switch of the machine is on; null means off.
pub(super) fn is_on(record: Node<'_>, switch: &str) -> bool {
    record.get(switch).flag() == Some(true)
}
