//! One action of one provider, and how to bring it about.

use std::time::Duration;

use pilothouse_conformance::Pair;
use pilothouse_core::{
    Error, ErrorKind, Form, Input, Machine, Order, State, Target, Verb,
    form::{Kind, Rule},
};
use pilothouse_jobs::{Before, Job, JobId};
use pilothouse_sandbox::{Seed, names};

/// What the simulation's seed has no machine for.
pub(crate) const LEFT_OUT: [(&str, Verb); 0] = [];

/// The name of what is made.
pub(crate) const MADE: &str = "matrix-1";
/// The name of what is renamed.
pub(crate) const RENAMED: &str = "matrix-2";

/// A row of the matrix.
pub(crate) struct Row {
    pub(crate) provider: &'static str,
    pub(crate) verb: Verb,
}

/// A world in which it can be asked, and what is asked.
pub(crate) struct Asked {
    pub(crate) pair: Pair,
    pub(crate) job: Job,
    pub(crate) before: Option<Machine>,
}

/// Every verb that changes something, by provider.
pub(crate) fn claimed() -> Vec<(&'static str, Verb)> {
    let mut all = Vec::new();
    for provider in pilothouse_providers::all() {
        let facts = provider.facts();
        let pair = Pair::new(facts.id, Seed::Small).unwrap();
        let rules = facts.power.has.iter().chain(pair.operator.abilities().has);
        let verbs = rules.map(|rule| rule.verb);
        let verbs = verbs.filter(|verb| *verb != Verb::Console);
        all.extend(verbs.map(|verb| (facts.id, verb)));
    }
    all
}

/// Those of a provider that can be brought about.
pub(crate) fn all(provider: &str) -> Vec<Row> {
    let rows = claimed().into_iter();
    let rows = rows.filter(|one| one.0 == provider && !LEFT_OUT.contains(one));
    rows.map(|(provider, verb)| Row { provider, verb })
        .collect()
}

impl Row {
    pub(crate) fn name(&self) -> String {
        format!("{} {}", self.provider, self.verb.label())
    }

    /// Makes a world and asks.
    pub(crate) fn ask(&self) -> Result<Asked, Error> {
        self.ask_making(MADE)
    }

    /// The same, with this name for what is made.
    pub(crate) fn ask_making(&self, name: &str) -> Result<Asked, Error> {
        let mut pair = Pair::new(self.provider, Seed::Small)?;
        let (before, target) = self.target(&mut pair)?;
        let form = pair.operator.form(self.verb, before.as_ref());
        let wanted = self.wanted(&mut pair, &form, name)?;
        let mut order = Order::new(self.verb, target);
        order.input = pair.fill(&form, &wanted)?;
        let known = match &before {
            Some(machine) => Before::machine(machine),
            None => Before::making(name, &pair.list().0),
        };
        let id = JobId("job-1".to_owned());
        let job = Job::new(id, "account-1", order, known, pair.now);
        pair.arrived.clear();
        Ok(Asked { pair, job, before })
    }

    fn target(&self, pair: &mut Pair) -> Result<(Option<Machine>, Target), Error> {
        if self.verb == Verb::Create {
            return Ok((None, Target::account()));
        }
        if self.verb == Verb::EmptyTrash {
            deleted(pair)?;
            return Ok((None, Target::account()));
        }
        let facts = pair.provider.facts();
        let rule = facts.power.rule(self.verb);
        let rule = rule.or_else(|| pair.operator.abilities().rule(self.verb));
        let from = rule.map(|rule| rule.from).unwrap_or_default();
        // From where a start, a stop or a resize is an ordinary one.
        let usual = |state: &&State| matches!(state, State::Running | State::Off);
        let usual = from.iter().filter(usual);
        for state in usual.chain(from.iter()) {
            if let Ok((machine, target)) = machine_in(pair, *state) {
                return Ok((Some(machine), target));
            }
        }
        Err(nothing())
    }

    /// What a person would enter to see a difference.
    fn wanted(&self, pair: &mut Pair, form: &Form, name: &str) -> Result<Input, Error> {
        let key = ["name", "hostname"];
        let key = key.into_iter().find(|key| form.field(key).is_some());
        let key = key.unwrap_or_default();
        let wanted = Input::default();
        Ok(match self.verb {
            Verb::Create => wanted.with(key, name),
            Verb::Rename => wanted.with(key, RENAMED),
            Verb::Resize => larger(pair, form)?,
            Verb::Edit => other(pair, form)?,
            _ => wanted,
        })
    }
}

fn nothing() -> Error {
    Error::new(ErrorKind::NotFound, "no machine is there for it")
}

fn machine_in(pair: &mut Pair, state: State) -> Result<(Machine, Target), Error> {
    let by = match state {
        State::Running | State::Off => {
            let machine = pair.machine_in(state)?;
            let target = machine.target();
            return Ok((machine, target));
        }
        State::Deleted => return deleted(pair),
        State::Suspended => Verb::Suspend,
        State::Rescue => Verb::Rescue,
        State::Busy | State::Building => return at_work(pair, state),
        _ => return seeded(pair, state),
    };
    let rule = pair.operator.abilities().rule(by).ok_or_else(nothing)?;
    let machine = pair.machine_in(*rule.from.first().ok_or_else(nothing)?)?;
    let form = pair.operator.form(by, Some(&machine));
    let input = pair.fill(&form, &Input::default())?;
    pair.operate(by, &machine.target(), input).1?;
    pair.wait(Duration::from_mins(2));
    let machine = pair.read(&machine.target())?;
    let target = machine.target();
    if machine.state == state {
        Ok((machine, target))
    } else {
        Err(nothing())
    }
}

/// One that is being restarted just now.
fn at_work(pair: &mut Pair, state: State) -> Result<(Machine, Target), Error> {
    let target = pair.machine_in(State::Running)?.target();
    let order = Order::new(Verb::Reboot, target.clone());
    let mut step = 0;
    while let Some(call) = pair.operator.order(&pair.access, pair.now, &order, step)? {
        pair.send(&call.request)?;
        step += 1;
    }
    let machine = pair.read(&target)?;
    if machine.state == state {
        Ok((machine, target))
    } else {
        Err(nothing())
    }
}

/// One that the seed has in this state.
fn seeded(pair: &mut Pair, state: State) -> Result<(Machine, Target), Error> {
    let (machines, result) = pair.list();
    result?;
    for machine in machines {
        let machine = pair.read(&machine.target())?;
        let is_sentinel = names::SENTINELS
            .iter()
            .any(|name| machine.name.starts_with(name));
        if machine.state == state && !is_sentinel {
            let target = machine.target();
            return Ok((machine, target));
        }
    }
    Err(nothing())
}

/// One in the trash, and where the trash has it.
fn deleted(pair: &mut Pair) -> Result<(Machine, Target), Error> {
    let mut machine = pair.machine_in(State::Off)?;
    let form = pair.operator.form(Verb::Delete, Some(&machine));
    let input = pair.fill(&form, &Input::default())?;
    pair.operate(Verb::Delete, &machine.target(), input).1?;
    let kept = pair.trash()?.into_iter();
    let mut kept =
        kept.filter(|one| one.machine.as_ref() == Some(&machine.id) || one.target.id == machine.id);
    let target = kept.next().ok_or_else(nothing)?.target;
    machine.state = State::Deleted;
    Ok((machine, target))
}

fn larger(pair: &mut Pair, form: &Form) -> Result<Input, Error> {
    let mut wanted = Input::default();
    let usual = pair.fill(form, &wanted)?;
    let shown = form
        .fields
        .iter()
        .filter(|field| field.is_shown(&usual, &|_| None));
    for field in shown {
        let current: u64 = field.initial.parse().unwrap_or(0);
        match &field.kind {
            Kind::Number { least, most, .. } if matches!(field.key.as_str(), "cpus" | "memory") => {
                wanted.set(&field.key, (current.max(*least) * 2).min(*most));
            }
            Kind::Lookup { lookup, after, .. } if field.required && after.is_empty() => {
                let choices = pair.lookup(lookup, &wanted)?;
                let mut open = choices.iter().rev().filter(|one| one.closed.is_none());
                let other = open.find(|one| one.value != field.initial);
                wanted.set(&field.key, other.ok_or_else(nothing)?.value.as_str());
            }
            _ => {}
        }
    }
    Ok(wanted)
}

/// Something new in the first field that takes it.
fn other(pair: &mut Pair, form: &Form) -> Result<Input, Error> {
    let wanted = Input::default();
    for field in form
        .fields
        .iter()
        .filter(|field| field.is_shown(&wanted, &|_| None))
    {
        let value = match &field.kind {
            Kind::Text {
                rule: Rule::Any, ..
            }
            | Kind::Lines { .. } => "matrix".to_owned(),
            Kind::Flag => (field.initial != "true").to_string(),
            Kind::Lookup {
                lookup,
                after,
                many: false,
            } if after.is_empty() => {
                let choices = pair.lookup(lookup, &wanted)?.into_iter().rev();
                match choices.into_iter().find(|one| one.value != field.initial) {
                    Some(choice) => choice.value,
                    None => continue,
                }
            }
            _ => continue,
        };
        return Ok(wanted.with(&field.key, value));
    }
    Err(nothing())
}
