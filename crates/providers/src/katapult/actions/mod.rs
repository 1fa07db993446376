//! One act a file.

pub(super) mod check;
pub(super) mod console;
pub(super) mod create_machine;
pub(super) mod delete_machine;
pub(super) mod follow;
pub(super) mod given_name;
pub(super) mod list_machines;
pub(super) mod look;
pub(super) mod power;
pub(super) mod read_machine;
pub(super) mod resize_machine;
mod send;
pub(super) mod update_machine;

use pilothouse_core::{Access, Error, ErrorKind, Request};

use super::{
    auth,
    error::SCOPE_NOT_GRANTED,
    wire::{self, Organization},
};

/// `GET /organizations` (Katapult reference, "Organizations, user, policy"); not paginated.
pub(super) fn organizations(access: &Access) -> Result<Request, Error> {
    auth::get(access, "/organizations")
}

/// Reads its answer. A token that may not ask can still be used for an organization by name.
pub(super) fn read_organizations(
    response: &pilothouse_core::Response,
) -> Result<Vec<Organization>, Error> {
    let mut read = wire::organizations(response);
    if let Err(error) = &mut read
        && error.code.as_deref() == Some(SCOPE_NOT_GRANTED)
    {
        let more = " Or name the organization in the account's settings.";
        error.message.push_str(more);
    }
    read
}

/// `GET /organizations/organization/virtual_machines` (Katapult reference, "Pagination" and "In
/// the list").
fn machines(
    access: &Access,
    organization: &Organization,
    page: u64,
    per_page: u64,
) -> Result<Request, Error> {
    let below = format!(
        "/organizations/organization/virtual_machines?{}&page={page}&per_page={per_page}",
        organization.query()
    );
    auth::get(access, &below)
}

/// Whether a failure is about one organization and says nothing of the others.
pub(super) fn is_one_organizations(error: &Error) -> bool {
    match error.code.as_deref() {
        Some(SCOPE_NOT_GRANTED) => false,
        Some("organization_not_found") => true,
        _ => error.kind == ErrorKind::Forbidden,
    }
}
