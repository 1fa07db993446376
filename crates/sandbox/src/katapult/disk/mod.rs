//! Disks of organizations, assigned to machines or not (reference, Disks and backups).

mod assignment;
mod crud;
mod plan;
mod shape;
mod work;

use serde_json::json;

pub(super) use self::{
    assignment::{assign, unassign},
    crud::{create, delete, list, of_machine, show, update},
    plan::{Plan, SIZES},
    work::{attach, change_io_profile, detach, resize},
};
use super::{
    Ask, World,
    build::Contents,
    catalogue::{
        places::DataCenter,
        profiles::{IO_PROFILES, IoProfile},
    },
    machine::Annotation,
    organization::Organization,
    refusal::Refusal,
    shelf::Shelf,
    state::State,
};

/// What is being done with a disk's contents.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Work {
    NotBuilt,
    Failed,
    Built,
    Building,
    Resizing,
    Configuring,
}

/// Whether a disk is plugged in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Plug {
    Detached,
    Attached,
    Attaching,
    Detaching,
}

/// The machine a disk belongs to.
#[derive(Clone)]
pub(super) struct Assignment {
    /// Id of the machine.
    pub(super) machine: String,
    pub(super) attach_on_boot: bool,
    pub(super) boot: bool,
    pub(super) plug: Plug,
}

/// What was installed on a disk.
#[derive(Clone)]
pub(super) struct Installation {
    id: String,
    contents: Contents,
}

/// A disk.
#[derive(Clone)]
pub(super) struct Disk {
    pub(super) id: String,
    pub(super) organization: &'static Organization,
    pub(super) name: String,
    pub(super) size_in_gb: u32,
    wwn: String,
    work: Work,
    created_at: i64,
    speed: String,
    io_profile: Option<&'static IoProfile>,
    bus_type: Option<String>,
    pub(super) data_center: &'static DataCenter,
    pub(super) assignment: Option<Assignment>,
    installation: Option<Installation>,
    file_system: Option<String>,
    annotations: Vec<Annotation>,
    /// Id of the trash object it is in.
    pub(super) trash: Option<String>,
}

/// Disks by id.
pub(super) type Disks = Shelf<Disk>;

/// What becomes of a disk by and by.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Change {
    Works(Work),
    Resized(u32),
    /// By id of the profile.
    Paced(&'static str),
    Plugged(Plug),
}

impl Disk {
    /// Whether it is plugged in, or on its way in or out.
    fn is_in_use(&self) -> bool {
        let assignment = self.assignment.as_ref();
        assignment.is_some_and(|one| one.plug != Plug::Detached)
    }
}

impl World {
    /// The disk a request names, not in the trash.
    pub(super) fn disk(&self, ask: &Ask) -> Result<&Disk, Refusal> {
        let lookup = ask.arguments.lookup("disk", &["id"])?;
        let disk = self
            .disks
            .get(&lookup.value)
            .filter(|disk| disk.organization.is_seen_by(ask.token))
            .ok_or_else(|| Refusal::not_found("disk_not_found"))?;
        if let Some(trash) = &disk.trash {
            return Err(self.in_trash(trash));
        }
        ask.permit()?;
        Ok(disk)
    }

    /// The id of an organization's disk outside of the trash, by id or by name.
    pub(super) fn find_disk(
        &self,
        organization: &Organization,
        wanted: &str,
        by_name: bool,
    ) -> Option<&Disk> {
        self.disks
            .iter()
            .filter(|disk| disk.organization.id == organization.id && disk.trash.is_none())
            .find(|disk| wanted == if by_name { &disk.name } else { &disk.id })
    }

    /// Lets a planned change happen.
    pub(super) fn change_disk(&mut self, id: &str, change: &Change) {
        let Some(disk) = self.disks.get_mut(id) else {
            return;
        };
        match change {
            Change::Works(work) => disk.work = *work,
            Change::Resized(size) => disk.size_in_gb = *size,
            Change::Paced(profile) => {
                disk.io_profile = IO_PROFILES.iter().find(|one| one.id == *profile);
            }
            Change::Plugged(plug) => {
                if let Some(assignment) = &mut disk.assignment {
                    assignment.plug = *plug;
                }
            }
        }
    }

    /// Plugs a machine's disks in or out as it goes on or off.
    pub(super) fn plug_disks(&mut self, machine: &str, state: State) {
        let Some(machine) = self.machines.get(machine) else {
            return;
        };
        for id in &machine.disks {
            let disk = self.disks.get_mut(id);
            let Some(assignment) = disk.and_then(|disk| disk.assignment.as_mut()) else {
                continue;
            };
            match state {
                State::Stopped | State::Failed | State::Allocating => {
                    assignment.plug = Plug::Detached;
                }
                State::Started if assignment.attach_on_boot => {
                    assignment.plug = Plug::Attached;
                }
                _ => {}
            }
        }
    }

    /// Takes a disk off its machine.
    pub(super) fn unassign_disk(&mut self, id: &str) {
        let disk = self.disks.get_mut(id);
        let Some(assignment) = disk.and_then(|disk| disk.assignment.take()) else {
            return;
        };
        if let Some(machine) = self.machines.get_mut(&assignment.machine) {
            machine.disks.retain(|other| other != id);
        }
    }

    /// Puts a disk on a machine.
    pub(super) fn assign_disk(&mut self, id: &str, assignment: Assignment) {
        if let Some(machine) = self.machines.get_mut(&assignment.machine)
            && let Some(disk) = self.disks.get_mut(id)
        {
            machine.disks.push(id.to_owned());
            disk.assignment = Some(assignment);
        }
    }

    /// The refusal of work on something that is in the trash.
    pub(super) fn in_trash(&self, trash: &str) -> Refusal {
        let shown = self.trash.get(trash).map(super::trash::TrashObject::shown);
        Refusal::new(
            http::StatusCode::NOT_ACCEPTABLE,
            "object_in_trash",
            "The object is in the trash and has to be restored first",
        )
        .with(json!({ "trash_object": shown }))
    }
}
