//! The log of requests: what went out from this tab, without secrets, and how it was answered.

use leptos::prelude::*;
use pilothouse_core::{Exchange, Safety};

use super::exchange::exchange;
use crate::{
    store::use_store,
    ui::{
        choice::tick,
        follow::{list, part, part_when, when},
    },
};

/// What of the log is shown.
#[derive(Clone, Copy)]
struct Wanted {
    writes: RwSignal<bool>,
    failures: RwSignal<bool>,
    account: RwSignal<String>,
}

impl Wanted {
    fn lets(self, account: &str, exchange: &Exchange) -> bool {
        let is_write = exchange.request.safety != Safety::Read;
        let is_answered = exchange.status.is_some() || exchange.problem.is_empty();
        let is_failure = !is_answered || exchange.status.is_some_and(|status| status >= 400);
        (!self.writes.get() || is_write)
            && (!self.failures.get() || is_failure)
            && (self.account.read().is_empty() || *self.account.read() == account)
    }
}

/// The log.
pub(super) fn request_log() -> impl IntoView {
    let store = use_store();
    let wanted = Wanted {
        writes: RwSignal::new(false),
        failures: RwSignal::new(false),
        account: RwSignal::new(String::new()),
    };
    let open = RwSignal::new(None::<u32>);
    let shown = Memo::new(move |_| {
        let all = store.log.all().into_iter();
        let shown = all.filter(|line| wanted.lets(&line.account, &line.exchange));
        shown.map(|line| line.id.to_string()).collect::<Vec<_>>()
    });
    let make = move |id: String| {
        let id = id.parse::<u32>().unwrap_or_default();
        exchange(store, id, open)
    };
    let nothing =
        || view! { <p class="muted activity-nothing">"No request is like that."</p> }.into_any();
    let check = |words: &'static str, value: RwSignal<bool>| {
        tick(words, false, move || value.get(), move |on| value.set(on))
    };
    let accounts = part(move || {
        let option = |(id, label): (String, String)| {
            let value = id.clone();
            view! { <option value=id prop:selected=when(move || *wanted.account.read() == value)>{label}</option> }
        };
        let all = store.all().into_iter();
        let all = all.map(|held| (held.account.id.clone(), held.account.label.clone()));
        let every = std::iter::once((String::new(), "Every account".to_owned()));
        every.chain(all).map(option).collect_view().into_any()
    });
    view! {
        <p class="muted">"The last requests of this tab, without their secrets. They are gone when it is closed. Answers are not kept."</p>
        <div class="activity-bar">
            <select class="input" aria-label="Account" on:change=move |event| wanted.account.set(event_target_value(&event))>
                {accounts}
            </select>
            <fieldset class="choices">
                <legend class="visually-hidden">"Requests shown"</legend>
                {check("Only what changes something", wanted.writes)}
                {check("Only what failed", wanted.failures)}
            </fieldset>
        </div>
        {part_when(move || shown.read().is_empty(), nothing)}
        {part_when(move || !shown.read().is_empty(), move || view! {
            <ul role="list" class="plain journal" aria-label="Requests">{list(move || shown.get(), make)}</ul>
        }.into_any())}
    }
}
