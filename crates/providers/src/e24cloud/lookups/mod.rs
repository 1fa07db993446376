//! The choices only e24cloud knows (e24cloud reference, "Catalogue and account"). One request
//! each: its lists come whole.

use pilothouse_core::{Access, Call, Choice, Error, ErrorKind, Flow, Once, Request, Response};

use super::auth;

pub(super) mod ssh_keys;
mod templates;
mod zones;

/// Where a machine can be made.
pub(super) const ZONES: &str = "zones";
/// What can be installed.
pub(super) const TEMPLATES: &str = "templates";
/// The account's SSH keys.
pub(super) const SSH_KEYS: &str = "ssh_keys";

/// The choices of a lookup.
pub(super) fn lookup(access: &Access, lookup: &str) -> Result<Box<dyn Flow<Vec<Choice>>>, Error> {
    Ok(match lookup {
        ZONES => {
            let host = access.endpoint.host().to_owned();
            read(access, "/v2/regions", move |response| {
                zones::read(response, &host)
            })
        }
        TEMPLATES => read(access, "/v2/templates", templates::read),
        SSH_KEYS => read(access, "/v2/account", ssh_keys::read),
        _ => return Err(unknown(lookup)),
    })
}

/// Nobody here knows this lookup.
pub(super) fn unknown(lookup: &str) -> Error {
    let words = ["e24cloud has no list called “", lookup, "”."].concat();
    Error::new(ErrorKind::Setup, words)
}

fn read(
    access: &Access,
    path: &'static str,
    read: impl FnOnce(&Response) -> Result<Vec<Choice>, Error> + Send + 'static,
) -> Box<dyn Flow<Vec<Choice>>> {
    let access = access.clone();
    Box::new(Once::new(move |now| {
        let request = auth::sign(Request::get(&access.endpoint, path), &access, now)?;
        Ok(Call::new(request, read))
    }))
}
