//! Simulated Bytemark BigV: one brain, and the session server on the same port.
//!
//! Source: BigV reference. Where that leaves a question open, this is what was chosen:
//! - Most real calls block until the work is done, so their answer shows it done: a start or a
//!   stop is over at once. Slow machines outlast the call. The brain takes 4 s to bring back a
//!   machine it finds off, a guest 3 s to shut down, a creation 2 to 8 s.
//! - A failing machine stays as it is when started or stopped; when rebooted it goes off and
//!   never comes back. A refusing machine answers 400 to `power_on`, the two power signals and
//!   a reimage.
//! - A wrong power state is 400: a text for signals, a map of messages for reimages.
//! - A wrong `Content-Type` with POST or PUT is 415.
//! - Single machines come with the vendor's content type, everything else as plain JSON.
//! - A single read has a bare object. It has an array, as the published example shows it, for
//!   machines whose name begins with [`ARRAY`], or for all with [`World::with_array_reads`].
//! - The user `observer` has consoles: it may look at a few machines and send signals to them;
//!   what else it tries there is 403, and everything else is 404.
//! - Calls of the vendor's staff below `/admin` are not simulated: 404, as for any customer.

mod accounts;
mod api_keys;
mod auth;
mod backup;
mod billing;
mod call;
mod change;
mod create;
mod definitions;
mod dialect;
mod disc;
mod discs;
mod groups;
mod ips;
mod machine;
mod machines;
mod nics;
mod people;
mod privileges;
mod query;
mod reply;
mod rights;
mod routes;
mod seed;
mod session;
mod signal;
mod un_nested;
mod users;
mod vm_defaults;

pub use dialect::Dialect;

use crate::{Demo, Options, Request, Response, Simulated};
use auth::Gate;
use jiff::Timestamp;
use machine::Machine;
use reply::Refusal;
use rights::Rights;
use std::collections::HashMap;
use std::net::IpAddr;

/// A name that begins so makes the single read answer an array.
pub const ARRAY: &str = "sim-array";

/// The id of the first machine ever made.
const FIRST: u32 = 4711;

/// An account.
#[derive(Clone, Debug)]
struct Account {
    id: u32,
    name: String,
    suspended: bool,
}

/// A group of machines.
#[derive(Clone, Debug)]
struct Group {
    id: u32,
    account: u32,
    name: String,
}

/// The simulated service's state.
pub struct World {
    options: Options,
    dialect: Dialect,
    gate: Gate,
    accounts: Vec<Account>,
    groups: Vec<Group>,
    /// By id less [`FIRST`]; purged ones leave a hole.
    machines: Vec<Option<Machine>>,
    next_disc: u32,
    /// Reverse names that were given to addresses.
    names: HashMap<IpAddr, String>,
    arrays: bool,
}

impl World {
    /// A brain of the later generation.
    pub fn new(options: Options, now: Timestamp) -> Self {
        Self::speaking(Dialect::default(), options, now)
    }

    /// A brain of this generation.
    pub fn speaking(dialect: Dialect, options: Options, now: Timestamp) -> Self {
        let accounts = seed::ACCOUNTS.map(|(id, name)| Account {
            id,
            name: name.to_owned(),
            suspended: false,
        });
        let mut world = Self {
            options,
            dialect,
            gate: Gate::new(),
            accounts: accounts.to_vec(),
            groups: seed::groups(),
            machines: Vec::new(),
            next_disc: 20_001,
            names: HashMap::new(),
            arrays: false,
        };
        seed::fill(&mut world, options, now);
        let observed: Vec<u32> = world.every_machine().take(4).map(|m| m.id).collect();
        world.gate.privileges = people::privileges(observed.into_iter());
        world
    }

    /// Every single read answers an array.
    #[must_use]
    pub fn with_array_reads(mut self) -> Self {
        self.arrays = true;
        self
    }

    fn next_machine(&self) -> u32 {
        FIRST + self.machines.len() as u32
    }

    fn add(&mut self, machine: Machine) {
        self.machines.push(Some(machine));
    }

    /// `<group>.<account>`
    fn domain(&self, group: &Group) -> String {
        let account = self.accounts.iter().find(|a| a.id == group.account);
        format!(
            "{}.{}",
            group.name,
            account.map_or("", |account| account.name.as_str())
        )
    }

    /// The account with this id or name, if it may be seen.
    fn find_account(&self, part: &str, rights: &Rights) -> Result<Account, Refusal> {
        self.accounts
            .iter()
            .filter(|account| rights.see_account(account.id))
            .find(|a| a.name == part || a.id.to_string() == part)
            .cloned()
            .ok_or(Refusal::NotFound)
    }

    /// The group of an account with this id or name, if it may be seen.
    fn find_group(&self, account: &Account, part: &str, rights: &Rights) -> Result<Group, Refusal> {
        self.groups_in(account.id)
            .filter(|group| rights.see_group(group))
            .find(|g| g.name == part || g.id.to_string() == part)
            .cloned()
            .ok_or(Refusal::NotFound)
    }

    fn group_by_id(&self, id: u32) -> Option<&Group> {
        self.groups.iter().find(|group| group.id == id)
    }
}

impl Simulated for World {
    fn id(&self) -> &'static str {
        "bigv"
    }

    fn demo(&self) -> Demo {
        const VALUES: [(&str, &str); 2] =
            [("username", people::DEMO), ("password", people::PASSWORD)];
        Demo {
            label: "Sandbox BigV",
            login: "password",
            values: &VALUES,
            base_path: "",
            cors: false,
        }
    }

    fn handle(&mut self, request: &Request, now: Timestamp) -> Response {
        self.route(request, now).unwrap_or_else(Refusal::answer)
    }
}

#[cfg(test)]
mod tests;
