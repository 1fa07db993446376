//! Putting addresses on interfaces and taking them off again.

use http::StatusCode;
use serde_json::json;

use super::{Allocation, IpAddress};
use crate::katapult::{Ask, Outcome, World, interface::Place, refusal::Refusal, reply::Reply};

fn unprocessable(code: &'static str, description: &'static str) -> Refusal {
    Refusal::new(StatusCode::UNPROCESSABLE_ENTITY, code, description)
}

/// The refusal of an address that is in use.
pub(in crate::katapult) fn check_unallocated(address: &IpAddress) -> Result<(), Refusal> {
    if address.allocation == Allocation::None {
        return Ok(());
    }
    Err(unprocessable(
        "ip_already_allocated",
        "The IP address is allocated to something already",
    ))
}

/// Refuses to take an address from what does not give it back.
pub(super) fn check_free(address: &IpAddress) -> Result<(), Refusal> {
    if let Allocation::LoadBalancer { .. } = address.allocation {
        return Err(Refusal::new(
            StatusCode::CONFLICT,
            "resource_does_not_support_unallocation",
            "What the IP address is allocated to does not give it back",
        ));
    }
    Ok(())
}

impl World {
    /// Puts an address on an interface. Its reverse name becomes the machine's.
    pub(in crate::katapult) fn allocate(&mut self, address: &str, interface: &str) {
        if let Some(address) = self.ips.shelf.get_mut(address)
            && let Some(interface) = self.interfaces.get_mut(interface)
        {
            address.reverse_dns = None;
            address.allocation = Allocation::Interface(interface.id.clone());
            interface.addresses.push(address.id.clone());
        }
    }

    /// Takes an address off what it is on.
    pub(in crate::katapult) fn free_ip(&mut self, id: &str) {
        let Some(address) = self.ips.shelf.get_mut(id) else {
            return;
        };
        let allocation = std::mem::replace(&mut address.allocation, Allocation::None);
        address.reverse_dns = None;
        if let Allocation::Interface(interface) = allocation
            && let Some(interface) = self.interfaces.get_mut(&interface)
        {
            interface.addresses.retain(|other| other != id);
        }
    }
}

/// `POST /ip_addresses/ip_address/unallocate`; answers an empty object. It works on machines in
/// the trash, too.
pub(in crate::katapult) fn unallocate(world: &mut World, ask: &Ask) -> Outcome {
    let address = world.ip(ask)?.clone();
    check_free(&address)?;
    if address.allocation == Allocation::None {
        return Err(unprocessable(
            "no_allocation",
            "The IP address is not allocated to anything",
        ));
    }
    world.free_ip(&address.id);
    Ok(Reply::ok(json!({})))
}

/// `POST /virtual_machines/virtual_machine/allocate_ip`; the first interface on the address's
/// network gets it.
pub(in crate::katapult) fn allocate_to_machine(world: &mut World, ask: &Ask) -> Outcome {
    let machine = world.machine(ask)?;
    let address = world.ip(ask)?;
    check_unallocated(address)?;
    let mut interfaces = machine.interfaces.iter();
    let interface = interfaces
        .find(|id| {
            let interface = world.interfaces.get(id);
            interface.is_some_and(|one| {
                matches!(one.place, Place::Public(network) if network.id == address.network.id)
            })
        })
        .filter(|_| machine.organization.id == address.organization.id)
        .cloned()
        .ok_or_else(|| {
            unprocessable(
                "no_interface_available",
                "The virtual machine has no interface on the network of the IP address",
            )
        })?;
    let address = address.id.clone();
    world.allocate(&address, &interface);
    let shown = world.ips.shelf.get(&address);
    Ok(Reply::ok(
        json!({ "ip_address": shown.map(|one| world.ip_in_full(one)) }),
    ))
}
