//! One request and how it was answered.

use leptos::prelude::*;
use pilothouse_core::{Exchange, Safety, state::Tone};

use super::job::when_asked;
use crate::{
    components::{
        request_view::{Named, RequestView},
        state_badge::tone_class,
    },
    store::Store,
    ui::follow::{part, part_when, text},
};

/// The line of a request; one at a time unfolds.
pub(super) fn exchange(store: Store, id: u32, open: RwSignal<Option<u32>>) -> AnyView {
    let line = Memo::new(move |_| store.log.all().into_iter().find(|line| line.id == id));
    let is_open = Memo::new(move |_| open.get() == Some(id));
    let head = part(move || {
        let Some(line) = line.get() else {
            return ().into_any();
        };
        let label = store
            .holding(&line.account)
            .map(|held| held.account.label.clone());
        let exchange = &*line.exchange;
        let (tone, word) = outcome(exchange);
        let (method, target) = (
            exchange.request.method.clone(),
            target(&exchange.request.url),
        );
        view! {
            <span class=tone_class(tone)><span class="shape" aria-hidden="true"></span>{word}</span>
            <button
                class="journal-fold mono"
                aria-expanded=text(move || is_open.get().to_string())
                on:click=move |_| open.update(|open| *open = (*open != Some(id)).then_some(id))
            ><strong class:writes=exchange.request.safety != Safety::Read>{method}</strong>" "{target}</button>
            {when_asked(store, exchange.at)}
            <span class="muted journal-cost"><span class="mono">{cost(exchange)}</span>" · "{label}</span>
        }
        .into_any()
    });
    let body = move || {
        let line = line.get_untracked();
        line.map(|line| {
            let shown = line.exchange.request.clone();
            let requests = Named::all("", vec![shown]);
            let problem = line.exchange.problem.clone();
            view! {
                {(!problem.is_empty()).then(|| view! { <p class="error-text">{problem}</p> })}
                <RequestView id="logged" requests/>
            }
        })
        .into_any()
    };
    view! {
        <li class="journal-job">
            <div class="journal-line">{head}</div>
            {part_when(move || is_open.get(), body)}
        </li>
    }
    .into_any()
}

fn outcome(exchange: &Exchange) -> (Tone, String) {
    match exchange.status {
        Some(status) if status >= 400 => (Tone::Failed, status.to_string()),
        Some(status) => (Tone::Running, status.to_string()),
        None if !exchange.problem.is_empty() => (Tone::Failed, "No answer".into()),
        None => (Tone::Changing, "Sent".into()),
    }
}

/// Path and query: whose host it is, the account says.
fn target(url: &str) -> String {
    let after = url.split_once("://").map_or(url, |(_, rest)| rest);
    let path = after.find('/').and_then(|at| after.get(at..));
    path.unwrap_or("/").to_owned()
}

/// "182 ms · 4 kB".
fn cost(exchange: &Exchange) -> String {
    let Some(took) = exchange.took else {
        return String::new();
    };
    let size = match exchange.size {
        size @ 0..1000 => format!("{size} B"),
        size => format!("{} kB", size / 1000),
    };
    format!("{took} ms · {size}")
}
