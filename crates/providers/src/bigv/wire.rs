//! The shapes of BigV's answers and what they mean (BigV reference, sections "The virtual machine
//! object", "Groups, accounts, overview" and "State machine as observable").
//!
//! There is no envelope: the status says whether it worked. Not every field is guaranteed in an
//! overview, so every level may be missing.

use pilothouse_core::{
    ByteSize, Error, ErrorKind, Machine, Outline, Response, Rest, State, outline,
    wire::{escape, json},
};
use serde_json::Value;

use super::error::failure;
use crate::node::{Node, add_address, success};

/// Reads one object or a list of them: the provider's pages show one where the other is meant, in
/// both directions.
///
/// # Errors
/// What [`failure`] makes of it; [`ErrorKind::BadAnswer`] when there is neither.
pub(super) fn objects(response: &Response) -> Result<Value, Error> {
    success(response, failure)?;
    let answer = json(response)?;
    has_objects(&answer)?;
    Ok(answer)
}

fn has_objects(answer: &Value) -> Result<(), Error> {
    if Node::from(answer).one().is_object() || is_empty_list(answer) {
        Ok(())
    } else {
        Err(bad_answer("has nothing in it that was asked for"))
    }
}

fn is_empty_list(answer: &Value) -> bool {
    answer.as_array().is_some_and(Vec::is_empty)
}

pub(super) fn bad_answer(what: &str) -> Error {
    let end = ". Check that the endpoint is a BigV API.";
    let words = ["BigV's answer ", what, end].concat();
    Error::new(ErrorKind::BadAnswer, words)
}

/// Refuses what has no accounts in it, in overview or not; [`is_account`] tells them from what else
/// may be there.
fn has_accounts(answer: &Value) -> Result<(), Error> {
    has_objects(answer)?;
    let rows = Node::from(answer).rows();
    if rows.is_empty() || rows.iter().any(is_account) {
        Ok(())
    } else {
        Err(bad_answer("has no account in it"))
    }
}

/// An object that is nothing like an account is not an account without machines.
fn is_account(row: &Value) -> bool {
    let row = Node::from(row);
    row.get("id").text().is_some()
        || row.get("name").text().is_some()
        || row.get("groups").one().is_object()
}

/// Reads the accounts' names; empty for an account of which none is told.
pub(super) fn account_names(response: &Response) -> Result<Vec<String>, Error> {
    success(response, failure)?;
    let answer = json(response)?;
    has_accounts(&answer)?;
    let mut names = Vec::new();
    for row in Node::from(&answer).rows() {
        if is_account(row) {
            names.push(Node::from(row).get("name").text().unwrap_or_default());
        }
    }
    Ok(names)
}

/// Reads the machines of all accounts from an overview.
pub(super) fn machines(response: &Response) -> Result<Vec<Machine>, Error> {
    outline::all(response, each_machine(response)?)
}

/// The same, one machine at a time.
pub(super) fn each_machine(response: &Response) -> Result<Rest<Machine>, Error> {
    success(response, failure)?;
    let outline = Outline::of(response, "virtual_machines")?;
    has_accounts(&outline.answer)?;
    let mut entries = Vec::new();
    for account in Node::from(&outline.answer).rows() {
        let account = Node::from(account);
        let account_key = id_or_name(account);
        for group in account.get("groups").rows() {
            let group = Node::from(group);
            let group_key = id_or_name(group);
            for vm in group.get("virtual_machines").rows() {
                entries.push((account_key.clone(), group_key.clone(), vm.clone()));
            }
        }
    }
    let mut entries = entries.into_iter();
    Ok(Box::new(move |response| {
        for (account, group, entry) in entries.by_ref() {
            let whole = outline.whole(response, &entry)?;
            let vm = Node::from(&*whole);
            let machine = read_machine(vm, path(vm, account.as_deref(), group));
            if machine.is_some() {
                return Ok(machine);
            }
        }
        Ok(None)
    }))
}

/// Reads one machine, which is addressed by this path.
pub(super) fn machine(response: &Response, locator: String) -> Result<Machine, Error> {
    let answer = objects(response)?;
    if is_empty_list(&answer) {
        return Err(Error::new(
            ErrorKind::NotFound,
            "BigV no longer has this machine, or this login may not see it.",
        ));
    }
    read_machine(Node::from(&answer).one(), locator)
        .ok_or_else(|| bad_answer("has no machine with an id"))
}

/// Reads the answer to a change: the machine as it is now, which nobody needs because the next
/// look reads it with its discs and interfaces.
pub(super) fn updated(response: &Response) -> Result<(), Error> {
    if is_empty_list(&objects(response)?) {
        return Err(bad_answer("to a change is an empty list"));
    }
    Ok(())
}

/// Ids and names are equally good in a path; ids survive a rename.
pub(super) fn id_or_name(node: Node) -> Option<String> {
    node.get("id").text().or_else(|| node.get("name").text())
}

/// The path of a machine nothing but the id is known of. Attested for reading only.
pub(super) fn path_by_id(id: &str) -> String {
    ["/virtual_machines/", &escape(id)].concat()
}

/// The path of a machine in this group of this account.
pub(super) fn path(vm: Node, account: Option<&str>, group: Option<String>) -> String {
    let below = path_by_id(&vm.get("id").text().unwrap_or_default());
    let group = group.or_else(|| vm.get("group_id").text());
    match (account, group) {
        (Some(account), Some(group)) => {
            let (account, group) = (escape(account), escape(&group));
            ["/accounts/", &account, "/groups/", &group, &below].concat()
        }
        _ => below,
    }
}

/// `None` for what has no id: nothing could be asked of it.
pub(super) fn read_machine(vm: Node, locator: String) -> Option<Machine> {
    let id = vm.get("id").text()?;
    let hostname = vm.get("hostname").text().unwrap_or_default();
    let name = vm.get("name").text().unwrap_or_default();
    let group = group(&name, &hostname).map(str::to_owned);
    let name = if name.is_empty() { hostname } else { name };
    let mut machine = Machine::bare(id, name);
    machine.state = state(vm);
    machine.provider_state = provider_state(vm);
    for nic in vm.get("network_interfaces").rows() {
        for ip in Node::from(nic).get("ips").rows() {
            let ip = Node::from(ip).str().unwrap_or_default();
            add_address(&mut machine.addresses, ip);
        }
    }
    machine.cpus = vm.get("cores").small();
    machine.memory = vm.get("memory").number().map(ByteSize::from_mib);
    for disc in vm.get("discs").rows() {
        if let Some(size) = disc_size(Node::from(disc)) {
            machine.disk = Some(machine.disk.map_or(size, |sum| sum.plus(size)));
        }
    }
    // Not `head`: that host changes with every start and is gone while the machine is off.
    machine.place = vm.get("zone_name").text();
    machine.image = vm.get("last_imaged_with").text();
    machine.tags.extend(group);
    machine.locator = locator;
    Some(machine)
}

/// The provider's page says bytes; its samples and all clients mean mebibytes. No disc is larger
/// than 2 TiB ("Discs and backups"), so a larger number of mebibytes can only be one of bytes.
pub(super) fn disc_size(disc: Node) -> Option<ByteSize> {
    let size = disc.get("size").number()?;
    Some(if size > 2 << 20 {
        ByteSize::from_bytes(size)
    } else {
        ByteSize::from_mib(size)
    })
}

/// `power_on` is order and observation at once. Off with automatic restart on means that BigV
/// will bring the machine up by itself; one that is still being built looks the same.
fn state(vm: Node) -> State {
    if vm.get("deleted").flag() == Some(true) {
        return State::Deleted;
    }
    match vm.get("power_on").flag() {
        Some(true) => State::Running,
        Some(false) if vm.get("autoreboot_on").flag() == Some(true) => State::Restarting,
        Some(false) => State::Off,
        None => State::Unknown,
    }
}

/// There is no word for the state, only switches; those that were told, as they were told. Not
/// being deleted is nothing to tell.
fn provider_state(vm: Node) -> String {
    let mut words = String::new();
    for switch in ["power_on", "autoreboot_on", "deleted"] {
        let value = match vm.get(switch).flag() {
            Some(true) => "=true",
            Some(false) if switch != "deleted" => "=false",
            _ => continue,
        };
        if !words.is_empty() {
            words.push(' ');
        }
        words.push_str(switch);
        words.push_str(value);
    }
    words
}

/// The group's name, which overview and single read both tell only inside the host name
/// `<name>.<group>.<account>.…`. The group everybody has is no label.
fn group<'a>(name: &str, hostname: &'a str) -> Option<&'a str> {
    if name.is_empty() {
        return None;
    }
    let rest = hostname.strip_prefix(name)?.strip_prefix('.')?;
    let (group, _) = rest.split_once('.')?;
    (!group.is_empty() && group != "default").then_some(group)
}
