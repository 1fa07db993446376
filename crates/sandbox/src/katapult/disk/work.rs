//! Work on disks that takes a task: attaching, detaching, resizing, another IO profile.

use http::StatusCode;
use serde_json::json;

use super::{Change, Disk, Plug, SIZES, Work};
use crate::{
    katapult::{
        Ask, Outcome, World, catalogue::profiles, queue::Event, refusal::Refusal, reply::Reply,
        state::State, task::Status,
    },
    names,
};

/// Simulated seconds any of this takes.
const LASTS: f64 = 3.0;

/// The refusal of what only makes sense on a machine's disk.
pub(super) fn unassigned() -> Refusal {
    Refusal::new(
        StatusCode::UNPROCESSABLE_ENTITY,
        "unassigned_disk",
        "The disk is not assigned to a virtual machine",
    )
}

impl World {
    /// The state of the machine a disk is on. Both may refuse work.
    fn ready(&self, disk: &Disk) -> Result<Option<State>, Refusal> {
        if !matches!(disk.work, Work::Built) {
            return Err(Refusal::task_queueing_error(
                "Another task of this disk is not done yet",
            ));
        }
        let assignment = disk.assignment.as_ref();
        let machine = assignment.and_then(|one| self.machines.get(&one.machine));
        if machine.is_some_and(|one| one.trash.is_some() || one.name.starts_with(names::REFUSING)) {
            return Err(Refusal::task_queueing_error(
                "The virtual machine of this disk does not accept tasks at the moment",
            ));
        }
        Ok(machine.map(|machine| machine.state))
    }

    /// Changes a disk now, again at the end of a task, and answers with both.
    fn work_on_disk(
        &mut self,
        ask: &Ask,
        disk: &Disk,
        name: &'static str,
        (now, end): (Change, [Option<Change>; 2]),
    ) -> Reply {
        let task = self.queue_task(name, disk.organization, ask.now, LASTS);
        self.change_disk(&disk.id, &now);
        let at = self.after(ask.now, LASTS);
        for change in end.into_iter().flatten() {
            let disk = disk.id.clone();
            self.queue.plan(at, Event::DiskIs { disk, change });
        }
        self.plan_end(&task, Status::Completed);
        let shown = self.disks.get(&disk.id);
        Reply::ok(json!({
            "disk": shown.map(|disk| self.disk_shown(disk)),
            "task": task.full(ask.now),
        }))
    }
}

/// `POST /disks/disk/attach`. That the machine has to be on follows from disks being attached
/// by a start anyway; the code for one that is not is a guess.
pub(in crate::katapult) fn attach(world: &mut World, ask: &Ask) -> Outcome {
    let disk = world.disk(ask)?.clone();
    let assignment = disk.assignment.as_ref().ok_or_else(unassigned)?;
    let state = world.ready(&disk)?;
    if assignment.plug != Plug::Detached {
        return Err(Refusal::task_queueing_error("The disk is attached already"));
    }
    if state != Some(State::Started) {
        return Err(Refusal::task_queueing_error(
            "The virtual machine has to be started to attach a disk",
        ));
    }
    let changes = (
        Change::Plugged(Plug::Attaching),
        [Some(Change::Plugged(Plug::Attached)), None],
    );
    Ok(world.work_on_disk(ask, &disk, "Attach disk", changes))
}

/// `POST /disks/disk/detach`
pub(in crate::katapult) fn detach(world: &mut World, ask: &Ask) -> Outcome {
    let disk = world.disk(ask)?.clone();
    let assignment = disk.assignment.as_ref().ok_or_else(unassigned)?;
    let state = world.ready(&disk)?;
    if assignment.plug != Plug::Attached {
        return Err(Refusal::task_queueing_error("The disk is not attached"));
    }
    if assignment.boot && state == Some(State::Started) {
        return Err(Refusal::task_queueing_error(
            "The boot disk of a started virtual machine cannot be detached",
        ));
    }
    let changes = (
        Change::Plugged(Plug::Detaching),
        [Some(Change::Plugged(Plug::Detached)), None],
    );
    Ok(world.work_on_disk(ask, &disk, "Detach disk", changes))
}

/// `PUT /disks/disk/resize`. Online a disk only grows, and only on a started machine; offline it
/// may shrink, unless it holds XFS, and nothing may use it. What happens without a method is
/// not known: the one that can be done is taken.
pub(in crate::katapult) fn resize(world: &mut World, ask: &Ask) -> Outcome {
    let size = ask.arguments.required_integer("size_in_gb")?;
    let method = ask
        .arguments
        .word("resize_method", &["offline", "online"])?;
    let disk = world.disk(ask)?.clone();
    let online = match method {
        Some(method) => method == "online",
        None => disk.is_in_use(),
    };
    let size = u32::try_from(size).unwrap_or_default();
    let shrinks = size < disk.size_in_gb;
    let fault = if !SIZES.contains(&size) {
        Some("Size in gb is not included in the list")
    } else if size == disk.size_in_gb {
        Some("Size in gb must be different from the current size")
    } else if shrinks && online {
        Some("Size in gb cannot be reduced online")
    } else if shrinks && disk.file_system.as_deref() == Some("xfs") {
        Some("Size in gb cannot be reduced on a disk with an XFS file system")
    } else {
        None
    };
    if let Some(fault) = fault {
        return Err(Refusal::validation_error(&[fault.to_owned()]));
    }
    let state = world.ready(&disk)?;
    if online && (state != Some(State::Started) || !disk.is_in_use()) {
        return Err(Refusal::task_queueing_error(
            "The disk has to be attached to a started virtual machine to be resized online",
        ));
    }
    if !online && disk.is_in_use() {
        return Err(Refusal::task_queueing_error(
            "The virtual machine has to be stopped to resize its disk offline",
        ));
    }
    let changes = (
        Change::Works(Work::Resizing),
        [
            Some(Change::Resized(size)),
            Some(Change::Works(Work::Built)),
        ],
    );
    Ok(world.work_on_disk(ask, &disk, "Resize disk", changes))
}

/// `PUT /disks/disk/io_profile`
pub(in crate::katapult) fn change_io_profile(world: &mut World, ask: &Ask) -> Outcome {
    let disk = world.disk(ask)?.clone();
    let profile =
        profiles::io(&ask.arguments)?.ok_or_else(|| ask.arguments.missing("io_profile"))?;
    world.ready(&disk)?;
    let changes = (
        Change::Works(Work::Configuring),
        [
            Some(Change::Paced(profile.id)),
            Some(Change::Works(Work::Built)),
        ],
    );
    Ok(world.work_on_disk(ask, &disk, "Change disk IO profile", changes))
}
