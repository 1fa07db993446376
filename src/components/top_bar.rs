//! The top bar: the query, how fresh everything is, running jobs, light or dark.

use std::ops::Range;

use leptos::prelude::*;

use pilothouse_core::Timestamp;

use super::tray::Tray;
use crate::{
    query::{self, Flaw, Weight},
    routes::{self, Route, View},
    store::{settings::Theme, use_store},
    ui::{
        age::ago,
        dom,
        follow::{part, text, when},
    },
};

/// The bar.
#[component]
pub fn TopBar(
    /// Whether the rail is open over the page, on a phone.
    rail_open: RwSignal<bool>,
) -> impl IntoView {
    let store = use_store();
    view! {
        <header class="top-bar">
            <button
                class="button quiet rail-toggle"
                aria-label="Menu"
                aria-expanded=text(move || rail_open.get().to_string())
                on:click=move |_| rail_open.update(|open| *open = !*open)
            >"☰"</button>
            <a class="brand" href=text(move || Route::Machines(store.usual_view("")).href())>
                <img src="favicon.svg" alt="" width="20" height="20"/>
                <span>"Pilothouse"</span>
            </a>
            <QueryField/>
            <div class="top-actions">
                <RefreshButton/>
                <Tray/>
                <ThemeButton/>
            </div>
        </header>
    }
}

/// The machine the keyboard comes to.
const FIRST_MACHINE: &str = "[role=grid] [role=row][tabindex=\"0\"]";

/// What is typed is the address at once, so that any view can be bookmarked.
#[component]
fn QueryField() -> impl IntoView {
    let store = use_store();
    let route = expect_context::<RwSignal<Route>>();
    let typed = text(move || match &*route.read() {
        Route::Machines(view) | Route::Machine(_, view) => view.query.clone(),
        _ => String::new(),
    });
    let change = move |query: String| {
        let view = match route.get_untracked() {
            Route::Machines(view) | Route::Machine(_, view) => View { query, ..view },
            _ => store.usual_view(&query),
        };
        let next = Route::Machines(view);
        routes::replace(&next);
        route.set(next);
    };
    let has_keyboard = RwSignal::new(false);
    let fault = Memo::new(move |_| {
        let text = typed.get();
        fault(&text, store.now.get_untracked(), has_keyboard.get())
    });
    view! {
        <search class="query">
            <input
                id="query"
                type="search"
                class="input mono"
                aria-label="Filter machines"
                placeholder="Search or filter, e.g. web state:off"
                autocomplete="off"
                spellcheck="false"
                aria-invalid=text(move || fault.read().as_ref().is_some_and(|fault| fault.is_wrong).to_string())
                aria-describedby="query-fault"
                prop:value=typed
                on:focus=move |_| has_keyboard.set(true)
                on:blur=move |_| has_keyboard.set(false)
                on:input=move |event| change(event_target_value(&event))
                on:keydown=move |event| match event.key().as_str() {
                    "Escape" => change(String::new()),
                    "ArrowDown" | "Enter" => {
                        event.prevent_default();
                        dom::focus_first(FIRST_MACHINE);
                    }
                    _ => {}
                }
            />
            <kbd aria-hidden="true">"/"</kbd>
            <p id="query-fault" class="query-fault" class:is-wrong=when(move || fault.read().as_ref().is_some_and(|fault| fault.is_wrong))>
                {part(move || fault.get().map(show).into_any())}
            </p>
        </search>
    }
}

/// Something in a query that does not do what was meant.
#[derive(Clone, PartialEq)]
struct Fault {
    /// What is before the letters at fault, the letters, and what is after them.
    text: [String; 3],
    /// What is the matter.
    words: String,
    /// A part of the query does not count.
    is_wrong: bool,
}

/// The first fault worth telling somebody who is typing, or is not any more.
fn fault(text: &str, now: Timestamp, is_typing: bool) -> Option<Fault> {
    let end = text.trim_end().len();
    let flaws = query::parse(text, now).flaws;
    let matters = |flaw: &&Flaw| match flaw.weight() {
        Weight::Unfinished => !is_typing || flaw.range.end < end,
        Weight::Wrong | Weight::Hint => true,
    };
    let flaw = flaws.iter().find(matters)?;
    let piece = |range: Range<usize>| text.get(range).unwrap_or_default().to_owned();
    Some(Fault {
        text: [
            piece(0..flaw.range.start),
            piece(flaw.range.clone()),
            piece(flaw.range.end..text.len()),
        ],
        words: flaw.words(text),
        is_wrong: flaw.weight() != Weight::Hint,
    })
}

/// The query with the letters at fault marked, and what is the matter with them.
fn show(fault: Fault) -> AnyView {
    let [before, at, after] = fault.text;
    view! {
        <span class="query-copy mono" aria-hidden="true">{before}<mark>{at}</mark>{after}</span>
        <span>{fault.words}</span>
    }
    .into_any()
}

#[component]
fn RefreshButton() -> impl IntoView {
    let store = use_store();
    let is_loading = when(move || store.all().iter().any(|h| h.status.with(|s| s.is_loading)));
    let age = text(move || {
        let oldest = store
            .all()
            .iter()
            .filter_map(|h| h.status.with(|s| s.fresh))
            .min();
        match oldest {
            Some(at) => ago(store.now.get().as_second() - at.as_second()),
            None => "never".to_owned(),
        }
    });
    view! {
        <button
            class="button quiet"
            title="Look at every account again"
            on:click=move |_| store.refresh_all()
        >
            <span class="glyph" class:turning=is_loading aria-hidden="true">"↻"</span>
            <span class="visually-hidden">"Refresh"</span>
            <span class="refresh-age" aria-hidden="true">{age}</span>
        </button>
    }
}

#[component]
fn ThemeButton() -> impl IntoView {
    let store = use_store();
    let label = text(move || format!("Theme: {}", store.settings.read().theme.label()));
    let glyph = text(move || {
        match store.settings.read().theme {
            Theme::System => "◐",
            Theme::Light => "☀",
            Theme::Dark => "☾",
        }
        .to_owned()
    });
    view! {
        <button
            class="button quiet theme-button"
            aria-label=label
            title=label
            on:click=move |_| store.settings.update(|settings| settings.theme = settings.theme.next())
        >
            <span class="glyph" aria-hidden="true">{glyph}</span>
        </button>
    }
}
