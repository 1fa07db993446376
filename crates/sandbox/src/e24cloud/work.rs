//! Work on what is not a machine: accepted at once, seen a little later, shown as a task until
//! then.
//!
//! Source: e24cloud reference, Volumes, images, addresses, VLANs, and Knowing when work is done.
//! What the elements of a `task` array look like is unpublished.

use super::addresses::Address;
use super::machine::{Machine, State};
use super::{World, done, forbidden, refused};
use jiff::Timestamp;
use serde_json::{Value, json};

/// How long everything here takes, in seconds.
const LASTING: f64 = 1.5;

/// What the work is on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Volume,
    Address,
    Vlan,
    Image,
}

/// What is done to it. Machines go by their id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Change {
    Attach(String),
    Detach(String),
    Make,
    Delete,
}

impl Change {
    fn name(&self) -> &'static str {
        match self {
            Self::Attach(_) => "attach",
            Self::Detach(_) => "detach",
            Self::Make => "create",
            Self::Delete => "delete",
        }
    }
}

/// Work that was accepted.
#[derive(Debug)]
pub(super) struct Job {
    number: u32,
    due: Timestamp,
    kind: Kind,
    subject: String,
    change: Change,
}

impl World {
    /// Takes on work; says no while other work on the same thing is under way.
    pub(super) fn accept(
        &mut self,
        kind: Kind,
        subject: &str,
        change: Change,
        now: Timestamp,
    ) -> Value {
        if self
            .jobs
            .iter()
            .any(|job| job.kind == kind && job.subject == subject)
        {
            return forbidden();
        }
        let due = now
            .checked_add(self.options.lasting(LASTING))
            .unwrap_or(Timestamp::MAX);
        let number = self.fresh();
        self.jobs.push_back(Job {
            number,
            due,
            kind,
            subject: subject.to_owned(),
            change,
        });
        self.settle(now);
        done()
    }

    /// What is under way on something, as its `task` array.
    pub(super) fn tasks(&self, kind: Kind, subject: &str) -> Value {
        self.jobs
            .iter()
            .filter(|job| job.kind == kind && job.subject == subject)
            .map(|job| json!({"id": job.number, "name": job.change.name()}))
            .collect()
    }

    /// All work due by now is done, on machines too.
    pub(super) fn settle(&mut self, now: Timestamp) {
        self.work(now);
        for machine in &mut self.machines {
            machine.settle(now);
        }
    }

    /// The work due by now is done on everything but machines.
    pub(super) fn work(&mut self, now: Timestamp) {
        while self.jobs.front().is_some_and(|job| job.due <= now) {
            if let Some(job) = self.jobs.pop_front() {
                for machine in &mut self.machines {
                    machine.settle(job.due);
                }
                match job.kind {
                    Kind::Volume => self.change_volume(&job.subject, &job.change, job.due),
                    Kind::Address => self.change::<Address>(&job.subject, &job.change, job.due),
                    Kind::Vlan => self.change_vlan(&job.subject, job.change),
                    Kind::Image => self.change_image(&job.subject, &job.change),
                }
            }
        }
    }

    /// A number no other has had.
    pub(super) fn fresh(&mut self) -> u32 {
        self.made += 1;
        self.made
    }

    /// The machine an order names, if it can be worked on.
    pub(super) fn target(&self, order: &Value) -> Result<&Machine, Value> {
        let machine = order
            .get("virtual_machine_id")
            .and_then(Value::as_str)
            .and_then(|id| self.find(id))
            .ok_or_else(|| refused("no such machine"))?;
        match machine.state {
            State::Installing | State::Deleting => Err(forbidden()),
            _ => Ok(machine),
        }
    }

    /// A machine that is there, by its id.
    pub(super) fn find(&self, id: &str) -> Option<&Machine> {
        self.machines
            .get(*self.places.get(id)?)
            .filter(|machine| machine.state != State::Gone)
    }

    /// The same, to change it.
    pub(super) fn find_mut(&mut self, id: &str) -> Option<&mut Machine> {
        self.machines
            .get_mut(*self.places.get(id)?)
            .filter(|machine| machine.state != State::Gone)
    }
}

/// A time as the API prints it: no zone, whole seconds.
pub(super) fn printed(at: Timestamp) -> String {
    at.strftime("%Y-%m-%d %H:%M:%S").to_string()
}
