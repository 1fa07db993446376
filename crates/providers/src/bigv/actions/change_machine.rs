//! Another name, size, group or whatever else can be changed.

use http::Method;
use pilothouse_core::{
    Access, Call, Error, ErrorKind, Judgement, Order, Receipt, Safety, State, Target, Ticket,
    Timestamp, Verb,
};
use serde_json::{Map, Value};

use super::{
    edit_machine,
    look::deleted,
    read_machine::{self, path},
};
use crate::{
    bigv::{
        fields::blaming_the_cd,
        request::{ordered, send},
        wire,
    },
    node::Node,
};

/// What a running machine shows its system only after it has been off.
const AFTER_OFF: [&str; 5] = [
    "cores",
    "memory",
    "hardware_profile",
    "hardware_profile_locked",
    "cdrom_url",
];

/// So long a change that was answered with "done" may not be seen.
const GRACE_SECONDS: i64 = 60;

/// `PUT {machine}` with nothing but what changes (BigV reference, "Updating a VM"). The answer
/// comes when it is done.
pub(in crate::bigv) fn change_machine(
    access: &Access,
    order: &Order,
    step: usize,
) -> Result<Option<Call<Receipt>>, Error> {
    if step > 0 {
        return Ok(None);
    }
    let body = attributes(order);
    if body.is_empty() {
        let words = "Choose something to change.";
        return Err(Error::new(ErrorKind::Invalid, words));
    }
    // Turning automatic restart on starts a machine somebody may have stopped since.
    let safety = if body.contains_key("autoreboot_on") {
        Safety::Unsafe
    } else {
        Safety::Repeatable
    };
    let has_cd = body.contains_key("cdrom_url");
    let path = path(&order.target);
    let request = send(Method::PUT, access, path, Value::Object(body), safety)?;
    Ok(Some(ordered(order.verb, request, move |response| {
        let updated = wire::updated(response).map(|()| Receipt::default());
        if has_cd {
            updated.map_err(blaming_the_cd)
        } else {
            updated
        }
    })))
}

/// What is to change: the attributes as BigV calls them.
fn attributes(order: &Order) -> Map<String, Value> {
    let input = &order.input;
    let mut attributes = Map::new();
    match order.verb {
        Verb::Rename => {
            if let Some(name) = input.text("name") {
                attributes.insert("name".to_owned(), name.into());
            }
        }
        Verb::Resize => {
            for (attribute, key) in [("cores", "cpus"), ("memory", "memory")] {
                if let Some(number) = input.number(key) {
                    attributes.insert(attribute.to_owned(), number.into());
                }
            }
        }
        _ => edit_machine::add_attributes(&mut attributes, order),
    }
    attributes
}

/// Reads the machine, where it is now, and compares. Unknown attributes are dropped without a word
/// ("Conventions"), so that a change was taken does not mean that it was made.
pub(in crate::bigv) fn follow_change(
    access: &Access,
    now: Timestamp,
    ticket: &Ticket,
) -> Result<Call<Judgement>, Error> {
    let target = Target {
        id: ticket.order.target.id.clone(),
        locator: edit_machine::path_after(&ticket.order),
    };
    let wanted = attributes(&ticket.order);
    let is_late = now.seconds_since(ticket.accepted) > GRACE_SECONDS;
    let path = path(&target);
    let request = read_machine::request(access, &target)?;
    Ok(Call::new(request, move |response| {
        let machine = wire::machine(response, path)?;
        let answer = wire::objects(response)?;
        let vm = Node::from(&answer).one();
        let is_on = machine.state == State::Running;
        let is_deleted = machine.state == State::Deleted;
        let machine = Some(Box::new(machine));
        if is_deleted {
            return Ok(deleted(machine));
        }
        let mut waits = false;
        for (attribute, value) in &wanted {
            let shows_later = is_on && AFTER_OFF.contains(&attribute.as_str());
            waits |= shows_later;
            if shows_later || shows(vm, attribute, value) {
                continue;
            }
            if !is_late {
                let percent = None;
                return Ok(Judgement::Pending { percent, machine });
            }
            let words = [
                "BigV took the change without complaint, but shows another ",
                attribute,
                ". It may be something this cluster cannot change.",
            ];
            let reason = words.concat();
            return Ok(Judgement::Failed { reason, machine });
        }
        let note = waits.then(|| {
            "The system inside sees this after the machine has been off and on again; a reset is not enough."
                .to_owned()
        });
        Ok(Judgement::Done { machine, note })
    }))
}

/// Whether an attribute has this value. One that is not told cannot be told to be wrong, and a
/// group may be told by its id where its name was sent.
fn shows(vm: Node, attribute: &str, value: &Value) -> bool {
    let told = vm.get(attribute);
    match value {
        Value::Null => told.text().is_none(),
        Value::String(_) if attribute == "group_id" => true,
        value => !told.is_there() || told.text() == Node::from(value).text(),
    }
}
