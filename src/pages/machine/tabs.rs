//! The parts of the page, one topic at a time. A part is asked for when it is first looked at.

use leptos::prelude::*;
use pilothouse_core::{Error, Topic};

use super::{
    activity::asked, danger::danger, overview::overview, raw::raw, section::section_view, sections,
    subject::Subject,
};
use crate::{
    routes::Route,
    ui::{
        dom,
        follow::{list, part, text},
    },
};

/// The word of the tab that is of no topic.
const RAW: &str = "Raw";
const PANEL: &str = "machine-panel";

/// The tabs and what is on the chosen one.
pub(super) fn tabs(subject: Subject) -> impl IntoView {
    let chosen = RwSignal::new(Topic::Overview.label());
    let known = Memo::new(move |_| subject.operator.read().is_some());
    // Asked for again when the client has come.
    let parts = StoredValue::new(Vec::new());
    let trouble = RwSignal::new(None);
    let names = Memo::new(move |_| {
        if known.get() {
            match sections::all(subject) {
                Ok(all) => parts.set_value(all),
                Err(error) => trouble.set(Some(error)),
            }
        }
        let is_there = |topic: &Topic| {
            let always = matches!(topic, Topic::Overview | Topic::Activity);
            always
                || parts.with_value(|all: &Vec<sections::Part>| {
                    all.iter().any(|part| part.topic == *topic)
                })
        };
        let topics = Topic::ALL.into_iter().filter(is_there).map(Topic::label);
        topics.chain([RAW]).collect::<Vec<_>>()
    });
    let tab = move |name: String| view! { <Tab name chosen names/> }.into_any();
    let keys = move || {
        names
            .get()
            .into_iter()
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    view! {
        <div class="tabs" role="tablist" aria-label="Parts of this machine">{list(keys, tab)}</div>
        <div id=PANEL class="drawer-panel" role="tabpanel" aria-labelledby=text(move || tab_id(chosen.get()))>
            {part(move || {
                // Made anew when the parts have come.
                let _names = names.read();
                let name = chosen.get();
                panel(subject, name, parts, trouble)
            })}
        </div>
    }
}

fn tab_id(name: &str) -> String {
    ["tab-", name].concat()
}

#[component]
fn Tab(
    name: String,
    chosen: RwSignal<&'static str>,
    names: Memo<Vec<&'static str>>,
) -> impl IntoView {
    let is = {
        let name = name.clone();
        Memo::new(move |_| chosen.get() == name)
    };
    let go = move |name: &'static str| {
        chosen.set(name);
        dom::focus(&tab_id(name));
    };
    let press = {
        let name = name.clone();
        move |_| {
            let known =
                names.with_untracked(|names| names.iter().copied().find(|one| *one == name));
            if let Some(name) = known {
                chosen.set(name);
            }
        }
    };
    let keys = move |event: web_sys::KeyboardEvent| {
        let names = names.get_untracked();
        let at = names
            .iter()
            .position(|one| *one == chosen.get_untracked())
            .unwrap_or(0);
        let last = names.len().saturating_sub(1);
        let next = match event.key().as_str() {
            "ArrowRight" if at == last => 0,
            "ArrowRight" => at + 1,
            "ArrowLeft" if at == 0 => last,
            "ArrowLeft" => at - 1,
            "Home" => 0,
            "End" => last,
            _ => return,
        };
        event.prevent_default();
        if let Some(name) = names.get(next) {
            go(name);
        }
    };
    let id = tab_id(&name);
    view! {
        <button
            id=id
            class="tab"
            role="tab"
            aria-selected=text(move || is.get().to_string())
            aria-controls=PANEL
            tabindex=text(move || if is.get() { "0" } else { "-1" }.to_owned())
            on:click=press
            on:keydown=keys
        >{name}</button>
    }
}

fn panel(
    subject: Subject,
    name: &'static str,
    parts: StoredValue<Vec<sections::Part>>,
    trouble: RwSignal<Option<Error>>,
) -> AnyView {
    if name == RAW {
        return view! { {raw(subject)} }.into_any();
    }
    let is_of = |part: &sections::Part| part.topic.label() == name;
    let parts: Vec<_> = parts.with_value(|all| all.iter().copied().filter(is_of).collect());
    let is_bare = parts.is_empty();
    let parts = parts
        .into_iter()
        .map(|section| section_view(subject, section))
        .collect_view();
    if name == Topic::Overview.label() {
        return view! {
            <div class="drawer-section">{overview(subject)}</div>
            {part(move || trouble.get().map(|error| no_access(subject, error)).into_any())}
            {parts}
            {danger(subject)}
        }
        .into_any();
    }
    if name == Topic::Activity.label() {
        let nothing = is_bare.then(|| view! {
            <p class="muted drawer-section">"This provider keeps no list of what happened to a machine."</p>
        });
        return view! { {asked(subject)} {parts} {nothing} }.into_any();
    }
    parts.into_any()
}

fn no_access(subject: Subject, error: Error) -> AnyView {
    let account = subject.holding.with_value(|held| held.account.id.clone());
    view! {
        <div class="drawer-section section-trouble" role="status">
            <p>{error.message}</p>
            <a class="button" href=Route::Account(account).href()>"Enter credentials"</a>
        </div>
    }
    .into_any()
}
