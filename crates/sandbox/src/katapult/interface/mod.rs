//! Network interfaces of machines (reference, IP addresses and interfaces).

mod addresses;
mod attachment;
mod crud;

use serde_json::{Value, json};

pub(super) use self::{
    addresses::{allocate_ip, allocate_new_ip, available_ips},
    attachment::{attach, detach, update_speed_profile},
    crud::{create, delete, list, on_network, show},
};
use super::{
    Ask, World,
    catalogue::{
        networks::{Network, VirtualNetwork},
        profiles::SpeedProfile,
    },
    refusal::Refusal,
    shelf::Shelf,
};

/// Where an interface leads.
#[derive(Clone, Copy)]
pub(super) enum Place {
    Public(&'static Network),
    Virtual(&'static VirtualNetwork),
}

/// Whether an interface is plugged in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Plug {
    Attached,
    Attaching,
    Detached,
    Detaching,
}

/// What becomes of an interface by and by.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Change {
    Plugged(Plug),
    /// By id of the profile.
    Paced(&'static str),
}

/// An interface.
#[derive(Clone)]
pub(super) struct Interface {
    pub(super) id: String,
    /// Id of its machine.
    pub(super) machine: String,
    pub(super) place: Place,
    mac: String,
    plug: Plug,
    speed: &'static SpeedProfile,
    /// Ids of its addresses.
    pub(super) addresses: Vec<String>,
}

/// Interfaces by id.
pub(super) type Interfaces = Shelf<Interface>;

impl Plug {
    const fn word(self) -> &'static str {
        match self {
            Self::Attached => "attached",
            Self::Attaching => "attaching",
            Self::Detached => "detached",
            Self::Detaching => "detaching",
        }
    }
}

impl World {
    /// Gives a machine an interface.
    pub(super) fn add_interface(
        &mut self,
        machine: &str,
        place: Place,
        speed: &'static SpeedProfile,
        plug: Plug,
    ) -> String {
        let id = self.serial.next("vmnet");
        let count = self.serial.count("vmnet");
        let interface = Interface {
            id: id.clone(),
            machine: machine.to_owned(),
            place,
            // A locally administered address.
            mac: format!(
                "02:4b:41:{:02x}:{:02x}:{:02x}",
                count >> 16 & 0xff,
                count >> 8 & 0xff,
                count & 0xff
            ),
            plug,
            speed,
            addresses: Vec::new(),
        };
        self.interfaces.insert(&id, interface);
        if let Some(machine) = self.machines.get_mut(machine) {
            machine.interfaces.push(id.clone());
        }
        id
    }

    /// The interface a request names.
    fn interface(&self, ask: &Ask) -> Result<&Interface, Refusal> {
        let name = "virtual_machine_network_interface";
        let lookup = ask.arguments.lookup(name, &["id"])?;
        let found = self
            .interfaces
            .get(&lookup.value)
            .filter(|interface| {
                let machine = self.machines.get(&interface.machine);
                machine.is_some_and(|machine| machine.organization.is_seen_by(ask.token))
            })
            .ok_or_else(|| Refusal::not_found("virtual_machine_network_interface_not_found"))?;
        ask.permit()?;
        Ok(found)
    }

    /// Lets a planned change happen.
    pub(super) fn change_interface(&mut self, id: &str, change: &Change) {
        let Some(interface) = self.interfaces.get_mut(id) else {
            return;
        };
        match change {
            Change::Plugged(plug) => interface.plug = *plug,
            Change::Paced(profile) => {
                let mut all = super::catalogue::profiles::SPEEDS.iter();
                if let Some(profile) = all.find(|one| one.id == *profile) {
                    interface.speed = profile;
                }
            }
        }
    }

    /// In lists.
    fn interface_listed(&self, interface: &Interface) -> Value {
        let addresses: Vec<Value> = interface
            .addresses
            .iter()
            .filter_map(|id| self.ips.shelf.get(id))
            .map(|address| json!({"id": address.id, "address": address.text}))
            .collect();
        let machine = self.machines.get(&interface.machine);
        let machine = machine.map_or("", |machine| machine.name.as_str());
        let (kind, network, virtual_network) = match interface.place {
            Place::Public(one) => (
                "Public",
                json!({"id": one.id, "name": one.name}),
                Value::Null,
            ),
            Place::Virtual(one) => (
                "Virtual",
                Value::Null,
                json!({"id": one.id, "name": one.name}),
            ),
        };
        json!({
            "id": interface.id,
            "name": format!("{kind} network on {machine}"),
            "network": network,
            "virtual_network": virtual_network,
            "ip_addresses": addresses,
        })
    }

    /// Alone, but without its speed, as two of the endpoints show it.
    fn interface_plain(&self, interface: &Interface) -> Value {
        let mut shown = self.interface_listed(interface);
        if let Some(fields) = shown.as_object_mut() {
            let machine = self.machines.get(&interface.machine);
            let machine = machine.map(|one| json!({"id": one.id, "name": one.name}));
            fields.insert("virtual_machine".to_owned(), json!(machine));
            fields.insert("mac_address".to_owned(), json!(interface.mac));
            fields.insert("state".to_owned(), json!(interface.plug.word()));
        }
        shown
    }

    /// With every field.
    fn interface_in_full(&self, interface: &Interface) -> Value {
        let mut shown = self.interface_plain(interface);
        if let Some(fields) = shown.as_object_mut() {
            fields.insert("speed_profile".to_owned(), interface.speed.brief());
        }
        shown
    }
}
