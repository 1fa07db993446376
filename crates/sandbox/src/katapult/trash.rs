//! The trash: what was deleted is kept for two days (reference, Delete, trash, restore, purge).

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde_json::{Value, json};

use super::{
    Ask, Outcome, World,
    backup::Target,
    organization::Organization,
    page::Page,
    queue::Event,
    refusal::Refusal,
    reply::Reply,
    state::State,
    task::{Status, Task},
};

/// Seconds between deletion and `keep_until`, exactly.
const KEPT: i64 = 48 * 3600;

/// Simulated seconds a purge takes.
const PURGE: f64 = 6.0;

/// What gets into the trash.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Machine,
    Disk,
    Policy,
}

impl Kind {
    const fn word(self) -> &'static str {
        match self {
            Self::Machine => "VirtualMachine",
            Self::Disk => "Disk",
            Self::Policy => "DiskBackupPolicy",
        }
    }
}

/// Something in the trash.
#[derive(Clone)]
pub(super) struct TrashObject {
    pub(super) id: String,
    kind: Kind,
    organization: &'static Organization,
    keep_until: i64,
    object_id: String,
    /// Whether it is about to go for good.
    purging: bool,
}

/// What is in the trash, by id.
pub(super) type Trash = BTreeMap<String, TrashObject>;

impl TrashObject {
    /// As every endpoint shows it.
    pub(super) fn shown(&self) -> Value {
        json!({
            "id": self.id,
            "keep_until": self.keep_until,
            "object_id": self.object_id,
            "object_type": self.kind.word(),
        })
    }
}

impl World {
    fn trash_object(&self, ask: &Ask) -> Result<TrashObject, Refusal> {
        let lookup = ask.arguments.lookup("trash_object", &["id", "object_id"])?;
        let id = match lookup.key {
            "object_id" => self.trash_of(&lookup.value),
            _ => Some(&lookup.value),
        };
        let found = id
            .and_then(|id| self.trash.get(id))
            .filter(|object| object.organization.is_seen_by(ask.token))
            .cloned()
            .ok_or_else(|| Refusal::not_found("trash_object_not_found"))?;
        ask.permit()?;
        Ok(found)
    }

    /// The id of the trash object something is in.
    fn trash_of(&self, id: &str) -> Option<&String> {
        if let Some(machine) = self.machines.get(id) {
            machine.trash.as_ref()
        } else if let Some(disk) = self.disks.get(id) {
            disk.trash.as_ref()
        } else {
            self.policies.get(id)?.trash.as_ref()
        }
    }

    /// Puts something in the trash. The caller says so on the thing itself.
    pub(super) fn put_in_trash(
        &mut self,
        kind: Kind,
        id: &str,
        organization: &'static Organization,
        now: Timestamp,
    ) -> TrashObject {
        let object = TrashObject {
            id: self.serial.next("trsh"),
            kind,
            organization,
            keep_until: now.as_second() + KEPT,
            object_id: id.to_owned(),
            purging: false,
        };
        self.trash.insert(object.id.clone(), object.clone());
        // Real time, whatever the pace of the simulation: `keep_until` is a promise.
        if let Ok(at) = Timestamp::from_second(object.keep_until) {
            let trash = object.id.clone();
            self.queue.plan(at, Event::TrashIsEmptied { trash });
        }
        object
    }

    fn purge(
        &mut self,
        objects: &[TrashObject],
        organization: &'static Organization,
        now: Timestamp,
    ) -> Result<Task, Refusal> {
        if !objects.is_empty() && objects.iter().all(|object| object.purging) {
            return Err(Refusal::task_queueing_error(
                "A purge of this is already queued",
            ));
        }
        let task = self.queue_task("Purge items from trash", organization, now, PURGE);
        for object in objects {
            let trash = object.id.clone();
            if let Some(object) = self.trash.get_mut(&trash) {
                object.purging = true;
            }
            self.queue
                .plan(self.after(now, PURGE), Event::TrashIsEmptied { trash });
        }
        self.plan_end(&task, Status::Completed);
        Ok(task)
    }

    /// Moves a machine to the trash, at once. Whether the service does so with one that is on
    /// is not known; it goes off here.
    pub(super) fn discard(&mut self, machine: &str, now: Timestamp) -> Option<TrashObject> {
        let organization = self.machines.get(machine)?.organization;
        let object = self.put_in_trash(Kind::Machine, machine, organization, now);
        if let Some(machine) = self.machines.get_mut(machine) {
            machine.trash = Some(object.id.clone());
            machine.state = State::Stopped;
            machine.course += 1;
            machine.busy = false;
        }
        self.plug_disks(machine, State::Stopped);
        self.machines.unlist(organization, machine);
        Some(object)
    }

    /// Forgets a machine and what goes with it: its interfaces and its disks. Its addresses stay
    /// the organization's. That its disks go too is a guess.
    fn drop_machine(&mut self, id: &str) {
        let Some(machine) = self.machines.get(id).cloned() else {
            return;
        };
        self.regroup(id, None);
        for interface in &machine.interfaces {
            let addresses = self.interfaces.get(interface);
            for address in addresses.map_or_else(Vec::new, |one| one.addresses.clone()) {
                self.free_ip(&address);
            }
            self.interfaces.remove(interface);
        }
        for disk in &machine.disks {
            self.drop_disk(disk);
        }
        self.drop_policies_of(&Target::Machine(id.to_owned()));
        self.machines.remove(id);
    }

    fn drop_disk(&mut self, id: &str) {
        self.unassign_disk(id);
        self.drop_policies_of(&Target::Disk(id.to_owned()));
        self.disks.remove(id);
    }
}

/// Removes an object for good, if it is still there.
pub(super) fn empty(world: &mut World, trash: &str) {
    if let Some(object) = world.trash.remove(trash) {
        match object.kind {
            Kind::Machine => world.drop_machine(&object.object_id),
            Kind::Disk => world.drop_disk(&object.object_id),
            Kind::Policy => {
                world.policies.remove(&object.object_id);
            }
        }
    }
}

/// `DELETE /virtual_machines/virtual_machine`
pub(super) fn discard(world: &mut World, ask: &Ask) -> Outcome {
    let id = world.machine(ask)?.id.clone();
    let object = world.discard(&id, ask.now);
    let machine = world.machines.get(&id);
    Ok(Reply::ok(json!({
        "trash_object": object.map(|object| object.shown()),
        "virtual_machine": machine.map(|machine| world.machine_in_full(machine)),
    })))
}

/// `GET /organizations/organization/trash_objects`
pub(super) fn list(world: &mut World, ask: &Ask) -> Outcome {
    let organization = ask.organization()?;
    let page = Page::read(&ask.arguments)?;
    let all = objects_of(world, organization);
    let shown: Vec<Value> = page.of(&all).iter().map(TrashObject::shown).collect();
    Ok(Reply::ok(json!({
        "pagination": page.counted(all.len()),
        "trash_objects": shown,
    })))
}

fn objects_of(world: &World, organization: &Organization) -> Vec<TrashObject> {
    let objects = world.trash.values();
    objects
        .filter(|object| object.organization.id == organization.id)
        .cloned()
        .collect()
}

/// `GET /trash_objects/trash_object`
pub(super) fn show(world: &mut World, ask: &Ask) -> Outcome {
    let object = world.trash_object(ask)?;
    Ok(Reply::ok(json!({ "trash_object": object.shown() })))
}

/// `POST /trash_objects/trash_object/restore`; the machine comes back stopped.
pub(super) fn restore(world: &mut World, ask: &Ask) -> Outcome {
    let object = world.trash_object(ask)?;
    world.trash.remove(&object.id);
    let id = object.object_id.as_str();
    if let Some(machine) = world.machines.get_mut(id) {
        machine.trash = None;
        world.machines.list(object.organization, id);
    } else if let Some(disk) = world.disks.get_mut(id) {
        disk.trash = None;
    } else if let Some(policy) = world.policies.get_mut(id) {
        policy.trash = None;
    }
    Ok(Reply::ok(json!({ "trash_object": object.shown() })))
}

/// `DELETE /trash_objects/trash_object`; the object stays readable until the task ends.
pub(super) fn purge(world: &mut World, ask: &Ask) -> Outcome {
    let object = world.trash_object(ask)?;
    let organization = object.organization;
    let task = world.purge(&[object], organization, ask.now)?;
    Ok(Reply::ok(json!({ "task": task.full(ask.now) })))
}

/// `POST /organizations/organization/trash_objects/purge_all`
pub(super) fn purge_all(world: &mut World, ask: &Ask) -> Outcome {
    let organization = ask.organization()?;
    let objects = objects_of(world, organization);
    let task = world.purge(&objects, organization, ask.now)?;
    Ok(Reply::ok(json!({ "task": task.full(ask.now) })))
}
