//! IP addresses of organizations (reference, IP addresses and interfaces).

mod allocation;
mod crud;

use std::collections::HashMap;

use serde_json::{Value, json};

pub(super) use self::{
    allocation::{allocate_to_machine, check_unallocated, unallocate},
    crud::{create, list, none_left, release, show, update},
};
use super::{
    Ask, World, catalogue::networks::Network, machine::Machine, organization::Organization,
    refusal::Refusal, shelf::Shelf,
};

/// What an address is allocated to.
#[derive(Clone, PartialEq, Eq)]
pub(super) enum Allocation {
    /// Nothing.
    None,
    /// A network interface, by id, and with it that interface's machine.
    Interface(String),
    /// A load balancer, which gives no address back. It is all there is of it here.
    LoadBalancer {
        id: &'static str,
        name: &'static str,
    },
}

/// An address.
#[derive(Clone)]
pub(super) struct IpAddress {
    pub(super) id: String,
    pub(super) organization: &'static Organization,
    pub(super) text: String,
    pub(super) network: &'static Network,
    /// The reverse name somebody chose.
    pub(super) reverse_dns: Option<String>,
    pub(super) vip: bool,
    pub(super) label: Option<String>,
    pub(super) allocation: Allocation,
}

/// Addresses by id and by their text.
#[derive(Default)]
pub(super) struct Ips {
    pub(super) shelf: Shelf<IpAddress>,
    by_text: HashMap<String, String>,
}

impl IpAddress {
    /// Whether it is of a version, `ipv4` or `ipv6`.
    pub(super) fn is(&self, version: &str) -> bool {
        self.text.contains(':') == (version == "ipv6")
    }
}

impl World {
    /// Gives an organization an address on a network, while there are any.
    pub(super) fn new_ip(
        &mut self,
        organization: &'static Organization,
        network: &'static Network,
        version: &str,
    ) -> Option<String> {
        let text = if version == "ipv6" {
            self.addresses.next_v6()
        } else {
            self.addresses.next_v4()?
        };
        Some(self.take_ip(organization, network, text))
    }

    /// Puts an address from the pool on record.
    pub(super) fn take_ip(
        &mut self,
        organization: &'static Organization,
        network: &'static Network,
        text: String,
    ) -> String {
        let id = self.serial.next("ip");
        self.ips.by_text.insert(text.clone(), id.clone());
        let address = IpAddress {
            id: id.clone(),
            organization,
            text,
            network,
            reverse_dns: None,
            vip: false,
            label: None,
            allocation: Allocation::None,
        };
        self.ips.shelf.insert(&id, address);
        id
    }

    /// Gives an address back to the pool.
    fn drop_ip(&mut self, id: &str) {
        self.free_ip(id);
        if let Some(address) = self.ips.shelf.remove(id) {
            self.ips.by_text.remove(&address.text);
            self.addresses.give_back(address.text);
        }
    }

    /// The id of an organization's address, by id or by its text.
    pub(super) fn find_ip(
        &self,
        organization: &Organization,
        wanted: &str,
        by_text: bool,
    ) -> Option<&IpAddress> {
        let id = if by_text {
            self.ips.by_text.get(wanted)?
        } else {
            wanted
        };
        let found = self.ips.shelf.get(id)?;
        (found.organization.id == organization.id).then_some(found)
    }

    /// The address a request names.
    pub(super) fn ip(&self, ask: &Ask) -> Result<&IpAddress, Refusal> {
        let lookup = ask.arguments.lookup("ip_address", &["id", "address"])?;
        let id = match lookup.key {
            "address" => self.ips.by_text.get(&lookup.value),
            _ => Some(&lookup.value),
        };
        let found = id
            .and_then(|id| self.ips.shelf.get(id))
            .filter(|address| address.organization.is_seen_by(ask.token))
            .ok_or_else(|| Refusal::not_found("ip_address_not_found"))?;
        ask.permit()?;
        Ok(found)
    }

    fn ip_machine(&self, address: &IpAddress) -> Option<&Machine> {
        let Allocation::Interface(interface) = &address.allocation else {
            return None;
        };
        let interface = self.interfaces.get(interface)?;
        self.machines.get(&interface.machine)
    }

    /// The reverse name: chosen, else the machine's, else a generic one.
    fn reverse_dns(&self, address: &IpAddress) -> String {
        let machine = || self.ip_machine(address).map(Machine::fqdn);
        let generic = || {
            let host = address.text.replace([':', '.'], "-");
            format!("{host}.rdns.katapult.example")
        };
        let chosen = address.reverse_dns.clone();
        chosen.or_else(machine).unwrap_or_else(generic)
    }

    fn allocated_to(&self, address: &IpAddress) -> (Option<String>, Option<&'static str>) {
        match &address.allocation {
            Allocation::LoadBalancer { id, .. } => (Some((*id).to_owned()), Some("LoadBalancer")),
            _ => match self.ip_machine(address) {
                Some(machine) => (Some(machine.id.clone()), Some("VirtualMachine")),
                None => (None, None),
            },
        }
    }

    /// In lists: no label, mask or network.
    fn ip_listed(&self, address: &IpAddress) -> Value {
        let (id, kind) = self.allocated_to(address);
        json!({
            "id": address.id,
            "address": address.text,
            "reverse_dns": self.reverse_dns(address),
            "vip": address.vip,
            "allocation_id": id,
            "allocation_type": kind,
        })
    }

    /// With every field.
    pub(super) fn ip_in_full(&self, address: &IpAddress) -> Value {
        let (id, kind) = self.allocated_to(address);
        let mask = if address.text.contains(':') { 64 } else { 24 };
        json!({
            "id": address.id,
            "address": address.text,
            "reverse_dns": self.reverse_dns(address),
            "vip": address.vip,
            "label": address.label,
            "address_with_mask": format!("{}/{mask}", address.text),
            "network": address.network.full(),
            "allocation_id": id,
            "allocation_type": kind,
        })
    }

    /// What an address is allocated to, as its own page shows it. The published description has
    /// `{id,name}` here; recorded answers have the kind and the object apart.
    fn ip_allocation(&self, address: &IpAddress) -> Value {
        let shown = |kind: &str, id: &str, name: &str| json!({"type": kind, "value": {"id": id, "name": name}});
        match &address.allocation {
            Allocation::LoadBalancer { id, name } => shown("LoadBalancer", id, name),
            _ => self.ip_machine(address).map_or(Value::Null, |machine| {
                shown("VirtualMachine", &machine.id, &machine.name)
            }),
        }
    }

    /// A machine's addresses, in the order of its interfaces.
    pub(super) fn ips_of<'a>(
        &'a self,
        machine: &'a Machine,
    ) -> impl Iterator<Item = &'a IpAddress> {
        let interfaces = machine.interfaces.iter();
        interfaces
            .filter_map(|id| self.interfaces.get(id))
            .flat_map(|interface| interface.addresses.iter())
            .filter_map(|id| self.ips.shelf.get(id))
    }
}
