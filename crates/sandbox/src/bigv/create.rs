//! Making machines: bare ones, and whole ones with discs and a system.
//!
//! Source: BigV reference, Creation.

use super::change::Attributes;
use super::disc::Disc;
use super::machine::Machine;
use super::reply::{Invalid, Reply, ready};
use super::signal::check_image;
use super::{Group, World};
use http::StatusCode;
use jiff::Timestamp;
use serde_json::Value;
use std::net::IpAddr;

/// How long making a machine takes in the background, without and with a system, in seconds.
const BARE: f64 = 2.0;
const IMAGED: f64 = 8.0;

impl World {
    /// `POST …/virtual_machines`
    pub(super) fn create_bare(&mut self, group: &Group, order: &Value, now: Timestamp) -> Reply {
        self.create(group, order, &[], None, None, now)
    }

    /// `POST …/vm_create`
    pub(super) fn create_whole(&mut self, group: &Group, order: &Value, now: Timestamp) -> Reply {
        let machine = order.get("virtual_machine").unwrap_or(&Value::Null);
        let discs = order.get("discs").and_then(Value::as_array);
        let image = order.get("reimage").filter(|image| !image.is_null());
        let discs = discs.map_or([].as_slice(), Vec::as_slice);
        let ips = order.get("ips").filter(|ips| !ips.is_null());
        self.create(group, machine, discs, image, ips, now)
    }

    fn create(
        &mut self,
        group: &Group,
        order: &Value,
        discs: &[Value],
        image: Option<&Value>,
        ips: Option<&Value>,
        now: Timestamp,
    ) -> Reply {
        let mut invalid = Invalid::default();
        let attributes = Attributes::read(order, &mut invalid);
        let name = attributes.name.clone().unwrap_or_default();
        if order.get("name").is_none() {
            invalid.add("name", "can't be blank");
        } else if self.named(group.id, &name).is_some() {
            invalid.add("name", "has already been taken");
        }
        let first = self.next_disc;
        let mut made = Vec::new();
        let mut wrong = Vec::new();
        for (place, disc) in discs.iter().enumerate() {
            match Disc::ordered(disc, (first + place as u32, place + 1), self.dialect, now) {
                Ok(disc) => {
                    made.push(disc);
                    wrong.push(Value::Object(serde_json::Map::new()));
                }
                Err(messages) => wrong.push(messages.into_value()),
            }
        }
        if made.len() != discs.len() {
            invalid.put("discs", wrong.into());
        }
        if let Some(image) = image {
            check_image(image, self.dialect, &mut invalid);
            if discs.is_empty() {
                invalid.add("discs", "can't be blank");
            }
        }
        let ips = ips
            .filter(|_| self.dialect.is_later())
            .map(|ips| self.wanted_addresses(ips, &mut invalid));
        invalid.check()?;
        attributes.check_drive()?;

        self.next_disc += made.len() as u32;
        let id = self.next_machine();
        let domain = self.domain(group);
        let mut machine = Machine::new((self.options, self.dialect), id, &name, group.id, &domain);
        if let Some(ips) = ips {
            machine.ips = ips;
        }
        // An image leaves the machine on, whatever was said.
        let on = image.is_some() || attributes.power_on == Some(true);
        attributes.furnish(&mut machine);
        machine.discs = made;
        machine.last_imaged_with = image
            .and_then(|image| image.get("distribution"))
            .and_then(Value::as_str)
            .map(str::to_owned);
        // It can be seen at once, off, and comes on when everything is done.
        let answer = machine.as_json(false).to_string();
        machine.build(on, if image.is_some() { IMAGED } else { BARE }, now);
        self.add(machine);
        Ok(ready(StatusCode::ACCEPTED, answer))
    }

    /// Addresses ordered by name, which private networks allow; they must be free.
    fn wanted_addresses(&self, order: &Value, invalid: &mut Invalid) -> Vec<String> {
        let mut wanted = Vec::new();
        for (family, is_four) in [("ipv4", true), ("ipv6", false)] {
            let text = order.get(family).and_then(Value::as_str).unwrap_or("");
            if text.is_empty() {
                continue;
            }
            let taken = |ip: &IpAddr| {
                self.every_machine()
                    .flat_map(Machine::addresses)
                    .any(|other| other.parse().is_ok_and(|other: IpAddr| other == *ip))
            };
            match text.parse::<IpAddr>() {
                Ok(ip) if ip.is_ipv4() == is_four && !taken(&ip) => wanted.push(ip.to_string()),
                _ => invalid.add("ips", "is invalid"),
            }
        }
        wanted
    }
}
