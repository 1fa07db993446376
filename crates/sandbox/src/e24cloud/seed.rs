//! What a new world is filled with.

use super::addresses::{Address, documentation_address};
use super::catalogue::{TEMPLATES, Zone, uuid};
use super::machine::{Effect, Machine, State};
use super::vlans::VLANS;
use super::volumes::Volume;
use super::{ARRAY, World};
use crate::names::{self, spread};
use crate::{Options, Seed};
use jiff::Timestamp;

/// Label, state, size in cores, volumes, addresses.
type Row = (&'static str, State, u64, u32, u32);

const SMALL: [Row; 15] = [
    ("web-poz-01", State::Online, 2, 1, 1),
    ("db-poz-01", State::Online, 8, 3, 2),
    ("cache-poz-01", State::Offline, 1, 1, 1),
    ("shop-waw-01", State::Online, 4, 2, 1),
    // Its installation never ends: this API has no word for a failed one.
    ("stuck-install-poz-01", State::Installing, 1, 0, 0),
    ("no-address-poz-01", State::Online, 1, 1, 0),
    (names::UNICODE, State::Online, 2, 1, 1),
    (names::HOSTILE, State::Offline, 1, 1, 1),
    ("sim-fails-power-on", State::Offline, 1, 1, 1),
    ("sim-fails-power-off", State::Online, 1, 1, 1),
    ("sim-refuses-power-on", State::Offline, 1, 1, 1),
    ("sim-refuses-power-off", State::Online, 1, 1, 1),
    ("sim-slow-power-on", State::Offline, 1, 1, 1),
    ("sim-slow-power-off", State::Online, 1, 1, 1),
    (ARRAY, State::Online, 1, 1, 1),
];

/// Since when everything has been where it is.
const ATTACHED: &str = "2026-05-04 08:30:00";

/// Fills a world.
pub(super) fn fill(world: &mut World, options: Options, now: Timestamp) {
    match options.seed {
        Seed::Small => {
            for (label, state, cores, volumes, addresses) in SMALL {
                let number = world.next_number();
                let mut machine = Machine::new(number, label, state, zone(number));
                machine.cores = cores;
                machine.ram = cores * 1024;
                install(&mut machine);
                machine.furnish(20, volumes, addresses, ATTACHED);
                join(&mut machine);
                world.add(machine);
            }
            let number = world.next_number();
            let mut fresh = Machine::new(number, "worker-poz-09", State::Installing, zone(number));
            fresh.queue(options, now, 30.0, Effect::Installed);
            world.add(fresh);
            lay_out(world);
        }
        Seed::Fleet(count) => {
            for number in 0..count {
                let drawn = spread(number ^ 0xe24);
                let state = match drawn % 100 {
                    0..76 => State::Online,
                    76..99 => State::Offline,
                    _ => State::Installing,
                };
                let label = names::machine(number);
                let mut machine = Machine::new(number, &label, state, zone(drawn));
                machine.cores = 1 << (drawn / 100 % 4);
                machine.ram = machine.cores * 1024;
                install(&mut machine);
                if state != State::Installing {
                    machine.furnish(20, 1 + drawn % 2, 1, ATTACHED);
                }
                join(&mut machine);
                world.add(machine);
            }
        }
    }
}

/// What belongs to no machine, or to several.
fn lay_out(world: &mut World) {
    let volume = |n: u32, label, shared| Volume {
        id: uuid(n, 690),
        label: Some(label),
        size: 100,
        kind: "hdd",
        system: false,
        zone: Zone::FirstPublic,
        attached: None,
        shared,
    };
    let sharing: Vec<String> = world
        .machines
        .iter()
        .take(2)
        .map(|machine| machine.id.clone())
        .collect();
    let mut together = volume(2, "cluster", Some(sharing));
    together.attached = Some(ATTACHED.to_owned());
    world.volumes.extend([volume(1, "archive", None), together]);
    world.addresses.push(Address {
        id: uuid(1, 691),
        ip: documentation_address(600),
        zone: Zone::FirstPublic,
        attached: None,
    });
}

/// Every third machine is in the first private network.
fn join(machine: &mut Machine) {
    if machine.number.is_multiple_of(3) {
        machine.vlans.extend(VLANS.first());
    }
}

fn zone(n: u32) -> Zone {
    if n % 3 == 2 {
        Zone::SecondPublic
    } else {
        Zone::FirstPublic
    }
}

fn install(machine: &mut Machine) {
    let pick = spread(machine.number) as usize % TEMPLATES.len();
    if let Some(template) = TEMPLATES.get(pick) {
        machine.system = (template.id.to_owned(), template.label.to_owned());
    }
}
