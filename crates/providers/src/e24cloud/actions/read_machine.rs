//! One machine in full.

use pilothouse_core::{Access, Call, Error, Machine, Request, Target, Timestamp};

use crate::e24cloud::{auth, wire};

/// `GET /v2/virtual-machines/{id}` (e24cloud reference, "List and get" and "The VM object").
pub(in crate::e24cloud) fn read_machine(
    access: &Access,
    now: Timestamp,
    target: &Target,
) -> Result<Call<Machine>, Error> {
    let request = request(access, now, target)?;
    let id = target.id.clone();
    Ok(Call::new(request, move |response| {
        wire::machine(response, id.as_str())
    }))
}

/// The request alone, for whoever reads its answer for something else.
pub(super) fn request(access: &Access, now: Timestamp, target: &Target) -> Result<Request, Error> {
    let request = Request::get(&access.endpoint, super::path(target));
    auth::sign(request, access, now)
}
