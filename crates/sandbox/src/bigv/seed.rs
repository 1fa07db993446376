//! What a new world is filled with.

use super::disc::Disc;
use super::machine::Machine;
use super::{ARRAY, Group, World};
use crate::names::{self, spread};
use crate::{Options, Seed};
use jiff::Timestamp;

/// Group, name, power, number of discs.
type Row = (u32, &'static str, Power, u32);

#[derive(Clone, Copy, PartialEq, Eq)]
enum Power {
    On,
    Off,
    /// Off, though the brain wants it on: a creation that came to nothing.
    Wanted,
}
use Power::{Off, On, Wanted};

pub(super) const DEFAULT: u32 = 31;
/// The accounts: id, name.
pub(super) const ACCOUNTS: [(u32, &str); 2] = [(1, "acme"), (2, "globex")];
const STAGING: u32 = 32;
const OTHER: u32 = 33;

/// The groups: id, account, name.
pub(super) fn groups() -> Vec<Group> {
    [
        (DEFAULT, 1, "default"),
        (STAGING, 1, "staging"),
        (OTHER, 2, "default"),
    ]
    .into_iter()
    .map(|(id, account, name)| Group {
        id,
        account,
        name: name.to_owned(),
    })
    .collect()
}

const SMALL: [Row; 16] = [
    (DEFAULT, "web1", On, 1),
    (DEFAULT, "web2", On, 1),
    (DEFAULT, "db1", On, 3),
    (DEFAULT, "backup1", Off, 2),
    (DEFAULT, "sim-fails-build-1", Wanted, 1),
    (DEFAULT, "no-address-1", On, 1),
    (DEFAULT, names::UNICODE, On, 1),
    (DEFAULT, names::HOSTILE, Off, 1),
    (STAGING, "sim-fails-power-on", Off, 1),
    (STAGING, "sim-fails-power-off", On, 1),
    (STAGING, "sim-refuses-power-on", Off, 1),
    (STAGING, "sim-refuses-power-off", On, 1),
    (STAGING, "sim-slow-power-on", Off, 1),
    (STAGING, "sim-slow-power-off", On, 1),
    (STAGING, ARRAY, On, 1),
    (OTHER, "shop1", On, 2),
];

/// Fills a world.
pub(super) fn fill(world: &mut World, options: Options, now: Timestamp) {
    match options.seed {
        Seed::Small => {
            for (group, name, power, discs) in SMALL {
                let mut machine = made(world, name, group, discs);
                if name == "no-address-1" {
                    machine.ips.clear();
                }
                set(&mut machine, power, now);
                world.add(machine);
            }
            let mut deleted = made(world, "old-shop", DEFAULT, 1);
            deleted.delete(now);
            world.add(deleted);
            let mut fresh = made(world, "worker9", DEFAULT, 1);
            fresh.autoreboot_on = true;
            fresh.build(true, 30.0, now);
            world.add(fresh);
        }
        Seed::Fleet(count) => {
            for number in 0..count {
                let drawn = spread(number ^ 0xb16);
                let group = match drawn % 10 {
                    0..5 => DEFAULT,
                    5..8 => STAGING,
                    _ => OTHER,
                };
                let discs = 1 + drawn / 10 % 2;
                let mut machine = made(world, &names::machine(number), group, discs);
                machine.cores = 1 << (drawn / 20 % 4);
                machine.memory = machine.cores * 1024;
                let power = if (drawn / 80).is_multiple_of(4) {
                    Off
                } else {
                    On
                };
                set(&mut machine, power, now);
                world.add(machine);
            }
        }
    }
}

/// A machine that is off, with a system on its discs.
fn made(world: &mut World, name: &str, group: u32, discs: u32) -> Machine {
    let id = world.next_machine();
    let domain = world
        .groups
        .iter()
        .find(|g| g.id == group)
        .map(|g| world.domain(g))
        .unwrap_or_default();
    let mut machine = Machine::new((world.options, world.dialect), id, name, group, &domain);
    for place in 1..=discs {
        let label = format!("disc-{place}");
        let grade = if place == 1 { "sata" } else { "archive" };
        let size = 25_600 * u64::from(place);
        machine
            .discs
            .push(Disc::new(world.next_disc, &label, size, grade));
        world.next_disc += 1;
    }
    machine.last_imaged_with = Some("symbiosis".to_owned());
    machine
}

fn set(machine: &mut Machine, power: Power, now: Timestamp) {
    machine.power_on = power == On;
    machine.autoreboot_on = power != Off;
    machine.changed(now);
}
