//! Proving that endpoint and token are right.

use pilothouse_core::{Access, Call, Error};

use super::{machines, organizations, read_organizations};
use crate::{
    katapult::{
        auth,
        wire::{self, Organization},
    },
    lenient::one_line,
};

/// More names than this help nobody.
const MOST: usize = 5;

/// Names the organizations the token sees. Where the account is limited to one, its machines are
/// asked for instead, one of them: that proves the name right too, and needs no more scopes than
/// the panel's other requests.
pub(in crate::katapult) fn check(access: &Access) -> Result<Call<String>, Error> {
    if let Some(name) = auth::organization(access) {
        let organization = Organization::named(name);
        let request = machines(access, &organization, 1, 1)?;
        return Ok(Call::new(request, move |response| {
            let page = wire::page(response, 1, 1)?;
            let name = one_line(&organization.name);
            Ok(match page.total {
                Some(1) => format!("Signed in; organization {name}, 1 machine."),
                Some(count) => format!("Signed in; organization {name}, {count} machines."),
                None => format!("Signed in; organization {name}."),
            })
        }));
    }
    Ok(Call::new(organizations(access)?, |response| {
        let found = read_organizations(response)?;
        let names: Vec<_> = (found.iter().take(MOST))
            .map(|organization| one_line(&organization.name))
            .collect();
        let names = one_line(&names.join(", "));
        Ok(match found.len().saturating_sub(MOST) {
            _ if found.is_empty() => "Signed in, but this token sees no organization.".to_owned(),
            0 => format!("Signed in; organizations: {names}."),
            more => format!("Signed in; organizations: {names} and {more} more."),
        })
    }))
}
