//! Requests as they may be shown: as commands for a shell, and their headers and bodies. A [`Shown`]
//! holds no secret, so nothing here can show one.

pub mod actions;
mod pretty;
pub mod sends;

use std::sync::Arc;

use leptos::prelude::*;
use pilothouse_core::Shown;

use crate::ui::{
    copy::CopyButton,
    follow::part,
    tabs::{TabList, panel_id, tab_id},
};

/// A request and what to call it.
#[derive(Clone)]
pub struct Named {
    /// Words above it; empty for none.
    pub title: String,
    /// The request.
    pub shown: Shown,
}

impl Named {
    /// The requests of one order, numbered where there are several.
    pub fn all(title: &str, requests: Vec<Shown>) -> Vec<Self> {
        let count = requests.len();
        let name = |(at, shown): (usize, Shown)| {
            let number = if count > 1 {
                format!(" · {} of {count}", at + 1)
            } else {
                String::new()
            };
            let title = [title, &number].concat();
            let title = title.trim_start_matches(" · ").to_owned();
            Self { title, shown }
        };
        requests.into_iter().enumerate().map(name).collect()
    }
}

const VIEWS: &[&str] = &["curl", "Body", "Headers"];

/// The requests with a choice of how to show them.
#[component]
pub fn RequestView(
    /// Begins the ids; unique on the page.
    id: &'static str,
    /// What to show, in the order it is sent.
    #[prop(into)]
    requests: Signal<Vec<Named>>,
) -> impl IntoView {
    let chosen = RwSignal::new(0);
    let panel = part(move || {
        let words: fn(&Shown) -> String = match chosen.get() {
            0 => Shown::curl,
            1 => body,
            _ => headers,
        };
        let what = VIEWS.get(chosen.get()).copied().unwrap_or_default();
        let requests = requests.read();
        let blocks = requests
            .iter()
            .map(|one| block(one, what, words(&one.shown)));
        blocks.collect_view().into_any()
    });
    view! {
        <div class="request-view">
            <TabList id label="How to show the request" names=VIEWS chosen/>
            <div
                id=panel_id(id)
                class="request-panel"
                role="tabpanel"
                aria-labelledby=move || tab_id(id, chosen.get())
            >{panel}</div>
        </div>
    }
}

fn block(one: &Named, what: &'static str, words: String) -> AnyView {
    let title = one.title.clone();
    let name = match (what, title.is_empty()) {
        (_, true) => what.to_lowercase(),
        _ => [&what.to_lowercase(), " of ", &title].concat(),
    };
    let heading = (!title.is_empty()).then(|| view! { <p class="request-title">{title}</p> });
    let label = name.clone();
    if words.is_empty() {
        return view! { {heading}<p class="muted">"It has no body."</p> }.into_any();
    }
    let taken = words.clone();
    view! {
        {heading}
        <div class="request-block">
            <pre class="mono" tabindex="0" role="region" aria-label=label>{words}</pre>
            <CopyButton what=name give=Arc::new(move || taken.clone())/>
        </div>
    }
    .into_any()
}

fn body(shown: &Shown) -> String {
    pretty::pretty(&shown.body)
}

fn headers(shown: &Shown) -> String {
    let mut lines = vec![[&shown.method, " ", &shown.url].concat()];
    for (name, value) in &shown.headers {
        lines.push([name, ": ", value].concat());
    }
    lines.join("\n")
}
