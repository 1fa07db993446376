//! One machine in full.

use pilothouse_core::{Call, Error, Machine, Request, Target};

use crate::onapp::{panel::Panel, wire};

/// `GET /virtual_machines/:id` (OnApp reference, "VM create / read / edit / delete").
pub(in crate::onapp) fn read_machine(
    panel: &Panel,
    target: &Target,
) -> Result<Call<Machine>, Error> {
    let format = panel.format;
    Ok(Call::new(request(panel, target)?, move |response| {
        wire::machine(format, response)
    }))
}

/// The request alone, for whoever reads its answer for something else.
pub(in crate::onapp) fn request(panel: &Panel, target: &Target) -> Result<Request, Error> {
    panel.get(&path(target), "")
}

/// Where a machine is. Without a locator, by its id, which is the same text.
pub(in crate::onapp) fn path(target: &Target) -> String {
    if target.locator.is_empty() {
        wire::path(target.id.as_str())
    } else {
        wire::path(&target.locator)
    }
}
