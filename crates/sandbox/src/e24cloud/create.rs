//! Ordering a machine.
//!
//! Source: e24cloud reference, Create. Which values are allowed is mostly unpublished; the limits
//! here are those of a public client, and what a template does not support is refused.

use super::catalogue::Zone;
use super::machine::{Effect, Machine, State};
use super::{LATE, World, act, number, ok, refused};
use crate::{Response, names};
use jiff::Timestamp;
use serde_json::{Value, json};

const INSTALLATION: f64 = 6.0;

impl World {
    pub(super) fn create(&mut self, body: &[u8], now: Timestamp) -> Response {
        let order = act::parse(body).unwrap_or_default();
        let order = order.get("create_vm").unwrap_or(&Value::Null);
        match self.build(order, now) {
            Ok(machine) => {
                let answer = json!({"success": true, "virtual_machine": {"id": machine.id}});
                self.add(machine);
                ok(&answer)
            }
            Err(reason) => ok(&refused(reason)),
        }
    }

    fn build(&self, order: &Value, now: Timestamp) -> Result<Machine, &'static str> {
        let text = |name: &str| match order.get(name) {
            Some(Value::String(text)) if !text.is_empty() => Some(text.clone()),
            Some(Value::Number(number)) => Some(number.to_string()),
            _ => None,
        };
        let within = |name: &str, least: u64, most: u64| {
            order
                .get(name)
                .and_then(number)
                .filter(|n| (least..=most).contains(n))
        };
        let cores = within("cpus", 1, act::MOST_CORES).ok_or("cpus is out of range")?;
        let ram = within("ram", act::LEAST_RAM, act::MOST_RAM).ok_or("ram is out of range")?;
        // The page names the first, both known clients send the second.
        let zone = text("compute_zone_id")
            .or_else(|| text("zone_id"))
            .and_then(|id| Zone::find(&id))
            .filter(|zone| zone.available())
            .ok_or("no such zone, or nothing is built in it")?;
        let label = text("name").ok_or("a name is needed")?;
        let extras = [
            ("password", "password"),
            ("key_id", "sshkey"),
            ("user_data", "cloudinit"),
        ];
        let mut asked = extras.iter().filter(|(field, _)| text(field).is_some());
        let system = match text("boot_type").as_deref() {
            Some("image") => {
                let (template, id) = text("os")
                    .and_then(|id| Some((self.template(&id)?, id)))
                    .ok_or("no such system")?;
                if !asked.all(|(_, needs)| template.supports.contains(needs)) {
                    return Err("the system does not support this");
                }
                if text("key_id").is_some_and(|key| !self.account.has_key(&key)) {
                    return Err("no such key");
                }
                (id, template.label)
            }
            Some("cdrom") => {
                if asked.next().is_some() {
                    return Err("only an image supports this");
                }
                (String::new(), text("cdrom").ok_or("no such drive")?)
            }
            _ => return Err("boot_type is image or cdrom"),
        };
        let number = self.next_number();
        let mut machine = Machine::new(number, &label, State::Installing, zone);
        machine.cores = cores;
        machine.ram = ram;
        machine.system = system;
        if label.starts_with(LATE) {
            let unseen = self.options.lasting(3.0);
            machine.readable_from = now.checked_add(unseen).unwrap_or(now);
        }
        if !label.starts_with(names::FAILING_BUILD) {
            machine.queue(self.options, now, INSTALLATION, Effect::Installed);
        }
        Ok(machine)
    }
}
