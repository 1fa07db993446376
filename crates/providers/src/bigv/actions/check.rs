//! Proving that endpoint and login are right.

use pilothouse_core::{Access, Call, Error, Request};

use crate::{
    bigv::{auth, wire},
    words::one_line,
};

/// More names than this help nobody.
const MOST: usize = 3;

/// `GET /accounts` without overview (BigV reference, "Groups, accounts, overview"): a few lines
/// that need a login, unlike `/definitions`.
pub(in crate::bigv) fn check(access: &Access) -> Result<Call<String>, Error> {
    let request = auth::sign(Request::get(&access.endpoint, "/accounts"), access)?;
    Ok(Call::new(request, |response| {
        wire::account_names(response).map(|names| sees(&names))
    }))
}

fn sees(accounts: &[String]) -> String {
    if accounts.is_empty() {
        return "Signed in, but this login sees no account.".to_owned();
    }
    let mut words = "Signed in. It sees ".to_owned();
    let mut named = 0;
    for name in accounts.iter().take(MOST).filter(|name| !name.is_empty()) {
        if named > 0 {
            words += ", ";
        }
        words += &one_line(name);
        named += 1;
    }
    let more = accounts.len() - named;
    if more > 0 {
        let (before, after) = match (named, more) {
            (0, 1) => ("", " account"),
            (0, _) => ("", " accounts"),
            _ => (" and ", " more"),
        };
        words += &[before, &more.to_string(), after].concat();
    }
    words + "."
}
