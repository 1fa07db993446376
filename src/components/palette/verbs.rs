//! What a machine can be asked for, and asking for it.

use std::sync::Arc;

use leptos::prelude::{With, WithUntracked, untrack};
use pilothouse_core::{Availability, Machine, Operator, Order, Undo, Verb};

use super::{
    entry::{Act, Entry, Found, Ranking},
    fuzzy::Wanted,
};
use crate::{
    components::{
        confirm::{Confirm, ask_typed},
        power_menu,
        request_view::sends::Sends,
        undo::undo_words,
    },
    routes::{self, Route, View},
    store::{Store, holding::Holding, rows::RowKey},
};

/// What can be done with a machine, and why not the rest. Reactive.
pub(super) fn verbs(store: Store, key: &RowKey, wanted: &Wanted, view: &View) -> Found {
    let mut ranking = Ranking::default();
    let Some(holding) = store.holding(&key.account) else {
        return Found::default();
    };
    let open = Act::Go(Route::Machine(key.place(), view.clone()));
    let entry = Entry::new("Open", "Everything about the machine", open);
    ranking.offer(wanted, "show", entry);
    let operator = store.operator_now(&holding);
    let others = operator.iter().flat_map(|_| Verb::OTHER);
    let of_machine = others.filter(|verb| !verb.is_for_account());
    for verb in Verb::POWER.into_iter().chain(of_machine) {
        let can = availability(store, &holding, operator.as_ref(), key, verb);
        let mut entry = Entry::new(verb.label(), "", Act::Ask(key.clone(), verb));
        entry.is_closed = !can.is_ready();
        entry.detail = match can.reason() {
            Some(reason) => reason.to_owned(),
            None => words(&holding, operator.as_ref(), verb).to_owned(),
        };
        ranking.offer(wanted, "", entry);
    }
    let note = if operator.is_none() {
        "Reading what else it can do…"
    } else {
        ""
    };
    Found {
        entries: ranking.entries(wanted),
        note: note.to_owned(),
    }
}

/// Whether the machine can be asked to do this now. Reactive.
fn availability(
    store: Store,
    holding: &Holding,
    operator: Option<&Arc<dyn Operator>>,
    key: &RowKey,
    verb: Verb,
) -> Availability {
    // Of what is in its way, the power menu knows all but the verb itself.
    let Some(operator) = operator.filter(|_| !Verb::POWER.contains(&verb)) else {
        return power_menu::availability(store, key, verb);
    };
    let abilities = operator.abilities();
    let job = store.jobs.open_for(&key.account, &key.machine);
    if let (Some(job), Some(_), true) = (job, abilities.rule(verb), verb != Verb::Console) {
        return Availability::Not(["“", job.order.verb.label(), "” is under way."].concat());
    }
    let told = holding
        .roster
        .with(|roster| roster.get(&key.machine).cloned());
    match told {
        Some(told) => abilities.availability(verb, told.machine.state),
        None => Availability::Not("The machine is not there any more.".to_owned()),
    }
}

/// What a verb means here.
fn words(holding: &Holding, operator: Option<&Arc<dyn Operator>>, verb: Verb) -> &'static str {
    let note = match operator {
        Some(operator) if !Verb::POWER.contains(&verb) => operator.abilities().note(verb),
        _ => holding.provider.facts().power.note(verb),
    };
    if note.is_empty() {
        verb.meaning()
    } else {
        note
    }
}

/// Asks for it; where something has to be entered or may be lost, not without a person.
pub(super) fn ask(store: Store, key: &RowKey, verb: Verb, view: &View) {
    if Verb::POWER.contains(&verb) {
        return power_menu::choose(store, key, (verb, verb.meaning()));
    }
    let Some(holding) = store.holding(&key.account) else {
        return;
    };
    let Some(operator) = untrack(|| store.operator_now(&holding)) else {
        return;
    };
    let told = holding
        .roster
        .with_untracked(|roster| roster.get(&key.machine).cloned());
    let Some(told) = told else {
        return;
    };
    match verb {
        Verb::Rebuild => routes::go(&Route::Rebuild(key.place())),
        _ if !is_bare(operator.as_ref(), verb, &told.machine) => {
            routes::go(&Route::Machine(key.place(), view.clone()));
        }
        _ if is_plain(operator.as_ref(), verb) => {
            let _job = store.order(key, verb);
        }
        _ => {
            let sends = Sends {
                order: Order::new(verb, told.machine.target()),
                holding,
                more: String::new(),
            };
            let name = super::gather::called(&told);
            confirm(store, key, sends, (operator.as_ref(), name));
        }
    }
}

/// Nothing has to be entered for it, and there is nothing to be seen first.
fn is_bare(operator: &dyn Operator, verb: Verb, machine: &Machine) -> bool {
    verb != Verb::Console && operator.form(verb, Some(machine)).fields.is_empty()
}

/// Nothing is to be said before it is done.
fn is_plain(operator: &dyn Operator, verb: Verb) -> bool {
    let rule = operator.abilities().rule(verb);
    let is_light =
        rule.is_some_and(|rule| rule.note.is_empty() && !matches!(rule.undo, Undo::Never(_)));
    is_light && !verb.is_harsh()
}

fn confirm(store: Store, key: &RowKey, sends: Sends, (operator, name): (&dyn Operator, &str)) {
    let verb = sends.order.verb;
    let rule = operator.abilities().rule(verb);
    let undo = rule.map(|rule| undo_words(rule.undo)).unwrap_or_default();
    let note = rule.map_or("", |rule| rule.note);
    let details = [note.to_owned(), undo];
    let typed = if matches!(verb, Verb::Delete | Verb::Purge) {
        name.to_owned()
    } else {
        String::new()
    };
    let key = key.clone();
    let question = Confirm {
        title: [verb.label(), " ", name, "?"].concat(),
        body: [verb.meaning(), "."].concat(),
        verb: verb.label(),
        sends: Some(sends),
        yes: Arc::new(move || {
            let _job = store.order(&key, verb);
        }),
    };
    let details = details.into_iter().filter(|line| !line.is_empty());
    ask_typed(question, typed, details.collect());
}
