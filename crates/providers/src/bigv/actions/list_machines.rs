//! Every machine of every account and group the login sees.

use pilothouse_core::{Access, Call, Gradual, Machine, Request};

use crate::bigv::{auth, wire};

/// `GET /accounts?view=overview` (BigV reference, "Groups, accounts, overview"): accounts with
/// their groups, machines, discs and interfaces, all in one answer, no paging. Deleted machines
/// stay out of it.
pub(in crate::bigv) fn list_machines(access: Access) -> Gradual<Machine> {
    Gradual::new(move |_| {
        let request = Request::get(&access.endpoint, "/accounts?view=overview");
        Ok(Call::new(auth::sign(request, &access)?, wire::each_machine))
    })
}
