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

mod act;
mod catalogue;
mod create;
mod machine;
mod resources;
mod seed;
mod sign;

use crate::{Demo, Options, Request, Response, Simulated, answer, json};
use http::{Method, StatusCode};
use jiff::Timestamp;
use machine::Machine;
use serde_json::{Value, json as value};
use sign::Keys;
use std::collections::HashMap;

/// A label that begins so makes the single read answer an array.
pub const ARRAY: &str = "sim-array";
/// A machine ordered under a label that begins so cannot be read for a while.
pub const LATE: &str = "sim-late";

const KEYS: Keys = Keys {
    key: "SANDBOXKEY24",
    secret: "sandbox-secret-opens-nothing",
};

/// The simulated service's state.
pub struct World {
    options: Options,
    machines: Vec<Machine>,
    places: HashMap<String, usize>,
    arrays: bool,
}

impl World {
    /// A new world.
    pub fn new(options: Options, now: Timestamp) -> Self {
        let mut world = Self {
            options,
            machines: Vec::new(),
            places: HashMap::new(),
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

    fn next_number(&self) -> u32 {
        self.machines.len() as u32
    }

    fn add(&mut self, machine: Machine) {
        self.places.insert(machine.id.clone(), self.machines.len());
        self.machines.push(machine);
    }

    /// A machine as it is now.
    fn machine(&mut self, id: &str, now: Timestamp) -> Option<&mut Machine> {
        let machine = self.machines.get_mut(*self.places.get(id)?)?;
        machine.settle(now);
        machine.readable(now).then_some(machine)
    }

    fn route(&mut self, request: &Request, now: Timestamp) -> Response {
        let Some(rest) = request.uri().path().strip_prefix("/v2/") else {
            return not_found();
        };
        let path: Vec<&str> = rest.split('/').collect();
        match (request.method(), path.as_slice()) {
            (&Method::GET, ["virtual-machines"]) => self.list(now),
            (&Method::PUT, ["virtual-machines"]) => self.create(request.body(), now),
            (&Method::GET, ["virtual-machines", id]) => self.read(id, now),
            (&Method::DELETE, ["virtual-machines", id]) => {
                self.on_machine(id, now, |machine, options| {
                    Some(act::delete(machine, options, request.body(), now))
                })
            }
            (&Method::POST, ["virtual-machines", id, verb]) => {
                self.on_machine(id, now, |machine, options| {
                    act::act(machine, options, verb, request.body(), now)
                })
            }
            (&Method::GET, ["regions"]) => ok(&catalogue::regions()),
            (&Method::GET, ["templates"]) => ok(&catalogue::templates()),
            (&Method::GET, ["account"]) => ok(&catalogue::account(KEYS.key)),
            (&Method::GET, ["storage-volumes"]) => ok(&self.volumes(now)),
            // The provider's page prints this one with a slash at its end.
            (&Method::GET, ["ipv4-addresses"] | ["ipv4-addresses", ""]) => ok(&self.addresses(now)),
            (&Method::GET, ["disk-images"]) => ok(&value!({"success": true, "disk_images": []})),
            (&Method::GET, ["vlans"]) => ok(&self.vlans(now)),
            _ => not_found(),
        }
    }

    fn on_machine(
        &mut self,
        id: &str,
        now: Timestamp,
        work: impl FnOnce(&mut Machine, Options) -> Option<Value>,
    ) -> Response {
        let options = self.options;
        self.machine(id, now)
            .and_then(|machine| work(machine, options))
            .map_or_else(not_found, |body| ok(&body))
    }

    fn list(&mut self, now: Timestamp) -> Response {
        let mut text = String::from(r#"{"success":true,"virtual_machines":["#);
        let mut first = true;
        for machine in &mut self.machines {
            machine.settle(now);
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

    fn read(&mut self, id: &str, now: Timestamp) -> Response {
        let arrays = self.arrays;
        let Some(machine) = self.machine(id, now) else {
            return not_found();
        };
        let array = arrays || machine.label.starts_with(ARRAY);
        let (open, close) = if array { ("[", "]") } else { ("", "") };
        let shown = machine.rendered();
        let text = format!(r#"{{"success":true,"virtual_machine":{open}{shown}{close}}}"#);
        answer(StatusCode::OK, "application/json", text)
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
            values: &[("api_key", KEYS.key), ("api_secret", KEYS.secret)],
            base_path: "",
            cors: false,
        }
    }

    fn handle(&mut self, request: &Request, now: Timestamp) -> Response {
        if KEYS.signed(request, now) {
            self.route(request, now)
        } else {
            json(StatusCode::FORBIDDEN, &value!({"success": false}))
        }
    }
}

fn ok(body: &Value) -> Response {
    json(StatusCode::OK, body)
}

fn not_found() -> Response {
    answer(StatusCode::NOT_FOUND, "text/plain", "Not Found")
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
