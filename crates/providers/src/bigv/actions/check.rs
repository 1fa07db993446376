//! Proving that endpoint and login are right.

use pilothouse_core::{Access, Call, Error, Request};

use crate::{
    bigv::{auth, wire},
    lenient::one_line,
};

/// `GET /accounts` without overview (BigV reference, "Groups, accounts, overview"): a few lines
/// that need a login, unlike `/definitions`.
pub(in crate::bigv) fn check(access: &Access) -> Result<Call<String>, Error> {
    let request = auth::sign(Request::get(&access.endpoint, "/accounts"), access)?;
    Ok(Call::new(request, |response| {
        let accounts = wire::accounts(response)?;
        let names: Vec<String> = (accounts.iter().take(3))
            .filter_map(|account| account.name.as_deref().map(one_line))
            .collect();
        let more = accounts.len() - names.len();
        Ok(match (names.join(", "), more) {
            (_, 0) if names.is_empty() => "Signed in, but this login sees no account.".to_owned(),
            (_, 1) if names.is_empty() => "Signed in. It sees 1 account.".to_owned(),
            (_, more) if names.is_empty() => format!("Signed in. It sees {more} accounts."),
            (names, 0) => format!("Signed in. It sees {names}."),
            (names, more) => format!("Signed in. It sees {names} and {more} more."),
        })
    }))
}
