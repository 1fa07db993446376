//! The page's head: the machine's name, what it is doing, whose it is, and how old that is.

use leptos::prelude::*;
use pilothouse_core::{State, Timestamp};

use super::{close, look, subject::Subject};
use crate::{
    components::state_badge::StateBadge,
    routes::Route,
    ui::{
        age::ago,
        follow::{part, text, when},
    },
};

/// The heading's element.
pub(super) const NAME: &str = "machine-name";

/// The name and the way out.
pub(super) fn bar(name: Signal<String>) -> impl IntoView {
    let route = expect_context::<RwSignal<Route>>();
    view! {
        // On a phone the fleet and its heading give way.
        <h1 class="drawer-page visually-hidden">"Machine"</h1>
        <div class="drawer-bar">
            <h2 id=NAME class="drawer-name mono" tabindex="-1">{name}</h2>
            <button class="button quiet" aria-label="Close" on:click=move |_| close::close(route)>
                <span aria-hidden="true">"✕"</span>
            </button>
        </div>
    }
}

/// What it is doing, whose it is, and how old that is.
pub(super) fn head(subject: Subject) -> impl IntoView {
    let told = Memo::new(move |_| {
        let row = subject.row.read();
        row.as_ref()
            .map_or(State::Unknown, |row| row.entry.machine.state)
    });
    let asked = Memo::new(move |_| {
        let jobs = subject.store.jobs;
        let job = subject
            .key
            .with_value(|key| jobs.open_for(&key.account, &key.machine));
        job.and_then(|job| job.order.verb.pending())
    });
    let state = Memo::new(move |_| asked.get().unwrap_or(told.get()));
    let provider = subject
        .holding
        .with_value(|held| held.provider.facts().name);
    let says = move || match asked.get() {
        Some(_) => [provider, " says: ", &told.get().word().to_lowercase()].concat(),
        None => String::new(),
    };
    let whose = subject
        .holding
        .with_value(|held| (held.account.label.clone(), held.account.colour));
    let (label, colour) = whose;
    let is_stale = when(move || subject.row.read().as_ref().is_some_and(|row| row.is_stale));
    let age = text(move || {
        subject.row.track();
        let now = subject.store.now.get().as_second();
        let age = |seen: Timestamp| ["as of ", &ago(now - seen.as_second())].concat();
        subject.seen().map_or_else(String::new, age)
    });
    view! {
        <div class="drawer-state">
            <StateBadge state/>
            <span class="muted">{text(says)}</span>
        </div>
        <div class="drawer-whose">
            <span class=format!("account-bar colour-{colour}") aria-hidden="true"></span>
            <span class="drawer-account">{label}</span>
            <span class="muted drawer-age" class:drawer-stale=is_stale>{age}</span>
            <button
                class="button quiet"
                aria-label="Read this machine again"
                disabled=when(move || subject.is_read.get())
                on:click=move |_| look::again(subject)
            >
                <span class="glyph" class:turning=when(move || subject.is_read.get()) aria-hidden="true">"↻"</span>
            </button>
        </div>
        {part(move || subject.read_error.get().map(|error| view! {
            <p class="drawer-trouble" role="status">
                <strong>"It could not be read again. "</strong>"What is shown is older. "{error.message}
            </p>
        }).into_any())}
    }
}
