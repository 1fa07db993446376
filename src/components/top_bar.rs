//! The top bar: the query, how fresh everything is, running jobs, light or dark.

use leptos::prelude::*;

use crate::{
    routes::{self, Route, View},
    store::{settings::Theme, use_store},
    ui::{
        age::ago,
        follow::{text, when},
    },
};

/// The bar.
#[component]
pub fn TopBar(
    /// Whether the rail is open over the page, on a phone.
    rail_open: RwSignal<bool>,
) -> impl IntoView {
    let store = use_store();
    let jobs = text(move || match store.jobs.open() {
        1 => "1 job".to_owned(),
        n => format!("{n} jobs"),
    });
    let has_jobs = when(move || store.jobs.open() > 0);
    view! {
        <header class="top-bar">
            <button
                class="button quiet rail-toggle"
                aria-label="Menu"
                aria-expanded=text(move || rail_open.get().to_string())
                on:click=move |_| rail_open.update(|open| *open = !*open)
            >"☰"</button>
            <a class="brand" href=Route::Machines(View::default()).href()>
                <img src="favicon.svg" alt="" width="20" height="20"/>
                <span>"Pilothouse"</span>
            </a>
            <QueryField/>
            <div class="top-actions">
                <RefreshButton/>
                <a class="button" class:is-busy=has_jobs href=Route::Activity.href()>{jobs}</a>
                <ThemeButton/>
            </div>
        </header>
    }
}

/// What is typed is the address at once, so that any view can be bookmarked.
#[component]
fn QueryField() -> impl IntoView {
    let route = expect_context::<RwSignal<Route>>();
    let typed = text(move || match &*route.read() {
        Route::Machines(view) | Route::Machine(_, view) => view.query.clone(),
        _ => String::new(),
    });
    let change = move |query: String| {
        let view = match route.get_untracked() {
            Route::Machines(view) | Route::Machine(_, view) => View { query, ..view },
            _ => View {
                query,
                ..View::default()
            },
        };
        let next = Route::Machines(view);
        routes::replace(&next);
        route.set(next);
    };
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
                prop:value=typed
                on:input=move |event| change(event_target_value(&event))
                on:keydown=move |event| if event.key() == "Escape" { change(String::new()) }
            />
            <kbd aria-hidden="true">"/"</kbd>
        </search>
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
