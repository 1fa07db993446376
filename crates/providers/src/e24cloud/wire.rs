//! The shapes of e24cloud's answers and what they mean (e24cloud reference, sections "Success and
//! errors", "The VM object" and "States").
//!
//! Every field may be missing and may have another type than printed: clients have seen both.

use pilothouse_core::{
    ByteSize, Error, ErrorKind, HourlyPrice, Machine, Outline, Response, Rest, State, outline,
    wire::json,
};
use serde_json::Value;

use super::error::failure;
use crate::node::{Node, success};

/// The answer, unless it is no success: then it is refused, whatever it carries.
///
/// Every answer says `success`, or nearly: one documented answer lacks it, so only one that is
/// there and not true is a failure.
///
/// # Errors
/// What [`failure`] makes of it; [`ErrorKind::BadAnswer`] when it is not a JSON object.
pub(super) fn succeeded(response: &Response) -> Result<Value, Error> {
    success(response, failure)?;
    let body = json(response)?;
    is_success(response, &body)?;
    Ok(body)
}

fn is_success(response: &Response, body: &Value) -> Result<(), Error> {
    if !body.is_object() {
        return Err(bad_answer("is not an object"));
    }
    match body.get("success") {
        Some(verdict) if Node::from(verdict).flag() != Some(true) => Err(failure(response)),
        _ => Ok(()),
    }
}

/// An answer that is JSON and a success, but not what was asked for.
pub(super) fn bad_answer(what: &str) -> Error {
    Error::new(
        ErrorKind::BadAnswer,
        format!("e24cloud's answer {what}. Check that the endpoint is an e24cloud API."),
    )
}

/// Reads the list of machines. Anything else among them is left out.
pub(super) fn machines(response: &Response) -> Result<Vec<Machine>, Error> {
    outline::all(response, each_machine(response)?)
}

/// The same, one machine at a time.
pub(super) fn each_machine(response: &Response) -> Result<Rest<Machine>, Error> {
    success(response, failure)?;
    let outline = Outline::of(response, "virtual_machines")?;
    is_success(response, &outline.answer)?;
    let list = Node::from(&outline.answer).get("virtual_machines");
    if !list.is_list() {
        return Err(bad_answer("has no list of machines"));
    }
    let mut entries = Vec::new();
    add_entries(list, &mut entries);
    let is_empty = list.items().next().is_none();
    let mut entries = entries.into_iter();
    let mut found = false;
    Ok(Box::new(move |response| {
        for entry in entries.by_ref() {
            let machine = vm(Node::from(&*outline.whole(response, &entry)?));
            if machine.is_some() {
                found = true;
                return Ok(machine);
            }
        }
        // A list of nothing but rubbish is not an empty account.
        if found || is_empty {
            Ok(None)
        } else {
            Err(bad_answer("lists no machine that has an id"))
        }
    }))
}

/// Adds what is in a list and in the lists in it.
fn add_entries(list: Node<'_>, entries: &mut Vec<Value>) {
    for item in list.items() {
        if item.is_list() {
            add_entries(item, entries);
        } else {
            entries.extend(item.value().cloned());
        }
    }
}

/// Reads one machine: the one with this id if the answer has several, else the first. It is an
/// array on the provider's page, an object in practice.
pub(super) fn machine(response: &Response, id: &str) -> Result<Machine, Error> {
    let body = succeeded(response)?;
    let found = Node::from(&body).get("virtual_machine");
    if !found.is_there() {
        return Err(bad_answer("has no machine"));
    }
    if found.is_list() && found.items().next().is_none() {
        return Err(Error::new(
            ErrorKind::NotFound,
            "e24cloud no longer has this machine.",
        ));
    }
    let mut first = None;
    for machine in collect(found) {
        if machine.id.as_str() == id {
            return Ok(machine);
        }
        first.get_or_insert(machine);
    }
    first.ok_or_else(|| bad_answer("has no machine with an id"))
}

/// Those that have an id, of one object or a list of them.
fn collect(node: Node<'_>) -> Vec<Machine> {
    let mut machines = Vec::new();
    machines.extend(vm(node));
    for item in node.items() {
        machines.extend(collect(item));
    }
    machines
}

/// `None` for what has no id: nothing could be asked of it.
fn vm(node: Node<'_>) -> Option<Machine> {
    let id = node.get("id").text()?;
    let mut machine = Machine::bare(id, node.get("label").text().unwrap_or_default());
    let word = node.get("state").text().unwrap_or_default();
    machine.state = state(&word);
    machine.provider_state = word;
    machine.addresses = addresses(node.get("public_interface").object());
    machine.cpus = node.get("cores").small();
    machine.memory = node.get("ram").number().map(ByteSize::from_mib);
    machine.disk = disk(node.get("storage_volumes"));
    machine.place = node.get("zone").object().get("name").text();
    machine.image = node.get("system").object().get("name").text();
    if machine.image.is_none() {
        machine.image = node.get("systemName").text();
    }
    // Money is per hour; in which currency is not stated.
    let cost = node.get("cost_per_hour").text();
    machine.price = cost.and_then(|cost| HourlyPrice::from_decimal(&cost, None));
    add_texts(node.get("groups"), "name", &mut machine.tags);
    Some(machine)
}

/// The primary address first; it is empty until one is assigned, and listed again among all.
fn addresses(interface: Node<'_>) -> Vec<String> {
    let mut addresses = Vec::new();
    addresses.extend(interface.get("primary_ip_ipv4address").text());
    add_texts(
        interface.get("ipv4_addresses"),
        "ipv4_address",
        &mut addresses,
    );
    addresses
}

/// Adds this member of one object or of a list of them, each text once.
fn add_texts(node: Node<'_>, key: &str, texts: &mut Vec<String>) {
    if let Some(text) = node.get(key).text()
        && !texts.contains(&text)
    {
        texts.push(text);
    }
    for item in node.items() {
        add_texts(item, key, texts);
    }
}

/// The sizes told of one volume or a list of them.
fn disk(volumes: Node<'_>) -> Option<ByteSize> {
    let mut sum = volumes.get("size").number().map(ByteSize::from_gib);
    for item in volumes.items() {
        sum = match (sum, disk(item)) {
            (Some(one), Some(other)) => Some(one.plus(other)),
            (one, other) => one.or(other),
        };
    }
    sum
}

/// No complete list of states is published: a word nobody knows means something is going on.
fn state(word: &str) -> State {
    match word.trim().to_ascii_lowercase().as_str() {
        "" => State::Unknown,
        "online" => State::Running,
        "offline" => State::Off,
        "installing" => State::Building,
        "deleting" => State::Deleting,
        _ => State::Busy,
    }
}
