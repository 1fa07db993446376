//! Proving that endpoint and key are right.

use pilothouse_core::{Access, Call, Error, Request, Timestamp};

use super::MACHINES;
use crate::e24cloud::{auth, wire};

/// `GET /v2/virtual-machines` (e24cloud reference, "List and get").
///
/// The account's own record would name the user, but it carries every secret key of the account
/// ("Account"), so it is never asked for. Catalogue calls are said to need a signature too, but
/// nobody has seen one refused; the list certainly does.
pub(in crate::e24cloud) fn check(access: &Access, now: Timestamp) -> Result<Call<String>, Error> {
    let request = auth::sign(Request::get(&access.endpoint, MACHINES), access, now)?;
    Ok(Call::new(request, |response| {
        Ok(match wire::machines(response)?.len() {
            0 => "The key works. There are no machines in this region yet.".to_owned(),
            1 => "The key works. There is 1 machine in this region.".to_owned(),
            count => format!("The key works. There are {count} machines in this region."),
        })
    }))
}
