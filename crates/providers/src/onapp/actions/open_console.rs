//! A way to a machine's screen.

use pilothouse_core::{Call, Console, Endpoint, Error, SecretString, Target, wire::escape};
use serde_json::Value;

use super::read_machine::path;
use crate::{
    node::Node,
    onapp::{panel::Panel, wire},
};

/// `GET /virtual_machines/:id/console` (OnApp reference, "Console"): a key for a page of the
/// panel that asks for no login. How long it lives is not told.
pub(in crate::onapp) fn open_console(
    panel: &Panel,
    target: &Target,
) -> Result<Call<Console>, Error> {
    let request = panel.get(&[&path(target), "/console"].concat(), "")?;
    let (format, endpoint) = (panel.format, panel.access.endpoint.clone());
    Ok(Call::new(request, move |response| {
        let body = wire::body(format, response)?;
        let url = page(&endpoint, &body)
            .ok_or_else(|| wire::bad_answer("has no key to the console in it"))?;
        let until = None;
        Ok(Console::Page { url, until })
    }))
}

fn page(endpoint: &Endpoint, body: &Value) -> Option<SecretString> {
    let session = wire::inside(Node::from(body), "remote_access_session");
    let key = session.get("remote_key").text()?;
    let page = [
        &endpoint.origin(),
        endpoint.path(),
        "/console_remote/",
        &escape(&key),
    ];
    Some(SecretString::from(page.concat()))
}
