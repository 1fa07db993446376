//! Every request a client makes while it does all it can, and what it is answered, held to the
//! tables of its provider.

use std::{
    collections::BTreeSet,
    sync::{Arc, Mutex},
    time::Duration,
};

use jiff::Timestamp;
use pilothouse_conformance::Pair;
use pilothouse_core::{
    Field, Input, Machine, Operator, Order, Response as Answer, State, Target, Verb,
    form::{Kind, Rule},
};
use pilothouse_probe::{Setting, act, acts, replay};
use pilothouse_sandbox::{Demo, Options, Request, Response, Seed, Simulated};

use crate::{
    drive::alike,
    published::{Published, Speaks},
};

type Log = Arc<Mutex<Vec<(Request, Response)>>>;

/// A simulation that remembers what was said.
struct Heard(Box<dyn Simulated>, Log);

impl Simulated for Heard {
    fn id(&self) -> &'static str {
        self.0.id()
    }

    fn demo(&self) -> Demo {
        self.0.demo()
    }

    fn handle(&mut self, request: &Request, now: Timestamp) -> Response {
        let answer = self.0.handle(request, now);
        self.1
            .lock()
            .unwrap()
            .push((request.clone(), answer.clone()));
        answer
    }
}

/// What a client was held to.
pub(crate) struct Client<'a> {
    published: &'a Published,
    speaks: &'a Speaks,
    pub(crate) faults: BTreeSet<String>,
    /// Calls made, as the rows have them.
    pub(crate) made: BTreeSet<String>,
    /// Verbs that were carried out to their end.
    accepted: BTreeSet<Verb>,
}

impl<'a> Client<'a> {
    pub(crate) fn new(published: &'a Published, speaks: &'a Speaks) -> Self {
        Self {
            published,
            speaks,
            faults: BTreeSet::new(),
            made: BTreeSet::new(),
            accepted: BTreeSet::new(),
        }
    }

    fn pair(&self) -> (Pair, Log) {
        let mut pair = Pair::new(self.published.id, Seed::Small).unwrap();
        let (log, options) = (
            Log::default(),
            Options {
                seed: Seed::Small,
                pace: 1.0,
            },
        );
        let now = Timestamp::from_second(pair.now.as_second()).unwrap();
        pair.world = Box::new(Heard((self.speaks.make)(options, now), log.clone()));
        (pair, log)
    }

    fn hold(&mut self, log: &Log) {
        for (request, answer) in std::mem::take(&mut *log.lock().unwrap()) {
            let release = self.speaks.release;
            let name = self.request(&request);
            for fault in self.published.answered(&request, &answer, release) {
                let status = answer.status().as_u16();
                self.faults
                    .insert(format!("{name} -> {status}: {}", alike(&fault)));
            }
        }
    }

    /// Holds a request; what it is called.
    fn request(&mut self, request: &Request) -> String {
        // A client cannot know the release it talks to, and what a panel does not know it drops.
        // So requests are held to the newest release that has the call.
        let id = self.published.id;
        let releases = self.published.releases.iter().map(|speaks| speaks.release);
        let release = releases.chain([self.speaks.release]);
        let release = release
            .clone()
            .find(|it| self.published.row(request, *it).is_some());
        let release = release.unwrap_or(self.speaks.release);
        let row = self.published.row(request, release);
        let call = row.map_or_else(
            || format!("{} {}", request.method(), request.uri()),
            |row| {
                self.made.insert(row.name());
                row.name()
            },
        );
        let name = format!("{id} {call}");
        for (header, wanted) in self.published.headers {
            let value = request
                .headers()
                .get(*header)
                .and_then(|it| it.to_str().ok());
            // Signing in is what gets the header, and asks for a text.
            let signs_in = request.uri().path() == "/session";
            if !signs_in && value.is_none_or(|value| !value.starts_with(wanted)) {
                self.faults.insert(format!("{name}: {header} is {value:?}"));
            }
        }
        for fault in self.published.asked(request, release) {
            self.faults.insert(format!("{name}: {}", alike(&fault)));
        }
        name
    }

    /// Reads all there is to read.
    pub(crate) fn reads(&mut self) {
        let (mut pair, log) = self.pair();
        pair.check().unwrap();
        let machines = pair.list().0;
        for machine in &machines {
            let target = pair
                .read(&machine.target())
                .map_or(machine.target(), |it| it.target());
            pair.sections(&target);
        }
        pair.trash().unwrap();
        let form = pair.operator.sign_in_form();
        if !form.fields.is_empty() {
            // With everything, and with no more than is needed; whether it is let in is no matter.
            for input in [
                everything(&mut pair, &form.fields, Input::default()),
                Input::default(),
            ] {
                let input = pair.fill(&form, &input).unwrap();
                let call = pair.operator.sign_in(&pair.access, pair.now, &input);
                let answer = pair.send(&call.unwrap().request);
                answer.unwrap();
            }
        }
        self.hold(&log);
    }

    /// Does everything that can be ordered, from every state it is allowed in: once with no more
    /// than is needed, once with all that can be entered.
    pub(crate) fn orders(&mut self) {
        let pair = self.pair().0;
        let rules = pair
            .operator
            .abilities()
            .has
            .iter()
            .chain(pair.provider.facts().power.has);
        for rule in rules {
            let from = rule.from.iter().copied().map(Some);
            let states: Vec<Option<State>> = match rule.verb {
                Verb::Create | Verb::EmptyTrash => vec![None],
                _ => from.collect(),
            };
            for state in states {
                for fully in [false, true] {
                    let (mut pair, log) = self.pair();
                    self.order(&mut pair, rule.verb, state, fully);
                    self.hold(&log);
                }
            }
            if !self.accepted.contains(&rule.verb) {
                let words = format!("{}: no {:?} was carried out", self.published.id, rule.verb);
                self.faults.insert(words);
            }
        }
    }

    fn order(&mut self, pair: &mut Pair, verb: Verb, state: Option<State>, fully: bool) {
        let machine = match state {
            None => None,
            Some(state) => match in_state(pair, state) {
                Some(machine) => Some(machine),
                None => return,
            },
        };
        let target = machine
            .as_ref()
            .map_or_else(Target::account, Machine::target);
        if verb == Verb::Console {
            if pair.console(&target).is_ok() {
                self.accepted.insert(verb);
            }
            return;
        }
        let form = pair.operator.form(verb, machine.as_ref());
        let mut input = Input::default();
        if fully {
            // What only shows with something else entered is found in the second round.
            for _ in 0..2 {
                input = everything(pair, &form.fields, input);
            }
        }
        let Ok(input) = pair.fill(&form, &input) else {
            return;
        };
        let (_, result) = pair.operate(verb, &target, input);
        if result.is_ok() {
            self.accepted.insert(verb);
        }
    }

    /// Every act there is, each with made-up settings, as far as it goes with answers that lead
    /// nowhere.
    pub(crate) fn acts(&mut self) {
        let operator = pilothouse_providers::operator_by_id(self.published.id).unwrap();
        for one in acts(operator.as_ref()).unwrap() {
            for task in [None, Some("77".to_owned())] {
                let mut setting = setting(&operator);
                setting.task = task;
                let now = pilothouse_core::Timestamp::from_second(1_780_000_000).unwrap();
                let Ok(mut flow) = act(&operator, &one, &setting, now) else {
                    continue;
                };
                let answer = || Answer::new(b"[]".to_vec());
                for request in replay(flow.as_mut(), vec![answer(), answer()], now).sent {
                    let mut sent = http::Request::builder()
                        .method(request.method.clone())
                        .uri(request.target());
                    for (name, value) in &request.headers {
                        sent = sent.header(name, value);
                    }
                    self.request(&sent.body(request.body.clone()).unwrap());
                }
            }
        }
    }
}

/// A setting that leads to a request; ids have the form the provider gives them.
fn setting(operator: &Arc<dyn Operator>) -> Setting {
    let id = match operator.provider().facts().id {
        "e24cloud" => "7d1e5c80-46f2-4b39-9c0d-2ab61f3e8d57",
        _ => "502",
    };
    let locator = match operator.provider().facts().id {
        "bigv" => "/accounts/1/groups/31/virtual_machines/502",
        _ => "",
    };
    let json = serde_json::json!({
        "machine": {"id": id, "locator": locator}, "made": {"id": id, "locator": locator},
    });
    Setting::read(operator.as_ref(), None, &json, |_| None).unwrap()
}

/// A machine in this state, brought there where that can be done.
fn in_state(pair: &mut Pair, state: State) -> Option<Machine> {
    let verb = match state {
        State::Running | State::Off => return pair.machine_in(state).ok(),
        State::Suspended => Verb::Suspend,
        State::Rescue => Verb::Rescue,
        State::Deleted => Verb::Delete,
        State::Busy => {
            let machine = pair.machine_in(State::Running).ok()?;
            let order = Order::new(Verb::Reboot, machine.target());
            let call = pair.operator.order(&pair.access, pair.now, &order, 0);
            pair.send(&call.ok()??.request).ok()?;
            return pair.read(&machine.target()).ok();
        }
        _ => {
            let machines = pair.list().0;
            return machines.into_iter().find(|machine| machine.state == state);
        }
    };
    let from = if verb == Verb::Suspend {
        State::Running
    } else {
        State::Off
    };
    let machine = pair.machine_in(from).ok()?;
    let form = pair.operator.form(verb, Some(&machine));
    let input = pair.fill(&form, &Input::default()).ok()?;
    pair.operate(verb, &machine.target(), input).1.ok()?;
    pair.wait(Duration::from_mins(2));
    if state == State::Deleted {
        let mut trashed = pair.trash().ok()?.into_iter();
        let kept = trashed.find(|one| one.target.id == machine.id)?;
        return Some(Machine {
            locator: kept.target.locator,
            state,
            ..machine
        });
    }
    pair.read(&machine.target()).ok()
}

/// Something for every field that shows.
fn everything(pair: &mut Pair, fields: &[Field], mut input: Input) -> Input {
    for field in fields {
        let key = field.key.as_str();
        if !field.is_shown(&input, &|_| None) || input.entry(key).is_some() {
            continue;
        }
        match &field.kind {
            Kind::Text { rule, .. } => input.set(
                key,
                match rule {
                    _ if key.ends_with("endpoint") => "https://auth.example.net",
                    Rule::Url => "https://example.net/install.iso",
                    Rule::Any | Rule::HostName => "everything",
                },
            ),
            Kind::Lines { .. } => input.set(key, "everything"),
            Kind::Secret { .. } => input = input.with_secret(key, "Quay-side-9"),
            Kind::Number { least, most, .. } => {
                let now: u64 = field.initial.parse().unwrap_or(*least);
                input.set(key, (now.max(1) * 2).clamp(*least, *most));
            }
            Kind::Flag => input.set(key, field.initial != "true"),
            Kind::OneOf(choices) => {
                let last = choices.iter().rfind(|choice| choice.closed.is_none());
                input.set(key, last.map_or("", |choice| &choice.value));
            }
            Kind::Lookup { lookup, many, .. } => {
                let choices = pair.lookup(lookup, &input).unwrap_or_default();
                let open = choices
                    .into_iter()
                    .rev()
                    .find(|choice| choice.closed.is_none());
                match open {
                    Some(choice) if *many => input.set(key, vec![choice.value]),
                    Some(choice) => input.set(key, choice.value.as_str()),
                    None => {}
                }
            }
            Kind::Further { lookup, .. } => {
                let fields = pair.further(lookup, &input).unwrap_or_default();
                let group = everything(pair, &fields, Input::default());
                input.set(key, group);
            }
            Kind::Rows { fields, .. } => {
                let row = everything(pair, fields, Input::default());
                input.set(key, vec![row]);
            }
        }
    }
    input
}
