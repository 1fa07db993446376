//! Whose the machine is to be.

use std::collections::VecDeque;

use pilothouse_core::{Access, Choice, Error, Flow, Response, Step, Timestamp};

use super::{List, choice};
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
        Some(named) => Box::new(Known([vec![Choice::new(named, named)]].into())),
        None => Box::new(ORGANIZATIONS.pages(access, String::new())),
    }
}

/// What is known without asking.
pub(super) struct Known(pub(super) VecDeque<Vec<Choice>>);

impl Flow<Vec<Choice>> for Known {
    fn next(&mut self, _: Timestamp) -> Result<Step<Vec<Choice>>, Error> {
        Ok(self.0.pop_front().map_or(Step::Done, Step::Yield))
    }

    fn receive(&mut self, _: Timestamp, _: Result<Response, Error>) -> Result<(), Error> {
        Ok(())
    }
}
