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
//! - The user `observer` may look and send signals; what else it tries is 403.

mod auth;
mod change;
mod create;
mod definitions;
mod disc;
mod groups;
mod machine;
mod machines;
mod query;
mod reply;
mod seed;
mod signal;

use crate::{Demo, Options, Request, Response, Simulated, json};
use auth::{Gate, USERS};
use http::{Method, StatusCode, header};
use jiff::Timestamp;
use machine::Machine;
use query::{Query, parts};
use reply::{Refusal, Reply};
use serde_json::Value;

/// A name that begins so makes the single read answer an array.
pub const ARRAY: &str = "sim-array";

/// The id of the first machine ever made.
const FIRST: u32 = 4711;

/// An account.
#[derive(Clone, Debug)]
struct Account {
    id: u32,
    name: &'static str,
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
    gate: Gate,
    accounts: Vec<Account>,
    groups: Vec<Group>,
    /// By id less [`FIRST`]; purged ones leave a hole.
    machines: Vec<Option<Machine>>,
    next_disc: u32,
    arrays: bool,
}

impl World {
    /// A new world.
    pub fn new(options: Options, now: Timestamp) -> Self {
        let mut world = Self {
            options,
            gate: Gate::default(),
            accounts: vec![
                Account {
                    id: 1,
                    name: "acme",
                },
                Account {
                    id: 2,
                    name: "globex",
                },
            ],
            groups: seed::groups(),
            machines: Vec::new(),
            next_disc: 20_001,
            arrays: false,
        };
        seed::fill(&mut world, options, now);
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
        format!("{}.{}", group.name, account.map_or("", |a| a.name))
    }

    /// The account with this id or name.
    fn find_account(&self, part: &str) -> Result<Account, Refusal> {
        self.accounts
            .iter()
            .find(|a| a.name == part || a.id.to_string() == part)
            .cloned()
            .ok_or(Refusal::NotFound)
    }

    /// The group of an account with this id or name.
    fn find_group(&self, account: &str, part: &str) -> Result<Group, Refusal> {
        let account = self.find_account(account)?;
        self.groups
            .iter()
            .find(|g| g.account == account.id && (g.name == part || g.id.to_string() == part))
            .cloned()
            .ok_or(Refusal::NotFound)
    }

    /// What does not exist stays 404; what exists may be read, but not this.
    fn forbidden(&self, path: &[&str]) -> Refusal {
        let exists = match path {
            ["accounts", account, "groups", group, rest @ ..] => self
                .find_group(account, group)
                .is_ok_and(|group| match rest {
                    ["virtual_machines", part, ..] => self.identify(group.id, part).is_some(),
                    _ => true,
                }),
            ["accounts", account, ..] => self.find_account(account).is_ok(),
            _ => false,
        };
        if exists {
            Refusal::Forbidden
        } else {
            Refusal::NotFound
        }
    }

    fn route(&mut self, request: &Request, now: Timestamp) -> Reply {
        let path = parts(request.uri());
        let path: Vec<&str> = path.iter().map(String::as_str).collect();
        let query = Query::parse(request.uri().query().unwrap_or(""));
        let method = request.method();
        match path.as_slice() {
            ["definitions" | "definitions.json"] if method == Method::GET => {
                return Ok(json(StatusCode::OK, &definitions::all()));
            }
            ["session"] => return self.gate.sessions(request, None, now),
            ["session", token] => return self.gate.sessions(request, Some(token), now),
            _ => {}
        }
        let user = self.gate.user(request, now)?;
        let order = order(request)?;
        let signal = path.last() == Some(&"signal");
        if method != Method::GET && !user.admin && !signal {
            return Err(self.forbidden(path.as_slice()));
        }
        match path.as_slice() {
            ["accounts"] if method == Method::GET => Ok(self.accounts(&query, now)),
            ["accounts", account] if method == Method::GET => {
                let account = self.find_account(account)?;
                Ok(self.account(&account, &query, now))
            }
            ["accounts", account, "groups"] => {
                let account = self.find_account(account)?;
                self.groups_of(&account, method, &order, &query, now)
            }
            ["accounts", account, "groups", group] => {
                let group = self.find_group(account, group)?;
                self.group(&group, method, &order, &query, now)
            }
            ["accounts", account, "groups", group, rest @ ..] => {
                let group = self.find_group(account, group)?;
                self.in_group(&group, method, rest, &order, &query, now)
            }
            _ if method == Method::GET => self.un_nested(path.as_slice(), &query, now),
            _ => Err(Refusal::NotFound),
        }
    }
}

/// The JSON a POST or PUT brings. These two need the right content type.
fn order(request: &Request) -> Result<Value, Refusal> {
    if !matches!(*request.method(), Method::POST | Method::PUT) {
        return Ok(Value::Null);
    }
    let kind = request
        .headers()
        .get(header::CONTENT_TYPE)
        .and_then(|kind| kind.to_str().ok())
        .and_then(|kind| kind.split(';').next())
        .unwrap_or("")
        .trim();
    let vendor = kind.starts_with("application/vnd.bigv.") && kind.ends_with("+json");
    if kind != "application/json" && !vendor {
        return Err(Refusal::Text(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "Unsupported media type",
        ));
    }
    match serde_json::from_slice(request.body()) {
        Ok(order @ Value::Object(_)) => Ok(order),
        _ => Err(Refusal::Text(
            StatusCode::BAD_REQUEST,
            "Badly-formed parameters",
        )),
    }
}

impl Simulated for World {
    fn id(&self) -> &'static str {
        "bigv"
    }

    fn demo(&self) -> Demo {
        const VALUES: [(&str, &str); 2] =
            [("username", USERS[0].name), ("password", USERS[0].password)];
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
