//! Who calls: HTTP Basic with login or e-mail, and password or API key; source: `OnApp`
//! reference, section 2.

use base64::{Engine, engine::general_purpose::STANDARD};
use http::{HeaderMap, header};

/// The user's credentials. They open nothing but a simulation.
pub(super) const LOGIN: &str = "sandbox";
pub(super) const EMAIL: &str = "sandbox@example.com";
pub(super) const PASSWORD: &str = "not-a-real-password";
/// The API key before anybody made a new one.
pub(super) const FIRST_KEY: &str = "5a4db0c55a4db0c55a4db0c55a4db0c55a4db0c5";

/// The request carries the user's credentials. `email:password` and `login:api_key` are not in
/// the manual, but clients send both.
pub(super) fn accepts(headers: &HeaderMap, api_key: &str) -> bool {
    credentials(headers).is_some_and(|(name, secret)| {
        (name == LOGIN || name == EMAIL) && (secret == PASSWORD || secret == api_key)
    })
}

fn credentials(headers: &HeaderMap) -> Option<(String, String)> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, encoded) = value.split_once(' ')?;
    if !scheme.eq_ignore_ascii_case("basic") {
        return None;
    }
    let decoded = String::from_utf8(STANDARD.decode(encoded.trim()).ok()?).ok()?;
    let (name, secret) = decoded.split_once(':')?;
    Some((name.to_owned(), secret.to_owned()))
}
