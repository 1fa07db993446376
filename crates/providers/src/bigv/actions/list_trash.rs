//! Machines that were deleted and can be restored.

use pilothouse_core::{Access, Call, Once, Request, State, Trashed};

use crate::bigv::{auth, wire};

/// `GET /accounts?view=overview&include_deleted=true` (BigV reference, "Groups, accounts,
/// overview"). BigV keeps no dates, and does not say for how long it keeps machines.
pub(in crate::bigv) fn list_trash(access: Access) -> Once<Vec<Trashed>> {
    Once::new(move |_| {
        let path = "/accounts?view=overview&include_deleted=true";
        let request = auth::sign(Request::get(&access.endpoint, path), &access)?;
        Ok(Call::new(request, |response| {
            let mut machines = wire::machines(response)?;
            machines.retain(|machine| machine.state == State::Deleted);
            let trashed = machines.into_iter().map(|machine| Trashed {
                target: machine.target(),
                machine: Some(machine.id),
                name: machine.name,
                kind: "machine".to_owned(),
                until: None,
                price: None,
            });
            Ok(trashed.collect())
        }))
    })
}
