//! Everything that can be found: pages, machines, accounts, saved views, and commands.

use std::sync::Arc;

use leptos::prelude::{Read, With};

use super::{
    entry::{Act, Entry, Found, Ranking},
    fuzzy::Wanted,
};
use crate::{
    components::shortcuts::table::{Does, SHORTCUTS},
    routes::{Place, Route},
    store::{Store, holding::Holding, roster::Entry as Told, rows::RowKey, settings::Theme},
};

/// Machines listed at most.
const MACHINES: usize = 50;

/// What fits what is wanted. Reactive.
pub(super) fn gather(store: Store, wanted: &Wanted, here: &Route) -> Found {
    let mut ranking = Ranking::default();
    if wanted.is_empty() {
        here_first(store, here, &mut ranking);
    }
    pages(store, wanted, &mut ranking);
    commands(store, wanted, &mut ranking);
    for saved in store.views.with(|views| views.saved.clone()) {
        let act = Act::Go(Route::Machines(saved.view()));
        let entry = Entry::new(saved.name, "Saved view", act);
        ranking.offer(wanted, "saved view", entry);
    }
    for holding in store.all() {
        account(&holding, wanted, &mut ranking);
    }
    let more = if wanted.is_empty() {
        0
    } else {
        machines(store, wanted, &mut ranking)
    };
    let note = match more {
        0 if wanted.is_empty() => "Type to find a machine, too.".to_owned(),
        0 => String::new(),
        1 => "1 more machine fits. Type on to narrow them down.".to_owned(),
        more => [
            &more.to_string(),
            " more machines fit. Type on to narrow them down.",
        ]
        .concat(),
    };
    let entries = ranking.entries(wanted);
    Found { entries, note }
}

/// The machine one is looking at comes first.
fn here_first(store: Store, here: &Route, ranking: &mut Ranking) {
    if let Route::Machine(Place { account, machine }, _) = here
        && let Some(holding) = store.holding(account)
    {
        let key = RowKey {
            account: account.as_str().into(),
            machine: pilothouse_core::MachineId::new(machine.as_str()),
        };
        let told = holding
            .roster
            .with(|roster| roster.get(&key.machine).cloned());
        if let Some(told) = told {
            ranking.take(0, machine_entry(&holding, &told));
        }
    }
}

fn pages(store: Store, wanted: &Wanted, ranking: &mut Ranking) {
    for shortcut in SHORTCUTS {
        if let Some(route) = shortcut.does.route(store) {
            let mut entry = Entry::new(route.title(), "Page", Act::Go(route));
            entry.keys = Some(shortcut.keys);
            ranking.offer(wanted, shortcut.words, entry);
        }
    }
    let add = Route::NewAccount;
    ranking.offer(
        wanted,
        "page",
        Entry::new(add.title(), "Page", Act::Go(add)),
    );
}

fn commands(store: Store, wanted: &Wanted, ranking: &mut Ranking) {
    for (name, does) in [
        ("Refresh every account", Does::Refresh),
        ("Keyboard shortcuts", Does::Map),
    ] {
        let mut entry = Entry::new(name, "Command", Act::Does(does));
        entry.keys = does.keys();
        ranking.offer(wanted, "command reload help keys", entry);
    }
    let settings = store.settings.read();
    for theme in Theme::ALL {
        let name = ["Theme: ", &theme.label().to_lowercase()].concat();
        let mut entry = Entry::new(name, "Command", Act::Theme(theme));
        if settings.theme == theme {
            "In use".clone_into(&mut entry.detail);
        }
        ranking.offer(wanted, "colours mode", entry);
    }
    let name = if settings.compact {
        "Higher rows"
    } else {
        "Compact rows"
    };
    let entry = Entry::new(name, "Command", Act::Compact(!settings.compact));
    ranking.offer(wanted, "density", entry);
}

fn account(holding: &Holding, wanted: &Wanted, ranking: &mut Ranking) {
    let (label, id) = (&holding.account.label, &holding.account.id);
    let act = Act::Go(Route::Account(id.clone()));
    let name = holding.provider.facts().name;
    let detail = ["Account · ", name].concat();
    ranking.offer(wanted, &detail, Entry::new(label, &detail, act));
    let act = Act::Go(Route::Build(Some(id.clone())));
    let entry = Entry::new(["New machine in ", label].concat(), "Build", act);
    ranking.offer(wanted, "create build", entry);
}

/// The machines that fit best; how many more fit.
fn machines(store: Store, wanted: &Wanted, ranking: &mut Ranking) -> usize {
    let mut fitting: Vec<(i32, usize, Arc<Told>)> = Vec::new();
    let holdings = store.all();
    for (index, holding) in holdings.iter().enumerate() {
        let label = &holding.account.label;
        holding.roster.with(|roster| {
            for told in roster.entries() {
                if let Some(worth) = wanted.fit(called(told), label) {
                    fitting.push((worth, index, told.clone()));
                }
            }
        });
    }
    let by_worth = |(worth, _, told): &(i32, usize, Arc<Told>)| (-worth, told.sort_name.clone());
    fitting.sort_by_cached_key(by_worth);
    let more = fitting.len().saturating_sub(MACHINES);
    for (worth, index, told) in fitting.into_iter().take(MACHINES) {
        if let Some(holding) = holdings.get(index) {
            ranking.take(worth, machine_entry(holding, &told));
        }
    }
    more
}

fn machine_entry(holding: &Holding, told: &Told) -> Entry {
    let key = RowKey {
        account: holding.account.id.as_str().into(),
        machine: told.machine.id.clone(),
    };
    let detail = holding.account.label.clone();
    let mut entry = Entry::new(called(told), detail, Act::Into(key));
    entry.state = Some(told.machine.state);
    entry
}

/// A machine's name, or its id where it has none.
pub(super) fn called(told: &Told) -> &str {
    let machine = &told.machine;
    if machine.name.trim().is_empty() {
        machine.id.as_str()
    } else {
        &machine.name
    }
}
