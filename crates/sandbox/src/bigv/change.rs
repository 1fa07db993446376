//! Changing a machine: attributes, power, undeletion. What is not said stays as it is.
//!
//! Source: BigV reference, Updating a VM and Power.

use super::definitions::{HARDWARE_PROFILES, KEYMAPS, ZONES};
use super::machine::Machine;
use super::reply::{Invalid, Refusal};
use crate::names;
use jiff::Timestamp;
use serde_json::Value;

const NOT_LISTED: &str = "is not included in the list";

/// The known attributes of an order, checked. Whatever else it holds is dropped.
#[derive(Debug, Default)]
pub(super) struct Attributes {
    pub(super) name: Option<String>,
    pub(super) group_id: Option<u32>,
    pub(super) power_on: Option<bool>,
    autoreboot_on: Option<bool>,
    cores: Option<u64>,
    memory: Option<u64>,
    /// Empty to take it away, and so for the keymap.
    cdrom_url: Option<String>,
    keymap: Option<String>,
    hardware_profile: Option<String>,
    hardware_profile_locked: Option<bool>,
    zone_name: Option<String>,
    deleted: Option<bool>,
    /// Boots this once instead of the discs.
    appliance: Option<String>,
}

/// What a machine can be booted with instead of its discs.
const APPLIANCES: [&str; 1] = ["rescue"];

impl Attributes {
    /// Reads an order and notes what is wrong with it.
    pub(super) fn read(order: &Value, invalid: &mut Invalid) -> Self {
        Self {
            name: name(order, invalid),
            group_id: number(order, "group_id", invalid).map(|n| n as u32),
            power_on: flag(order, "power_on", invalid),
            autoreboot_on: flag(order, "autoreboot_on", invalid),
            cores: positive(order, "cores", invalid),
            memory: positive(order, "memory", invalid),
            cdrom_url: text(order, "cdrom_url", invalid),
            keymap: listed(order, "keymap", &KEYMAPS, invalid),
            hardware_profile: listed(order, "hardware_profile", &HARDWARE_PROFILES, invalid),
            hardware_profile_locked: flag(order, "hardware_profile_locked", invalid),
            zone_name: listed(order, "zone_name", &ZONES, invalid),
            deleted: flag(order, "deleted", invalid),
            appliance: appliance(order, invalid),
        }
    }

    /// A drive the brain cannot use is not a bad value to it, but a surprise.
    pub(super) fn check_drive(&self) -> Result<(), Refusal> {
        let usable = |url: &String| {
            ["http://", "https://", "ftp://"]
                .iter()
                .any(|scheme| url.starts_with(scheme) && url.len() > scheme.len())
        };
        match &self.cdrom_url {
            Some(url) if !url.is_empty() && !usable(url) => Err(Refusal::internal()),
            _ => Ok(()),
        }
    }

    /// What a creation sets besides the name. Power is left to the caller.
    pub(super) fn furnish(self, machine: &mut Machine) {
        if let Some(zone) = &self.zone_name {
            zone.clone_into(&mut machine.zone_name);
        }
        self.specify(machine);
    }

    fn specify(self, machine: &mut Machine) {
        machine.cores = self.cores.unwrap_or(machine.cores);
        machine.memory = self.memory.unwrap_or(machine.memory);
        machine.autoreboot_on = self.autoreboot_on.unwrap_or(machine.autoreboot_on);
        machine.hardware_profile_locked = self
            .hardware_profile_locked
            .unwrap_or(machine.hardware_profile_locked);
        if let Some(profile) = self.hardware_profile {
            machine.hardware_profile = profile;
        }
        if let Some(url) = self.cdrom_url {
            machine.cdrom_url = Some(url).filter(|url| !url.is_empty());
        }
        if let Some(keymap) = self.keymap {
            machine.keymap = Some(keymap).filter(|keymap| !keymap.is_empty());
        }
    }

    /// Does what a `PUT` says. The caller has checked the name and the group, and says which
    /// domain the group has.
    pub(super) fn apply(
        self,
        machine: &mut Machine,
        domain: Option<String>,
        now: Timestamp,
    ) -> Result<(), Refusal> {
        if self.deleted == Some(true) {
            return Err(Invalid::one("deleted", "is invalid"));
        }
        if machine.deleted && self.deleted.is_none() {
            // Unverified: what else a deleted machine would take.
            return Err(Invalid::one("deleted", "is true"));
        }
        let power_on = self.power_on;
        if power_on.is_some() && machine.is(names::REFUSING) {
            return Err(Invalid::one("power_on", "is refused by this machine"));
        }
        // Whether it really minds is unverified; the client that does this stops it first.
        if self.appliance.is_some() && machine.power_on {
            return Err(Invalid::one("power_on", "must be false"));
        }
        self.check_drive()?;
        machine.deleted = false;
        if let Some(name) = &self.name {
            name.clone_into(&mut machine.name);
        }
        if let (Some(group), Some(domain)) = (self.group_id, domain) {
            machine.group_id = group;
            machine.domain = domain;
        }
        self.specify(machine);
        match power_on {
            Some(on) => machine.order(on, now),
            None => machine.changed(now),
        }
        Ok(())
    }
}

fn name(order: &Value, invalid: &mut Invalid) -> Option<String> {
    let name = match order.get("name")? {
        Value::String(name) => name.as_str(),
        _ => "",
    };
    let allowed = |b: u8| b.is_ascii_alphanumeric() || b == b'-' || b == b'_';
    if name.is_empty() {
        invalid.add("name", "can't be blank");
    } else if name.chars().count() < 3 {
        invalid.add("name", "is too short (minimum is 3 characters)");
    } else if !name.bytes().all(allowed) {
        invalid.add("name", "is invalid");
    }
    Some(name.to_owned())
}

/// `{"name":…,"permanent":…}`; null for none.
fn appliance(order: &Value, invalid: &mut Invalid) -> Option<String> {
    let appliance = order.get("appliance").filter(|a| !a.is_null())?;
    let name = appliance.get("name").and_then(Value::as_str).unwrap_or("");
    let permanent = appliance.get("permanent");
    if !APPLIANCES.contains(&name) || permanent.is_some_and(|p| !p.is_boolean()) {
        invalid.add("appliance", NOT_LISTED);
    }
    Some(name.to_owned())
}

fn flag(order: &Value, attribute: &str, invalid: &mut Invalid) -> Option<bool> {
    let value = order.get(attribute)?;
    if !value.is_boolean() {
        invalid.add(attribute, NOT_LISTED);
    }
    value.as_bool()
}

fn number(order: &Value, attribute: &str, invalid: &mut Invalid) -> Option<u64> {
    let value = order.get(attribute)?;
    if !value.is_u64() {
        invalid.add(attribute, "is not a number");
    }
    value.as_u64()
}

fn positive(order: &Value, attribute: &str, invalid: &mut Invalid) -> Option<u64> {
    let value = number(order, attribute, invalid)?;
    if value == 0 {
        invalid.add(attribute, "must be greater than or equal to 1");
    }
    Some(value)
}

/// A text; null counts as the empty one.
fn text(order: &Value, attribute: &str, invalid: &mut Invalid) -> Option<String> {
    match order.get(attribute)? {
        Value::Null => Some(String::new()),
        Value::String(text) => Some(text.clone()),
        _ => {
            invalid.add(attribute, "is invalid");
            None
        }
    }
}

/// One of a list. A keymap can be taken away with null or nothing; of what a machine always has,
/// null says no more than leaving it out.
fn listed(order: &Value, attribute: &str, list: &[&str], invalid: &mut Invalid) -> Option<String> {
    let value = text(order, attribute, invalid)?;
    let is_keymap = attribute == "keymap";
    if !is_keymap && order.get(attribute).is_some_and(Value::is_null) {
        return None;
    }
    if !(is_keymap && value.is_empty() || list.contains(&value.as_str())) {
        invalid.add(attribute, NOT_LISTED);
    }
    Some(value)
}
