//! Listing, adding, reading and removing interfaces.

use serde_json::json;

use super::{Interface, Place, Plug};
use crate::katapult::{
    Ask, Outcome, World,
    catalogue::{networks, profiles},
    machine::Machine,
    page::Page,
    refusal::Refusal,
    reply::Reply,
    state::State,
};

impl World {
    fn interfaces_of<'a>(&'a self, machine: &'a Machine) -> impl Iterator<Item = &'a Interface> {
        let ids = machine.interfaces.iter();
        ids.filter_map(|id| self.interfaces.get(id))
    }
}

/// `GET /virtual_machines/virtual_machine/network_interfaces`
pub(in crate::katapult) fn list(world: &mut World, ask: &Ask) -> Outcome {
    let machine = world.machine(ask)?;
    let all: Vec<&Interface> = world.interfaces_of(machine).collect();
    Page::list(
        &ask.arguments,
        "virtual_machine_network_interfaces",
        &all,
        |one| world.interface_listed(one),
    )
}

/// `POST /virtual_machines/virtual_machine/network_interfaces`; answers 200. The new interface
/// is presumably detached, as nothing but `attach` comes with a task.
pub(in crate::katapult) fn create(world: &mut World, ask: &Ask) -> Outcome {
    let machine = world.machine(ask)?;
    let network = networks::optional(ask)?;
    let virtual_network = networks::optional_virtual(ask)?;
    let speed = profiles::speed(ask)?;
    let (place, data_center) = match (network, virtual_network) {
        (Some(one), None) => (Place::Public(one), one.data_center),
        (None, Some(one)) => (Place::Virtual(one), one.data_center),
        _ => {
            let fault = "Exactly one of network and virtual network must be given".to_owned();
            return Err(Refusal::validation_error(&[fault]));
        }
    };
    if data_center.id != machine.zone.data_center.id {
        let fault = "Network must be in the data center of the virtual machine".to_owned();
        return Err(Refusal::validation_error(&[fault]));
    }
    let machine = machine.id.clone();
    let id = world.add_interface(&machine, place, speed, Plug::Detached);
    let shown = world.interfaces.get(&id);
    Ok(Reply::ok(json!({
        "virtual_machine_network_interface": shown.map(|one| world.interface_in_full(one)),
    })))
}

/// `GET /virtual_machines/virtual_machine/networks/network/interface`
pub(in crate::katapult) fn on_network(world: &mut World, ask: &Ask) -> Outcome {
    let machine = world.machine(ask)?;
    let network = networks::named(ask)?;
    let found = world
        .interfaces_of(machine)
        .find(|one| matches!(one.place, Place::Public(other) if other.id == network.id))
        .ok_or_else(|| Refusal::not_found("interface_not_found"))?;
    Ok(Reply::ok(json!({
        "virtual_machine_network_interface": world.interface_plain(found),
    })))
}

/// `GET /virtual_machine_network_interfaces/virtual_machine_network_interface`
pub(in crate::katapult) fn show(world: &mut World, ask: &Ask) -> Outcome {
    let found = world.interface(ask)?;
    Ok(Reply::ok(json!({
        "virtual_machine_network_interface": world.interface_in_full(found),
    })))
}

/// `DELETE /virtual_machine_network_interfaces/virtual_machine_network_interface`. Both refusals
/// are described, but not for what: here addresses hold an interface, and so does being
/// attached to a machine that is on.
pub(in crate::katapult) fn delete(world: &mut World, ask: &Ask) -> Outcome {
    let found = world.interface(ask)?;
    if !found.addresses.is_empty() {
        return Err(Refusal::deletion_restricted(
            "The network interface still has IP addresses",
        ));
    }
    let machine = world.machines.get(&found.machine);
    if found.plug != Plug::Detached && machine.is_some_and(|one| one.state == State::Started) {
        let fault = "Network interface must be detached first".to_owned();
        return Err(Refusal::validation_error(&[fault]));
    }
    let reply = Reply::ok(json!({
        "virtual_machine_network_interface": world.interface_in_full(found),
    }));
    let (id, machine) = (found.id.clone(), found.machine.clone());
    if let Some(machine) = world.machines.get_mut(&machine) {
        machine.interfaces.retain(|other| *other != id);
    }
    world.interfaces.remove(&id);
    Ok(reply)
}
