//! The top bar: the query, how fresh everything is, running jobs, light or dark.

use leptos::prelude::*;

use pilothouse_core::Timestamp;

use super::{
    shortcuts::{Float, Floating},
    tray::Tray,
};
use crate::{
    parts::{self, Fetched, Wanted},
    query::{self, Flaw, Weight},
    routes::{self, Route, View},
    store::{settings::Theme, use_store},
    ui::{
        age::ago,
        dom,
        follow::{act, part, text, when},
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
                on:click=act(move |_| rail_open.update(|open| *open = !*open))
            >"☰"</button>
            <a class="brand" href=text(move || Route::Machines(store.usual_view("")).href())>
                <img src="favicon.svg" alt="" width="20" height="20"/>
                <span>"Pilothouse"</span>
            </a>
            <QueryField/>
            <div class="top-actions">
                <PaletteButton/>
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
    let fetched = Fetched::new(None);
    let begin = move |_| {
        has_keyboard.set(true);
        if !matches!(fetched.get_untracked(), Some(Ok(_))) {
            parts::fetch(fetched);
        }
    };
    // Without suggestions the field does what it is for, so nothing is said where they fail.
    let suggestions = part(move || match fetched.get() {
        Some(Ok(make)) => make(Wanted::Suggestions(typed, Callback::new(change))),
        _ => ().into_any(),
    });
    let fault = Memo::new(move |_| {
        let text = typed.get();
        let flaw = fault(&text, store.now.get_untracked(), has_keyboard.get());
        flaw.map(|flaw| (text, flaw))
    });
    let is_wrong = when(move || {
        let fault = fault.read();
        fault
            .as_ref()
            .is_some_and(|(_, flaw)| flaw.weight() != Weight::Hint)
    });
    view! {
        <search class="query">
            <input
                id="query"
                type="text"
                inputmode="search"
                role="combobox"
                aria-autocomplete="list"
                aria-controls="query-list"
                aria-expanded="false"
                class="input mono"
                aria-label="Filter machines"
                placeholder="Search or filter, e.g. web state:off"
                autocomplete="off"
                spellcheck="false"
                aria-invalid=text(move || is_wrong.get().to_string())
                aria-describedby="query-fault"
                prop:value=typed
                on:focus=act(begin)
                on:blur=act(move |_| has_keyboard.set(false))
                on:input=act(move |event| change(event_target_value(&event)))
                on:keydown=act(move |event: web_sys::KeyboardEvent| match event.key().as_str() {
                    "Escape" => change(String::new()),
                    "ArrowDown" | "Enter" => {
                        event.prevent_default();
                        dom::focus_first(FIRST_MACHINE);
                    }
                    _ => {}
                })
            />
            <kbd aria-hidden="true">"/"</kbd>
            <div class="query-below">
                <p id="query-fault" class="query-fault" class:is-wrong=is_wrong>
                    {part(move || fault.get().map(|(text, flaw)| show(text, flaw)).into_any())}
                </p>
                {suggestions}
            </div>
        </search>
    }
}

/// The first fault worth telling somebody who is typing, or is not any more.
fn fault(text: &str, now: Timestamp, is_typing: bool) -> Option<Flaw> {
    let end = text.trim_end().len();
    let mut flaws = query::parse(text, now).flaws.into_iter();
    flaws.find(|flaw| match flaw.weight() {
        Weight::Unfinished => !is_typing || flaw.range.end < end,
        Weight::Wrong | Weight::Hint => true,
    })
}

/// It in words, which are fetched when there are any to say.
fn show(text: String, flaw: Flaw) -> AnyView {
    parts::later(move |make| make(Wanted::Fault(text.clone(), flaw.clone())))
}

/// What the keyboard opens with Ctrl K, for everybody else.
#[component]
fn PaletteButton() -> impl IntoView {
    let floating = expect_context::<Floating>();
    view! {
        <button
            class="button quiet commands"
            title="Search or run a command"
            on:click=act(move |_| floating.open(Float::Palette))
        >
            <span class="glyph" aria-hidden="true">"⌕"</span>
            <span class="visually-hidden">"Search or run a command"</span>
            <kbd aria-hidden="true">"Ctrl K"</kbd>
        </button>
    }
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
            on:click=act(move |_| store.refresh_all())
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
            on:click=act(move |_| store.settings.update(|settings| settings.theme = settings.theme.next()))
        >
            <span class="glyph" aria-hidden="true">{glyph}</span>
        </button>
    }
}
