//! A way to a machine's screen.

use http::Method;
use pilothouse_core::{Access, Call, Console, Error, Response, Safety, SecretString, Target};
use serde_json::json;

use super::send::send;
use crate::{
    katapult::{answer::object, find::MACHINE, wire::bad_answer},
    node::Node,
};

/// `POST /virtual_machines/virtual_machine/console_sessions` (Katapult reference, "Console"). One
/// session more does the machine nothing.
pub(in crate::katapult) fn console(
    access: &Access,
    target: &Target,
) -> Result<Call<Console>, Error> {
    let below = "/virtual_machines/virtual_machine/console_sessions";
    let body = json!({"virtual_machine": MACHINE.json(target.id.as_str())});
    let request = send(access, Method::POST, below, Safety::Repeatable, &body)?;
    Ok(Call::new(request, session))
}

fn session(response: &Response) -> Result<Console, Error> {
    let answer = object(response)?;
    let session = Node::from(&answer).get("console_session");
    // It is opened in a browser, where an address of another kind could run as a script.
    let is_page = |url: &&str| url.starts_with("https://") || url.starts_with("http://");
    let url = session.get("url").str().filter(is_page);
    let url = url.ok_or_else(|| bad_answer("has no console address in it"))?;
    Ok(Console::Page {
        url: SecretString::from(url.to_owned()),
        until: session.get("expires_at").unix_time(),
    })
}
