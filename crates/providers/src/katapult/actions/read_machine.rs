//! One machine in full.

use pilothouse_core::{Access, Call, Error, Machine, Request, Target};

use crate::katapult::{
    auth::{self, lookup},
    wire,
};

/// `GET /virtual_machines/virtual_machine` (Katapult reference, "In detail").
pub(in crate::katapult) fn read_machine(
    access: &Access,
    target: &Target,
) -> Result<Call<Machine>, Error> {
    Ok(Call::new(request(access, target)?, wire::machine))
}

/// The request alone, for whoever reads its answer for something else.
pub(in crate::katapult) fn request(access: &Access, target: &Target) -> Result<Request, Error> {
    let id = lookup(
        "virtual_machine",
        auth::machine_key(target),
        target.id.as_str(),
    );
    let below = ["/virtual_machines/virtual_machine?", &id].concat();
    auth::get(access, &below)
}
