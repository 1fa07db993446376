//! Volumes, addresses and private networks, for reading: the machines' own, and what machines
//! that are gone left behind.
//!
//! Source: e24cloud reference, Volumes, images, addresses, VLANs.

use super::World;
use super::catalogue::uuid;
use super::machine::{Machine, State};
use jiff::Timestamp;
use serde_json::{Value, json};

impl World {
    /// `GET /v2/storage-volumes`
    pub(super) fn volumes(&mut self, now: Timestamp) -> Value {
        let list: Vec<Value> = self
            .owners(now)
            .flat_map(|machine| {
                machine.volumes.iter().map(|volume| {
                    json!({
                        "id": volume.id,
                        "label": null,
                        "size": volume.size,
                        "cost_per_hour": null,
                        "type": "ssd",
                        "system_disk": volume.system,
                        "shared_disk": false,
                        "virtual_machine": holder(machine),
                    })
                })
            })
            .collect();
        json!({"success": true, "storage_volumes": list})
    }

    /// `GET /v2/ipv4-addresses`
    pub(super) fn addresses(&mut self, now: Timestamp) -> Value {
        let list: Vec<Value> = self
            .owners(now)
            .flat_map(|machine| {
                machine.addresses.iter().map(|address| {
                    json!({
                        "id": address.id,
                        "ipv4_address": address.address,
                        "cost_per_hour": "0.0100",
                        "owner": {"id": uuid(7, 900), "name": "sandbox"},
                        "zone": {"id": machine.zone.id(), "name": machine.zone.label()},
                        "virtual_machine": holder(machine),
                        "attach_time": "2026-05-04 08:30:00",
                        "dhcp": true,
                    })
                })
            })
            .collect();
        json!({"success": true, "ipv4_addresses": list})
    }

    /// `GET /v2/vlans`
    pub(super) fn vlans(&mut self, now: Timestamp) -> Value {
        let members: Vec<Value> = self
            .owners(now)
            .filter(|m| m.state != State::Gone && m.number.is_multiple_of(3))
            .map(|m| json!({"id": m.id, "label": m.label, "owner_id": uuid(7, 900)}))
            .collect();
        json!({"success": true, "vlans": [{
            "id": 501,
            "label": "private",
            "cost_per_hour": 0,
            "owner": {"id": uuid(7, 900), "name": "sandbox"},
            "task": [],
            "virtual_machines": members,
        }]})
    }

    /// The machines that have something, or left something behind.
    fn owners(&mut self, now: Timestamp) -> impl Iterator<Item = &Machine> {
        self.machines.iter_mut().filter_map(move |machine| {
            machine.settle(now);
            (machine.state != State::Gone || machine.keep_resources).then_some(&*machine)
        })
    }
}

fn holder(machine: &Machine) -> Value {
    if machine.state == State::Gone {
        return Value::Null;
    }
    json!({"id": machine.id, "label": machine.label, "attach_time": "2026-05-04 08:30:00"})
}
