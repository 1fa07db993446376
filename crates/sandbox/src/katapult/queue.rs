//! What will happen and when. Events are taken in the order of their time, and those of one
//! time in the order they were planned.

use std::collections::BTreeMap;

use jiff::Timestamp;

use super::{World, build, disk, interface, state::State, task::Status, trash};

/// Something that happens by itself.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Event {
    /// A task leaves the queue.
    TaskRuns { task: String },
    /// A task ends.
    TaskEnds { task: String, status: Status },
    /// A machine reaches a state, unless it has been sent on another course since.
    MachineIs {
        machine: String,
        course: u32,
        state: State,
        /// Whether that is where it was sent.
        arrived: bool,
    },
    /// A package change takes effect.
    MachineIsResized {
        machine: String,
        size: super::machine::Size,
    },
    /// Work on a disk has an effect.
    DiskIs { disk: String, change: disk::Change },
    /// Work on a network interface has an effect.
    InterfaceIs {
        interface: String,
        change: interface::Change,
    },
    /// A backup policy is to go into the trash at this time, if that is still so.
    PolicyEnds { policy: String, at: i64 },
    /// A build gets to its next step.
    BuildGoesOn { build: String, step: build::Step },
    /// What is in the trash goes for good.
    TrashIsEmptied { trash: String },
}

/// Events to come.
#[derive(Default)]
pub(super) struct Queue {
    events: BTreeMap<(Timestamp, u64), Event>,
    planned: u64,
}

impl Queue {
    /// Plans an event.
    pub(super) fn plan(&mut self, at: Timestamp, event: Event) {
        self.planned += 1;
        self.events.insert((at, self.planned), event);
    }

    fn next_due(&mut self, now: Timestamp) -> Option<(Timestamp, Event)> {
        let entry = self.events.first_entry()?;
        let at = entry.key().0;
        (at <= now).then(|| (at, entry.remove()))
    }
}

impl World {
    /// Lets everything happen that is due.
    pub(super) fn catch_up(&mut self, now: Timestamp) {
        while let Some((at, event)) = self.queue.next_due(now) {
            match event {
                Event::TaskRuns { task } => self.run_task(&task, at),
                Event::TaskEnds { task, status } => self.end_task(&task, status, at),
                Event::MachineIs {
                    machine,
                    course,
                    state,
                    arrived,
                } => {
                    if let Some(machine) = self.machines.get_mut(&machine)
                        && machine.course == course
                    {
                        machine.state = state;
                        machine.busy = !arrived;
                        let id = machine.id.clone();
                        self.plug_disks(&id, state);
                    }
                }
                Event::MachineIsResized { machine, size } => {
                    if let Some(machine) = self.machines.get_mut(&machine) {
                        machine.size = size;
                    }
                }
                Event::DiskIs { disk, change } => self.change_disk(&disk, &change),
                Event::InterfaceIs { interface, change } => {
                    self.change_interface(&interface, &change);
                }
                Event::PolicyEnds { policy, at: time } => self.end_policy(&policy, time, at),
                Event::BuildGoesOn { build, step } => build::go_on(self, &build, step, at),
                Event::TrashIsEmptied { trash } => trash::empty(self, &trash),
            }
        }
    }

    /// The time so many simulated seconds from now.
    pub(super) fn after(&self, now: Timestamp, seconds: f64) -> Timestamp {
        now.checked_add(self.options.lasting(seconds))
            .unwrap_or(now)
    }
}
