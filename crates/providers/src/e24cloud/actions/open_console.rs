//! A way to a machine's screen.

use http::Method;
use pilothouse_core::{
    Access, Call, Console, Error, Request, Response, Safety, SecretString, Target, Timestamp,
};

use super::path;
use crate::{
    e24cloud::{auth, wire},
    node::Node,
};

/// `POST /v2/virtual-machines/{id}/console`, without a body (e24cloud reference, "Console").
///
/// The answer says host, port and password and names no protocol; they point to VNC. How long the
/// password holds is not published. Asking again does nothing to the machine.
pub(in crate::e24cloud) fn open_console(
    access: &Access,
    now: Timestamp,
    target: &Target,
) -> Result<Call<Console>, Error> {
    let path = [&path(target), "/console"].concat();
    let request = Request::new(Method::POST, &access.endpoint, path, Safety::Repeatable);
    Ok(Call::new(auth::sign(request, access, now)?, screen))
}

/// The documented answer has no `success`, so what is asked for has to be there.
fn screen(response: &Response) -> Result<Console, Error> {
    let body = wire::succeeded(response)?;
    let console = Node::from(&body).get("console").object();
    let host = console.get("host").text();
    let host = host.ok_or_else(|| wire::bad_answer("names no host for the console"))?;
    let port = console.get("port").number();
    let port = port
        .and_then(|port| u16::try_from(port).ok())
        .filter(|port| *port > 0)
        .ok_or_else(|| wire::bad_answer("names no usable port for the console"))?;
    let password = SecretString::from(console.get("password").text().unwrap_or_default());
    Ok(Console::Screen {
        host,
        port,
        password,
    })
}
