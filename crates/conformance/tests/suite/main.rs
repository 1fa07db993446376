//! The suite: every provider, every capability it claims.

// Helpers of tests may fail a test too.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod answers;
mod fleet;
mod forms;
mod losses;
mod operating;

use std::panic::{AssertUnwindSafe, catch_unwind};

use pilothouse_conformance::Pair;
use pilothouse_core::{Input, Judgement, Machine, Progress, Verb};
use pilothouse_sandbox::Seed;

/// Runs a trial for every provider there is and says for which it failed.
fn each(seed: Seed, trial: impl Fn(&mut Pair)) {
    let failed: Vec<&str> = pilothouse_providers::all()
        .iter()
        .map(|provider| provider.facts().id)
        .filter(|id| {
            let run = AssertUnwindSafe(|| trial(&mut Pair::new(id, seed).unwrap()));
            catch_unwind(run).is_err()
        })
        .collect();
    assert!(failed.is_empty(), "failed for {failed:?}; see above");
}

fn id(pair: &Pair) -> &'static str {
    pair.provider.facts().id
}

fn last(news: &[Progress]) -> Option<&Judgement> {
    match news.last() {
        Some(Progress::Seen(judgement)) => Some(judgement),
        _ => None,
    }
}

/// The key of the field a machine's name is entered in.
fn name_key(pair: &Pair, verb: Verb) -> &'static str {
    let form = pair.operator.form(verb, None);
    ["name", "hostname"]
        .into_iter()
        .find(|key| form.field(key).is_some())
        .unwrap_or_else(|| panic!("{}: {verb:?} has no field for a name", id(pair)))
}

/// What a person would enter to make a machine of this name.
fn new_machine(pair: &mut Pair, name: &str) -> Input {
    let key = name_key(pair, Verb::Create);
    let form = pair.operator.form(Verb::Create, None);
    let input = pair.fill(&form, &Input::default().with(key, name));
    input.unwrap_or_else(|error| panic!("{}: filling in: {error:?}", id(pair)))
}

/// The machine of this name in the list, if it is there.
fn listed(pair: &mut Pair, name: &str) -> Option<Machine> {
    let (machines, result) = pair.list();
    result.unwrap();
    machines.into_iter().find(|machine| machine.name == name)
}
