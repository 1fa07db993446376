//! The simulation of a provider that exists only in one test.

use http::StatusCode;
use jiff::Timestamp;
use serde_json::{Value, json as value};

use crate::{Demo, Options, Request, Response, Seed, Simulated, json, names};

/// Machines that are on or off.
pub struct World(Vec<bool>);

impl World {
    /// Every second one on.
    pub fn new(options: Options, _: Timestamp) -> Self {
        let count = match options.seed {
            Seed::Small => 12,
            Seed::Fleet(count) => count,
        };
        Self((0..count).map(|n| n % 2 == 0).collect())
    }

    fn machine(&self, id: usize) -> Option<Value> {
        let on = self.0.get(id)?;
        Some(value!({"id": id, "name": names::machine(id as u32), "on": on}))
    }
}

impl Simulated for World {
    fn id(&self) -> &'static str {
        "toy"
    }

    fn demo(&self) -> Demo {
        let (label, login, values) = ("Toy", "none", &[][..]);
        let (base_path, cors) = ("", true);
        Demo { label, login, values, base_path, cors }
    }

    fn handle(&mut self, request: &Request, _: Timestamp) -> Response {
        let parts: Vec<&str> = request.uri().path().trim_matches('/').split('/').collect();
        let found = match (request.method().as_str(), parts.as_slice()) {
            ("GET", ["machines"]) => {
                Some((0..self.0.len()).filter_map(|id| self.machine(id)).collect())
            }
            ("GET", ["machines", id]) => id.parse().ok().and_then(|id| self.machine(id)),
            ("POST", ["machines", id, switch @ ("on" | "off")]) => {
                let id = id.parse().unwrap_or(usize::MAX);
                if let Some(machine) = self.0.get_mut(id) {
                    *machine = *switch == "on";
                }
                self.machine(id)
            }
            _ => None,
        };
        match found {
            Some(found) => json(StatusCode::OK, &found),
            None => json(StatusCode::NOT_FOUND, &value!({"error": "no such toy"})),
        }
    }
}
