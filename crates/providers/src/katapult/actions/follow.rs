//! How an order beyond the power button is doing.

use pilothouse_core::{
    Access, Call, Error, ErrorKind, Judgement, Machine, MachineId, Order, Response, State, Target,
    Ticket, Timestamp, Verb,
};

use super::{delete_machine::trash_key, look::look, read_machine};
use crate::{
    katapult::{
        answer::object,
        auth::{self, lookup},
        error::{SCOPE_NOT_GRANTED, envelope},
        faults::fault,
        find::BUILD,
        wire,
    },
    node::Node,
};

/// Ids of tasks begin with this; those of builds do not.
const TASK: &str = "task_";
/// A machine starts by itself soon after it was built: the slowest took a minute for all of it.
/// One that is off after this many seconds was switched off by somebody.
const SETTLED: i64 = 600;

/// One request, whatever the verb (Katapult reference, "Following asynchronous work" and "Delete,
/// trash, restore, purge").
pub(in crate::katapult) fn follow(
    access: &Access,
    now: Timestamp,
    ticket: &Ticket,
) -> Result<Call<Judgement>, Error> {
    let order = &ticket.order;
    match (order.verb, ticket.task.as_deref()) {
        (Verb::Create, Some(build)) if !build.starts_with(TASK) => {
            let age = now.seconds_since(ticket.accepted);
            let below = [
                "/virtual_machines/builds/virtual_machine_build?",
                &BUILD.query(build),
            ]
            .concat();
            Ok(Call::new(auth::get(access, &below)?, move |response| {
                judge_build(response, age)
            }))
        }
        (Verb::Create, Some(_)) => {
            let call = look(access, ticket)?;
            let request = call.request.clone();
            Ok(Call::new(request, move |response| {
                call.read(response).map(unnamed)
            }))
        }
        (Verb::Resize | Verb::Purge | Verb::EmptyTrash, Some(_)) => look(access, ticket),
        (Verb::Delete, _) => machine(access, ticket, judge_deleted),
        (Verb::Purge, None) => machine(access, ticket, judge_purged),
        // A disk can be restored too, and there is nothing to read it by but the trash.
        (Verb::Restore, _) if !order.target.id.as_str().starts_with("vm_") => {
            let (key, id) = trash_key(&order.target);
            let query = lookup("trash_object", key, id);
            let below = ["/trash_objects/trash_object?", &query].concat();
            Ok(Call::new(auth::get(access, &below)?, judge_emptied))
        }
        (Verb::Restore, _) => machine(access, ticket, judge_restored),
        (Verb::Rename | Verb::Edit | Verb::Resize, _) => {
            let request = read_machine::request(access, &after(order))?;
            Ok(Call::new(request, |response| {
                wire::machine(response).map(|machine| done(Some(machine), None))
            }))
        }
        (verb, _) => Err(Error::unsupported(verb)),
    }
}

/// What the machine is to be read by once the order is carried out: another host name is another
/// full name, and a person may have typed that.
fn after(order: &Order) -> Target {
    let mut target = order.target.clone();
    let host = order.input.text("hostname").map(str::trim);
    let host = host.filter(|host| order.verb == Verb::Rename && !host.is_empty());
    if let (Some(host), Some((_, domain))) = (host, target.id.as_str().split_once('.')) {
        let full = [&host.to_ascii_lowercase(), ".", domain].concat();
        target.id = MachineId::new(full);
    }
    target
}

fn machine(
    access: &Access,
    ticket: &Ticket,
    read: fn(&Response) -> Result<Judgement, Error>,
) -> Result<Call<Judgement>, Error> {
    let request = read_machine::request(access, &ticket.order.target)?;
    Ok(Call::new(request, read))
}

fn done(machine: Option<Machine>, note: Option<&str>) -> Judgement {
    Judgement::Done {
        machine: machine.map(Box::new),
        note: note.map(str::to_owned),
    }
}

fn pending(machine: Option<Machine>) -> Judgement {
    Judgement::Pending {
        percent: None,
        machine: machine.map(Box::new),
    }
}

/// The build's own state, then that of the machine in it: a machine goes on by itself until it
/// runs. Older answers have the build under `build`.
fn judge_build(response: &Response, age: i64) -> Result<Judgement, Error> {
    let answer = object(response).map_err(unreadable_build)?;
    let answer = Node::from(&answer);
    let build = match answer.get("virtual_machine_build") {
        build if build.is_object() => build,
        _ => answer.get("build"),
    };
    let machine = wire::read_machine(build.get("virtual_machine"));
    let Some(state) = build.get("state").text() else {
        return Err(wire::bad_answer("has no build in it"));
    };
    let reason = "Katapult could not build the machine; it does not say why.";
    Ok(match (state.as_str(), machine) {
        ("failed", machine) => failed(reason, machine),
        ("complete", None) => done(
            None,
            Some("Katapult says it is built and does not name the machine. Refresh the list."),
        ),
        ("complete", Some(machine)) => match machine.state {
            State::Running => done(Some(machine), None),
            State::Failed => failed("The machine was built and does not start.", Some(machine)),
            State::Suspended => failed("The machine was built and is suspended.", Some(machine)),
            State::Off if age > SETTLED => {
                done(Some(machine), Some("The machine was built and is off."))
            }
            _ => pending(Some(machine)),
        },
        // Draft, pending, building, and words that are not documented.
        (_, machine) => pending(machine.map(|mut machine| {
            machine.state = State::Building;
            machine
        })),
    })
}

fn failed(reason: &str, machine: Option<Machine>) -> Judgement {
    Judgement::Failed {
        reason: reason.to_owned(),
        machine: machine.map(Box::new),
    }
}

/// A build that is no longer known says nothing of the machine, which may be well.
fn unreadable_build(mut error: Error) -> Error {
    if error.code.as_deref() == Some("build_not_found") {
        error.kind = ErrorKind::Refused;
        "Katapult accepted it and no longer has a record of the build. Refresh the list."
            .clone_into(&mut error.message);
    }
    error
}

/// A task alone does not lead to its machine.
fn unnamed(judgement: Judgement) -> Judgement {
    match judgement {
        Judgement::Done { note: None, .. } => done(
            None,
            Some("Katapult built the machine and did not name it. Refresh the list."),
        ),
        other => other,
    }
}

/// Deleted is what is in the trash, and what is not there at all.
fn judge_deleted(response: &Response) -> Result<Judgement, Error> {
    match wire::machine(response) {
        Ok(machine) => Ok(pending(Some(machine))),
        Err(error) if error.code.as_deref() == Some("object_in_trash") => {
            Ok(done(None, Some(&kept(response))))
        }
        Err(error) if error.kind == ErrorKind::NotFound => Ok(done(None, None)),
        Err(error) => Err(error),
    }
}

fn kept(response: &Response) -> String {
    let body: serde_json::Value = serde_json::from_slice(response.body()).unwrap_or_default();
    let detail = Node::from(envelope(&body)).get("detail");
    let until = detail.get("trash_object").get("keep_until");
    match until.unix_time() {
        Some(until) => {
            let until = until.to_string();
            let until = until.trim_end_matches('Z').replace('T', " ");
            format!(
                "It stays in Katapult's trash until {until} UTC and can be restored until then."
            )
        }
        None => {
            "It stays in Katapult's trash for 48 hours and can be restored until then.".to_owned()
        }
    }
}

/// Purged is what is not even in the trash.
fn judge_purged(response: &Response) -> Result<Judgement, Error> {
    match wire::machine(response) {
        Ok(machine) => Ok(pending(Some(machine))),
        Err(error) if error.code.as_deref() == Some("object_in_trash") => Ok(pending(None)),
        Err(error) if error.kind == ErrorKind::NotFound => Ok(done(None, None)),
        Err(error) => Err(error),
    }
}

fn judge_restored(response: &Response) -> Result<Judgement, Error> {
    match wire::machine(response) {
        Ok(machine) => Ok(done(Some(machine), None)),
        Err(error) if error.code.as_deref() == Some("object_in_trash") => Ok(pending(None)),
        Err(error) => Err(error),
    }
}

/// Restored is what is no longer in the trash.
fn judge_emptied(response: &Response) -> Result<Judgement, Error> {
    if response.status().is_success() {
        return object(response).map(|_| pending(None));
    }
    let error = fault(response);
    match error.code.as_deref() {
        Some("trash_object_not_found") => Ok(done(None, None)),
        Some(SCOPE_NOT_GRANTED) => Ok(done(
            None,
            Some(
                "Katapult accepted it. Whether it is back cannot be seen: the token lacks the scope trash_objects:read.",
            ),
        )),
        _ => Err(error),
    }
}
