//! A machine's disk and network interface, to look at (reference, IP addresses and interfaces;
//! Disks and backups). Each machine has one of either, made and gone with it.

use serde_json::{Value, json};

use super::{Ask, Outcome, World, machine::Machine, page::Page, reply::Reply, state::State};

/// Size of a disk where no package says.
const DEFAULT_DISK: u32 = 40;

/// The identifier of a machine's part: its own with another prefix.
fn part(machine: &Machine, prefix: &str) -> String {
    let own = machine.id.split_once('_').map_or("", |(_, own)| own);
    format!("{prefix}_{own}")
}

fn disk(machine: &Machine) -> Value {
    let package = machine.size.package;
    let (built, attached) = match machine.state {
        State::Failed => ("failed", "detached"),
        State::Stopped | State::Allocating => ("built", "detached"),
        _ => ("built", "attached"),
    };
    json!({
        "disk": {
            "id": part(machine, "disk"),
            "name": "System disk",
            "size_in_gb": package.map_or(DEFAULT_DISK, |package| package.storage_in_gb),
            "wwn": format!("5000c5{:010x}", machine.created_at & 0xff_ffff_ffff),
            "state": built,
            "created_at": machine.created_at,
        },
        "attach_on_boot": true,
        "boot": true,
        "state": attached,
    })
}

fn interface(machine: &Machine) -> Option<Value> {
    let network = machine.addresses.first()?.network;
    let addresses: Vec<Value> = machine
        .addresses
        .iter()
        .map(|address| json!({"id": address.id, "address": address.text}))
        .collect();
    Some(json!({
        "id": part(machine, "vmnet"),
        "name": format!("Public network on {}", machine.name),
        "network": {"id": network.id, "name": network.name},
        "virtual_network": null,
        "ip_addresses": addresses,
    }))
}

fn paginated(ask: &Ask, name: &str, all: &[Value]) -> Outcome {
    let page = Page::read(&ask.arguments)?;
    let mut body = json!({ "pagination": page.counted(all.len()) });
    if let Some(body) = body.as_object_mut() {
        body.insert(name.to_owned(), page.of(all).into());
    }
    Ok(Reply::ok(body))
}

/// `GET /virtual_machines/virtual_machine/disks`
pub(super) fn disks(world: &mut World, ask: &Ask) -> Outcome {
    let machine = world.machine(ask)?;
    paginated(ask, "disks", &[disk(machine)])
}

/// `GET /virtual_machines/virtual_machine/network_interfaces`
pub(super) fn interfaces(world: &mut World, ask: &Ask) -> Outcome {
    let interfaces: Vec<Value> = interface(world.machine(ask)?).into_iter().collect();
    paginated(ask, "virtual_machine_network_interfaces", &interfaces)
}
