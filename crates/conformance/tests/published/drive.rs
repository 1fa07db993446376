//! One simulation, asked row by row.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};
use pilothouse_sandbox::{Options, Request, Response, Seed, Simulated};
use serde_json::Value;

use crate::{
    published::{Published, Speaks},
    rows::{Prelude, Row, Try},
};

/// Work is over by then, whatever it was.
const LONG: SignedDuration = SignedDuration::from_secs(240);

/// A new world and what is known of it.
pub(crate) struct Drive<'a> {
    published: &'a Published,
    speaks: &'a Speaks,
    world: Box<dyn Simulated>,
    now: Timestamp,
    names: BTreeMap<String, String>,
    last: Value,
    pub(crate) faults: Vec<String>,
}

impl<'a> Drive<'a> {
    pub(crate) fn new(published: &'a Published, speaks: &'a Speaks) -> Self {
        let now = Timestamp::from_second(1_780_000_000).unwrap();
        let options = Options {
            seed: Seed::Small,
            pace: 1.0,
        };
        Self {
            published,
            speaks,
            world: (speaks.make)(options, now),
            now,
            names: BTreeMap::new(),
            last: Value::Null,
            faults: Vec::new(),
        }
    }

    /// Asks what a row has to be asked, in this world.
    pub(crate) fn run(&mut self, row: &Row, one: &Try) {
        self.prepare(&[Prelude::Needs("start".to_owned())]);
        self.prepare(&row.prelude);
        let query = if one.query.is_empty() { "" } else { "?" };
        let target = format!("{}{query}{}", row.path, one.query);
        let (request, answer) = self.ask(&row.method, &target, &one.body);
        let status = answer.status().as_u16();
        let found = row
            .answers
            .iter()
            .any(|(known, _, span)| *known == status && span.has(self.speaks.release));
        let failed = serde_json::from_slice::<Value>(answer.body())
            .is_ok_and(|body| body["success"] == false);
        match one.refused {
            Some(wanted) if wanted == status && (status >= 400 || failed) => {}
            None if found && !failed => {
                let asked = self.published.asked(&request, self.speaks.release);
                self.note(&request, &answer, &asked);
            }
            _ => {
                let words = format!("expected {one:?}: {}", excerpt(answer.body()));
                self.note(&request, &answer, &[words]);
            }
        }
    }

    /// Asks a row in XML; the answer has to be the object its JSON is.
    pub(crate) fn run_in_xml(&mut self, row: &Row) {
        self.prepare(&[Prelude::Needs("start".to_owned())]);
        self.prepare(&row.prelude);
        let target = format!("{}.xml", row.path);
        let (request, answer) = self.send(&row.method, &target, "", "application/xml");
        let kind = answer.headers().get("content-type");
        let is_xml = kind.is_some_and(|kind| kind.as_bytes().starts_with(b"application/xml"));
        if !is_xml || !answer.status().is_success() {
            let words = format!("no XML: {}", excerpt(answer.body()));
            self.note(&request, &answer, &[words]);
        }
    }

    /// Sends a body of XML after what a setup does, and takes what is answered.
    pub(crate) fn send_xml(&mut self, setup: &str, target: &str, body: &str) -> Response {
        let setups = ["start", setup].map(|name| Prelude::Needs(name.to_owned()));
        self.prepare(&setups);
        self.send("POST", target, body, "application/xml").1
    }

    /// Does what a scenario begins with.
    fn prepare(&mut self, preludes: &[Prelude]) {
        for prelude in preludes {
            match prelude {
                Prelude::Needs(setup) => {
                    let setup = self.published.rows.setup(setup);
                    self.prepare(setup);
                }
                Prelude::Before(ask) | Prelude::Rush(ask) => {
                    let (request, answer) = self.ask(&ask.method, &ask.target, &ask.body);
                    if !answer.status().is_success() {
                        let words = format!("prepares nothing: {}", excerpt(answer.body()));
                        self.note(&request, &answer, &[words]);
                    }
                    if matches!(prelude, Prelude::Before(_)) {
                        self.now += LONG;
                    }
                }
                Prelude::Keep(name, place) => {
                    let place = if place == "." { "" } else { place };
                    let found = self.last.pointer(place).map(bare);
                    self.name(name, found);
                }
                Prelude::Find([name, list, member, wanted, place]) => {
                    let wanted = self.filled(wanted);
                    let items = self.last.pointer(list).and_then(Value::as_array);
                    let item = items.into_iter().flatten().find(|item| {
                        item.pointer(member)
                            .is_some_and(|it| bare(it).starts_with(&wanted))
                    });
                    let found = item.and_then(|item| item.pointer(place)).map(bare);
                    self.name(name, found);
                }
                Prelude::Set(name, value) => {
                    let value = self.filled(value);
                    self.names.insert(name.clone(), value);
                }
            }
        }
    }

    fn name(&mut self, name: &str, found: Option<String>) {
        if let Some(found) = found {
            self.names.insert(name.to_owned(), found);
        } else {
            let words = excerpt(self.last.to_string().as_bytes());
            self.faults.push(format!("no {name} in {words}"));
        }
    }

    /// Sends a request, holds the answer to the tables and keeps it.
    pub(crate) fn ask(&mut self, method: &str, target: &str, body: &str) -> (Request, Response) {
        self.send(method, target, body, "application/json")
    }

    fn send(&mut self, method: &str, target: &str, body: &str, kind: &str) -> (Request, Response) {
        let (target, body) = (self.filled(target), self.filled(body));
        let mut request = http::Request::builder()
            .method(method)
            .uri(&target)
            .header("host", "127.0.0.1:4100")
            .header("accept", kind);
        if !body.is_empty() {
            request = request.header("content-type", kind);
        }
        let mut request: Request = request.body(body.into_bytes()).unwrap();
        (self.published.admit)(&mut request, self.now);
        self.now += SignedDuration::from_millis(5);
        let answer = self.world.handle(&request, self.now);
        self.last = serde_json::from_slice(answer.body())
            .unwrap_or_else(|_| String::from_utf8_lossy(answer.body()).into());
        let found = self
            .published
            .answered(&request, &answer, self.speaks.release);
        self.note(&request, &answer, &found);
        (request, answer)
    }

    fn note(&mut self, request: &Request, answer: &Response, found: &[String]) {
        let status = answer.status().as_u16();
        let (major, minor) = self.speaks.release;
        let row = self.published.row(request, self.speaks.release);
        let name = row.map_or_else(|| request.uri().to_string(), Row::name);
        let place = format!("{major}.{minor} {name} -> {status}");
        let found = found
            .iter()
            .map(|fault| format!("{place}: {}", alike(fault)));
        self.faults.extend(found);
    }

    /// The text with the names in braces replaced, where they are known.
    fn filled(&self, text: &str) -> String {
        self.names
            .iter()
            .fold(text.to_owned(), |text, (name, value)| {
                text.replace(&format!("{{{name}}}"), value)
            })
    }
}

/// The fault without the place in a list: what is wrong with all items is said once.
pub(crate) fn alike(fault: &str) -> String {
    let mut parts = fault.split('[');
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let rest = part
            .split_once(']')
            .filter(|(place, _)| place.parse::<usize>().is_ok());
        out.push('[');
        out.push_str(&rest.map_or_else(|| part.to_owned(), |(_, rest)| format!("]{rest}")));
    }
    out
}

fn bare(value: &Value) -> String {
    value
        .as_str()
        .map_or_else(|| value.to_string(), str::to_owned)
}

fn excerpt(body: &[u8]) -> String {
    String::from_utf8_lossy(body).chars().take(300).collect()
}
