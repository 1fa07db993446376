//! The journal of jobs.

use leptos::prelude::*;

use super::{
    filter::{Line, Only, lets, lines},
    group::batch,
    job::one,
};
use crate::{
    store::{Store, use_store},
    ui::{
        choice::radio,
        follow::{list, part, part_when, when},
    },
};

/// Lines on the page at first, and more each time somebody asks for them.
const AT_A_TIME: usize = 200;

/// The jobs of all tabs, the newest first.
pub(super) fn jobs() -> impl IntoView {
    let store = use_store();
    let only = RwSignal::new(Only::All);
    let typed = RwSignal::new(String::new());
    let most = RwSignal::new(AT_A_TIME);
    let all = Memo::new(move |_| {
        let all = store.jobs.all().into_iter();
        let typed = typed.read();
        let shown = all.filter(|job| lets(only.get(), &typed, job));
        let lines = lines(&shown.collect::<Vec<_>>());
        lines.iter().map(Line::key).collect::<Vec<_>>()
    });
    let keys = move || all.read().iter().take(most.get()).cloned().collect();
    let any = Memo::new(move |_| !store.jobs.all().is_empty());
    let nothing = move || {
        let words = if any.get() {
            "No job is like that."
        } else {
            "Nothing has been asked of any machine. What you ask for is kept here, with what became of it."
        };
        view! { <p class="muted activity-nothing">{words}</p> }.into_any()
    };
    let make = move |key: String| match Line::from_key(&key) {
        Line::One(id) => one(store, id),
        Line::Batch(name) => batch(store, name, only, typed),
    };
    let older = move || all.read().len() > most.get();
    view! {
        {part(move || store.jobs.problem.get().map(|words| view! {
            <p class="banner" role="alert">{words}</p>
        }).into_any())}
        {part_when(move || any.get(), move || bar(store, only, typed))}
        {part_when(move || all.read().is_empty(), nothing)}
        {part_when(move || !all.read().is_empty(), move || view! {
            <ul role="list" class="plain journal" aria-label="Jobs">{list(keys, make)}</ul>
        }.into_any())}
        {part_when(older, move || view! {
            <button class="button" on:click=move |_| most.update(|most| *most += AT_A_TIME)>"Show older jobs"</button>
        }.into_any())}
    }
}

fn bar(store: Store, only: RwSignal<Only>, typed: RwSignal<String>) -> AnyView {
    let choice = |one: Only| {
        radio(
            "jobs-only",
            one.label(),
            move || only.get() == one,
            move || only.set(one),
        )
    };
    let ended = when(move || store.jobs.all().iter().any(|job| !job.phase.is_open()));
    view! {
        <div class="activity-bar">
            <input
                type="search"
                class="input"
                aria-label="Filter jobs"
                placeholder="Machine, action, account or what is said"
                autocomplete="off"
                spellcheck="false"
                prop:value=typed
                on:input=move |event| typed.set(event_target_value(&event))
            />
            <fieldset class="choices">
                <legend class="visually-hidden">"Jobs shown"</legend>
                {Only::ALL.map(choice).into_iter().collect_view()}
            </fieldset>
            <button
                class="button"
                disabled=when(move || !ended.get())
                on:click=move |_| store.forget_ended_jobs()
            >"Clear ended"</button>
        </div>
    }
    .into_any()
}
