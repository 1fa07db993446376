//! The shapes of Katapult's answers and what they mean (Katapult reference, sections
//! "Pagination", "VM objects", "States and power", "Task" and "Organizations, user, policy").

use pilothouse_core::{ByteSize, Error, ErrorKind, Machine, Response, State, wire::json};
use serde_json::Value;

use super::{auth::lookup, error::failure};
use crate::node::{Node, add_address, success};

/// Rows asked for at once: half of what the server is said to allow, and accepted by the live
/// service.
pub(super) const PER_PAGE: u64 = 100;

/// Reads the object every success is. It may hold secrets: it is never kept nor quoted.
///
/// # Errors
/// What [`failure`] makes of it; [`ErrorKind::BadAnswer`] for anything but an object.
pub(super) fn object(response: &Response) -> Result<Value, Error> {
    success(response, failure)?;
    let answer: Value = json(response)?;
    if answer.is_object() {
        Ok(answer)
    } else {
        Err(bad_answer("is no object"))
    }
}

pub(super) fn bad_answer(what: &str) -> Error {
    let end = ". Check that the endpoint is Katapult's API.";
    let words = ["Katapult's answer ", what, end].concat();
    Error::new(ErrorKind::BadAnswer, words)
}

/// One organization, as far as it leads to machines.
pub(super) struct Organization {
    key: &'static str,
    value: String,
    /// For a person.
    pub(super) name: String,
}

impl Organization {
    /// From what a person entered: an id or a sub domain.
    pub(super) fn named(text: &str) -> Self {
        let key = if text.starts_with("org_") {
            "id"
        } else {
            "sub_domain"
        };
        let (value, name) = (text.to_owned(), text.to_owned());
        Self { key, value, name }
    }

    /// Its lookup as part of a query.
    pub(super) fn query(&self) -> String {
        lookup("organization", self.key, &self.value)
    }

    /// `None` for what has neither id nor sub domain: nothing could be asked of it.
    fn read(entry: Node) -> Option<Self> {
        let sub_domain = entry.get("sub_domain").text();
        let name = entry.get("name").text().or_else(|| sub_domain.clone());
        let (key, value) = match entry.get("id").text() {
            Some(id) => ("id", id),
            None => ("sub_domain", sub_domain?),
        };
        let name = name.unwrap_or_else(|| value.clone());
        Some(Self { key, value, name })
    }
}

/// Reads the organizations a token sees.
pub(super) fn organizations(response: &Response) -> Result<Vec<Organization>, Error> {
    let answer = object(response)?;
    let Some(Value::Array(entries)) = answer.get("organizations") else {
        return Err(bad_answer("has no list of organizations"));
    };
    let mut found = Vec::new();
    for entry in entries {
        found.extend(Organization::read(entry.into()));
    }
    if found.is_empty() && !entries.is_empty() {
        return Err(bad_answer("has no organization with an id"));
    }
    Ok(found)
}

/// One page of an organization's machines.
pub(super) struct Page {
    pub(super) machines: Vec<Machine>,
    /// How many the account has, where the server counts.
    pub(super) total: Option<u64>,
    /// Whether another page follows.
    pub(super) more: bool,
}

/// Reads page number `page` (from 1), of which `per_page` machines were asked for.
pub(super) fn page(response: &Response, page: u64, per_page: u64) -> Result<Page, Error> {
    let answer = object(response)?;
    let Some(Value::Array(entries)) = answer.get("virtual_machines") else {
        return Err(bad_answer("has no list of machines"));
    };
    let mut machines = Vec::new();
    for entry in entries {
        if let Some(mut machine) = read_machine(entry.into()) {
            // What the list says of a machine never includes its state.
            machine.state = State::Unread;
            machines.push(machine);
        }
    }
    if machines.is_empty() && !entries.is_empty() {
        return Err(bad_answer("has no machine with an id"));
    }
    let paging = Node::from(&answer).get("pagination").one();
    Ok(Page {
        machines,
        total: paging.get("total").number(),
        more: more(paging, page, entries.len() as u64, per_page),
    })
}

/// A large set is not counted: its last page is the first that is not full. The server may have
/// made pages smaller than asked for, and says so.
pub(super) fn more(paging: Node, page: u64, rows: u64, asked: u64) -> bool {
    let large_set = paging.get("large_set").flag() == Some(true);
    match paging.get("total_pages").number() {
        _ if rows == 0 => false,
        Some(total) if !large_set => page < total,
        _ => rows >= paging.get("per_page").number().unwrap_or(asked),
    }
}

/// Reads one machine in full.
pub(super) fn machine(response: &Response) -> Result<Machine, Error> {
    let answer = object(response)?;
    read_machine(Node::from(&answer).get("virtual_machine"))
        .ok_or_else(|| bad_answer("has no machine with an id"))
}

/// A machine in a list or in full; the list leaves most of it out. The root password a full one
/// carries is never read. `None` for what has no id: nothing could be asked of it.
pub(super) fn read_machine(vm: Node) -> Option<Machine> {
    let id = vm.get("id").text()?;
    let name = vm.get("name").text();
    let name = name.or_else(|| vm.get("hostname").text());
    let mut machine = Machine::bare(id, name.unwrap_or_default());
    machine.provider_state = vm.get("state").text().unwrap_or_default();
    machine.state = if vm.get("suspended").flag() == Some(true) {
        State::Suspended
    } else {
        state(&machine.provider_state)
    };
    for ip in vm.get("ip_addresses").rows() {
        let address = Node::from(ip).get("address").text();
        add_address(&mut machine.addresses, &address.unwrap_or_default());
    }
    machine.cpus = vm.get("cpu_cores").small();
    machine.memory = vm.get("memory_in_gb").number().map(ByteSize::from_gib);
    // What the package includes, which is what the machine's disks share unless somebody bought
    // more; the disks themselves would be a request for each machine.
    let package = vm.get("package").one();
    machine.disk = package
        .get("storage_in_gb")
        .number()
        .map(ByteSize::from_gib);
    machine.place = vm.get("zone").one().get("name").text();
    for tag in vm.get("tag_names").rows() {
        machine
            .tags
            .extend(Node::from(tag).str().map(str::to_owned));
    }
    machine.created = vm.get("created_at").unix_time();
    Some(machine)
}

/// What a state's word means.
fn state(word: &str) -> State {
    match word {
        "" => State::Unknown,
        "started" => State::Running,
        "stopped" => State::Off,
        // Being given a place on a hypervisor is the first part of every start.
        "starting" | "allocating" | "allocated" => State::Starting,
        "stopping" | "shutting_down" => State::Stopping,
        "resetting" => State::Restarting,
        "failed" | "orphaned" => State::Failed,
        // Migrating, transferring, and words that are not documented.
        _ => State::Busy,
    }
}

/// A task; answers to orders leave out its progress.
pub(super) struct Task {
    pub(super) id: Option<String>,
    pub(super) name: Option<String>,
    pub(super) status: Option<String>,
    pub(super) progress: Option<u64>,
}

/// Reads the task an order became, or how it is doing.
pub(super) fn task(response: &Response) -> Result<Task, Error> {
    let answer = object(response)?;
    let task = Node::from(&answer).get("task");
    let task = Task {
        id: task.get("id").text(),
        name: task.get("name").text(),
        status: task.get("status").text(),
        progress: task.get("progress").number(),
    };
    if task.id.is_none() && task.status.is_none() {
        return Err(bad_answer("has no task in it"));
    }
    Ok(task)
}
