//! Listing, making, reading, changing and discarding disks.

use serde_json::{Value, json};

use super::{Assignment, Change, Disk, Plan, Plug, SIZES, Work};
use crate::{
    katapult::{
        Ask, Outcome, World,
        arguments::Arguments,
        catalogue::{find, places::DATA_CENTERS, profiles},
        machines::{annotate, given_annotations},
        page::Page,
        queue::Event,
        refusal::Refusal,
        reply::Reply,
        state::State,
        task::Status,
        trash::Kind,
    },
    names,
};

/// Simulated seconds it takes to build a disk.
const BUILDING: f64 = 4.0;

/// `GET /organizations/organization/disks`; the list's key is `disk`, in recordings too.
pub(in crate::katapult) fn list(world: &mut World, ask: &Ask) -> Outcome {
    let organization = ask.organization()?;
    let wanted = given_annotations(&ask.arguments)?;
    let all: Vec<&Disk> = world
        .disks
        .iter()
        .filter(|disk| disk.organization.id == organization.id && disk.trash.is_none())
        .filter(|disk| wanted.iter().all(|one| disk.annotations.contains(one)))
        .collect();
    Page::list(&ask.arguments, "disk", &all, |disk| world.disk_listed(disk))
}

/// `GET /virtual_machines/virtual_machine/disks`
pub(in crate::katapult) fn of_machine(world: &mut World, ask: &Ask) -> Outcome {
    let machine = world.machine(ask)?;
    let disks = machine.disks.iter().filter_map(|id| world.disks.get(id));
    let all: Vec<Value> = disks
        .filter(|disk| disk.trash.is_none())
        .filter_map(|disk| Some(disk.of_machine(disk.assignment.as_ref()?)))
        .collect();
    Page::list(&ask.arguments, "disks", &all, Value::clone)
}

/// What a request says about a disk. Nothing of it is marked as required.
struct Properties {
    name: Option<String>,
    size_in_gb: Option<u32>,
    bus_type: Option<String>,
    speed: Option<String>,
    file_system: Option<String>,
    assignment: Option<Arguments>,
}

impl Properties {
    fn read(given: &Arguments) -> Result<Self, Refusal> {
        let size = given.integer("size_in_gb")?;
        Ok(Self {
            name: given.text("name")?,
            size_in_gb: size.map(|size| u32::try_from(size).unwrap_or_default()),
            bus_type: given.word("bus_type", &["scsi", "virtio"])?,
            speed: given.word("storage_speed", &["nvme", "ssd"])?,
            file_system: given.word("initial_file_system", &["ext4", "xfs"])?,
            assignment: given.object("virtual_machine_disk")?,
        })
    }
}

/// `POST /organizations/organization/disks`
pub(in crate::katapult) fn create(world: &mut World, ask: &Ask) -> Outcome {
    let given = ask.arguments.required_object("properties")?;
    let properties = Properties::read(&given)?;
    let annotations = given_annotations(&ask.arguments)?;
    let lookup = given.optional_lookup("data_center", &["id", "permalink"])?;
    let organization = ask.organization()?;
    let data_center = lookup
        .map(|lookup| find(&DATA_CENTERS, &lookup, "data_center_not_found"))
        .transpose()?;
    let io_profile = profiles::io(&given)?;
    let machine = match &properties.assignment {
        Some(assignment) => Some(world.machine_in(ask, assignment)?),
        None => None,
    };

    let mut faults = Vec::new();
    let name = properties.name.unwrap_or_default();
    if name.trim().is_empty() {
        faults.push("Name can't be blank".to_owned());
    }
    let size_in_gb = properties.size_in_gb.unwrap_or_default();
    if !SIZES.contains(&size_in_gb) {
        faults.push("Size in gb is not included in the list".to_owned());
    }
    let place = data_center.or(machine.map(|machine| machine.zone.data_center));
    if place.is_none() {
        faults.push("Data center must exist".to_owned());
    }
    let (Some(place), true) = (place, faults.is_empty()) else {
        return Err(Refusal::validation_error(&faults));
    };
    if let Some(machine) = machine {
        if machine.organization.id != organization.id || machine.zone.data_center.id != place.id {
            let fault = "Virtual machine must be in the data center of the disk".to_owned();
            return Err(Refusal::validation_error(&[fault]));
        }
        if machine.name.starts_with(names::REFUSING) {
            return Err(Refusal::task_queueing_error(
                "This virtual machine does not accept tasks at the moment",
            ));
        }
    }
    let machine = machine.map(|machine| (machine.id.clone(), machine.state));
    let fails = name.starts_with(names::FAILING);
    let plan = Plan {
        speed: properties.speed.unwrap_or_else(|| "ssd".to_owned()),
        io_profile,
        bus_type: properties.bus_type.or(Some("virtio".to_owned())),
        file_system: properties.file_system,
        annotations,
        ..Plan::plain(&name, size_in_gb)
    };
    let id = world.make_disk(organization, place, plan, ask.now.as_second());
    world.change_disk(&id, &Change::Works(Work::NotBuilt));
    let task = world.queue_task("Build disk", organization, ask.now, BUILDING);
    let built = if fails { Work::Failed } else { Work::Built };
    let mut changes = vec![
        (BUILDING / 4.0, Change::Works(Work::Building)),
        (BUILDING, Change::Works(built)),
    ];
    if let (Some((machine, state)), Some(given)) = (machine, properties.assignment) {
        let assignment = Assignment {
            machine,
            attach_on_boot: given.boolean("attach_on_boot")?.unwrap_or(true),
            boot: given.boolean("boot")?.unwrap_or(false),
            plug: Plug::Detached,
        };
        let attach = given.boolean("attach")?.unwrap_or(false);
        world.assign_disk(&id, assignment);
        if attach && state == State::Started && !fails {
            changes.push((BUILDING, Change::Plugged(Plug::Attached)));
        }
    }
    for (seconds, change) in changes {
        let (at, disk) = (world.after(ask.now, seconds), id.clone());
        world.queue.plan(at, Event::DiskIs { disk, change });
    }
    let status = if fails {
        Status::Failed
    } else {
        Status::Completed
    };
    world.plan_end(&task, status);
    let disk = world.disks.get(&id);
    Ok(Reply::created(json!({
        "disk": disk.map(|disk| world.disk_shown(disk)),
        "task": task.full(ask.now),
        "annotations": disk.map(Disk::notes),
    })))
}

fn with_notes(world: &World, id: &str) -> Reply {
    let disk = world.disks.get(id);
    Reply::ok(json!({
        "disk": disk.map(|disk| world.disk_shown(disk)),
        "annotations": disk.map(Disk::notes),
    }))
}

/// `GET /disks/disk`
pub(in crate::katapult) fn show(world: &mut World, ask: &Ask) -> Outcome {
    let id = world.disk(ask)?.id.clone();
    Ok(with_notes(world, &id))
}

/// `PATCH /disks/disk`. Size, speed and place are among its arguments, as they are for a new
/// disk; they have endpoints of their own or cannot change, so another value is refused here.
pub(in crate::katapult) fn update(world: &mut World, ask: &Ask) -> Outcome {
    let given = ask.arguments.required_object("properties")?;
    let properties = Properties::read(&given)?;
    let annotations = given_annotations(&ask.arguments)?;
    let disk = world.disk(ask)?;
    if properties.assignment.is_some() && disk.assignment.is_none() {
        return Err(super::work::unassigned());
    }
    let mut faults = Vec::new();
    if properties
        .name
        .as_ref()
        .is_some_and(|name| name.trim().is_empty())
    {
        faults.push("Name can't be blank".to_owned());
    }
    if properties
        .size_in_gb
        .is_some_and(|size| size != disk.size_in_gb)
    {
        faults.push("Size in gb cannot be changed here".to_owned());
    }
    if properties.speed.is_some_and(|speed| speed != disk.speed) {
        faults.push("Storage speed cannot be changed".to_owned());
    }
    if !faults.is_empty() {
        return Err(Refusal::validation_error(&faults));
    }
    let (boot, attach_on_boot) = match &properties.assignment {
        Some(given) => (given.boolean("boot")?, given.boolean("attach_on_boot")?),
        None => (None, None),
    };
    let id = disk.id.clone();
    if let Some(disk) = world.disks.get_mut(&id) {
        disk.name = properties.name.unwrap_or_else(|| disk.name.clone());
        disk.bus_type = properties.bus_type.or(disk.bus_type.take());
        annotate(&mut disk.annotations, annotations);
        if let Some(assignment) = &mut disk.assignment {
            assignment.boot = boot.unwrap_or(assignment.boot);
            assignment.attach_on_boot = attach_on_boot.unwrap_or(assignment.attach_on_boot);
        }
    }
    Ok(with_notes(world, &id))
}

/// `DELETE /disks/disk`; into the trash, as long as nothing uses it.
pub(in crate::katapult) fn delete(world: &mut World, ask: &Ask) -> Outcome {
    let disk = world.disk(ask)?;
    if disk.is_in_use() {
        let fault = "Disk is attached to a virtual machine".to_owned();
        return Err(Refusal::validation_error(&[fault]));
    }
    let (id, organization) = (disk.id.clone(), disk.organization);
    let object = world.put_in_trash(Kind::Disk, &id, organization, ask.now);
    if let Some(disk) = world.disks.get_mut(&id) {
        disk.trash = Some(object.id.clone());
    }
    let disk = world.disks.get(&id);
    Ok(Reply::ok(json!({
        "disk": disk.map(|disk| world.disk_shown(disk)),
        "trash_object": object.shown(),
    })))
}
