//! Whose the machine is to be.

use pilothouse_core::{Access, Choice, Flow};

use super::{Known, List, choice};
use crate::katapult::auth;

/// `GET /organizations` (Katapult reference, "Organizations, user, policy"). One that is
/// suspended refuses everything.
static ORGANIZATIONS: List = List {
    below: "/organizations",
    fixed: "",
    key: "organizations",
    paged: false,
    read: |node| {
        let mut one = choice(node)?;
        one.detail = node.get("sub_domain").text().unwrap_or_default();
        // That `activated_at` is null may also mean that nobody wrote it down.
        if node.get("suspended").flag() == Some(true) {
            one.closed = Some("It is suspended.".to_owned());
        }
        Some(one)
    },
};

/// All the token sees, or the one the account is limited to: a token may use an organization
/// without being allowed to list any.
pub(super) fn organizations(access: &Access) -> Box<dyn Flow<Vec<Choice>>> {
    match auth::organization(access) {
        Some(named) => Box::new(Known::of(Choice::new(named, named))),
        None => Box::new(ORGANIZATIONS.pages(access, String::new())),
    }
}
