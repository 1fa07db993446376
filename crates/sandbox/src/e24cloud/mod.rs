//! Simulated e24cloud: the REST API version 2 of one region.
//!
//! Source: e24cloud reference. Where that leaves a question open, this is what was chosen:
//! - A missing, wrong or stale signature is answered 403 `{"success":false}`.
//! - An unknown path, id or method is answered 404 with a text that is not JSON.
//! - What the state of a machine forbids is answered 200 `{"success":false}` and nothing else;
//!   values that cannot be taken, and machines that refuse, add a `message`.
//! - Accepted work is a queue of tasks per machine. What a call asks is judged by the state the
//!   queue leads to, and nothing is accepted while a machine installs or is being deleted.
//! - A single read has an object. It has an array, as the provider's page prints it, for machines
//!   whose label begins with [`ARRAY`], or for all with [`World::with_array_reads`].
//! - A machine ordered under a label that begins with [`LATE`] cannot be read for three seconds.
//! - A signature may be made for the host as received, with its port or without, or for the name
//!   of any region, unless [`World::with_received_host_only`].
//! - What is unknown is 200 `{"success":false}` with [`World::with_unknown_as_failure`].

mod account;
mod act;
mod addresses;
mod catalogue;
mod create;
mod date;
mod images;
mod loose;
mod machine;
mod seed;
mod sign;
mod vlans;
mod volumes;
mod work;

use crate::{Demo, Options, Request, Response, Simulated, answer, json};
use account::Account;
use addresses::Address;
use http::{Method, StatusCode};
use images::Image;
use jiff::Timestamp;
use machine::Machine;
use serde_json::{Value, json as value};
use sign::Hosts;
use std::collections::{HashMap, VecDeque};
use volumes::Volume;
use work::Job;

/// A label that begins so makes the single read answer an array.
pub const ARRAY: &str = "sim-array";
/// A machine ordered under a label that begins so cannot be read for a while.
pub const LATE: &str = "sim-late";

/// The simulated service's state.
pub struct World {
    options: Options,
    account: Account,
    machines: Vec<Machine>,
    places: HashMap<String, usize>,
    /// What no machine has.
    volumes: Vec<Volume>,
    addresses: Vec<Address>,
    images: Vec<Image>,
    /// Work under way on anything but machines, earliest first.
    jobs: VecDeque<Job>,
    /// Numbers given out so far.
    made: u32,
    arrays: bool,
    hosts: Hosts,
    unknown_is_failure: bool,
}

impl World {
    /// A new world.
    pub fn new(options: Options, now: Timestamp) -> Self {
        let mut world = Self {
            options,
            account: Account::new(),
            machines: Vec::new(),
            places: HashMap::new(),
            volumes: Vec::new(),
            addresses: Vec::new(),
            images: vec![Image::first()],
            jobs: VecDeque::new(),
            made: 0,
            arrays: false,
            hosts: Hosts::ReceivedOrRegional,
            unknown_is_failure: false,
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

    /// A signature made for the name of a region counts only where `Host` has that name.
    #[must_use]
    pub fn with_received_host_only(mut self) -> Self {
        self.hosts = Hosts::Received;
        self
    }

    /// Unknown paths, ids and methods are answered 200 `{"success":false}` instead of 404.
    #[must_use]
    pub fn with_unknown_as_failure(mut self) -> Self {
        self.unknown_is_failure = true;
        self
    }

    fn next_number(&self) -> u32 {
        self.machines.len() as u32
    }

    fn add(&mut self, machine: Machine) {
        self.places.insert(machine.id.clone(), self.machines.len());
        self.machines.push(machine);
    }

    /// A machine as it is now.
    fn machine(&mut self, id: &str, now: Timestamp) -> Option<&mut Machine> {
        // Work on its volumes, addresses and networks shows in it.
        self.work(now);
        let machine = self.machines.get_mut(*self.places.get(id)?)?;
        machine.settle(now);
        machine.readable(now).then_some(machine)
    }

    /// None when there is no such call, or nothing it could be meant for.
    fn route(&mut self, request: &Request, now: Timestamp) -> Option<Response> {
        let rest = request.uri().path().strip_prefix("/v2/")?;
        let path: Vec<&str> = rest.split('/').collect();
        let (method, body) = (request.method(), request.body());
        let whole = match (method, path.as_slice()) {
            (&Method::GET, ["virtual-machines"]) => return Some(self.list(now)),
            (&Method::GET, ["virtual-machines", id]) => return self.read(id, now),
            (&Method::PUT, ["virtual-machines"]) => return Some(self.create(body, now)),
            (&Method::DELETE, ["virtual-machines", id]) => {
                let options = self.options;
                act::delete(self.machine(id, now)?, options, body, now)
            }
            (&Method::POST, ["virtual-machines", id, verb]) => {
                let options = self.options;
                act::act(self.machine(id, now)?, options, verb, body, now)?
            }
            (&Method::GET, ["regions"]) => catalogue::regions(),
            (&Method::GET, ["templates"]) => {
                self.settle(now);
                self.templates()
            }
            (&Method::GET, ["account"]) => self.account.show(),
            (_, ["account", rest @ ..]) => self.account.write(method, rest, body)?,
            (_, [noun, rest @ ..]) => {
                self.settle(now);
                match *noun {
                    "storage-volumes" => self.volumes(method, rest, body, now)?,
                    "disk-images" => self.images(method, rest, body, now)?,
                    "ipv4-addresses" => self.addresses(method, rest, body, now)?,
                    "vlans" => self.vlans(method, rest, body, now)?,
                    _ => return None,
                }
            }
            _ => return None,
        };
        Some(ok(&whole))
    }

    fn list(&mut self, now: Timestamp) -> Response {
        self.settle(now);
        let mut text = String::from(r#"{"success":true,"virtual_machines":["#);
        let mut first = true;
        for machine in &mut self.machines {
            if machine.readable(now) {
                if !std::mem::take(&mut first) {
                    text.push(',');
                }
                text.push_str(machine.rendered());
            }
        }
        text.push_str("]}");
        answer(StatusCode::OK, "application/json", text)
    }

    fn read(&mut self, id: &str, now: Timestamp) -> Option<Response> {
        let arrays = self.arrays;
        let machine = self.machine(id, now)?;
        let array = arrays || machine.label.starts_with(ARRAY);
        let (open, close) = if array { ("[", "]") } else { ("", "") };
        let shown = machine.rendered();
        let text = format!(r#"{{"success":true,"virtual_machine":{open}{shown}{close}}}"#);
        Some(answer(StatusCode::OK, "application/json", text))
    }
}

impl Simulated for World {
    fn id(&self) -> &'static str {
        "e24cloud"
    }

    fn demo(&self) -> Demo {
        Demo {
            label: "Sandbox e24cloud",
            login: "key",
            values: &[
                ("api_key", account::DEMO_KEY),
                ("api_secret", account::DEMO_SECRET),
            ],
            base_path: "",
            cors: false,
        }
    }

    fn handle(&mut self, request: &Request, now: Timestamp) -> Response {
        if !self.account.signed(request, self.hosts, now) {
            return json(StatusCode::FORBIDDEN, &forbidden());
        }
        self.route(request, now).unwrap_or_else(|| {
            if self.unknown_is_failure {
                ok(&forbidden())
            } else {
                answer(StatusCode::NOT_FOUND, "text/plain", "Not Found")
            }
        })
    }
}

fn ok(body: &Value) -> Response {
    json(StatusCode::OK, body)
}

/// `{"success":true}`
fn done() -> Value {
    value!({"success": true})
}

/// What the state forbids.
fn forbidden() -> Value {
    value!({"success": false})
}

/// Values that cannot be taken.
fn refused(message: &str) -> Value {
    value!({"success": false, "message": message})
}

/// A number, or a string that holds one: sources show both for many fields.
fn number(value: &Value) -> Option<u64> {
    value
        .as_u64()
        .or_else(|| value.as_str().and_then(|text| text.parse().ok()))
}

#[cfg(test)]
mod tests;
