//! Proving that endpoint and login are right.

use pilothouse_core::{Access, Call, Error};
use serde::Deserialize;

use crate::{
    lenient::{self, Objects, one_line},
    onapp::{format, wire},
};

/// The user, or the envelope around one. The API key that comes along has no place here.
#[derive(Deserialize)]
struct User {
    #[serde(default, rename = "user")]
    inner: Objects<User>,
    #[serde(default, deserialize_with = "lenient::text")]
    login: Option<String>,
    #[serde(default, deserialize_with = "lenient::text")]
    email: Option<String>,
}

/// `GET /profile` (OnApp reference, "Authentication"): who is asking.
pub(in crate::onapp) fn check(access: &Access) -> Result<Call<String>, Error> {
    let request = format::get(access, "/profile", "")?;
    Ok(Call::new(request, |response| {
        let users: Objects<User> = wire::body(response)?;
        (users.into_first().and_then(words))
            .ok_or_else(|| wire::bad_answer("does not say who was let in"))
    }))
}

fn words(user: User) -> Option<String> {
    if let Some(inner) = user.inner.into_first() {
        return words(inner);
    }
    let (login, email) = (user.login.as_deref(), user.email.as_deref());
    Some(match (login.map(one_line), email.map(one_line)) {
        (Some(login), Some(email)) if login != email => format!("Signed in as {login} ({email})."),
        (Some(name), _) | (None, Some(name)) => format!("Signed in as {name}."),
        (None, None) => return None,
    })
}
