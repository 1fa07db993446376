//! One virtual machine: its attributes, its power, and the brain that looks after it.
//!
//! Source: BigV reference, The virtual machine object, Power, State machine.

use super::Dialect;
use super::disc::Disc;
use crate::{Options, names};
use jiff::Timestamp;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// How long a guest takes to shut down, and the brain to find and start a machine, in seconds.
const SHUT_DOWN: f64 = 3.0;
const BRAIN: f64 = 4.0;
/// What power work costs on a slow machine; elsewhere it is over when the call returns.
const SLOW_WORK: f64 = 30.0;

/// What happens next to a machine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Effect {
    On,
    Off,
    /// The brain brings it back, if that is still wanted by then.
    Restart,
    /// The end of a creation.
    Built {
        on: bool,
    },
}

/// A machine.
#[derive(Clone, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "so has the API")]
pub(super) struct Machine {
    pub(super) id: u32,
    pub(super) name: String,
    pub(super) group_id: u32,
    /// `<group>.<account>`, the middle of the host name.
    pub(super) domain: String,
    pub(super) cores: u64,
    pub(super) memory: u64,
    pub(super) power_on: bool,
    pub(super) autoreboot_on: bool,
    pub(super) cdrom_url: Option<String>,
    pub(super) keymap: Option<String>,
    pub(super) hardware_profile: String,
    pub(super) hardware_profile_locked: bool,
    pub(super) deleted: bool,
    pub(super) zone_name: String,
    pub(super) last_imaged_with: Option<String>,
    pub(super) discs: Vec<Disc>,
    pub(super) ips: Vec<String>,
    /// Further addresses, each with the one it is routed by way of.
    pub(super) extra_ips: BTreeMap<String, String>,
    pub(super) dialect: Dialect,
    options: Options,
    next: Option<(Timestamp, Effect)>,
    /// JSON text without and with discs and network interfaces.
    rendered: [Option<String>; 2],
}

impl Machine {
    /// A machine without discs, off.
    pub(super) fn new(
        (options, dialect): (Options, Dialect),
        id: u32,
        name: &str,
        group_id: u32,
        domain: &str,
    ) -> Self {
        Self {
            id,
            name: name.to_owned(),
            group_id,
            domain: domain.to_owned(),
            cores: 1,
            memory: 1024,
            power_on: false,
            autoreboot_on: false,
            cdrom_url: None,
            keymap: None,
            hardware_profile: "virtio2013".to_owned(),
            hardware_profile_locked: false,
            deleted: false,
            zone_name: "manchester".to_owned(),
            last_imaged_with: None,
            discs: Vec::new(),
            ips: vec![documentation_address(id), format!("2001:db8:b16::{id:x}")],
            extra_ips: BTreeMap::new(),
            dialect,
            options,
            next: None,
            rendered: [None, None],
        }
    }

    /// Everything due by now has happened.
    pub(super) fn settle(&mut self, now: Timestamp) {
        while let Some((due, effect)) = self.next.take_if(|(due, _)| *due <= now) {
            self.undergo(&effect, due);
        }
    }

    /// To be called after anything was changed from outside.
    pub(super) fn changed(&mut self, now: Timestamp) {
        self.rendered = [None, None];
        self.look_after(now);
        self.settle(now);
    }

    /// Starts or stops it, as far as the machine lets itself be.
    pub(super) fn order(&mut self, on: bool, now: Timestamp) {
        if let Some((_, Effect::Built { on: wanted })) = &mut self.next {
            *wanted = on;
        } else if self.is(names::FAILING) {
            // Starts and stops come to nothing; a reboot gets as far as off.
            self.power_on &= on || !self.autoreboot_on;
        } else {
            let seconds = if self.is(names::SLOW) { SLOW_WORK } else { 0.0 };
            let effect = if on { Effect::On } else { Effect::Off };
            self.plan(effect, seconds, now);
        }
        self.changed(now);
    }

    /// The guest is asked to shut down.
    pub(super) fn power_down(&mut self, now: Timestamp) {
        if !self.is(names::FAILING) {
            let stretch = if self.is(names::SLOW) { 20.0 } else { 1.0 };
            self.plan(Effect::Off, SHUT_DOWN * stretch, now);
        }
        self.changed(now);
    }

    /// It is being created for so many seconds.
    pub(super) fn build(&mut self, on: bool, seconds: f64, now: Timestamp) {
        self.plan(Effect::Built { on }, seconds, now);
        self.changed(now);
    }

    /// Taken down; nothing waits any more.
    pub(super) fn delete(&mut self, now: Timestamp) {
        self.deleted = true;
        self.power_on = false;
        // Undeleted machines come back off, so the brain must not want them on.
        self.autoreboot_on = false;
        self.next = None;
        self.changed(now);
    }

    /// Its name begins like this.
    pub(super) fn is(&self, beginning: &str) -> bool {
        self.name.starts_with(beginning)
    }

    fn plan(&mut self, effect: Effect, seconds: f64, from: Timestamp) {
        let due = from
            .checked_add(self.options.lasting(seconds))
            .unwrap_or(Timestamp::MAX);
        self.next = Some((due, effect));
    }

    fn undergo(&mut self, effect: &Effect, at: Timestamp) {
        self.rendered = [None, None];
        match effect {
            Effect::On => self.power_on = true,
            Effect::Off => self.power_on = false,
            Effect::Restart => self.power_on |= self.autoreboot_on,
            Effect::Built { on } => self.power_on = *on && !self.is(names::FAILING_BUILD),
        }
        self.look_after(at);
    }

    /// The brain starts a machine it finds off and wants on.
    fn look_after(&mut self, at: Timestamp) {
        let wanted = self.autoreboot_on && !self.power_on && !self.deleted;
        let hopeless = self.is(names::FAILING) || self.is(names::FAILING_BUILD);
        if wanted && !hopeless && self.next.is_none() {
            let stretch = if self.is(names::SLOW) { 20.0 } else { 1.0 };
            self.plan(Effect::Restart, BRAIN * stretch, at);
        }
    }

    /// The machine as JSON text, with its discs and network interfaces in the overview.
    pub(super) fn rendered(&mut self, overview: bool) -> &str {
        let [plain, full] = &self.rendered;
        let stale = if overview { full } else { plain }.is_none();
        let text = stale.then(|| self.as_json(overview).to_string());
        let [plain, full] = &mut self.rendered;
        let place = if overview { full } else { plain };
        if let Some(text) = text {
            *place = Some(text);
        }
        place.as_deref().unwrap_or("null")
    }

    /// The machine as JSON.
    pub(super) fn as_json(&self, overview: bool) -> Value {
        let head = self
            .power_on
            .then(|| format!("head{:02}", 1 + names::spread(self.id) % 24));
        let mut machine = json!({
            "id": self.id,
            "name": self.name,
            "hostname": self.hostname(),
            "group_id": self.group_id,
            "cores": self.cores,
            "memory": self.memory,
            "power_on": self.power_on,
            "autoreboot_on": self.autoreboot_on,
            "cdrom_url": self.cdrom_url,
            "management_address": documentation_address(self.id ^ 0x15),
            "keymap": self.keymap,
            "hardware_profile": self.hardware_profile,
            "hardware_profile_locked": self.hardware_profile_locked,
            "deleted": self.deleted,
            "head": head,
        });
        if self.dialect.is_later()
            && let Some(fields) = machine.as_object_mut()
        {
            fields.insert("zone_name".to_owned(), self.zone_name.clone().into());
            fields.insert(
                "last_imaged_with".to_owned(),
                self.last_imaged_with.clone().into(),
            );
        }
        if overview && let Some(fields) = machine.as_object_mut() {
            let discs: Vec<Value> = self
                .discs
                .iter()
                .map(|d| d.as_json(self.id, self.dialect, true))
                .collect();
            fields.insert("discs".to_owned(), discs.into());
            let nics = json!([self.nic(true)]);
            fields.insert("network_interfaces".to_owned(), nics);
            fields.insert(
                "type".to_owned(),
                "application/vnd.bigv.virtual-machine".into(),
            );
        }
        machine
    }

    /// The name it goes by in the network.
    pub(super) fn hostname(&self) -> String {
        format!("{}.{}.uk0.bigv.io", self.name, self.domain)
    }

    /// Every address it has.
    pub(super) fn addresses(&self) -> impl Iterator<Item = &str> {
        self.ips
            .iter()
            .chain(self.extra_ips.keys())
            .map(String::as_str)
    }

    /// The id of its only network interface.
    pub(super) fn nic_id(&self) -> u32 {
        self.id + 900_000
    }

    /// Its only network interface.
    pub(super) fn nic(&self, overview: bool) -> Value {
        let drawn = names::spread(self.id).to_be_bytes();
        let mac: Vec<String> = drawn.iter().map(|b| format!("{b:02x}")).collect();
        let mut nic = json!({
            "id": self.nic_id(),
            "label": null,
            "ips": self.ips,
            "vlan_num": 100 + self.group_id,
            "mac": format!("fe:ff:{}", mac.join(":")),
            "extra_ips": self.extra_ips,
            "virtual_machine_id": self.id,
        });
        if overview && let Some(fields) = nic.as_object_mut() {
            fields.insert(
                "type".to_owned(),
                "application/vnd.bigv.network-interface".into(),
            );
        }
        nic
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
