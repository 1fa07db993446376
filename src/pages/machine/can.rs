//! What the machine can be asked for now, and how it is asked.

use leptos::prelude::*;
use pilothouse_core::{Availability, State, Verb};

use super::subject::{Asked, Subject};
use crate::{
    components::power_menu,
    routes::{self, Route},
};

/// Whether the machine can be asked to do this now. Reactive.
pub(super) fn availability(subject: Subject, verb: Verb) -> Availability {
    let key = subject.key.get_value();
    if Verb::POWER.contains(&verb) {
        return power_menu::availability(subject.store, &key, verb);
    }
    let not = |words: &str| Availability::Not(words.to_owned());
    let Some(operator) = subject.operator.get() else {
        return not("The rest of this provider's client is being fetched.");
    };
    if !subject.is_there.get() {
        return not("The machine is not there any more.");
    }
    let abilities = operator.abilities();
    // Looking at the screen does not get in the way of anything.
    let job = subject.store.jobs.open_for(&key.account, &key.machine);
    if let (Some(job), Some(_), true) = (job, abilities.rule(verb), verb != Verb::Console) {
        return Availability::Not(["“", job.order.verb.label(), "” is under way."].concat());
    }
    let state = subject.row.with(|row| {
        row.as_ref()
            .map_or(State::Unknown, |row| row.entry.machine.state)
    });
    abilities.availability(verb, state)
}

/// What there is to say about a verb that can be asked for.
pub(super) fn words(subject: Subject, verb: Verb) -> &'static str {
    let note = if Verb::POWER.contains(&verb) {
        subject
            .holding
            .with_value(|held| held.provider.facts().power.note(verb))
    } else {
        let operator = subject.operator.get_untracked();
        operator.map_or("", |operator| operator.abilities().note(verb))
    };
    if note.is_empty() {
        verb.meaning()
    } else {
        note
    }
}

/// Asks for it, or for what it needs first.
pub(super) fn ask(subject: Subject, verb: Verb) {
    if !untrack(|| availability(subject, verb)).is_ready() {
        return;
    }
    let key = subject.key.get_value();
    if Verb::POWER.contains(&verb) {
        return power_menu::choose(subject.store, &key, (verb, verb.meaning()));
    }
    match verb {
        Verb::Rebuild => routes::go(&Route::Rebuild(subject.place())),
        Verb::Console => subject.asked.set(Some(Asked::Console)),
        _ if needs_no_words(subject, verb) => {
            let _job = subject.store.order(&key, verb);
        }
        _ => subject.asked.set(Some(Asked::Verb(verb))),
    }
}

/// Nothing has to be entered, and nothing is to be said before.
fn needs_no_words(subject: Subject, verb: Verb) -> bool {
    let Some(operator) = subject.operator.get_untracked() else {
        return false;
    };
    let machine = subject.machine_untracked();
    let is_bare = operator.form(verb, machine.as_ref()).fields.is_empty();
    let is_plain = operator.abilities().rule(verb).is_some_and(|rule| {
        rule.note.is_empty() && !matches!(rule.undo, pilothouse_core::Undo::Never(_))
    });
    is_bare && is_plain && !verb.is_harsh()
}
