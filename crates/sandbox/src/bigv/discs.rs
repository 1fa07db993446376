//! The calls on a machine's discs, and on a disc wherever it is.
//!
//! Source: BigV reference, Discs and backups.

use super::call::{Call, need};
use super::disc::{Disc, MOST_PER_MACHINE};
use super::machine::Machine;
use super::reply::{Invalid, Refusal, Reply, nothing};
use super::rights::Level;
use super::{World, backup};
use crate::json as answer_json;
use http::{Method, StatusCode};
use serde_json::Value;

impl World {
    /// Calls below `…/virtual_machines/ID/discs`, with this level on the machine.
    pub(super) fn discs(
        &mut self,
        id: u32,
        level: Option<Level>,
        call: &Call,
        rest: &[&str],
    ) -> Reply {
        let dialect = self.dialect;
        let fresh = self.next_disc;
        // A number lost to an order that was refused does no harm.
        self.next_disc += u32::from(call.method == Method::POST);
        let machine = self.machine(id, call.now)?;
        if !call.reads() {
            need(level, Level::VmAdmin)?;
            if machine.deleted {
                return Err(Refusal::Forbidden);
            }
        }
        let (part, rest) = match (&call.method, rest) {
            (&Method::GET, []) => {
                let discs = machine.discs.iter();
                let list: Value = discs.map(|d| d.as_json(id, dialect, false)).collect();
                return Ok(answer_json(StatusCode::OK, &list));
            }
            (&Method::POST, []) => {
                let place = (fresh, machine.discs.len() + 1);
                let disc = Disc::ordered(&call.order, place, dialect, call.now)
                    .map_err(Refusal::Invalid)?;
                let shown = disc.as_json(id, dialect, false);
                machine.discs.push(disc);
                machine.changed(call.now);
                return Ok(answer_json(StatusCode::CREATED, &shown));
            }
            (_, [part, rest @ ..]) => (*part, rest),
            _ => return Err(Refusal::NotFound),
        };
        let place = machine
            .discs
            .iter()
            .position(|d| d.id.to_string() == part || d.label == part)
            .ok_or(Refusal::NotFound)?;
        let disc = machine.discs.get_mut(place).ok_or(Refusal::NotFound)?;
        match (&call.method, rest) {
            (&Method::GET, []) => Ok(answer_json(
                StatusCode::OK,
                &disc.as_json(id, dialect, false),
            )),
            (&Method::PUT, []) => {
                let disc = disc.id;
                self.change_disc(id, disc, call)
            }
            (&Method::DELETE, []) if call.query.purge() => {
                machine.discs.remove(place);
                machine.changed(call.now);
                Ok(nothing())
            }
            // The one thing a disc cannot be is softly deleted.
            (&Method::DELETE, []) => Err(Refusal::internal()),
            (_, rest) if dialect.is_later() => {
                let order = (&call.order, call.query.purge(), fresh, call.now);
                let reply = backup::calls(disc, id, &call.method, rest, order);
                machine.changed(call.now);
                reply
            }
            _ => Err(Refusal::NotFound),
        }
    }

    /// `GET /discs/ID` and `DELETE /discs/ID`
    pub(super) fn disc_anywhere(&mut self, part: &str, call: &Call) -> Reply {
        let holds = |m: &&Machine| m.discs.iter().any(|disc| disc.id.to_string() == part);
        let machine = self.every_machine().find(holds).ok_or(Refusal::NotFound)?;
        let id = machine.id;
        let group = self.group_by_id(machine.group_id);
        let level = group.and_then(|group| call.rights.on_machine(group, id));
        need(level, Level::VmConsole)?;
        if !matches!(call.method, Method::GET | Method::DELETE) {
            return Err(Refusal::NotFound);
        }
        self.discs(id, level, call, &[part])
    }

    /// Changes a disc, and moves it to another machine when told to.
    fn change_disc(&mut self, id: u32, disc: u32, call: &Call) -> Reply {
        let dialect = self.dialect;
        let wanted = call
            .order
            .get("virtual_machine_id")
            .filter(|w| !w.is_null());
        let target = match wanted {
            None => id,
            Some(wanted) => {
                let machine = wanted
                    .as_u64()
                    .and_then(|id| u32::try_from(id).ok())
                    .and_then(|id| self.machine_ref(id))
                    .filter(|m| !m.deleted && (m.id == id || m.discs.len() < MOST_PER_MACHINE))
                    .filter(|m| {
                        let group = self.group_by_id(m.group_id);
                        let level = group.and_then(|group| call.rights.on_machine(group, m.id));
                        level >= Some(Level::VmAdmin)
                    });
                let invalid = || Invalid::one("virtual_machine_id", "is invalid");
                machine.ok_or_else(invalid)?.id
            }
        };
        let machine = self.machine(id, call.now)?;
        let place = machine.discs.iter().position(|d| d.id == disc);
        let place = place.ok_or(Refusal::NotFound)?;
        let found = machine.discs.get_mut(place).ok_or(Refusal::NotFound)?;
        found.change(&call.order, dialect)?;
        let shown = found.as_json(target, dialect, false);
        if target != id {
            let moved = machine.discs.remove(place);
            let machine = self.machine(target, call.now)?;
            machine.discs.push(moved);
            machine.changed(call.now);
        }
        self.machine(id, call.now)?.changed(call.now);
        Ok(answer_json(StatusCode::OK, &shown))
    }
}
