//! What the palette offers: everything there is, or what one machine can be asked for.

use pilothouse_core::{Availability, Verb};

use super::rank::points;
use crate::{
    components::power_menu::availability,
    routes::{Place, Route, View},
    store::{Store, rows::RowKey, settings::Theme},
};
use leptos::prelude::{Read, With};

/// Entries shown at most.
const SHOWN: usize = 50;

/// What choosing an entry does.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Act {
    /// Goes there.
    Go(Route),
    /// Shows what this machine can be asked for; with its name.
    Machine(RowKey, String),
    /// Asks a machine for it.
    Ask(RowKey, Verb),
    /// Colours.
    Theme(Theme),
    /// Looks at every account.
    Refresh,
    /// The map of shortcuts.
    Map,
    /// What a machine's actions would send.
    Requests(RowKey),
}

/// One line.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Entry {
    /// What it is called.
    pub(super) words: String,
    /// What kind of thing it is, or whose.
    pub(super) detail: String,
    /// Why it cannot be chosen now.
    pub(super) why_not: Option<String>,
    /// What choosing it does.
    pub(super) act: Act,
}

fn entry(words: impl Into<String>, detail: impl Into<String>, act: Act) -> Entry {
    Entry {
        words: words.into(),
        detail: detail.into(),
        why_not: None,
        act,
    }
}

/// The best entries for what is typed, and how many fit. Reactive.
pub(super) fn matching(store: Store, machine: Option<&RowKey>, typed: &str) -> (Vec<Entry>, usize) {
    let typed = typed.trim().to_lowercase();
    let mut fitting = Vec::new();
    let mut take = |words: &str, extra: u32, make: &dyn Fn() -> Entry| {
        if let Some(points) = points(&typed, words) {
            fitting.push((points + extra, fitting.len(), make()));
        }
    };
    if let Some(key) = machine {
        for one in actions(store, key) {
            take(&one.words, 0, &|| one.clone());
        }
    } else {
        for one in places(store) {
            take(&one.words, u32::from(!typed.is_empty()), &|| one.clone());
        }
        each_machine(store, &mut |words, make| take(words, 0, make));
    }
    let count = fitting.len();
    fitting.sort_by_key(|(points, at, _)| (std::cmp::Reverse(*points), *at));
    fitting.truncate(SHOWN);
    let best = fitting.into_iter().map(|(_, _, entry)| entry).collect();
    (best, count)
}

/// Pages, accounts, views and what else is not about a machine.
fn places(store: Store) -> Vec<Entry> {
    let page = |words: &str, route| entry(words, "Page", Act::Go(route));
    let mut all = vec![
        page("Machines", Route::Machines(store.usual_view(""))),
        page("New machine", Route::Build(None)),
        page("Activity", Route::Activity),
        page("Request log", Route::RequestLog),
        page("Trash", Route::Trash),
        page("Accounts", Route::Accounts),
        page("Add an account", Route::NewAccount),
        page("Settings", Route::Settings),
        entry("Refresh every account", "Command", Act::Refresh),
        entry("Keyboard shortcuts", "Command", Act::Map),
    ];
    for theme in Theme::ALL {
        let words = ["Colours: ", &theme.label().to_lowercase()].concat();
        let mut one = entry(words, "Command", Act::Theme(theme));
        if store.settings.read().theme == theme {
            one.why_not = Some("It is so now.".into());
        }
        all.push(one);
    }
    for holding in store.all() {
        let (id, label) = (&holding.account.id, &holding.account.label);
        let query = ["account:\"", &label.replace('"', ""), "\""].concat();
        let build = ["New machine in ", label].concat();
        let change = ["Settings of ", label].concat();
        all.push(entry(
            label.as_str(),
            "Account",
            Act::Go(Route::Machines(store.usual_view(&query))),
        ));
        all.push(entry(
            build,
            "Account",
            Act::Go(Route::Build(Some(id.clone()))),
        ));
        all.push(entry(
            change,
            "Account",
            Act::Go(Route::Account(id.clone())),
        ));
    }
    let saved = store.views.with(|views| views.saved.clone());
    for one in saved {
        let route = Route::Machines(one.view());
        all.push(entry(one.name, "Saved view", Act::Go(route)));
    }
    all
}

/// Hands over every machine's name and how to make its entry.
fn each_machine(store: Store, take: &mut dyn FnMut(&str, &dyn Fn() -> Entry)) {
    for holding in store.all() {
        holding.roster.with(|roster| {
            for one in roster.entries() {
                let machine = &one.machine;
                take(&machine.name, &|| {
                    let key = RowKey {
                        account: holding.account.id.as_str().into(),
                        machine: machine.id.clone(),
                    };
                    let detail = [&holding.account.label, " · ", machine.state.word()].concat();
                    let name = machine.name.clone();
                    entry(name.clone(), detail, Act::Machine(key, name))
                });
            }
        });
    }
}

/// What a machine can be asked for, and why not for the rest.
fn actions(store: Store, key: &RowKey) -> Vec<Entry> {
    let place = Place::new(&key.account, key.machine.as_str());
    let mut all = vec![entry(
        "Open",
        "Its page",
        Act::Go(Route::Machine(place.clone(), View::default())),
    )];
    let asked = |verb: Verb, can: &Availability| Entry {
        why_not: can.reason().map(str::to_owned),
        ..entry(verb.label(), verb.meaning(), Act::Ask(key.clone(), verb))
    };
    for verb in Verb::POWER {
        all.push(asked(verb, &availability(store, key, verb)));
    }
    let Some(holding) = store.holding(&key.account) else {
        return all;
    };
    let state = holding
        .roster
        .with(|roster| roster.get(&key.machine).map(|one| one.machine.state));
    if let (Some(operator), Some(state)) = (store.operator_now(&holding), state) {
        let busy = store.jobs.open_for(&key.account, &key.machine);
        for verb in Verb::OTHER {
            let is_here = verb.is_for_account() || matches!(verb, Verb::Restore | Verb::Purge);
            if is_here {
                continue;
            }
            let can = match &busy {
                Some(job) => {
                    let label = job.order.verb.label();
                    Availability::Not(["“", label, "” is under way."].concat())
                }
                None => operator.abilities().availability(verb, state),
            };
            let mut one = asked(verb, &can);
            match verb {
                Verb::Console => {
                    one.act = Act::Go(Route::Machine(place.clone(), View::default()));
                }
                Verb::Rebuild => one.act = Act::Go(Route::Rebuild(place.clone())),
                _ => {}
            }
            all.push(one);
        }
    }
    all.push(entry(
        "Show requests",
        "What its actions would send",
        Act::Requests(key.clone()),
    ));
    all
}
