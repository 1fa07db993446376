//! Addresses of an interface: which it could have, and giving it one.

use http::StatusCode;
use serde_json::{Value, json};

use super::Place;
use crate::katapult::{
    Ask, Outcome, World,
    ip::{self, Allocation},
    refusal::Refusal,
    reply::Reply,
};

/// `GET …/available_ips/address_version`; not paginated.
pub(in crate::katapult) fn available_ips(world: &mut World, ask: &Ask) -> Outcome {
    let interface = world.interface(ask)?;
    let version = ask.arguments.required_text("address_version")?;
    let machine = world.machines.get(&interface.machine);
    let organization = machine.map_or("", |machine| machine.organization.id);
    let shown: Vec<Value> = world
        .ips
        .shelf
        .iter()
        .filter(|one| one.organization.id == organization && one.is(&version))
        .filter(|one| one.allocation == Allocation::None)
        .filter(|one| matches!(interface.place, Place::Public(at) if at.id == one.network.id))
        .map(|one| world.ip_in_full(one))
        .collect();
    Ok(Reply::ok(json!({ "ip_addresses": shown })))
}

/// `POST …/allocate_ip`
pub(in crate::katapult) fn allocate_ip(world: &mut World, ask: &Ask) -> Outcome {
    let interface = world.interface(ask)?;
    let address = world.ip(ask)?;
    ip::check_unallocated(address)?;
    let machine = world.machines.get(&interface.machine);
    let fits = matches!(interface.place, Place::Public(at) if at.id == address.network.id)
        && machine.is_some_and(|machine| machine.organization.id == address.organization.id);
    if !fits {
        return Err(Refusal::new(
            StatusCode::UNPROCESSABLE_ENTITY,
            "invalid_ip",
            "The IP address is not of the network this interface is on",
        ));
    }
    let (interface, address) = (interface.id.clone(), address.id.clone());
    world.allocate(&address, &interface);
    let shown = world.interfaces.get(&interface);
    Ok(Reply::ok(json!({
        "virtual_machine_network_interface": shown.map(|one| world.interface_plain(one)),
    })))
}

/// `POST …/allocate_new_ip`
pub(in crate::katapult) fn allocate_new_ip(world: &mut World, ask: &Ask) -> Outcome {
    let interface = world.interface(ask)?.clone();
    let version = ask.arguments.required_text("address_version")?;
    let machine = world.machines.get(&interface.machine);
    // Public addresses are all there is: a virtual network has none to give.
    let id = match (interface.place, machine.map(|one| one.organization)) {
        (Place::Public(network), Some(owner)) => world.new_ip(owner, network, &version),
        _ => None,
    };
    let id = id.ok_or_else(ip::none_left)?;
    world.allocate(&id, &interface.id);
    let shown = world.ips.shelf.get(&id);
    Ok(Reply::ok(
        json!({ "ip_address": shown.map(|one| world.ip_in_full(one)) }),
    ))
}
