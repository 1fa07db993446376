//! The shapes of BigV's answers and what they mean (BigV reference, sections "The virtual machine
//! object", "Groups, accounts, overview" and "State machine as observable").
//!
//! There is no envelope: the status says whether it worked. Not every field is guaranteed in an
//! overview, so every level may be missing.

use pilothouse_core::{
    ByteSize, Error, ErrorKind, Machine, Response, State,
    wire::{escape, json},
};
use serde::{Deserialize, Deserializer};

use super::error::failure;
use crate::lenient::{self, Objects};

/// Reads one object or a list of them: the provider's pages show one where the other is meant, in
/// both directions.
///
/// # Errors
/// What [`failure`] makes of it; [`ErrorKind::BadAnswer`] when there is neither.
fn objects<T>(response: &Response) -> Result<Vec<T>, Error>
where
    T: for<'de> Deserialize<'de>,
{
    if !response.status().is_success() {
        return Err(failure(response));
    }
    let objects: Objects<T> = json(response)?;
    if objects.items.is_empty() && objects.odd > 0 {
        return Err(bad_answer("has nothing in it that was asked for"));
    }
    Ok(objects.items)
}

fn bad_answer(what: &str) -> Error {
    Error::new(
        ErrorKind::BadAnswer,
        format!("BigV's answer {what}. Check that the endpoint is a BigV API."),
    )
}

/// Reads accounts, in overview or not.
pub(super) fn accounts(response: &Response) -> Result<Vec<Account>, Error> {
    let accounts: Vec<Account> = objects(response)?;
    let expected = !accounts.is_empty();
    // An object that is nothing like an account is not an account without machines.
    let accounts: Vec<Account> = accounts
        .into_iter()
        .filter(|a| a.id.is_some() || a.name.is_some() || !a.groups.items.is_empty())
        .collect();
    if expected && accounts.is_empty() {
        return Err(bad_answer("has no account in it"));
    }
    Ok(accounts)
}

/// Reads the machines of all accounts from an overview.
pub(super) fn machines(response: &Response) -> Result<Vec<Machine>, Error> {
    let mut machines = Vec::new();
    for account in accounts(response)? {
        let account_key = account.id.or(account.name);
        for group in account.groups.items {
            let group_key = group.id.or(group.name);
            for vm in group.virtual_machines.items {
                let locator = vm.path(account_key.as_deref(), group_key.as_deref());
                machines.extend(vm.into_machine(locator));
            }
        }
    }
    Ok(machines)
}

/// Reads one machine, which is addressed by this path.
pub(super) fn machine(response: &Response, locator: String) -> Result<Machine, Error> {
    let vms: Vec<Vm> = objects(response)?;
    let vm = vms.into_iter().next().ok_or_else(|| {
        Error::new(
            ErrorKind::NotFound,
            "BigV no longer has this machine, or this login may not see it.",
        )
    })?;
    vm.into_machine(locator)
        .ok_or_else(|| bad_answer("has no machine with an id"))
}

/// Reads the answer to a change: the machine as it is now, which nobody needs because the next
/// look reads it with its discs and interfaces.
pub(super) fn updated(response: &Response) -> Result<(), Error> {
    #[derive(Deserialize)]
    struct Ignored {}
    match objects::<Ignored>(response)?.first() {
        Some(Ignored {}) => Ok(()),
        None => Err(bad_answer("to a change is an empty list")),
    }
}

/// An account, as far as it leads to machines.
#[derive(Deserialize)]
pub(super) struct Account {
    #[serde(default, deserialize_with = "lenient::text")]
    id: Option<String>,
    #[serde(default, deserialize_with = "lenient::text")]
    pub(super) name: Option<String>,
    #[serde(default)]
    groups: Objects<Group>,
}

#[derive(Deserialize)]
struct Group {
    #[serde(default, deserialize_with = "lenient::text")]
    id: Option<String>,
    #[serde(default, deserialize_with = "lenient::text")]
    name: Option<String>,
    #[serde(default)]
    virtual_machines: Objects<Vm>,
}

#[derive(Deserialize)]
struct Vm {
    #[serde(default, deserialize_with = "lenient::text")]
    id: Option<String>,
    #[serde(default, deserialize_with = "lenient::text")]
    name: Option<String>,
    #[serde(default, deserialize_with = "lenient::text")]
    hostname: Option<String>,
    #[serde(default, deserialize_with = "lenient::text")]
    group_id: Option<String>,
    #[serde(default, deserialize_with = "lenient::number")]
    cores: Option<u64>,
    #[serde(default, deserialize_with = "lenient::number")]
    memory: Option<u64>,
    #[serde(default, deserialize_with = "switch")]
    power_on: Option<bool>,
    #[serde(default, deserialize_with = "switch")]
    autoreboot_on: Option<bool>,
    #[serde(default, deserialize_with = "lenient::flag")]
    deleted: bool,
    #[serde(default, deserialize_with = "lenient::text")]
    zone_name: Option<String>,
    #[serde(default, deserialize_with = "lenient::text")]
    last_imaged_with: Option<String>,
    #[serde(default)]
    discs: Objects<Disc>,
    #[serde(default)]
    network_interfaces: Objects<Nic>,
}

#[derive(Deserialize)]
struct Disc {
    /// The provider's page says bytes; its samples and all clients mean mebibytes.
    #[serde(default, deserialize_with = "lenient::number")]
    size: Option<u64>,
}

#[derive(Deserialize)]
struct Nic {
    #[serde(default, deserialize_with = "lenient::list")]
    ips: Vec<String>,
}

/// A boolean that may be missing; what is neither yes nor no is missing.
fn switch<'de, D: Deserializer<'de>>(value: D) -> Result<Option<bool>, D::Error> {
    Ok(match lenient::text(value)?.as_deref() {
        Some("true" | "1") => Some(true),
        Some("false" | "0") => Some(false),
        _ => None,
    })
}

/// The path of a machine nothing but the id is known of. Attested for reading only.
pub(super) fn path_by_id(id: &str) -> String {
    format!("/virtual_machines/{}", escape(id))
}

impl Vm {
    /// Ids and names are equally good in a path; ids survive a rename.
    fn path(&self, account: Option<&str>, group: Option<&str>) -> String {
        let id = self.id.as_deref().unwrap_or_default();
        match (account, group.or(self.group_id.as_deref())) {
            (Some(account), Some(group)) => format!(
                "/accounts/{}/groups/{}/virtual_machines/{}",
                escape(account),
                escape(group),
                escape(id)
            ),
            _ => path_by_id(id),
        }
    }

    /// `None` for what has no id: nothing could be asked of it.
    fn into_machine(self, locator: String) -> Option<Machine> {
        let (state, provider_state) = (self.state(), self.provider_state());
        let tags = self.group().map(str::to_owned).into_iter().collect();
        let name = self.name.or(self.hostname).unwrap_or_default();
        let mut machine = Machine::bare(self.id?, name);
        machine.state = state;
        machine.provider_state = provider_state;
        machine.addresses = addresses(self.network_interfaces.items);
        machine.cpus = self.cores.and_then(|cores| u32::try_from(cores).ok());
        machine.memory = self.memory.map(ByteSize::from_mib);
        machine.disk = (self.discs.items.iter())
            .filter_map(|disc| disc.size.map(ByteSize::from_mib))
            .reduce(ByteSize::plus);
        // Not `head`: that host changes with every start and is gone while the machine is off.
        machine.place = self.zone_name;
        machine.image = self.last_imaged_with;
        machine.tags = tags;
        machine.locator = locator;
        Some(machine)
    }

    /// `power_on` is order and observation at once. Off with automatic restart on means that BigV
    /// will bring the machine up by itself; one that is still being built looks the same.
    fn state(&self) -> State {
        match (self.deleted, self.power_on, self.autoreboot_on) {
            (true, _, _) => State::Deleted,
            (_, Some(true), _) => State::Running,
            (_, Some(false), Some(true)) => State::Restarting,
            (_, Some(false), _) => State::Off,
            (_, None, _) => State::Unknown,
        }
    }

    /// There is no word for the state, only switches; those that were told, as they were told.
    fn provider_state(&self) -> String {
        [
            ("power_on", self.power_on),
            ("autoreboot_on", self.autoreboot_on),
            ("deleted", self.deleted.then_some(true)),
        ]
        .iter()
        .filter_map(|(name, value)| value.map(|value| format!("{name}={value}")))
        .collect::<Vec<_>>()
        .join(" ")
    }

    /// The group's name, which overview and single read both tell only inside the host name
    /// `<name>.<group>.<account>.…`. The group everybody has is no label.
    fn group(&self) -> Option<&str> {
        let name = self.name.as_deref()?;
        let rest = self.hostname.as_deref()?.strip_prefix(name)?;
        let (group, _) = rest.strip_prefix('.')?.split_once('.')?;
        (!group.is_empty() && group != "default").then_some(group)
    }
}

fn addresses(nics: Vec<Nic>) -> Vec<String> {
    let mut addresses: Vec<String> = Vec::new();
    for ip in nics.into_iter().flat_map(|nic| nic.ips) {
        let address = ip.split('/').next().unwrap_or_default().trim();
        if !address.is_empty() && !addresses.iter().any(|known| known == address) {
            addresses.push(address.to_owned());
        }
    }
    addresses
}
