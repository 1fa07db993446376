//! One machine in full.

use pilothouse_core::{Access, Call, Error, Machine, Request, Target};

use crate::bigv::{auth, wire};

/// `GET {machine}?view=overview` (BigV reference, "VM endpoints"), so that discs and interfaces
/// come along.
pub(in crate::bigv) fn read_machine(
    access: &Access,
    target: &Target,
) -> Result<Call<Machine>, Error> {
    let path = path(target);
    Ok(Call::new(request(access, target)?, move |response| {
        wire::machine(response, path)
    }))
}

/// The request alone, for whoever reads its answer for something else.
pub(super) fn request(access: &Access, target: &Target) -> Result<Request, Error> {
    let path = path(target) + "?view=overview";
    auth::sign(Request::get(&access.endpoint, path), access)
}

/// Where a machine is. Without a locator of ours, by the id alone.
pub(in crate::bigv) fn path(target: &Target) -> String {
    if target.locator.starts_with("/accounts/") {
        target.locator.clone()
    } else {
        wire::path_by_id(target.id.as_str())
    }
}
