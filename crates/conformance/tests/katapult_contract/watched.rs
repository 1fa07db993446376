//! A simulated service every answer of which is held against the description.

use std::collections::BTreeSet;

use jiff::{SignedDuration, Timestamp};
use pilothouse_sandbox::{Options, Request, Seed, Simulated, katapult};
use serde_json::{Value, json};

use crate::description::Contract;

/// A simulated service with a contract to keep.
pub(crate) struct Watched {
    pub(crate) contract: Contract,
    world: katapult::World,
    pub(crate) now: Timestamp,
    pub(crate) token: String,
    /// What was found wrong.
    pub(crate) faults: Vec<String>,
    /// Operations with the statuses and codes that were met: (method, path, status, code).
    pub(crate) met: BTreeSet<(String, String, u16, String)>,
    asked: u32,
}

impl Watched {
    pub(crate) fn new(contract: Contract) -> Self {
        let now = Timestamp::from_second(1_800_000_000).unwrap();
        let options = Options {
            seed: Seed::Small,
            pace: 1.0,
        };
        let world = katapult::World::new(options, now);
        let token = world.demo().values[0].1.to_owned();
        Self {
            contract,
            world,
            now,
            token,
            faults: Vec::new(),
            met: BTreeSet::new(),
            asked: 0,
        }
    }

    pub(crate) fn wait(&mut self, seconds: i64) {
        self.now += SignedDuration::from_secs(seconds);
    }

    /// Asks, checks the answer against the contract, and gives its body.
    pub(crate) fn ask(&mut self, method: &str, path: &str, body: &Value, expected: u16) -> Value {
        let (status, answer) = self.answer(method, path, body);
        assert_eq!(status, expected, "{method} {path} {body}: {answer}");
        answer
    }

    /// Asks for something that is refused, and checks with which code.
    pub(crate) fn refused(
        &mut self,
        method: &str,
        path: &str,
        body: &Value,
        expected: (u16, &str),
    ) {
        let (status, answer) = self.answer(method, path, body);
        let code = text(&answer["error"]["code"]);
        assert_eq!(
            (status, code.as_str()),
            expected,
            "{method} {path} {body}: {answer}"
        );
    }

    /// Asks for something that may be refused.
    pub(crate) fn try_ask(&mut self, method: &str, path: &str, body: &Value) -> Option<Value> {
        let (status, answer) = self.answer(method, path, body);
        (status < 400).then_some(answer)
    }

    fn answer(&mut self, method: &str, path: &str, body: &Value) -> (u16, Value) {
        let mut request = http::Request::builder()
            .method(method)
            .uri(format!("/core/v1/{path}"));
        if !self.token.is_empty() {
            request = request.header("authorization", format!("Bearer {}", self.token));
        }
        let mut bytes = Vec::new();
        if !body.is_null() {
            request = request.header("content-type", "application/json");
            bytes = body.to_string().into_bytes();
        }
        let request: Request = request.body(bytes).unwrap();
        // Many requests belong to one moment; the budget of a minute is not what is tested.
        self.asked += 1;
        if self.asked.is_multiple_of(900) {
            self.now += SignedDuration::from_secs(60);
        }
        let response = self.world.handle(&request, self.now);
        let status = response.status().as_u16();
        let is_json = response.headers()["content-type"] == "application/json";
        let answer: Value = if is_json {
            serde_json::from_slice(response.body()).unwrap()
        } else {
            json!(String::from_utf8(response.body().clone()).unwrap())
        };
        let place = format!("{method} {path} -> {status}");
        let described = path.split('?').next().unwrap_or_default();
        match self.contract.operation(method, described) {
            None => self.faults.push(format!("{place}: not described")),
            Some(operation) => {
                self.met.insert((
                    method.to_owned(),
                    operation.path.to_owned(),
                    status,
                    text(&answer["error"]["code"]),
                ));
                let found = self.contract.answer_faults(&operation, status, &answer);
                self.faults
                    .extend(found.into_iter().map(|fault| format!("{place}: {fault}")));
            }
        }
        (status, answer)
    }

    pub(crate) fn get(&mut self, path: &str) -> Value {
        self.ask("GET", path, &Value::Null, 200)
    }

    /// The first of an organization's list that a field of it says this about.
    pub(crate) fn first(
        &mut self,
        list: &str,
        key: &str,
        wanted: impl Fn(&Value) -> bool,
    ) -> Value {
        let path = format!(
            "organizations/organization/{list}?organization[sub_domain]=otter-post&per_page=200"
        );
        let body = self.get(&path);
        let rows = body[key].as_array().unwrap();
        rows.iter().find(|row| wanted(row)).unwrap().clone()
    }

    pub(crate) fn id_of(&mut self, hostname: &str) -> String {
        let fqdn = format!("{hostname}.otter-post.katapult.example");
        let path = format!("virtual_machines/virtual_machine?virtual_machine[fqdn]={fqdn}");
        text(&self.get(&path)["virtual_machine"]["id"])
    }
}

pub(crate) fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}
