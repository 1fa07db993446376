//! Proving that endpoint and login are right.

use pilothouse_core::{Call, Error};
use serde_json::Value;

use crate::{
    node::Node,
    onapp::{panel::Panel, wire},
    words::one_line,
};

/// `GET /profile` (OnApp reference, "Authentication"): who is asking.
pub(in crate::onapp) fn check(panel: &Panel) -> Result<Call<String>, Error> {
    let request = panel.get("/profile", "")?;
    let format = panel.format;
    Ok(Call::new(request, move |response| {
        signed_in(&wire::body(format, response)?)
    }))
}

fn signed_in(body: &Value) -> Result<String, Error> {
    words(Node::from(body).object()).ok_or_else(|| wire::bad_answer("does not say who was let in"))
}

/// The user, or the envelope around one. The API key that comes along is not looked at.
fn words(user: Node<'_>) -> Option<String> {
    let inner = user.get("user").object();
    if inner.is_object() {
        return words(inner);
    }
    let login = user.get("login").text().map(|login| one_line(&login));
    let email = user.get("email").text().map(|email| one_line(&email));
    let (name, email) = match (login, email) {
        (Some(login), Some(email)) if login != email => (login, email),
        (Some(name), _) | (None, Some(name)) => (name, String::new()),
        (None, None) => return None,
    };
    let (open, close) = if email.is_empty() {
        ("", "")
    } else {
        (" (", ")")
    };
    Some(["Signed in as ", &name, open, &email, close, "."].concat())
}
