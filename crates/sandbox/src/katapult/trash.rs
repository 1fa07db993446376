//! The trash: deleted machines are kept for two days (reference, Delete, trash, restore, purge).

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde_json::{Value, json};

use super::{
    Ask, Outcome, World,
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

/// Something in the trash; only machines get there in this simulation.
#[derive(Clone)]
pub(super) struct TrashObject {
    pub(super) id: String,
    organization: &'static Organization,
    keep_until: i64,
    object_id: String,
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
            "object_type": "VirtualMachine",
        })
    }
}

impl World {
    fn trash_object(&self, ask: &Ask) -> Result<TrashObject, Refusal> {
        let lookup = ask.arguments.lookup("trash_object", &["id", "object_id"])?;
        let id = match lookup.key {
            "object_id" => {
                let machine = self.machines.get(&lookup.value);
                machine.and_then(|machine| machine.trash.as_ref())
            }
            _ => Some(&lookup.value),
        };
        id.and_then(|id| self.trash.get(id))
            .filter(|object| object.organization.is_seen_by(ask.token))
            .cloned()
            .ok_or_else(|| Refusal::not_found("trash_object_not_found"))
    }

    fn purge(
        &mut self,
        objects: &[TrashObject],
        organization: &'static Organization,
        now: Timestamp,
    ) -> Task {
        let task = self.queue_task("Purge items from trash", organization, now, PURGE);
        for object in objects {
            let trash = object.id.clone();
            self.queue
                .plan(self.after(now, PURGE), Event::TrashIsEmptied { trash });
        }
        self.plan_end(&task, Status::Completed);
        task
    }

    /// Moves a machine to the trash, at once. Whether the service does so with one that is on
    /// is not known; it goes off here.
    pub(super) fn discard(&mut self, machine: &str, now: Timestamp) -> Option<TrashObject> {
        let object = TrashObject {
            id: self.serial.next("trsh"),
            organization: self.machines.get(machine)?.organization,
            keep_until: now.as_second() + KEPT,
            object_id: machine.to_owned(),
        };
        if let Some(machine) = self.machines.get_mut(machine) {
            machine.trash = Some(object.id.clone());
            machine.state = State::Stopped;
            machine.course += 1;
            machine.busy = false;
        }
        self.machines.unlist(object.organization, machine);
        self.trash.insert(object.id.clone(), object.clone());
        // Real time, whatever the pace of the simulation: `keep_until` is a promise.
        if let Ok(at) = Timestamp::from_second(object.keep_until) {
            let trash = object.id.clone();
            self.queue.plan(at, Event::TrashIsEmptied { trash });
        }
        Some(object)
    }
}

/// Removes an object for good, if it is still there.
pub(super) fn empty(world: &mut World, trash: &str) {
    if let Some(object) = world.trash.remove(trash) {
        world.regroup(&object.object_id, None);
        world.machines.remove(&object.object_id);
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
    if let Some(machine) = world.machines.get_mut(&object.object_id) {
        machine.trash = None;
        world.machines.list(object.organization, &object.object_id);
    }
    Ok(Reply::ok(json!({ "trash_object": object.shown() })))
}

/// `DELETE /trash_objects/trash_object`; the object stays readable until the task ends.
pub(super) fn purge(world: &mut World, ask: &Ask) -> Outcome {
    let object = world.trash_object(ask)?;
    let organization = object.organization;
    let task = world.purge(&[object], organization, ask.now);
    Ok(Reply::ok(json!({ "task": task.full(ask.now) })))
}

/// `POST /organizations/organization/trash_objects/purge_all`
pub(super) fn purge_all(world: &mut World, ask: &Ask) -> Outcome {
    let organization = ask.organization()?;
    let objects = objects_of(world, organization);
    let task = world.purge(&objects, organization, ask.now);
    Ok(Reply::ok(json!({ "task": task.full(ask.now) })))
}
