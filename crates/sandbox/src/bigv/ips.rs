//! Addresses by themselves: their reverse names, and machines that swap theirs.
//!
//! Source: BigV reference, NICs and IP addresses. The page calls the first member `address`, the
//! Go client `ip`; the later brain here has both.

use super::World;
use super::call::{Call, need};
use super::machine::Machine;
use super::reply::{Invalid, Refusal, Reply};
use super::rights::Level;
use crate::json as answer_json;
use http::{Method, StatusCode};
use serde_json::{Value, json};
use std::net::IpAddr;

impl World {
    /// Calls below `/ips`.
    pub(super) fn ips(&mut self, call: &Call, rest: &[&str]) -> Reply {
        match (&call.method, rest) {
            (&Method::POST, ["swap_virtual_machine_ips"]) if self.dialect.is_later() => {
                self.swap(call)
            }
            (&Method::GET | &Method::PUT, [address]) => {
                let address: IpAddr = address.parse().map_err(|_| Refusal::NotFound)?;
                let holder = self.every_machine().find(|machine| {
                    let has = |ip: &str| ip.parse() == Ok(address);
                    self.level_of(call, machine).is_some() && machine.addresses().any(has)
                });
                let holder = holder.ok_or(Refusal::NotFound)?;
                let hostname = holder.hostname();
                let level = self.level_of(call, holder);
                if call.method == Method::PUT {
                    need(level, Level::VmAdmin)?;
                    self.name_address(address, &call.order)?;
                }
                let name = self.names.get(&address).cloned().unwrap_or(hostname);
                let mut shown = json!({"address": address, "rdns": name});
                if self.dialect.is_later()
                    && let Some(fields) = shown.as_object_mut()
                {
                    fields.insert("ip".to_owned(), json!(address));
                }
                Ok(answer_json(StatusCode::OK, &shown))
            }
            _ => Err(Refusal::NotFound),
        }
    }

    fn level_of(&self, call: &Call, machine: &Machine) -> Option<Level> {
        call.rights
            .on_machine(self.group_by_id(machine.group_id)?, machine.id)
    }

    /// Without a name of its own an address has its machine's.
    fn name_address(&mut self, address: IpAddr, order: &Value) -> Result<(), Refusal> {
        let allowed = |b: u8| b.is_ascii_alphanumeric() || b == b'-' || b == b'.' || b == b'_';
        match order.get("rdns") {
            None => {}
            Some(Value::Null) => {
                self.names.remove(&address);
            }
            Some(Value::String(name)) if name.is_empty() => {
                self.names.remove(&address);
            }
            Some(Value::String(name)) if name.bytes().all(allowed) => {
                self.names.insert(address, name.clone());
            }
            Some(_) => return Err(Invalid::one("rdns", "is invalid")),
        }
        Ok(())
    }

    /// Both machines are off, and the answer repeats the order; its body is unpublished.
    fn swap(&mut self, call: &Call) -> Reply {
        let mut invalid = Invalid::default();
        let mut found = Vec::new();
        for attribute in ["virtual_machine_1_id", "virtual_machine_2_id"] {
            let id = call.order.get(attribute).and_then(Value::as_u64);
            let id = id.and_then(|id| u32::try_from(id).ok());
            let machine = id.and_then(|id| self.present(id, call.now).ok().map(|m| m.clone()));
            let level = machine.as_ref().and_then(|m| self.level_of(call, m));
            match machine {
                Some(machine) if level.is_some() => {
                    need(level, Level::VmAdmin)?;
                    if machine.power_on {
                        invalid.add(attribute, "must be powered off");
                    }
                    found.push(machine);
                }
                _ => invalid.add(attribute, "is invalid"),
            }
        }
        invalid.check()?;
        let [one, two] = found.as_slice() else {
            return Err(Refusal::NotFound);
        };
        let extra = call.order.get("move_additional_ips") == Some(&Value::Bool(true));
        for (to, from) in [(one.id, two), (two.id, one)] {
            let machine = self.machine(to, call.now)?;
            let old = std::mem::replace(&mut machine.ips, from.ips.clone());
            if extra {
                machine.extra_ips.clone_from(&from.extra_ips);
            } else {
                // What stays is routed by way of what came.
                for via in machine.extra_ips.values_mut() {
                    let place = old.iter().position(|ip| ip == via);
                    if let Some(new) = place.and_then(|place| from.ips.get(place)) {
                        via.clone_from(new);
                    }
                }
            }
            machine.changed(call.now);
        }
        Ok(answer_json(StatusCode::OK, &call.order))
    }
}
