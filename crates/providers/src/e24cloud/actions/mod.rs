//! One act a file.

use http::Method;
use pilothouse_core::{
    Access, Call, Error, ErrorKind, Input, Judgement, Machine, Receipt, Request, Safety, State,
    Target, Timestamp, wire::escape,
};
use serde_json::Value;

use super::{auth, forms, wire};

pub(super) mod check;
pub(super) mod create_machine;
pub(super) mod delete_machine;
pub(super) mod list_machines;
pub(super) mod look;
pub(super) mod open_console;
pub(super) mod power;
pub(super) mod read_machine;
pub(super) mod rename_machine;
pub(super) mod resize_machine;

/// Path of the machines; a machine's own is below.
const MACHINES: &str = "/v2/virtual-machines";

/// Path of one machine.
pub(super) fn path(target: &Target) -> String {
    [MACHINES, "/", &escape(target.id.as_str())].concat()
}

/// A change of one machine that is answered with no more than `success`.
///
/// Never repeated by machine: nobody has said that a second one does nothing.
fn change(
    access: &Access,
    now: Timestamp,
    method: Method,
    path: String,
    body: &Value,
) -> Result<Call<Receipt>, Error> {
    let request = Request::new(method, &access.endpoint, path, Safety::Unsafe).with_json(body);
    Ok(Call::new(auth::sign(request, access, now)?, |response| {
        wire::succeeded(response)
            .map(|_| Receipt::default())
            .map_err(forms::with_form_keys)
    }))
}

/// Looks at one machine and judges by what it has become.
fn watch(
    access: &Access,
    now: Timestamp,
    target: &Target,
    judge: impl FnOnce(Machine) -> Judgement + Send + 'static,
) -> Result<Call<Judgement>, Error> {
    let id = target.id.clone();
    let request = read_machine::request(access, now, target)?;
    Ok(Call::new(request, move |response| {
        wire::machine(response, id.as_str()).map(judge)
    }))
}

/// Not where it was sent: under way, as old values are still told right after a change, unless
/// the machine is on its way out.
fn not_yet(machine: Machine) -> Judgement {
    let is_leaving = matches!(machine.state, State::Deleting | State::Deleted);
    let machine = Some(Box::new(machine));
    if is_leaving {
        let reason = "The machine is being deleted.".to_owned();
        return Judgement::Failed { reason, machine };
    }
    let percent = None;
    Judgement::Pending { percent, machine }
}

/// It happened, and here is the machine.
fn done(machine: Machine, note: Option<&str>) -> Judgement {
    Judgement::Done {
        machine: Some(Box::new(machine)),
        note: note.map(str::to_owned),
    }
}

/// A text the form has made sure of.
fn text<'a>(input: &'a Input, key: &str) -> Result<&'a str, Error> {
    input.text(key).ok_or_else(|| missing(key))
}

/// A number the form has made sure of.
fn number(input: &Input, key: &str) -> Result<u64, Error> {
    input.number(key).ok_or_else(|| missing(key))
}

fn missing(key: &str) -> Error {
    let words = "This is needed.";
    Error::new(ErrorKind::Invalid, [key, ": ", words].concat()).with_field(key, words)
}
