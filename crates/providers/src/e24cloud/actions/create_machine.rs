//! Making a new machine.

use http::Method;
use pilothouse_core::{
    Access, Call, Error, ErrorKind, Input, Judgement, Machine, MachineId, Order, Outcome, Receipt,
    Request, Response, Safety, State, Target, Ticket, Timestamp,
};
use serde_json::{Value, json};

use super::{done, not_yet, number, read_machine, text};
use crate::{
    e24cloud::{auth, error, forms, lookups::ssh_keys, wire},
    node::Node,
};

/// Seconds during which a machine that was just accepted may not be readable: published clients
/// sleep up to half of this before they look.
const HIDDEN: i64 = 60;
/// Seconds after which a machine that was made, but is not all it could be, is no longer waited
/// for.
const SETTLED: i64 = 600;

/// `PUT /v2/virtual-machines` (e24cloud reference, "Create"). One request; the answer names the
/// machine in the making.
///
/// The zone goes by `compute_zone_id`, as the provider's page says. Both old public clients send
/// `zone_id` instead; whether that was or is taken as well, nobody has said. If every zone is
/// refused, this is the place to look.
///
/// What the chosen way to start does not use is not sent: an ISO takes no template, password, key
/// or user data.
pub(in crate::e24cloud) fn create_machine(
    access: &Access,
    now: Timestamp,
    order: &Order,
) -> Result<Call<Receipt>, Error> {
    let body = body(&order.input)?;
    let path = super::MACHINES;
    let request = Request::new(Method::PUT, &access.endpoint, path, Safety::Unsafe)
        .with_json(&json!({ "create_vm": body }));
    let password = order.input.secret(forms::PASSWORD).cloned();
    Ok(Call::new(
        auth::sign(request, access, now)?,
        move |response| {
            accepted(response).map_err(|said| {
                let is_echoed = |secret| auth::is_echoed(response, secret);
                if password.as_ref().is_some_and(is_echoed) {
                    return error::wordless_failure(response);
                }
                forms::with_form_keys(said)
            })
        },
    ))
}

fn body(input: &Input) -> Result<Value, Error> {
    let boot_type = text(input, forms::BOOT_TYPE)?;
    let mut body = json!({
        "cpus": number(input, forms::CPUS)?,
        "ram": number(input, forms::MEMORY)?,
        "compute_zone_id": text(input, forms::PLACE)?,
        "name": text(input, forms::NAME)?,
        "boot_type": boot_type,
    });
    let mut put = |key: &str, value: Value| {
        if let Some(members) = body.as_object_mut() {
            members.insert(key.to_owned(), value);
        }
    };
    if boot_type == forms::FROM_ISO {
        put("cdrom", text(input, forms::CDROM)?.into());
        return Ok(body);
    }
    // Published clients send it as text and as a number; the provider's page prints text.
    put("os", text(input, forms::IMAGE)?.into());
    if let Some(key) = input.text(forms::SSH_KEY) {
        put("key_id", ssh_keys::id(key));
    }
    if let Some(script) = input.text(forms::USER_DATA) {
        put("user_data", script.into());
    }
    if let Some(password) = input.secret(forms::PASSWORD) {
        auth::put(&mut body, "password", password);
    }
    Ok(body)
}

fn accepted(response: &Response) -> Result<Receipt, Error> {
    let body = wire::succeeded(response)?;
    let body = Node::from(&body);
    if let Some(id) = body.get("virtual_machine").object().get("id").text() {
        let (id, locator) = (MachineId::new(id), String::new());
        return Ok(Receipt::of_machine(Target { id, locator }));
    }
    // Without an id nobody can follow it; only an outright "success" says that it happened.
    let outcome = match body.get("success").flag() {
        Some(true) => Outcome::Done,
        _ => Outcome::Unknown,
    };
    let words = "e24cloud's answer does not name the new machine. Look for it in the list before making another.";
    Err(Error::new(ErrorKind::BadAnswer, words).with_outcome(outcome))
}

/// Reads the machine in the making (e24cloud reference, "Create" and "Knowing when work is done").
///
/// # Errors
/// [`ErrorKind::NotFound`] and [`ErrorKind::Refused`] once a minute has passed: until then a
/// machine that cannot be read is one that is not there yet.
pub(in crate::e24cloud) fn look(
    access: &Access,
    now: Timestamp,
    ticket: &Ticket,
) -> Result<Call<Judgement>, Error> {
    let Some(made) = &ticket.made else {
        let words = "e24cloud did not name the new machine. Look for it in the list.";
        return Err(Error::new(ErrorKind::NotFound, words));
    };
    let (id, age) = (made.id.clone(), now.seconds_since(ticket.accepted));
    let request = read_machine::request(access, now, made)?;
    Ok(Call::new(request, move |response| {
        match wire::machine(response, id.as_str()) {
            Ok(machine) => Ok(judge(machine, age)),
            Err(error) if is_hidden(error.kind) && age < HIDDEN => Ok(Judgement::Pending {
                percent: None,
                machine: None,
            }),
            Err(error) => Err(error),
        }
    }))
}

fn is_hidden(kind: ErrorKind) -> bool {
    matches!(kind, ErrorKind::NotFound | ErrorKind::Refused)
}

fn judge(machine: Machine, age: i64) -> Judgement {
    match machine.state {
        State::Running if !machine.addresses.is_empty() => done(machine, None),
        State::Running if age >= SETTLED => done(
            machine,
            Some("The machine runs, but e24cloud shows no address of it yet."),
        ),
        State::Off if age >= SETTLED => done(
            machine,
            Some("The machine is there, but e24cloud shows it switched off."),
        ),
        _ => not_yet(machine),
    }
}
