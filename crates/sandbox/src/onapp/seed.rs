//! What a new panel is filled with.

use super::World;
use super::ids;
use super::machine::Machine;
use super::nic::Nic;
use super::places;
use super::template::{ALL, Kind, Template};
use super::transaction::{Effect, Step};
use crate::{Options, Seed, names, names::spread};
use jiff::{SignedDuration, Timestamp};

/// A seeded machine before its details.
#[derive(Clone, Copy)]
struct Row {
    label: &'static str,
    template: u32,
    /// MB
    memory: u32,
    cpus: u32,
    /// GB without swap
    disk: u32,
    state: State,
}

/// The state a seeded machine is in.
#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    On,
    Off,
    Suspended,
    NeverBuilt,
    FailedBuild,
    NoAddress,
    TwoAddresses,
    Rescue,
}

const fn row(
    label: &'static str,
    template: u32,
    (memory, cpus, disk): (u32, u32, u32),
    state: State,
) -> Row {
    Row {
        label,
        template,
        memory,
        cpus,
        disk,
        state,
    }
}

const SMALL: [Row; 16] = [
    row("web-lon-01", 1, (2048, 2, 20), State::On),
    row("web-lon-02", 1, (2048, 2, 20), State::On),
    row("db-lon-01", 4, (16384, 8, 200), State::TwoAddresses),
    row("cache-lon-01", 2, (4096, 2, 10), State::Off),
    row("mail-man-01", 5, (1024, 1, 30), State::On),
    row("desktop-man-01", 6, (8192, 4, 80), State::Off),
    row("shop-old", 3, (1024, 1, 25), State::Suspended),
    row("batch-waw-07", 2, (4096, 4, 40), State::FailedBuild),
    row("staging-new", 1, (1024, 1, 15), State::NeverBuilt),
    row("backup-offline", 1, (512, 1, 500), State::NoAddress),
    row("rescue-york-01", 30, (1024, 1, 10), State::Rescue),
    row(names::UNICODE, 2, (1024, 1, 10), State::On),
    row(names::HOSTILE, 1, (1024, 1, 10), State::Off),
    row(names::FAILING, 1, (1024, 1, 10), State::Off),
    row(names::REFUSING, 1, (1024, 1, 10), State::On),
    row(names::SLOW, 1, (1024, 1, 10), State::On),
];

impl World {
    /// Fills the panel.
    pub(super) fn fill(&mut self, now: Timestamp) {
        let Options { seed, .. } = self.options;
        match seed {
            Seed::Small => {
                for row in SMALL {
                    let label = row.label.to_owned();
                    self.settle_in(label, row, now);
                }
            }
            Seed::Fleet(size) => {
                for n in 0..size {
                    self.settle_in(names::machine(n), drawn(n), now);
                }
            }
        }
    }

    fn settle_in(&mut self, label: String, row: Row, now: Timestamp) {
        let id = ids::next(&mut self.ids.machine);
        let template = self.template(row.template);
        let swap = template.is_some_and(Template::allows_swap);
        let created_at = ago(now, 86_400 * i64::from(20 + spread(id) % 700));
        let on = matches!(row.state, State::On | State::TwoAddresses | State::Rescue);
        let built = !matches!(row.state, State::NeverBuilt | State::FailedBuild);
        let mut disks = self.new_disks((row.disk, u32::from(swap)), created_at);
        for disk in &mut disks {
            // What failed had its disks made first.
            disk.built = row.state != State::NeverBuilt;
        }
        let hypervisor = 1 + spread(id) % places::HYPERVISORS;
        let join = places::join_of(places::zone_of(hypervisor), 1);
        let number = ids::next(&mut self.ids.nic);
        let mut nic = Nic::new(number, "eth0".to_owned(), join, created_at);
        nic.primary = true;
        nic.connected = true;
        nic.rate = 100;
        let hostname = hostname(&label, id);
        self.adopt(Machine {
            hypervisor,
            template: row.template,
            memory: row.memory,
            cpus: row.cpus,
            disks,
            nics: vec![nic],
            built,
            booted: on,
            suspended: row.state == State::Suspended,
            recovery: row.state == State::Rescue,
            state: match row.state {
                State::NeverBuilt => "new",
                State::FailedBuild => "failed",
                _ => "delivered",
            },
            note: (row.state == State::Suspended).then(|| "Invoice unpaid since May".to_owned()),
            boots: u32::from(built),
            updated_at: ago(now, 3_600 * i64::from(1 + spread(id) % 200)),
            ..Machine::new(id, label, hostname, created_at)
        });
        if row.state != State::NoAddress {
            self.give_primary(id, self.any_address(), created_at);
        }
        if row.state == State::TwoAddresses {
            // Not an IPv6 one: a much-used client for these panels cannot read any machine of a
            // list in which one has such an address. Whoever wants one assigns it.
            self.give(id, number, self.address_in(2, id), created_at);
        }
        if row.state == State::FailedBuild {
            self.fail_a_build(id, ago(now, 7_200), now);
        }
    }

    /// Leaves the history of a build that went wrong, so that its reason can be read.
    fn fail_a_build(&mut self, id: u32, then: Timestamp, now: Timestamp) {
        let disk = self
            .machine(id)
            .ok()
            .and_then(|machine| machine.disks.first());
        let disk = disk.map_or(0, |disk| disk.id);
        let reason = "Not enough space left on the data store";
        let steps = vec![
            Step::new("build_disk", 2.0, Effect::None).on_disk(disk),
            Step::new("provisioning", 4.0, Effect::None)
                .on_disk(disk)
                .failing(Some(reason)),
            Step::new("configure_operating_system", 2.0, Effect::Built),
        ];
        self.enqueue(id, steps, then);
        self.settle(now);
    }
}

/// Machine number `n` of a fleet: most run, some are off, a few are odd.
fn drawn(n: u32) -> Row {
    let draw = spread(n ^ 0x0f1e_e700);
    let images: Vec<u32> = ALL
        .iter()
        .filter(|template| template.kind == Kind::Image)
        .map(|template| template.id)
        .collect();
    let template = images.get(draw as usize % images.len().max(1)).copied();
    let size = 1 << (draw >> 8 & 3);
    let state = match draw >> 16 & 0xff {
        0..=190 => State::On,
        191..=245 => State::Off,
        246..=250 => State::Suspended,
        251..=253 => State::NeverBuilt,
        254 => State::NoAddress,
        _ => State::TwoAddresses,
    };
    row(
        "",
        template.unwrap_or(1),
        (2048 * size, size, 40 * size),
        state,
    )
}

/// A host name out of a label; what is not of one is left out.
fn hostname(label: &str, id: u32) -> String {
    let allowed = |char: &char| char.is_ascii_lowercase() || char.is_ascii_digit() || *char == '-';
    let plain = label.chars().all(|char| allowed(&char));
    if plain {
        label.to_owned()
    } else {
        format!("vm-{id}")
    }
}

fn ago(now: Timestamp, seconds: i64) -> Timestamp {
    now.checked_sub(SignedDuration::from_secs(seconds))
        .unwrap_or(now)
}
