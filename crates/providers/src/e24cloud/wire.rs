//! The shapes of e24cloud's answers and what they mean (e24cloud reference, sections "Success and
//! errors", "The VM object" and "States").
//!
//! Every field may be missing and may have another type than printed: clients have seen both.

use pilothouse_core::{
    ByteSize, Error, ErrorKind, HourlyPrice, Machine, Response, State, wire::json,
};
use serde::{Deserialize, Deserializer};

use super::error::failure;
use crate::lenient::{self, Objects};

/// The part every answer has, or nearly: one documented answer lacks it, so only a `success` that
/// is there and not true is a failure.
#[derive(Deserialize)]
struct Verdict {
    #[serde(default, deserialize_with = "stated")]
    success: Option<bool>,
}

fn stated<'de, D: Deserializer<'de>>(value: D) -> Result<Option<bool>, D::Error> {
    lenient::flag(value).map(Some)
}

/// Refuses every answer that is not a success, whatever it carries.
///
/// # Errors
/// What [`failure`] makes of it; [`ErrorKind::BadAnswer`] when it is not a JSON object.
pub(super) fn succeeded(response: &Response) -> Result<(), Error> {
    if !response.status().is_success() {
        return Err(failure(response));
    }
    let verdict: Verdict = json(response)?;
    let start = response.body().iter().find(|b| !b.is_ascii_whitespace());
    match verdict.success {
        _ if start != Some(&b'{') => Err(bad_answer("is not an object")),
        Some(false) => Err(failure(response)),
        Some(true) | None => Ok(()),
    }
}

/// An answer that is JSON and a success, but not what was asked for.
pub(super) fn bad_answer(what: &str) -> Error {
    Error::new(
        ErrorKind::BadAnswer,
        format!("e24cloud's answer {what}. Check that the endpoint is an e24cloud API."),
    )
}

/// Answer of the list. Items are machines; anything else among them is left out.
#[derive(Deserialize)]
struct MachineList {
    #[serde(default)]
    virtual_machines: Option<Vec<Objects<Vm>>>,
}

/// Answer of the single read: an array on the provider's page, an object in practice.
#[derive(Deserialize)]
struct OneMachine {
    #[serde(default)]
    virtual_machine: Option<Objects<Vm>>,
}

/// Reads the list of machines.
pub(super) fn machines(response: &Response) -> Result<Vec<Machine>, Error> {
    succeeded(response)?;
    let list = json::<MachineList>(response)?
        .virtual_machines
        .ok_or_else(|| bad_answer("has no list of machines"))?;
    let expected = !list.is_empty();
    let machines: Vec<Machine> = list
        .into_iter()
        .flat_map(|part| part.items)
        .filter_map(Vm::into_machine)
        .collect();
    // A list of nothing but rubbish is not an empty account.
    if expected && machines.is_empty() {
        return Err(bad_answer("lists no machine that has an id"));
    }
    Ok(machines)
}

/// Reads one machine: the one with this id if the answer has several, else the first.
pub(super) fn machine(response: &Response, id: &str) -> Result<Machine, Error> {
    succeeded(response)?;
    let vms = json::<OneMachine>(response)?
        .virtual_machine
        .ok_or_else(|| bad_answer("has no machine"))?;
    if vms.items.is_empty() && vms.odd == 0 {
        return Err(Error::new(
            ErrorKind::NotFound,
            "e24cloud no longer has this machine.",
        ));
    }
    let mut machines: Vec<Machine> = vms.items.into_iter().filter_map(Vm::into_machine).collect();
    let wanted = machines.iter().position(|m| m.id.as_str() == id);
    if machines.is_empty() {
        return Err(bad_answer("has no machine with an id"));
    }
    Ok(machines.swap_remove(wanted.unwrap_or(0)))
}

#[derive(Deserialize)]
struct Vm {
    #[serde(default, deserialize_with = "lenient::text")]
    id: Option<String>,
    #[serde(default, deserialize_with = "lenient::text")]
    label: Option<String>,
    #[serde(default, deserialize_with = "lenient::number")]
    cores: Option<u64>,
    #[serde(default, deserialize_with = "lenient::number")]
    ram: Option<u64>,
    #[serde(default)]
    system: Objects<Named>,
    #[serde(default, rename = "systemName", deserialize_with = "lenient::text")]
    system_name: Option<String>,
    #[serde(default, deserialize_with = "lenient::text")]
    cost_per_hour: Option<String>,
    #[serde(default, deserialize_with = "lenient::text")]
    state: Option<String>,
    #[serde(default)]
    public_interface: Objects<PublicInterface>,
    #[serde(default)]
    storage_volumes: Objects<Volume>,
    #[serde(default)]
    zone: Objects<Named>,
    #[serde(default)]
    groups: Objects<Named>,
}

#[derive(Deserialize)]
struct Named {
    #[serde(default, deserialize_with = "lenient::text")]
    name: Option<String>,
}

#[derive(Default, Deserialize)]
struct PublicInterface {
    #[serde(default, deserialize_with = "lenient::text")]
    primary_ip_ipv4address: Option<String>,
    #[serde(default)]
    ipv4_addresses: Objects<Address>,
}

#[derive(Deserialize)]
struct Address {
    #[serde(default, deserialize_with = "lenient::text")]
    ipv4_address: Option<String>,
}

#[derive(Deserialize)]
struct Volume {
    #[serde(default, deserialize_with = "lenient::number")]
    size: Option<u64>,
}

impl Vm {
    /// `None` for what has no id: nothing could be asked of it.
    fn into_machine(self) -> Option<Machine> {
        let mut machine = Machine::bare(self.id?, self.label.unwrap_or_default());
        machine.state = state(self.state.as_deref());
        machine.provider_state = self.state.unwrap_or_default();
        machine.addresses = addresses(self.public_interface.into_first().unwrap_or_default());
        machine.cpus = self.cores.and_then(|cores| u32::try_from(cores).ok());
        machine.memory = self.ram.map(ByteSize::from_mib);
        machine.disk = self
            .storage_volumes
            .items
            .iter()
            .filter_map(|volume| volume.size.map(ByteSize::from_gib))
            .reduce(ByteSize::plus);
        machine.place = self.zone.into_first().and_then(|zone| zone.name);
        machine.image = self
            .system
            .into_first()
            .and_then(|system| system.name)
            .or(self.system_name);
        // Money is per hour; in which currency is not stated.
        machine.price = self
            .cost_per_hour
            .and_then(|cost| HourlyPrice::from_decimal(&cost, None));
        machine.tags = (self.groups.items.into_iter())
            .filter_map(|group| group.name)
            .collect();
        Some(machine)
    }
}

/// The primary address first; it is empty until one is assigned, and listed again among all.
fn addresses(interface: PublicInterface) -> Vec<String> {
    let all = interface.ipv4_addresses.items.into_iter();
    let mut addresses: Vec<String> = Vec::new();
    for address in interface
        .primary_ip_ipv4address
        .into_iter()
        .chain(all.filter_map(|address| address.ipv4_address))
    {
        if !addresses.contains(&address) {
            addresses.push(address);
        }
    }
    addresses
}

/// No complete list of states is published: a word nobody knows means something is going on.
fn state(word: Option<&str>) -> State {
    let Some(word) = word.map(str::trim).filter(|word| !word.is_empty()) else {
        return State::Unknown;
    };
    match word.to_ascii_lowercase().as_str() {
        "online" => State::Running,
        "offline" => State::Off,
        "installing" => State::Building,
        "deleting" => State::Deleting,
        _ => State::Busy,
    }
}
