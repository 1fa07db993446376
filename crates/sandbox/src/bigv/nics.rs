//! Network interfaces, and the addresses added to them.
//!
//! Source: BigV reference, NICs and IP addresses. The quota is undisclosed; here it is sixteen
//! further addresses. That a reason has to be given is published nowhere, so none will do. An interface without any address takes the first one as its own.

use super::call::{Call, need};
use super::machine::Machine;
use super::reply::{Invalid, Refusal, Reply};
use super::rights::Level;
use super::{Group, World};
use crate::json as answer_json;
use http::{Method, StatusCode};
use serde_json::{Value, json};
use std::collections::HashSet;
use std::net::IpAddr;

const QUOTA: usize = 16;

impl World {
    /// Calls below `…/virtual_machines/ID/nics`.
    pub(super) fn nics(&mut self, group: &Group, id: u32, call: &Call, rest: &[&str]) -> Reply {
        let ok = |value: &Value| Ok(answer_json(StatusCode::OK, value));
        let is = |machine: &Machine, part: &str| machine.nic_id().to_string() == part;
        match (&call.method, rest) {
            (&Method::GET, []) => ok(&json!([self.present(id, call.now)?.nic(false)])),
            (&Method::GET, [part]) => {
                let machine = self.present(id, call.now)?;
                if !is(machine, part) {
                    return Err(Refusal::NotFound);
                }
                ok(&machine.nic(false))
            }
            (&Method::POST, [part, "ip_create"]) => {
                let machine = self.machine(id, call.now)?;
                let (known, deleted) = (is(machine, part), machine.deleted);
                if !known {
                    return Err(Refusal::NotFound);
                }
                need(call.rights.on_machine(group, id), Level::VmAdmin)?;
                // Nothing on a deleted machine can be changed.
                if deleted {
                    return Err(Refusal::Forbidden);
                }
                self.ip_create(id, call)
            }
            _ => Err(Refusal::NotFound),
        }
    }

    fn ip_create(&mut self, id: u32, call: &Call) -> Reply {
        let order = &call.order;
        let mut invalid = Invalid::default();
        let count = match order.get("addresses") {
            None | Some(Value::Null) => 1,
            Some(count) => count.as_u64().unwrap_or(0) as usize,
        };
        let has = self.machine_ref(id).map_or(0, |m| m.extra_ips.len());
        if count == 0 {
            invalid.add("addresses", "is not a number");
        } else if has.saturating_add(count) > QUOTA {
            invalid.add("addresses", "is more than the quota allows");
        }
        let family = match order.get("family").and_then(Value::as_str) {
            Some("ipv6") => Family::Six,
            None | Some("ipv4") => Family::Four,
            Some(_) => {
                invalid.add("family", "is not included in the list");
                Family::Four
            }
        };
        invalid.check()?;
        let fresh = self.free_addresses(family, count);
        if fresh.len() < count {
            return Err(Invalid::one("addresses", "is more than there is"));
        }
        let machine = self.machine(id, call.now)?;
        for address in &fresh {
            let via = machine.ips.iter().find(|ip| family.has(ip)).cloned();
            match via {
                None => machine.ips.push(address.clone()),
                Some(via) => {
                    machine.extra_ips.insert(address.clone(), via);
                }
            }
        }
        machine.changed(call.now);
        let mut shown = order.clone();
        if let Some(fields) = shown.as_object_mut() {
            fields.insert("ips".to_owned(), fresh.into());
        }
        Ok(answer_json(StatusCode::OK, &shown))
    }

    fn free_addresses(&self, family: Family, count: usize) -> Vec<String> {
        let taken: HashSet<&str> = self.every_machine().flat_map(Machine::addresses).collect();
        (0..3 * 254)
            .rev()
            .map(|n| family.address(n))
            .filter(|address| !taken.contains(&**address))
            .take(count)
            .collect()
    }
}

#[derive(Clone, Copy)]
enum Family {
    Four,
    Six,
}

impl Family {
    fn has(self, address: &str) -> bool {
        match address.parse::<IpAddr>() {
            Ok(IpAddr::V4(_)) => matches!(self, Self::Four),
            Ok(IpAddr::V6(_)) => matches!(self, Self::Six),
            Err(_) => false,
        }
    }

    fn address(self, n: u32) -> String {
        match self {
            Self::Four => super::machine::documentation_address(n),
            Self::Six => format!("2001:db8:b16:1::{:x}", n + 1),
        }
    }
}
