//! Proving that endpoint and token are right.

use pilothouse_core::{Access, Call, Error};

use super::{machines, organizations, read_organizations};
use crate::{
    katapult::{
        auth,
        wire::{self, Organization},
    },
    words::one_line,
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
        let name = one_line(name);
        return Ok(Call::new(request, move |response| {
            let page = wire::page(response, 1, 1)?;
            Ok(let_in(&name, page.total))
        }));
    }
    Ok(Call::new(organizations(access)?, |response| {
        read_organizations(response).map(|found| sees(&found))
    }))
}

fn let_in(name: &str, machines: Option<u64>) -> String {
    let mut words = ["Signed in; organization ", name].concat();
    if let Some(count) = machines {
        let noun = if count == 1 { "machine" } else { "machines" };
        words += &[", ", &count.to_string(), " ", noun].concat();
    }
    words + "."
}

fn sees(found: &[Organization]) -> String {
    if found.is_empty() {
        return "Signed in, but this token sees no organization.".to_owned();
    }
    let mut names = String::new();
    for organization in found.iter().take(MOST) {
        if !names.is_empty() {
            names += ", ";
        }
        names += &one_line(&organization.name);
    }
    let mut words = ["Signed in; organizations: ", &one_line(&names)].concat();
    if found.len() > MOST {
        let more = found.len() - MOST;
        words += &[" and ", &more.to_string(), " more"].concat();
    }
    words + "."
}
