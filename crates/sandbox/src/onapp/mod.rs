//! A simulated `OnApp` control panel: each write only queues transactions, a worker finishes them
//! in their own time, and the machine is locked meanwhile. It answers JSON and XML from one tree.

use crate::{Demo, Options, Request, Response, Simulated, names};
use jiff::Timestamp;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::net::IpAddr;

mod actions;
mod address;
mod auth;
mod backup;
mod backups;
mod billing;
mod build;
mod call;
mod console;
mod create;
mod dialect;
mod disk;
mod disk_acts;
mod disks;
mod edit;
mod effects;
mod fields;
mod firewall;
mod ids;
mod ip_joins;
mod logs;
mod lookups;
mod machine;
mod machine_routes;
mod machine_view;
mod machines;
mod nic;
mod nics;
mod packages;
mod paging;
mod params;
mod placement;
mod places;
mod power;
mod queue;
mod refusal;
mod reply;
mod routes;
mod schedule;
mod seed;
mod ssh_keys;
mod switches;
mod template;
mod templates;
#[cfg(test)]
mod tests;
mod transaction;
mod transactions;
mod usage;
mod user;
mod xml_in;
mod xml_out;

pub use dialect::Dialect;

use backup::Backup;
use call::{Call, Format, Target};
use disk::Disk;
use ids::Ids;
use machine::Machine;
use queue::Queue;
use refusal::Refusal;
use schedule::Schedule;
use ssh_keys::SshKey;
use template::Template;

/// A panel, its machines and its worker.
#[derive(Debug)]
pub struct World {
    options: Options,
    dialect: Dialect,
    /// When the panel was set up; what has no date of its own has this.
    born: Timestamp,
    api_key: String,
    machines: BTreeMap<u32, Machine>,
    by_identifier: HashMap<String, u32>,
    /// Disk to machine.
    by_disk: HashMap<u32, u32>,
    /// Disks that were taken out of their machines.
    detached: BTreeMap<u32, Disk>,
    backups: BTreeMap<u32, Backup>,
    schedules: BTreeMap<u32, Schedule>,
    keys: BTreeMap<u32, SshKey>,
    templates: Vec<Template>,
    queue: Queue,
    taken: HashSet<IpAddr>,
    /// Where the search for a free address begins.
    next_address: u32,
    ids: Ids,
    /// Calls answered, for their numbers.
    calls: u32,
}

impl World {
    /// A panel of the newer generation.
    pub fn new(options: Options, now: Timestamp) -> Self {
        Self::speaking(Dialect::default(), options, now)
    }

    /// A panel of this generation.
    pub fn speaking(dialect: Dialect, options: Options, now: Timestamp) -> Self {
        let mut world = Self {
            options,
            dialect,
            born: now,
            api_key: auth::FIRST_KEY.to_owned(),
            machines: BTreeMap::new(),
            by_identifier: HashMap::new(),
            by_disk: HashMap::new(),
            detached: BTreeMap::new(),
            backups: BTreeMap::new(),
            schedules: BTreeMap::new(),
            keys: BTreeMap::new(),
            templates: template::ALL.to_vec(),
            queue: Queue::default(),
            taken: HashSet::new(),
            next_address: 0,
            ids: Ids::default(),
            calls: 0,
        };
        world.fill(now);
        world
    }

    fn answer(&mut self, request: &Request, now: Timestamp) -> Response {
        let target = Target::read(request.uri().path());
        let format = target.format(request.headers());
        if let Some(page) = console::viewer(request.uri().path()) {
            return page.write(Format::Json);
        }
        // Whoever is not known is told so before anything else, in whatever format there is.
        if !auth::accepts(request.headers(), &self.api_key) {
            return reply::refuse(&Refusal::Unauthorised, format.ok());
        }
        let format = match format {
            Ok(format) => format,
            Err(refusal) => return reply::refuse(&refusal, None),
        };
        match Call::read(target, request, now).and_then(|call| self.route(&call)) {
            Ok(reply) => reply.write(format),
            Err(refusal) => reply::refuse(&refusal, Some(format)),
        }
    }
}

impl Simulated for World {
    fn id(&self) -> &'static str {
        "onapp"
    }

    fn demo(&self) -> Demo {
        Demo {
            label: "Sandbox OnApp",
            login: "password",
            values: &[("login", auth::LOGIN), ("password", auth::PASSWORD)],
            base_path: "",
            cors: false,
        }
    }

    fn handle(&mut self, request: &Request, now: Timestamp) -> Response {
        self.settle(now);
        let mut response = self.answer(request, now);
        if self.dialect == Dialect::Modern {
            let number = ids::next(&mut self.calls);
            if let Ok(value) = format!("{:08x}-{number:08x}", names::spread(number)).parse() {
                response.headers_mut().insert("x-request-id", value);
            }
        }
        response
    }
}
