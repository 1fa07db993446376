//! Disks, network interfaces and assigned addresses of machines, to be read; source: `OnApp`
//! reference, sections 10 and 11. Changing them is not simulated.

use super::World;
use super::call::Call;
use super::machine::{Disk, Machine};
use super::paging::Window;
use super::refusal::Refusal;
use super::reply::{Names, Reply, names};
use super::{address, machine};
use serde_json::{Value, json};

const DISKS: Names = names("disks", "disk");
const NICS: Names = names("network_interfaces", "network_interface");
const JOINS: Names = names("ip_address_joins", "ip_address_join");

impl World {
    /// `GET /virtual_machines/:id/disks`
    pub(super) fn machine_disks(&self, id: u32) -> Result<Reply, Refusal> {
        let machine = self.machine(id)?;
        let views = machine.disks.iter().map(|disk| self.disk(machine, disk));
        Ok(Reply::list(DISKS, views.collect()))
    }

    /// `GET /settings/disks`
    pub(super) fn all_disks(&self, call: &Call) -> Reply {
        let of = |machine| -> Vec<(&Machine, &Disk)> {
            let machine: &Machine = machine;
            machine.disks.iter().map(|disk| (machine, disk)).collect()
        };
        let window = Window::read(&call.params, None);
        let cut = Window::cut(window, self.machines.values().flat_map(of));
        let views = cut
            .into_iter()
            .map(|(machine, disk)| self.disk(machine, disk));
        let reply = Reply::list(DISKS, views.collect());
        Window::mark(window, self.by_disk.len(), reply)
    }

    /// `GET /settings/disks/:id`, `GET /virtual_machines/:id/disks/:disk`
    pub(super) fn one_disk(&self, disk: &str) -> Result<Reply, Refusal> {
        let number: u32 = disk.parse().map_err(|_| Refusal::NotFound)?;
        let owner = self.by_disk.get(&number).copied().unwrap_or_default();
        let machine = self.machine(owner)?;
        let found = machine.disks.iter().find(|disk| disk.id == number);
        found
            .map(|disk| Reply::one("disk", self.disk(machine, disk)))
            .ok_or(Refusal::NotFound)
    }

    fn disk(&self, machine: &Machine, disk: &Disk) -> Value {
        json!({
            "id": disk.id,
            "identifier": machine::identifier(disk.id ^ 0x00d1_5c00),
            "label": null,
            "primary": !disk.swap,
            "is_swap": disk.swap,
            "disk_size": disk.size,
            "data_store_id": 1,
            "disk_vm_number": if disk.swap { 2 } else { 1 },
            "virtual_machine_id": machine.id,
            "built": machine.built || machine.state == "failed",
            "locked": machine.locked,
            "has_autobackups": false,
            "mount_point": null,
            "mounted": false,
            "file_system": "ext4",
            "add_to_linux_fstab": null,
            "add_to_freebsd_fstab": null,
            "min_iops": 600,
            "max_iops": null,
            "burst_iops": null,
            "max_bw": null,
            "burst_bw": null,
            "iqn": null,
            "volume_id": null,
            "created_at": self.dialect.date(machine.created_at),
            "updated_at": self.dialect.date(machine.created_at),
        })
    }

    /// `GET /virtual_machines/:id/network_interfaces`
    pub(super) fn nics(&self, id: u32) -> Result<Reply, Refusal> {
        Ok(Reply::list(NICS, vec![self.nic(self.machine(id)?)]))
    }

    /// `GET /virtual_machines/:id/network_interfaces/:nid`
    pub(super) fn one_nic(&self, id: u32, nic: &str) -> Result<Reply, Refusal> {
        let machine = self.machine(id)?;
        if machine.nic.id.to_string() != nic {
            return Err(Refusal::NotFound);
        }
        Ok(Reply::one("network_interface", self.nic(machine)))
    }

    fn nic(&self, machine: &Machine) -> Value {
        let [a, b, c, d] = machine.id.to_be_bytes();
        json!({
            "id": machine.nic.id,
            "identifier": machine::identifier(machine.nic.id ^ 0x0e70_0000),
            "label": "eth0",
            "primary": true,
            "mac_address": format!("00:16:{a:02x}:{b:02x}:{c:02x}:{d:02x}"),
            "network_join_id": 1,
            "rate_limit": machine.nic.rate,
            "connected": true,
            "default_firewall_rule": "ACCEPT",
            "usage": null,
            "usage_last_reset_at": null,
            "usage_month_rolled_at": null,
            "virtual_machine_id": machine.id,
            "created_at": self.dialect.date(machine.created_at),
            "updated_at": self.dialect.date(machine.created_at),
        })
    }

    /// `GET /virtual_machines/:id/ip_addresses`: joins, whose id is not the address's.
    pub(super) fn joins(&self, id: u32) -> Result<Reply, Refusal> {
        let machine = self.machine(id)?;
        let join = |ip: &address::Address| {
            let view = ip.view(self.dialect);
            let address = match self.dialect {
                super::Dialect::Legacy => json!({"ip_address": view}),
                super::Dialect::Modern => view,
            };
            json!({
                "id": 70_000 + ip.id,
                "ip_address_id": ip.id,
                "network_interface_id": machine.nic.id,
                "virtual_machine_id": id,
                "ip_address": address,
                "created_at": self.dialect.date(ip.created_at),
                "updated_at": self.dialect.date(ip.created_at),
            })
        };
        let views = machine.addresses.iter().map(join);
        Ok(Reply::list(JOINS, views.collect()))
    }
}
