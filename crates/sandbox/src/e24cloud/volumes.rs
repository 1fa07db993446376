//! Storage volumes: those of machines, and those that belong to none.
//!
//! Source: e24cloud reference, Volumes. Unpublished, and chosen here: a volume that is attached
//! cannot be attached again or deleted, and a system volume stays while its machine is on.

use super::act::parse;
use super::catalogue::{Zone, owner};
use super::loose::Loose;
use super::machine::{Machine, State};
use super::work::{Change, Kind};
use super::{World, forbidden, refused};
use http::Method;
use jiff::Timestamp;
use serde_json::{Value, json};

/// A system volume or an additional one.
#[derive(Clone, Debug)]
pub(super) struct Volume {
    pub(super) id: String,
    pub(super) label: Option<&'static str>,
    /// In GB.
    pub(super) size: u64,
    /// `hdd` or `ssd`.
    pub(super) kind: &'static str,
    pub(super) system: bool,
    pub(super) zone: Zone,
    /// Since when it has been attached, as printed.
    pub(super) attached: Option<String>,
    /// Several machines may have it at once: these do.
    pub(super) shared: Option<Vec<String>>,
}

impl Loose for Volume {
    fn id(&self) -> &str {
        &self.id
    }

    fn attached(&mut self) -> &mut Option<String> {
        &mut self.attached
    }

    fn of(machine: &Machine) -> &Vec<Self> {
        &machine.volumes
    }

    fn of_mut(machine: &mut Machine) -> &mut Vec<Self> {
        &mut machine.volumes
    }

    fn free(world: &World) -> &Vec<Self> {
        &world.volumes
    }

    fn free_mut(world: &mut World) -> &mut Vec<Self> {
        &mut world.volumes
    }
}

impl World {
    /// Calls below `/v2/storage-volumes`; none when there is no such call or volume.
    pub(super) fn volumes(
        &mut self,
        method: &Method,
        rest: &[&str],
        body: &[u8],
        now: Timestamp,
    ) -> Option<Value> {
        match (method, rest) {
            (&Method::GET, []) => Some(self.volume_list()),
            (_, [id, rest @ ..]) => {
                let (volume, machine) = self.holding::<Volume>(id)?;
                match (method, rest) {
                    (&Method::GET, []) => {
                        let shown = self.whole_volume(volume, machine);
                        Some(json!({"success": true, "storage_volume": shown}))
                    }
                    (&Method::DELETE, []) => {
                        let attached = volume.shared.as_ref().map(|s| !s.is_empty());
                        if attached.unwrap_or(machine.is_some()) {
                            return Some(refused("the volume is attached"));
                        }
                        Some(self.accept(Kind::Volume, id, Change::Delete, now))
                    }
                    (&Method::POST, ["attach"]) => Some(self.attach_volume(id, body, now)),
                    (&Method::POST, ["detach"]) => Some(self.detach_volume(id, body, now)),
                    _ => None,
                }
            }
            _ => None,
        }
    }

    /// What the work on a volume comes to. A shared one is in nobody's hands and knows its machines.
    pub(super) fn change_volume(&mut self, id: &str, change: &Change, at: Timestamp) {
        if let Some(volume) = self.volumes.iter_mut().find(|v| v.id == id)
            && let Some(machines) = &mut volume.shared
        {
            match change {
                Change::Attach(machine) => machines.push(machine.clone()),
                Change::Detach(machine) => machines.retain(|m| m != machine),
                Change::Make | Change::Delete => {}
            }
            if *change != Change::Delete {
                return;
            }
        }
        self.change::<Volume>(id, change, at);
    }

    fn attach_volume(&mut self, id: &str, body: &[u8], now: Timestamp) -> Value {
        let machine = match self.target(&parse(body).unwrap_or_default()) {
            Ok(machine) => machine.id.clone(),
            Err(no) => return no,
        };
        let free = self.holding::<Volume>(id).is_some_and(|(volume, holder)| {
            holder.is_none()
                && !volume
                    .shared
                    .as_ref()
                    .is_some_and(|machines| machines.contains(&machine))
        });
        if free {
            self.accept(Kind::Volume, id, Change::Attach(machine), now)
        } else {
            forbidden()
        }
    }

    fn detach_volume(&mut self, id: &str, body: &[u8], now: Timestamp) -> Value {
        let order = parse(body).unwrap_or_default();
        let named = order.get("virtual_machine_id").and_then(Value::as_str);
        let Some((volume, holder)) = self.holding::<Volume>(id) else {
            return forbidden();
        };
        let machine = if let Some(machines) = &volume.shared {
            // Only a shared volume leaves open which machine is meant.
            machines
                .iter()
                .find(|machine| named.is_none_or(|named| named == **machine))
                .filter(|_| named.is_some() || machines.len() == 1)
                .cloned()
        } else {
            if volume.system && holder.is_some_and(|m| m.state != State::Offline) {
                return refused("the machine runs from this volume");
            }
            holder.map(|machine| machine.id.clone())
        };
        match machine {
            Some(machine) => self.accept(Kind::Volume, id, Change::Detach(machine), now),
            None => forbidden(),
        }
    }

    fn volume_list(&self) -> Value {
        let list: Vec<Value> = self
            .every::<Volume>()
            .map(|(volume, machine)| self.volume(volume, machine))
            .collect();
        json!({"success": true, "storage_volumes": list})
    }

    /// A volume as lists show it.
    fn volume(&self, volume: &Volume, machine: Option<&Machine>) -> Value {
        let mut shown = json!({
            "id": volume.id,
            "label": volume.label,
            "size": volume.size,
            "cost_per_hour": volume.label.map(|_| volume.size as f64 / 10_000.0),
            "type": volume.kind,
            "system_disk": volume.system,
            "shared_disk": volume.shared.is_some(),
        });
        let holder = |machine: &Machine| {
            json!({
                "id": machine.id,
                "label": machine.label,
                "attach_time": volume.attached,
            })
        };
        let (name, value) = match &volume.shared {
            Some(machines) => (
                "virtual_machines",
                machines
                    .iter()
                    .filter_map(|id| self.find(id))
                    .map(holder)
                    .collect(),
            ),
            None => ("virtual_machine", machine.map(holder).into()),
        };
        if let Some(fields) = shown.as_object_mut() {
            fields.insert(name.to_owned(), value);
        }
        shown
    }

    /// A volume as it is read alone.
    fn whole_volume(&self, volume: &Volume, machine: Option<&Machine>) -> Value {
        let mut shown = self.volume(volume, machine);
        if let Some(fields) = shown.as_object_mut() {
            let more = [
                ("owner", owner()),
                ("zone", volume.zone.reference()),
                ("attach_time", json!(volume.attached)),
                ("task", self.tasks(Kind::Volume, &volume.id)),
            ];
            fields.extend(more.map(|(name, value)| (name.to_owned(), value)));
        }
        shown
    }
}
