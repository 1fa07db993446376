//! One machine in full.

use pilothouse_core::{Access, Call, Error, Machine, Request, Target};

use crate::onapp::{format, wire};

/// `GET /virtual_machines/:id` (OnApp reference, "VM create / read / edit / delete").
pub(in crate::onapp) fn read_machine(
    access: &Access,
    target: &Target,
) -> Result<Call<Machine>, Error> {
    Ok(Call::new(request(access, target)?, wire::machine))
}

/// The request alone, for whoever reads its answer for something else.
pub(super) fn request(access: &Access, target: &Target) -> Result<Request, Error> {
    format::get(access, &path(target), "")
}

/// Where a machine is. Without a locator, by its id, which is the same text.
pub(super) fn path(target: &Target) -> String {
    if target.locator.is_empty() {
        wire::path(target.id.as_str())
    } else {
        wire::path(&target.locator)
    }
}
