//! Giving disks to machines and taking them away.

use http::StatusCode;
use serde_json::json;

use super::{Assignment, Plug};
use crate::katapult::{Ask, Outcome, World, refusal::Refusal, reply::Reply};

fn unable(code: &'static str, error: &str) -> Refusal {
    Refusal::new(
        StatusCode::UNPROCESSABLE_ENTITY,
        code,
        "The disk cannot change hands as it is",
    )
    .with(json!({ "errors": [error] }))
}

fn shown(world: &World, id: &str) -> Reply {
    let disk = world.disks.get(id);
    Reply::ok(json!({ "disk": disk.map(|disk| world.disk_shown(disk)) }))
}

/// `POST /disks/disk/assign`; a new assignment is detached and attached on the next start.
pub(in crate::katapult) fn assign(world: &mut World, ask: &Ask) -> Outcome {
    let disk = world.disk(ask)?;
    let machine = world.machine(ask)?;
    let refused = |error| Err(unable("unable_to_assign", error));
    if disk.assignment.is_some() {
        return refused("Disk is already assigned to a virtual machine");
    }
    if machine.organization.id != disk.organization.id
        || machine.zone.data_center.id != disk.data_center.id
    {
        return refused("Disk and virtual machine are not in the same data center");
    }
    let (id, machine) = (disk.id.clone(), machine.id.clone());
    let assignment = Assignment {
        machine,
        attach_on_boot: true,
        boot: false,
        plug: Plug::Detached,
    };
    world.assign_disk(&id, assignment);
    Ok(shown(world, &id))
}

/// `POST /disks/disk/unassign`; one that is free already is fine.
pub(in crate::katapult) fn unassign(world: &mut World, ask: &Ask) -> Outcome {
    let disk = world.disk(ask)?;
    if disk.is_in_use() {
        let error = "Disk is attached to its virtual machine";
        return Err(unable("unable_to_unassign", error));
    }
    let id = disk.id.clone();
    world.unassign_disk(&id);
    Ok(shown(world, &id))
}
