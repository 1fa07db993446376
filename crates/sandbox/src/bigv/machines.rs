//! Machines: listing, reading, changing, ending them.
//!
//! Source: BigV reference, VM endpoints, Updating, Deletion.

use super::call::{Call, need};
use super::change::Attributes;
use super::machine::Machine;
use super::reply::{Invalid, Refusal, Reply, nothing, ready};
use super::rights::Level;
use super::signal;
use super::{ARRAY, FIRST, Group, World};
use crate::{Response, answer};
use http::{Method, StatusCode};
use jiff::Timestamp;

impl World {
    /// Everything below `/accounts/A/groups/G/`.
    pub(super) fn in_group(&mut self, group: &Group, call: &Call, rest: &[&str]) -> Reply {
        let level = call.rights.on_group(group).or(Some(Level::VmConsole));
        match (&call.method, rest) {
            (&Method::GET, ["virtual_machines"]) => {
                let list = self.machine_list(|m| m.group_id == group.id, call);
                Ok(ready(StatusCode::OK, list))
            }
            (&Method::POST, ["virtual_machines"]) => {
                need(level, Level::GroupAdmin)?;
                self.create_bare(group, &call.order, call.now)
            }
            (&Method::POST, ["vm_create"]) => {
                need(level, Level::GroupAdmin)?;
                self.create_whole(group, &call.order, call.now)
            }
            (_, ["virtual_machines", part, rest @ ..]) => {
                let id = self.identify(group.id, part).ok_or(Refusal::NotFound)?;
                self.on_machine(group, id, call, rest)
            }
            _ => Err(Refusal::NotFound),
        }
    }

    fn on_machine(&mut self, group: &Group, id: u32, call: &Call, rest: &[&str]) -> Reply {
        let now = call.now;
        let level = call.rights.on_machine(group, id);
        need(level, Level::VmConsole)?;
        match (&call.method, rest) {
            (&Method::GET, []) => self.read(id, call),
            (&Method::PUT, []) => {
                need(level, Level::VmAdmin)?;
                self.put(id, call)
            }
            (&Method::DELETE, []) => {
                need(level, Level::GroupAdmin)?;
                if call.query.purge() {
                    if let Some(place) = self.machines.get_mut((id - FIRST) as usize) {
                        *place = None;
                    }
                } else {
                    self.machine(id, now)?.delete(now);
                }
                Ok(nothing())
            }
            (&Method::POST, ["signal"]) => signal::signal(self.present(id, now)?, &call.order, now),
            (&Method::POST, ["reimage"]) => {
                need(level, Level::VmAdmin)?;
                signal::reimage(self.present(id, now)?, &call.order, now)
            }
            (_, ["discs", rest @ ..]) => self.discs(id, level, call, rest),
            (_, ["nics", rest @ ..]) => self.nics(group, id, call, rest),
            (_, ["privileges"]) => self.privileges_on(call, super::rights::Target::Machine(id)),
            _ => Err(Refusal::NotFound),
        }
    }

    /// The machines that fit and may be seen, as the text of an array.
    pub(super) fn machine_list(&mut self, fits: impl Fn(&Machine) -> bool, call: &Call) -> String {
        let (overview, deleted) = (call.query.overview(), call.query.include_deleted());
        let groups = &self.groups;
        let seen = |machine: &Machine| {
            groups
                .iter()
                .find(|group| group.id == machine.group_id)
                .is_some_and(|group| call.rights.on_machine(group, machine.id).is_some())
        };
        let mut text = String::from("[");
        for machine in self.machines.iter_mut().flatten() {
            machine.settle(call.now);
            if fits(machine) && (deleted || !machine.deleted) && seen(machine) {
                if text.len() > 1 {
                    text.push(',');
                }
                text.push_str(machine.rendered(overview));
            }
        }
        text.push(']');
        text
    }

    /// The id of the machine of a group that has this id or name; deleted ones count.
    pub(super) fn identify(&self, group: u32, part: &str) -> Option<u32> {
        let by_id = part.parse::<u32>().ok().filter(|id| {
            self.machine_ref(*id)
                .is_some_and(|machine| machine.group_id == group)
        });
        by_id.or_else(|| self.named(group, part))
    }

    /// The id of the machine of a group with this name; deleted ones count.
    pub(super) fn named(&self, group: u32, name: &str) -> Option<u32> {
        self.every_machine()
            .find(|m| m.group_id == group && m.name == name)
            .map(|m| m.id)
    }

    /// Every machine, as it was when it was last asked for.
    pub(super) fn every_machine(&self) -> impl Iterator<Item = &Machine> {
        self.machines.iter().flatten()
    }

    /// A machine as it was when it was last asked for, deleted or not.
    pub(super) fn machine_ref(&self, id: u32) -> Option<&Machine> {
        let place = id.checked_sub(FIRST)?;
        self.machines.get(place as usize)?.as_ref()
    }

    /// A machine as it is now, deleted or not.
    pub(super) fn machine(&mut self, id: u32, now: Timestamp) -> Result<&mut Machine, Refusal> {
        let place = id.checked_sub(FIRST).ok_or(Refusal::NotFound)?;
        let machine = self
            .machines
            .get_mut(place as usize)
            .and_then(Option::as_mut)
            .ok_or(Refusal::NotFound)?;
        machine.settle(now);
        Ok(machine)
    }

    /// A machine that is not deleted.
    pub(super) fn present(&mut self, id: u32, now: Timestamp) -> Result<&mut Machine, Refusal> {
        let machine = self.machine(id, now)?;
        if machine.deleted {
            Err(Refusal::NotFound)
        } else {
            Ok(machine)
        }
    }

    /// One machine, as it is read alone.
    pub(super) fn read(&mut self, id: u32, call: &Call) -> Reply {
        let arrays = self.arrays;
        let machine = if call.query.include_deleted() {
            self.machine(id, call.now)?
        } else {
            self.present(id, call.now)?
        };
        let array = arrays || machine.is(ARRAY);
        let text = machine.rendered(call.query.overview());
        Ok(if array {
            ready(StatusCode::OK, format!("[{text}]"))
        } else {
            vendor(text)
        })
    }

    fn put(&mut self, id: u32, call: &Call) -> Reply {
        let mut invalid = Invalid::default();
        let attributes = Attributes::read(&call.order, &mut invalid);
        let group = self.machine(id, call.now)?.group_id;
        let target = attributes.group_id.unwrap_or(group);
        // Moving a machine to where one may make none is not seeing the place.
        let domain = self
            .group_by_id(target)
            .filter(|g| g.id == group || call.rights.on_group(g) >= Some(Level::GroupAdmin))
            .map(|g| self.domain(g));
        if domain.is_none() {
            invalid.add("group_id", "is invalid");
        }
        let name = match &attributes.name {
            Some(name) => name.clone(),
            None => self.machine(id, call.now)?.name.clone(),
        };
        if self.named(target, &name).is_some_and(|other| other != id) {
            invalid.add("name", "has already been taken");
        }
        invalid.check()?;
        let machine = self.machine(id, call.now)?;
        attributes.apply(machine, domain, call.now)?;
        Ok(vendor(machine.rendered(false)))
    }
}

fn vendor(text: &str) -> Response {
    answer(
        StatusCode::OK,
        "application/vnd.bigv.virtual-machine+json",
        text,
    )
}
