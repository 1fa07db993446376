//! Calls on machines: inside their group, and un-nested for reading.
//!
//! Source: BigV reference, VM endpoints, Deletion, NICs and IP addresses.

use super::change::Attributes;
use super::machine::Machine;
use super::query::Query;
use super::reply::{Invalid, Refusal, Reply, nothing, ready};
use super::{ARRAY, FIRST, Group, World, disc, signal};
use crate::{Response, answer, json};
use http::{Method, StatusCode};
use jiff::Timestamp;
use serde_json::Value;

impl World {
    /// Everything below `/accounts/A/groups/G/`.
    pub(super) fn in_group(
        &mut self,
        group: &Group,
        method: &Method,
        rest: &[&str],
        order: &Value,
        query: &Query,
        now: Timestamp,
    ) -> Reply {
        match (method, rest) {
            (&Method::GET, ["virtual_machines"]) => {
                let list = self.machine_list(|m| m.group_id == group.id, query, now);
                Ok(ready(StatusCode::OK, list))
            }
            (&Method::POST, ["virtual_machines"]) => self.create_bare(group, order, now),
            (&Method::POST, ["vm_create"]) => self.create_whole(group, order, now),
            (_, ["virtual_machines", part, rest @ ..]) => {
                let id = self.identify(group.id, part).ok_or(Refusal::NotFound)?;
                self.on_machine(id, method, rest, order, query, now)
            }
            _ => Err(Refusal::NotFound),
        }
    }

    fn on_machine(
        &mut self,
        id: u32,
        method: &Method,
        rest: &[&str],
        order: &Value,
        query: &Query,
        now: Timestamp,
    ) -> Reply {
        match (method, rest) {
            (&Method::GET, []) => self.read(id, query, now),
            (&Method::PUT, []) => self.put(id, order, now),
            (&Method::DELETE, []) => {
                if query.purge() {
                    if let Some(place) = self.machines.get_mut((id - FIRST) as usize) {
                        *place = None;
                    }
                } else {
                    self.machine(id, now)?.delete(now);
                }
                Ok(nothing())
            }
            (&Method::POST, ["signal"]) => signal::signal(self.present(id, now)?, order, now),
            (&Method::POST, ["reimage"]) => signal::reimage(self.present(id, now)?, order, now),
            (_, ["discs", rest @ ..]) => {
                let fresh = self.next_disc;
                // A number lost to an order that was refused does no harm.
                self.next_disc += u32::from(method == Method::POST);
                let machine = self.machine(id, now)?;
                disc::calls(machine, method, rest, order, query, fresh, now)
            }
            (&Method::GET, ["nics"]) => {
                let nic = self.present(id, now)?.nic(false);
                Ok(json(StatusCode::OK, &Value::Array(vec![nic])))
            }
            (&Method::GET, ["nics", nic]) => {
                let machine = self.present(id, now)?;
                if machine.nic_id().to_string() != **nic {
                    return Err(Refusal::NotFound);
                }
                Ok(json(StatusCode::OK, &machine.nic(false)))
            }
            _ => Err(Refusal::NotFound),
        }
    }

    /// Reads that name no account and no group.
    pub(super) fn un_nested(&mut self, path: &[&str], query: &Query, now: Timestamp) -> Reply {
        match path {
            ["groups"] => Ok(self.group_list(query.number("account_id"), query, now)),
            ["groups", id] => {
                let group = self.groups.iter().find(|g| g.id.to_string() == **id);
                let group = group.cloned().ok_or(Refusal::NotFound)?;
                self.group(&group, &Method::GET, &Value::Null, query, now)
            }
            ["virtual_machines"] => {
                let groups = self.filtered_groups(query);
                let list = self.machine_list(|m| groups.contains(&m.group_id), query, now);
                Ok(ready(StatusCode::OK, list))
            }
            ["virtual_machines", id] => {
                let id = id.parse().map_err(|_| Refusal::NotFound)?;
                self.read(id, query, now)
            }
            ["discs"] => {
                let groups = self.filtered_groups(query);
                let wanted = query.number("vm_id");
                let list: Vec<Value> = self
                    .machines
                    .iter()
                    .flatten()
                    .filter(|m| groups.contains(&m.group_id) && !m.deleted)
                    .filter(|m| wanted.is_none_or(|id| m.id == id))
                    .flat_map(|m| m.discs.iter().map(|d| d.as_json(m.id, false)))
                    .collect();
                Ok(json(StatusCode::OK, &list.into()))
            }
            ["discs", id] => {
                let id: u32 = id.parse().map_err(|_| Refusal::NotFound)?;
                self.machines
                    .iter()
                    .flatten()
                    .find_map(|m| m.discs.iter().find(|d| d.id == id).map(|d| (m.id, d)))
                    .map(|(machine, disc)| json(StatusCode::OK, &disc.as_json(machine, false)))
                    .ok_or(Refusal::NotFound)
            }
            _ => Err(Refusal::NotFound),
        }
    }

    /// The machines that fit, as the text of an array.
    pub(super) fn machine_list(
        &mut self,
        fits: impl Fn(&Machine) -> bool,
        query: &Query,
        now: Timestamp,
    ) -> String {
        let (overview, deleted) = (query.overview(), query.include_deleted());
        let mut text = String::from("[");
        for machine in self.machines.iter_mut().flatten() {
            machine.settle(now);
            if fits(machine) && (deleted || !machine.deleted) {
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
            let place = id.checked_sub(FIRST).map(|n| n as usize);
            place
                .and_then(|place| self.machines.get(place)?.as_ref())
                .is_some_and(|machine| machine.group_id == group)
        });
        by_id.or_else(|| self.named(group, part))
    }

    /// The id of the machine of a group with this name; deleted ones count.
    pub(super) fn named(&self, group: u32, name: &str) -> Option<u32> {
        self.machines
            .iter()
            .flatten()
            .find(|m| m.group_id == group && m.name == name)
            .map(|m| m.id)
    }

    /// A machine as it is now, deleted or not.
    fn machine(&mut self, id: u32, now: Timestamp) -> Result<&mut Machine, Refusal> {
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
    fn present(&mut self, id: u32, now: Timestamp) -> Result<&mut Machine, Refusal> {
        let machine = self.machine(id, now)?;
        if machine.deleted {
            Err(Refusal::NotFound)
        } else {
            Ok(machine)
        }
    }

    fn read(&mut self, id: u32, query: &Query, now: Timestamp) -> Reply {
        let arrays = self.arrays;
        let machine = if query.include_deleted() {
            self.machine(id, now)?
        } else {
            self.present(id, now)?
        };
        let array = arrays || machine.is(ARRAY);
        let text = machine.rendered(query.overview());
        Ok(if array {
            ready(StatusCode::OK, format!("[{text}]"))
        } else {
            vendor(text)
        })
    }

    fn put(&mut self, id: u32, order: &Value, now: Timestamp) -> Reply {
        let mut invalid = Invalid::default();
        let attributes = Attributes::read(order, &mut invalid);
        let group = self.machine(id, now)?.group_id;
        let target = attributes.group_id.unwrap_or(group);
        let domain = self
            .groups
            .iter()
            .find(|g| g.id == target)
            .map(|g| self.domain(g));
        if domain.is_none() {
            invalid.add("group_id", "is invalid");
        }
        if let Some(name) = &attributes.name
            && self.named(target, name).is_some_and(|other| other != id)
        {
            invalid.add("name", "has already been taken");
        }
        invalid.check()?;
        let machine = self.machine(id, now)?;
        attributes.apply(machine, domain, now)?;
        Ok(vendor(machine.rendered(false)))
    }

    /// The ids of the groups that the query's filters leave.
    fn filtered_groups(&self, query: &Query) -> Vec<u32> {
        let (account, group) = (query.number("account_id"), query.number("group_id"));
        self.groups
            .iter()
            .filter(|g| account.is_none_or(|id| g.account == id))
            .filter(|g| group.is_none_or(|id| g.id == id))
            .map(|g| g.id)
            .collect()
    }
}

fn vendor(text: &str) -> Response {
    answer(
        StatusCode::OK,
        "application/vnd.bigv.virtual-machine+json",
        text,
    )
}
