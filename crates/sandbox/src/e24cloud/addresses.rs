//! IPv4 addresses: those of machines, and those that belong to none.
//!
//! Source: e24cloud reference, IPv4.

use super::act::parse;
use super::catalogue::{Zone, owner, uuid};
use super::loose::Loose;
use super::machine::Machine;
use super::work::{Change, Kind};
use super::{World, forbidden, refused};
use http::Method;
use jiff::Timestamp;
use serde_json::{Value, json};
use std::collections::HashSet;

/// How many addresses the three documentation networks have.
const DOCUMENTATION: u32 = 3 * 254;

/// An IPv4 address.
#[derive(Clone, Debug)]
pub(super) struct Address {
    pub(super) id: String,
    pub(super) ip: String,
    pub(super) zone: Zone,
    /// Since when it has been attached, as printed.
    pub(super) attached: Option<String>,
}

impl Address {
    fn as_json(&self, machine: Option<&Machine>) -> Value {
        json!({
            "id": self.id,
            "ipv4_address": self.ip,
            // Quoted, though described as a number.
            "cost_per_hour": "0.0100",
            "owner": owner(),
            "zone": self.zone.reference(),
            "virtual_machine": machine.map(|m| json!({"id": m.id, "label": m.label})),
            "attach_time": self.attached,
            "dhcp": true,
        })
    }
}

impl Loose for Address {
    fn id(&self) -> &str {
        &self.id
    }

    fn attached(&mut self) -> &mut Option<String> {
        &mut self.attached
    }

    fn of(machine: &Machine) -> &Vec<Self> {
        &machine.addresses
    }

    fn of_mut(machine: &mut Machine) -> &mut Vec<Self> {
        &mut machine.addresses
    }

    fn free(world: &World) -> &Vec<Self> {
        &world.addresses
    }

    fn free_mut(world: &mut World) -> &mut Vec<Self> {
        &mut world.addresses
    }
}

impl World {
    /// Calls below `/v2/ipv4-addresses`; none when there is no such call or address.
    pub(super) fn addresses(
        &mut self,
        method: &Method,
        rest: &[&str],
        body: &[u8],
        now: Timestamp,
    ) -> Option<Value> {
        match (method, rest) {
            // The provider's page prints the list with a slash at its end.
            (&Method::GET, [] | [""]) => Some(self.address_list()),
            (&Method::PUT, [] | [""]) => Some(self.order_address(body)),
            (_, [id, rest @ ..]) => {
                let (address, machine) = self.holding::<Address>(id)?;
                let holder = machine.map(|machine| machine.id.clone());
                match (method, rest) {
                    (&Method::GET, []) => {
                        let shown = address.as_json(machine);
                        Some(json!({"success": true, "ipv4_address": shown}))
                    }
                    // Detaches by itself.
                    (&Method::DELETE, []) => {
                        Some(self.accept(Kind::Address, id, Change::Delete, now))
                    }
                    (&Method::POST, ["attach"]) if holder.is_some() => Some(forbidden()),
                    (&Method::POST, ["attach"]) => {
                        Some(match self.target(&parse(body).unwrap_or_default()) {
                            Ok(machine) => {
                                let change = Change::Attach(machine.id.clone());
                                self.accept(Kind::Address, id, change, now)
                            }
                            Err(no) => no,
                        })
                    }
                    (&Method::POST, ["detach"]) => Some(match holder {
                        Some(machine) => {
                            self.accept(Kind::Address, id, Change::Detach(machine), now)
                        }
                        None => forbidden(),
                    }),
                    _ => None,
                }
            }
            _ => None,
        }
    }

    fn address_list(&self) -> Value {
        let list: Vec<Value> = self
            .every::<Address>()
            .map(|(address, machine)| address.as_json(machine))
            .collect();
        json!({"success": true, "ipv4_addresses": list})
    }

    fn order_address(&mut self, body: &[u8]) -> Value {
        let order = parse(body).unwrap_or_default();
        let zone = order.get("zone_id").and_then(Value::as_str);
        let Some(zone) = zone.and_then(Zone::find).filter(|zone| zone.available()) else {
            return refused("no such zone, or nothing is to be had in it");
        };
        let taken: HashSet<&str> = self
            .every::<Address>()
            .map(|(address, _)| &*address.ip)
            .collect();
        let free = (0..DOCUMENTATION)
            .rev()
            .map(documentation_address)
            .find(|address| !taken.contains(&**address));
        let Some(free) = free else {
            return refused("every address is taken");
        };
        let address = Address {
            id: uuid(self.fresh(), 700),
            ip: free,
            zone,
            attached: None,
        };
        let shown = address.as_json(None);
        self.addresses.push(address);
        json!({"success": true, "ipv4_address": shown})
    }
}

/// An address out of the three documentation networks.
pub(super) fn documentation_address(n: u32) -> String {
    let network = match n % 3 {
        0 => "192.0.2",
        1 => "198.51.100",
        _ => "203.0.113",
    };
    format!("{network}.{}", 1 + n / 3 % 254)
}
