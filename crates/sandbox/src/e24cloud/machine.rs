//! One simulated machine: its values, the tasks that wait to change them, and its JSON.
//!
//! Source: e24cloud reference, The VM object and States.

use super::addresses::{Address, documentation_address};
use super::catalogue::{Zone, owner, uuid};
use super::vlans::Vlan;
use super::volumes::Volume;
use super::work::printed;
use crate::{Options, names};
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use std::collections::VecDeque;

/// The four states anybody has seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum State {
    Installing,
    Online,
    Offline,
    Deleting,
    /// Not a state of the API: the machine is no longer there.
    Gone,
}

impl State {
    fn as_str(self) -> &'static str {
        match self {
            Self::Installing => "installing",
            Self::Online => "online",
            Self::Offline => "offline",
            Self::Deleting | Self::Gone => "deleting",
        }
    }
}

/// What a task does when it is done.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Effect {
    Become(State),
    Size {
        cores: u64,
        ram: u64,
    },
    /// The end of an installation: a system volume, an address, and on.
    Installed,
    /// The work ran and changed nothing that can be seen.
    Nothing,
}

/// A machine.
#[derive(Clone, Debug)]
pub(super) struct Machine {
    /// Counts from 0 in the order of creation; everything drawn is drawn from it.
    pub(super) number: u32,
    pub(super) id: String,
    pub(super) label: String,
    pub(super) cores: u64,
    pub(super) ram: u64,
    /// (id, name) of what is installed.
    pub(super) system: (String, String),
    pub(super) zone: Zone,
    pub(super) state: State,
    pub(super) volumes: Vec<Volume>,
    pub(super) addresses: Vec<Address>,
    pub(super) vlans: Vec<Vlan>,
    /// Volumes and addresses outlive the machine.
    pub(super) keep_resources: bool,
    /// Reads before this fail, as they may right after a creation.
    pub(super) readable_from: Timestamp,
    /// What is still to happen, earliest first.
    tasks: VecDeque<(Timestamp, Effect)>,
    /// The JSON of the machine as it is now; lists of thousands are read every few seconds.
    rendered: Option<String>,
}

impl Machine {
    /// A machine without volumes and addresses.
    pub(super) fn new(number: u32, label: &str, state: State, zone: Zone) -> Self {
        Self {
            number,
            id: uuid(number, 0),
            label: label.to_owned(),
            cores: 1,
            ram: 512,
            system: ("3001".to_owned(), "Debian 12".to_owned()),
            zone,
            state,
            volumes: Vec::new(),
            addresses: Vec::new(),
            vlans: Vec::new(),
            keep_resources: false,
            readable_from: Timestamp::MIN,
            tasks: VecDeque::new(),
            rendered: None,
        }
    }

    /// Everything due by now has happened.
    pub(super) fn settle(&mut self, now: Timestamp) {
        while self.tasks.front().is_some_and(|(due, _)| *due <= now) {
            if let Some((due, effect)) = self.tasks.pop_front() {
                self.undergo(effect, due);
            }
        }
    }

    /// Puts a task behind those that wait. Work takes this long at the world's pace, and twenty
    /// times that on a slow machine.
    pub(super) fn queue(&mut self, options: Options, now: Timestamp, seconds: f64, effect: Effect) {
        let lasting = options.lasting(seconds * self.slowness());
        self.queue_for(now, lasting, effect);
    }

    /// The same with a duration that is not to be stretched.
    pub(super) fn queue_for(&mut self, now: Timestamp, lasting: SignedDuration, effect: Effect) {
        let start = self.tasks.back().map_or(now, |(due, _)| now.max(*due));
        let due = start.checked_add(lasting).unwrap_or(Timestamp::MAX);
        self.tasks.push_back((due, effect));
        self.settle(now);
    }

    /// How many times longer than usual power work takes here.
    pub(super) fn slowness(&self) -> f64 {
        if self.label.starts_with(names::SLOW) {
            20.0
        } else {
            1.0
        }
    }

    /// The state once everything that waits has happened.
    pub(super) fn outlook(&self) -> State {
        self.tasks
            .iter()
            .rev()
            .find_map(|(_, effect)| match effect {
                Effect::Become(state) => Some(*state),
                Effect::Installed => Some(State::Online),
                _ => None,
            })
            .unwrap_or(self.state)
    }

    /// It can be asked for now.
    pub(super) fn readable(&self, now: Timestamp) -> bool {
        self.state != State::Gone && self.readable_from <= now
    }

    /// Another label. The API does this at once.
    pub(super) fn rename(&mut self, label: &str) {
        label.clone_into(&mut self.label);
        self.rendered = None;
    }

    /// Something of it was changed from outside.
    pub(super) fn touch(&mut self) {
        self.rendered = None;
    }

    fn undergo(&mut self, effect: Effect, at: Timestamp) {
        self.rendered = None;
        match effect {
            Effect::Become(State::Gone) => {
                self.state = State::Gone;
                self.part();
            }
            Effect::Become(state) => self.state = state,
            Effect::Size { cores, ram } => {
                self.cores = cores;
                self.ram = ram;
            }
            Effect::Installed => {
                self.furnish(20, 1, 1, &printed(at));
                self.state = State::Online;
            }
            Effect::Nothing => {}
        }
    }

    /// Gives it volumes, the first of them the system's, and addresses.
    pub(super) fn furnish(&mut self, size: u64, volumes: u32, addresses: u32, attached: &str) {
        let attached = Some(attached.to_owned());
        self.volumes.extend((0..volumes).map(|i| Volume {
            id: uuid(self.number, 16 + i),
            label: None,
            size: size * u64::from(i + 1),
            kind: if i < 2 { "ssd" } else { "hdd" },
            system: i == 0,
            zone: self.zone,
            attached: attached.clone(),
            shared: None,
        }));
        self.addresses.extend((0..addresses).map(|i| Address {
            id: uuid(self.number, 32 + i),
            ip: documentation_address(self.number + i * 101),
            zone: self.zone,
            attached: attached.clone(),
        }));
    }

    /// What it had stays behind, or does not.
    fn part(&mut self) {
        self.vlans.clear();
        if self.keep_resources {
            self.volumes.iter_mut().for_each(|v| v.attached = None);
            self.addresses.iter_mut().for_each(|a| a.attached = None);
        } else {
            self.volumes.clear();
            self.addresses.clear();
        }
    }

    /// The machine as JSON text.
    pub(super) fn rendered(&mut self) -> &str {
        if self.rendered.is_none() {
            self.rendered = Some(self.as_json().to_string());
        }
        self.rendered.as_deref().unwrap_or("null")
    }

    /// The hourly price: by the core and by the gigabyte, invented.
    fn cost(&self) -> f64 {
        let tenths_of_millis = self.cores * 240 + self.ram * 130 / 1024;
        tenths_of_millis as f64 / 10_000.0
    }

    fn as_json(&self) -> Value {
        let primary = self.addresses.first().map_or("", |a| a.ip.as_str());
        let mac = |salt: u32| {
            let n = names::spread(self.number ^ salt).to_be_bytes();
            let tail: Vec<String> = n.iter().map(|b| format!("{b:02x}")).collect();
            format!("02:e2:{}", tail.join(":"))
        };
        let used = f64::from(names::spread(self.number ^ 0x77) % 100_000) / 100.0;
        let mut machine = json!({
            "id": self.id,
            "label": self.label,
            "cores": self.cores,
            "ram": self.ram,
            "adm": self.number % 7 == 3,
            "system": {"id": self.system.0, "name": self.system.1},
            "systemName": self.system.1,
            "cost_per_hour": self.cost(),
            "state": self.state.as_str(),
            // Sources show it as a number and as a quoted decimal.
            "transfer_used": if self.number.is_multiple_of(2) { json!(used) } else { json!(format!("{used:.2}")) },
            "owner": owner(),
            "public_interface": {
                "primary_ip_ipv4address": primary,
                "mac_address": mac(0x11),
                "ipv4_addresses": self.addresses.iter().map(|a| json!({
                    "id": a.id,
                    "ipv4_address": a.ip,
                    "attach_time": a.attached,
                    "dhcp": true,
                })).collect::<Vec<_>>(),
            },
            "storage_volumes": self.volumes.iter().map(|v| json!({
                "id": v.id,
                "size": v.size,
                "system_disk": v.system,
                "type": v.kind,
                "attach_time": v.attached,
            })).collect::<Vec<_>>(),
            "zone": self.zone.reference(),
            "autoscaler": {"active": false},
        });
        // Older answers have neither of these two.
        if (self.number % 5 != 4 || !self.vlans.is_empty())
            && let Some(fields) = machine.as_object_mut()
        {
            let networks = self.vlans.iter().map(|vlan| {
                json!({
                    "id": vlan.id,
                    "label": vlan.label,
                    "mac_address": mac(0x22 ^ vlan.id as u32),
                    "type": "vlan",
                })
            });
            fields.insert("networks".to_owned(), networks.collect());
            fields.insert(
                "groups".to_owned(),
                json!([{"id": 1, "name": "everything"}]),
            );
        }
        machine
    }
}
