//! The panel from outside: requests in, answers out, time moved by hand.

mod build;
mod chains;
mod clients;
mod errors;
mod formats;
mod parts;
mod power;
mod rest;

use super::{Dialect, World, auth};
use crate::{Options, Request, Response, Seed, Simulated};
use base64::{Engine, engine::general_purpose::STANDARD};
use jiff::{SignedDuration, Timestamp};
use serde_json::Value;

/// A panel and a clock.
pub(super) struct Panel {
    world: World,
    pub(super) now: Timestamp,
}

/// Header pairs.
type Headers<'a> = &'a [(&'a str, &'a str)];

impl Panel {
    pub(super) fn new() -> Self {
        Self::speaking(Dialect::Modern, Seed::Small)
    }

    pub(super) fn speaking(dialect: Dialect, seed: Seed) -> Self {
        let now = "2016-02-01T10:00:00Z".parse().unwrap();
        let options = Options { seed, pace: 1.0 };
        let world = World::speaking(dialect, options, now);
        Self { world, now }
    }

    pub(super) fn at_pace(pace: f64) -> Self {
        let now = "2016-02-01T10:00:00Z".parse().unwrap();
        let seed = Seed::Small;
        let world = World::new(Options { seed, pace }, now);
        Self { world, now }
    }

    pub(super) fn wait(&mut self, seconds: f64) {
        self.now += SignedDuration::from_secs_f64(seconds);
    }

    /// Exactly these headers.
    pub(super) fn raw(&mut self, line: &str, headers: Headers, body: &str) -> Response {
        let (method, uri) = line.split_once(' ').unwrap();
        let mut request = Request::new(body.as_bytes().to_vec());
        *request.method_mut() = method.parse().unwrap();
        *request.uri_mut() = uri.parse().unwrap();
        for (name, value) in headers {
            let name: http::HeaderName = name.parse().unwrap();
            request.headers_mut().insert(name, value.parse().unwrap());
        }
        self.world.handle(&request, self.now)
    }

    /// With credentials and a content type.
    pub(super) fn send(&mut self, line: &str, kind: &str, body: &str) -> Response {
        let basic = basic(auth::LOGIN, auth::PASSWORD);
        let headers = [
            ("host", "cp.example.net"),
            ("authorization", basic.as_str()),
            ("accept", kind),
            ("content-type", kind),
        ];
        self.raw(line, &headers, body)
    }

    /// In JSON: status and tree.
    pub(super) fn json(&mut self, line: &str, body: &Value) -> (u16, Value) {
        let body = if body.is_null() {
            String::new()
        } else {
            body.to_string()
        };
        let response = self.send(line, "application/json", &body);
        (response.status().as_u16(), tree(&response))
    }

    pub(super) fn get(&mut self, path: &str) -> Value {
        let (status, tree) = self.json(&format!("GET {path}"), &Value::Null);
        assert_eq!(status, 200, "{path}: {tree}");
        tree
    }

    pub(super) fn post(&mut self, path: &str) -> (u16, Value) {
        self.json(&format!("POST {path}"), &Value::Null)
    }

    /// Sends a table of calls in order, each as (line, body, status, pointer, value): the answer
    /// has to have that status, and that value at that place. Everything is over before the next.
    pub(super) fn script(&mut self, calls: &[(&str, Value, u16, &str, Value)]) {
        for (line, body, status, pointer, value) in calls {
            let (found, tree) = self.json(line, body);
            assert_eq!(found, *status, "{line} {body}: {tree}");
            let there = tree.pointer(pointer).cloned().unwrap_or_default();
            assert_eq!(there, *value, "{line} {body}: {pointer} of {tree}");
            self.wait(60.0);
        }
    }

    /// In XML: status and text.
    pub(super) fn xml(&mut self, line: &str, body: &str) -> (u16, String) {
        let response = self.send(line, "application/xml", body);
        let status = response.status().as_u16();
        (status, String::from_utf8(response.into_body()).unwrap())
    }

    /// The id of the machine with this label.
    pub(super) fn id_of(&mut self, label: &str) -> u64 {
        let all = self.get("/virtual_machines.json");
        let all = all.as_array().unwrap();
        let found = all
            .iter()
            .find(|one| one["virtual_machine"]["label"] == label);
        found.unwrap()["virtual_machine"]["id"].as_u64().unwrap()
    }

    /// The machine itself.
    pub(super) fn show(&mut self, id: u64) -> Value {
        self.get(&format!("/virtual_machines/{id}.json"))["virtual_machine"].clone()
    }

    /// `[booted, locked, suspended, built]`
    pub(super) fn flags(&mut self, id: u64) -> [bool; 4] {
        let short = self.get(&format!("/virtual_machines/{id}/status.json"));
        ["booted", "locked", "suspended", "built"]
            .map(|flag| short["virtual_machine"][flag].as_bool().unwrap())
    }

    /// `action status` of a machine's transactions, oldest first.
    pub(super) fn history(&mut self, id: u64) -> Vec<String> {
        let list = self.get(&format!(
            "/virtual_machines/{id}/transactions.json?per_page=all"
        ));
        let one = |item: &Value| {
            let one = &item["transaction"];
            format!(
                "{} {}",
                one["action"].as_str().unwrap(),
                one["status"].as_str().unwrap()
            )
        };
        list.as_array().unwrap().iter().rev().map(one).collect()
    }
}

pub(super) fn basic(name: &str, secret: &str) -> String {
    format!("Basic {}", STANDARD.encode(format!("{name}:{secret}")))
}

pub(super) fn tree(response: &Response) -> Value {
    serde_json::from_slice(response.body()).unwrap_or(Value::Null)
}

pub(super) fn header<'a>(response: &'a Response, name: &str) -> &'a str {
    let value = response.headers().get(name);
    value.map_or("", |value| value.to_str().unwrap())
}
