//! How a new machine is doing.

use pilothouse_core::{
    Access, Call, Error, ErrorKind, Judgement, Machine, Request, Response, State, Ticket, Timestamp,
};
use serde_json::Value;

use super::{
    create_machine::{is_to_run, made_path, place},
    look::deleted,
    read_machine::{self, path},
};
use crate::{
    bigv::{auth, place::Place, wire},
    node::Node,
};

/// So long a machine that was promised may be missing.
const GRACE_SECONDS: i64 = 120;

/// Reads the machine, or the group's list where BigV has not named it (BigV reference, "Async &
/// polling"): the list has it at once, off, and it turns on when all is done. That it failed is
/// never said; it just does not turn on.
pub(in crate::bigv) fn follow_creation(
    access: &Access,
    now: Timestamp,
    ticket: &Ticket,
) -> Result<Call<Judgement>, Error> {
    let input = &ticket.order.input;
    let runs = is_to_run(input);
    let restarts = input.flag("autoreboot") == Some(true);
    let is_late = now.seconds_since(ticket.accepted) > GRACE_SECONDS;
    let judge = move |machine| judge(machine, runs, restarts, is_late);
    if let Some(made) = &ticket.made {
        let path = path(made);
        let request = read_machine::request(access, made)?;
        return Ok(Call::new(request, move |response| {
            match wire::machine(response, path) {
                Err(error) if error.kind == ErrorKind::NotFound => Ok(judge(None)),
                machine => Ok(judge(Some(machine?))),
            }
        }));
    }
    let name = input.text("name").unwrap_or_default().to_owned();
    let place = place(input);
    let path = place.path() + "/virtual_machines?view=overview";
    let request = auth::sign(Request::get(&access.endpoint, path), access)?;
    Ok(Call::new(request, move |response| {
        let machine = named(response, &name, &place)?;
        Ok(judge(machine))
    }))
}

/// Names are unique in a group. Whether BigV changes their case is not known.
fn named(response: &Response, name: &str, place: &Place) -> Result<Option<Machine>, Error> {
    let answer = wire::objects(response)?;
    let told = |row: &Value| Node::from(row).get("name").text().unwrap_or_default();
    let rows = Node::from(&answer).rows();
    let row = (rows.iter().find(|row| told(row) == name))
        .or_else(|| rows.iter().find(|row| told(row).eq_ignore_ascii_case(name)));
    Ok(row.map(Node::from).and_then(|vm| {
        let locator = made_path(vm, place);
        wire::read_machine(vm, locator)
    }))
}

fn judge(machine: Option<Machine>, runs: bool, restarts: bool, is_late: bool) -> Judgement {
    let percent = None;
    let Some(mut machine) = machine else {
        if is_late {
            let reason = "BigV accepted the machine but does not show it. Look at the group before making it again.";
            let (reason, machine) = (reason.to_owned(), None);
            return Judgement::Failed { reason, machine };
        }
        let machine = None;
        return Judgement::Pending { percent, machine };
    };
    if machine.state == State::Deleted {
        return deleted(Some(Box::new(machine)));
    }
    let is_on = machine.state == State::Running;
    if runs && !is_on {
        machine.state = State::Building;
        let machine = Some(Box::new(machine));
        return Judgement::Pending { percent, machine };
    }
    // Imaging is known to turn it off.
    let lost_restart = restarts && machine.provider_state.contains("autoreboot_on=false");
    let note = match (runs, lost_restart) {
        (true, true) => Some(
            "BigV has turned automatic restart off while installing. Edit the machine to turn it on again.",
        ),
        (true, false) => None,
        (false, _) => Some(
            "The machine is there. BigV does not tell whether it is still working on one that is to stay off.",
        ),
    };
    Judgement::Done {
        machine: Some(Box::new(machine)),
        note: note.map(str::to_owned),
    }
}
