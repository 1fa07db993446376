//! Throwing a machine away, and what can be done about it.

use http::Method;
use pilothouse_core::{Access, Call, Error, Input, Receipt, Safety, Target};
use serde_json::{Value, json};

use super::send::{done, queued, send};
use crate::katapult::find::{MACHINE, ORGANIZATION};

const TRASH: &str = "/trash_objects/trash_object";

/// `DELETE /virtual_machines/virtual_machine` (Katapult reference, "Delete, trash, restore,
/// purge"): into the trash at once, for 48 hours. Never repeated: somebody may have restored it
/// meanwhile.
pub(in crate::katapult) fn delete_machine(
    access: &Access,
    target: &Target,
) -> Result<Call<Receipt>, Error> {
    let below = "/virtual_machines/virtual_machine";
    let body = json!({"virtual_machine": MACHINE.json(target.id.as_str())});
    let request = send(access, Method::DELETE, below, Safety::Unsafe, &body)?;
    Ok(done(request))
}

/// `POST /trash_objects/trash_object/restore`; done by the time it is answered.
pub(in crate::katapult) fn restore(
    access: &Access,
    target: &Target,
) -> Result<Call<Receipt>, Error> {
    let below = [TRASH, "/restore"].concat();
    let body = trash_object(target);
    let request = send(access, Method::POST, &below, Safety::Unsafe, &body)?;
    Ok(done(request))
}

/// `DELETE /trash_objects/trash_object`; becomes a task.
pub(in crate::katapult) fn purge(access: &Access, target: &Target) -> Result<Call<Receipt>, Error> {
    let body = trash_object(target);
    let request = send(access, Method::DELETE, TRASH, Safety::Unsafe, &body)?;
    Ok(queued(request))
}

/// `POST /organizations/organization/trash_objects/purge_all`; becomes a task.
pub(in crate::katapult) fn empty_trash(
    access: &Access,
    input: &Input,
) -> Result<Call<Receipt>, Error> {
    let organization = input.text("organization").unwrap_or_default();
    let body = json!({"organization": ORGANIZATION.json(organization)});
    let below = "/organizations/organization/trash_objects/purge_all";
    let request = send(access, Method::POST, below, Safety::Unsafe, &body)?;
    Ok(queued(request))
}

/// The key and value a trash object is found by: its own id where it is known, else the id of
/// what was thrown away.
pub(super) fn trash_key(target: &Target) -> (&'static str, &str) {
    match target.locator.as_str() {
        "" => ("object_id", target.id.as_str()),
        id => ("id", id),
    }
}

fn trash_object(target: &Target) -> Value {
    let (key, id) = trash_key(target);
    json!({"trash_object": {key: id}})
}
