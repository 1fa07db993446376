//! Every machine of the account in this region.

use pilothouse_core::{Access, Call, Gradual, Machine, Request};

use super::MACHINES;
use crate::e24cloud::{auth, wire};

/// `GET /v2/virtual-machines` (e24cloud reference, "List and get"): whole machines with their
/// states, all in one answer, no paging.
pub(in crate::e24cloud) fn list_machines(access: Access) -> Gradual<Machine> {
    Gradual::new(move |now| {
        let request = Request::get(&access.endpoint, MACHINES);
        Ok(Call::new(
            auth::sign(request, &access, now)?,
            wire::each_machine,
        ))
    })
}
