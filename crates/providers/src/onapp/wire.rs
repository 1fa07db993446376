//! The shapes of OnApp's machines and what they mean (OnApp reference, sections "The virtual
//! machine object" and "State machine as seen through the API").
//!
//! Root, console and service passwords come along with every machine. They are dropped with the
//! answer: nothing here looks at them, and a machine has no place for them.

use pilothouse_core::{
    ByteSize, Error, ErrorKind, HourlyPrice, Machine, Response, State, Timestamp,
    wire::{escape, text_header},
};
use serde_json::Value;

use super::{addresses::addresses, error::failure, format::Format};
use crate::{node::Node, words::one_line};

/// One page of a list.
pub(super) struct Page {
    /// Those that have an id.
    pub(super) machines: Vec<Machine>,
    /// How many items there were, odd ones included.
    pub(super) items: usize,
    /// `X-Total`: how many the whole list has.
    pub(super) total: Option<usize>,
    /// `X-Limit`: how many the panel puts on a page.
    pub(super) limit: Option<usize>,
}

/// Reads a page of the list, which is a bare array.
pub(super) fn page(format: &Format, response: &Response) -> Result<Page, Error> {
    let body = body(format, response)?;
    let list = Node::from(&body);
    if !list.is_list() {
        return Err(bad_answer("is not a list of machines"));
    }
    let mut page = Page {
        machines: Vec::new(),
        items: 0,
        total: count(response, "x-total"),
        limit: count(response, "x-limit"),
    };
    for item in list.items() {
        page.items = page.items.saturating_add(1);
        page.machines.extend(first_machine(item));
    }
    if page.machines.is_empty() && page.items > 0 {
        return Err(bad_answer("has a list in it, but not of machines"));
    }
    Ok(page)
}

pub(super) fn count(response: &Response, header: &str) -> Option<usize> {
    text_header(response, header)?.trim().parse().ok()
}

/// Reads one machine.
pub(super) fn machine(format: &Format, response: &Response) -> Result<Machine, Error> {
    machine_in(&body(format, response)?)
}

/// The machine in a body.
pub(super) fn machine_in(body: &Value) -> Result<Machine, Error> {
    first_machine(Node::from(body)).ok_or_else(|| bad_answer("has no machine with an id in it"))
}

/// A machine's own members, out of however many envelopes.
pub(super) fn record(body: &Value) -> Node<'_> {
    inside(Node::from(body), "virtual_machine")
}

/// What is in an envelope of this name, or in envelopes in it, or the object itself where there
/// is none; the first one of a list.
pub(super) fn inside<'a>(node: Node<'a>, name: &str) -> Node<'a> {
    let mut object = node.object();
    loop {
        let inner = object.get(name).object();
        if !inner.is_object() {
            return object;
        }
        object = inner;
    }
}

/// Any body of a success.
pub(super) fn body(format: &Format, response: &Response) -> Result<Value, Error> {
    if !response.status().is_success() {
        return Err(failure(format, response));
    }
    (format.read)(response)
}

pub(super) fn bad_answer(what: &str) -> Error {
    Error::new(
        ErrorKind::BadAnswer,
        format!("OnApp's answer {what}. Check that the endpoint is an OnApp control panel."),
    )
}

/// Where a machine is, without a suffix. The numeric id and the 14-character identifier are
/// equally good.
pub(super) fn path(id: &str) -> String {
    format!("/virtual_machines/{}", escape(id))
}

/// The first that has an id, of one object or a list of them.
fn first_machine(node: Node<'_>) -> Option<Machine> {
    if node.is_object() {
        return vm(node);
    }
    for item in node.items() {
        let machine = first_machine(item);
        if machine.is_some() {
            return machine;
        }
    }
    None
}

/// A machine, or the envelope around one. `None` for what has no id: nothing could be asked of it.
fn vm(node: Node<'_>) -> Option<Machine> {
    let inner = node.get("virtual_machine").object();
    if inner.is_object() {
        return vm(inner);
    }
    let id = either(node, "id", "identifier")?;
    let mut machine = Machine::bare(id, either(node, "label", "hostname").unwrap_or_default());
    let flags = Flags::read(node);
    machine.state = flags.state();
    machine.provider_state = flags.words();
    machine.addresses = addresses(node.get("ip_addresses"));
    machine.cpus = node.get("cpus").small();
    machine.memory = node.get("memory").number().map(ByteSize::from_mib);
    machine.disk = node.get("total_disk_size").number().map(ByteSize::from_gib);
    // No place: of where it is, only the number of its present host is told, which means
    // nothing to most people and changes with every migration.
    machine.image = node.get("template_label").text();
    let price = match flags.booted {
        Some(true) => node.get("price_per_hour").text(),
        Some(false) => node.get("price_per_hour_powered_off").text(),
        None => None,
    };
    // The account's currency is not told.
    machine.price = price.and_then(|price| HourlyPrice::from_decimal(&price, None));
    machine.created = date(node.get("created_at"));
    machine.changed = date(node.get("updated_at"));
    machine.locator = machine.id.to_string();
    Some(machine)
}

fn either(node: Node<'_>, key: &str, other: &str) -> Option<String> {
    node.get(key).text().or_else(|| node.get(other).text())
}

/// Three generations of panels write dates in three ways, all of them ISO 8601 with an offset
/// ("Dates").
pub(super) fn date(node: Node<'_>) -> Option<Timestamp> {
    node.str()?.trim().parse().ok()
}

/// What a state is made of.
struct Flags<'a> {
    built: Option<bool>,
    booted: Option<bool>,
    locked: bool,
    suspended: bool,
    recovery_mode: bool,
    deleted_at: Option<Timestamp>,
    state: Node<'a>,
}

impl<'a> Flags<'a> {
    fn read(node: Node<'a>) -> Self {
        let is_on = |key| node.get(key).flag() == Some(true);
        Self {
            built: node.get("built").flag(),
            booted: node.get("booted").flag(),
            locked: is_on("locked"),
            suspended: is_on("suspended"),
            recovery_mode: is_on("recovery_mode"),
            deleted_at: date(node.get("deleted_at")),
            state: node.get("state"),
        }
    }

    /// The reference's order of conditions. `state` is no power state: it is old news even while
    /// a new build runs, so it only tells a failed build from one never tried.
    fn state(&self) -> State {
        let unbuilt = self.built == Some(false);
        match self.booted {
            _ if self.deleted_at.is_some() => State::Deleted,
            _ if self.locked && unbuilt => State::Building,
            _ if self.locked => State::Busy,
            _ if self.suspended => State::Suspended,
            _ if unbuilt && self.state.str() == Some("failed") => State::Failed,
            _ if unbuilt => State::NotBuilt,
            Some(true) if self.recovery_mode => State::Rescue,
            Some(true) => State::Running,
            Some(false) => State::Off,
            None => State::Unknown,
        }
    }

    /// The flags the state was made of, as they were told; those that are usually off only if on.
    fn words(&self) -> String {
        let mut words = String::new();
        for (name, value) in [
            ("built=", self.built),
            ("booted=", self.booted),
            ("locked=", self.locked.then_some(true)),
            ("suspended=", self.suspended.then_some(true)),
            ("recovery_mode=", self.recovery_mode.then_some(true)),
        ] {
            match value {
                Some(true) => add(&mut words, name, "true"),
                Some(false) => add(&mut words, name, "false"),
                None => {}
            }
        }
        if let Some(state) = self.state.text() {
            add(&mut words, "state=", &one_line(&state));
        }
        words
    }
}

fn add(words: &mut String, name: &str, value: &str) {
    if !words.is_empty() {
        words.push(' ');
    }
    words.push_str(name);
    words.push_str(value);
}
