//! Which of the selected machines can be asked to do what, and why not the others.

use leptos::prelude::With;
use pilothouse_core::{Abilities, Availability, Machine, MachineId, Verb};

use crate::store::{Store, holding::Holding, rows::RowKey};

/// What can be asked of many machines at once, after [`Verb::POWER`]: what needs no more than the
/// machine.
pub(super) const MORE: [Verb; 5] = [
    Verb::Delete,
    Verb::Suspend,
    Verb::Resume,
    Verb::Rescue,
    Verb::Unlock,
];

/// How many of the selected machines can be asked to do each.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Tally {
    /// Verbs at least one can do, with how many can.
    pub(super) ready: Vec<(Verb, usize)>,
    /// How many are selected and still there.
    pub(super) there: usize,
}

/// Why some cannot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Reason {
    /// In words.
    pub(super) why: String,
    /// Their names.
    pub(super) machines: Vec<String>,
}

/// A selected machine as it stands.
struct Candidate<'a> {
    key: &'a RowKey,
    machine: &'a Machine,
    busy: Option<Verb>,
}

impl Candidate<'_> {
    fn can(&self, verb: Verb, abilities: Option<&Abilities>) -> bool {
        let rule = abilities.and_then(|abilities| abilities.rule(verb));
        self.busy.is_none() && rule.is_some_and(|rule| rule.from.contains(&self.machine.state))
    }
}

/// What an account's provider can do, where that is known already.
pub(super) fn abilities(store: Store, holding: &Holding, verb: Verb) -> Option<Abilities> {
    if Verb::POWER.contains(&verb) {
        return Some(holding.provider.facts().power);
    }
    Some(*store.operator_now(holding)?.abilities())
}

/// Counts them all. Reactive: follows machines and jobs.
pub(super) fn tally(store: Store, keys: &[RowKey]) -> Tally {
    let verbs = || Verb::POWER.into_iter().chain(MORE);
    let mut counts: Vec<(Verb, usize)> = verbs().map(|verb| (verb, 0)).collect();
    let mut there = 0;
    each(store, keys, |holding, candidates| {
        there += candidates.len();
        for (verb, count) in &mut counts {
            let abilities = abilities(store, holding, *verb);
            let can = candidates.iter();
            *count += can.filter(|one| one.can(*verb, abilities.as_ref())).count();
        }
    });
    counts.retain(|(_, count)| *count > 0);
    Tally {
        ready: counts,
        there,
    }
}

/// Those that can be asked to do this.
pub(super) fn ready(store: Store, keys: &[RowKey], verb: Verb) -> Vec<RowKey> {
    let mut ready = Vec::new();
    each(store, keys, |holding, candidates| {
        let abilities = abilities(store, holding, verb);
        let can = candidates.iter();
        let can = can.filter(|one| one.can(verb, abilities.as_ref()));
        ready.extend(can.map(|one| one.key.clone()));
    });
    ready
}

/// Why the others cannot be asked to do this, the most frequent reason first. Reactive.
pub(super) fn reasons(store: Store, keys: &[RowKey], verb: Verb) -> Vec<Reason> {
    let mut reasons: Vec<Reason> = Vec::new();
    each(store, keys, |holding, candidates| {
        let abilities = abilities(store, holding, verb);
        for one in candidates {
            let Some(why) = why_not(one, verb, abilities.as_ref()) else {
                continue;
            };
            let name = one.machine.name.clone();
            match reasons.iter_mut().find(|reason| reason.why == why) {
                Some(reason) => reason.machines.push(name),
                None => reasons.push(Reason {
                    why,
                    machines: vec![name],
                }),
            }
        }
    });
    reasons.sort_by_key(|reason| std::cmp::Reverse(reason.machines.len()));
    reasons
}

fn why_not(one: &Candidate, verb: Verb, abilities: Option<&Abilities>) -> Option<String> {
    if let Some(busy) = one.busy {
        return Some(["“", busy.label(), "” is under way."].concat());
    }
    match abilities?.availability(verb, one.machine.state) {
        Availability::Ready => None,
        Availability::Not(why) => Some(why),
    }
}

/// Goes through the selected machines that are still there, an account after the other.
fn each(store: Store, keys: &[RowKey], mut act: impl FnMut(&Holding, &[Candidate])) {
    let mut busy: Vec<(String, MachineId, Verb)> = store
        .jobs
        .all()
        .iter()
        .filter(|job| job.phase.is_open())
        .map(|job| {
            (
                job.account.clone(),
                job.order.target.id.clone(),
                job.order.verb,
            )
        })
        .collect();
    busy.sort();
    let verb_of = |key: &RowKey| {
        let wanted = (&*key.account, &key.machine);
        let at = busy.partition_point(|(account, id, _)| (account.as_str(), id) < wanted);
        let found = busy.get(at);
        let found = found.filter(|(account, id, _)| (account.as_str(), id) == wanted);
        found.map(|(.., verb)| *verb)
    };
    for keys in keys.chunk_by(|a, b| a.account == b.account) {
        let account = keys.first().map_or("", |key| &key.account);
        let Some(holding) = store.holding(account) else {
            continue;
        };
        holding.roster.with(|roster| {
            let candidates: Vec<Candidate> = keys
                .iter()
                .filter_map(|key| {
                    Some(Candidate {
                        key,
                        machine: &roster.get(&key.machine)?.machine,
                        busy: verb_of(key),
                    })
                })
                .collect();
            act(&holding, &candidates);
        });
    }
}
