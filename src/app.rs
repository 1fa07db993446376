//! The frame around every page: top bar, rail, content, and what floats above them.

use std::time::Duration;

use leptos::{ev, prelude::*, task::spawn_local};

use crate::{
    api::{config, page},
    components::{
        confirm::Asking,
        floating::Afloat,
        power_menu::OpenMenu,
        rail::Rail,
        shortcuts::{Floating, Shortcuts},
        top_bar::TopBar,
    },
    pages::machines,
    parts::{self, Wanted},
    routes::{self, Route, View},
    store::{Store, accounts as account_store},
    ui::{
        dom,
        follow::{act, part, part_when},
        live::LiveRegion,
    },
};

/// The panel.
#[component]
pub fn App() -> impl IntoView {
    let store = Store::new();
    let route = RwSignal::new(routes::here());
    let rail_open = RwSignal::new(false);
    provide_context(store);
    provide_context(route);
    provide_context(RwSignal::<Option<OpenMenu>>::new(None));
    provide_context(Asking::new(None));
    Floating::provide();
    provide_context(Afloat::new(None));

    let listener = window_event_listener(ev::hashchange, move |_| {
        route.set(routes::here());
        rail_open.set(false);
    });
    on_cleanup(move || listener.remove());
    Effect::new(move |_| page::set_title(route.read().title()));
    Effect::new(move |_| store.settings.with(crate::store::settings::Settings::apply));
    begin(store, route);

    view! {
        <a class="skip-link" href="#main" on:click=act(move |event: web_sys::MouseEvent| { event.prevent_default(); dom::focus("main"); })>
            "Skip to content"
        </a>
        <TopBar rail_open/>
        <div class="frame">
            <Rail open=rail_open/>
            <main id="main" class="content" tabindex="-1">
                {part(move || store.setup_problem.get().map(|words| view! {
                    <p class="banner banner-failed" role="alert">{words}</p>
                }).into_any())}
                <CurrentPage route/>
                <Above/>
            </main>
            <Over route/>
        </div>
        <Shortcuts/>
        <LiveRegion words=store.announcement/>
    }
}

/// The page of the current route. A change of the fleet's view, or a machine opened beside it, does
/// not make the page anew.
#[component]
fn CurrentPage(route: RwSignal<Route>) -> impl IntoView {
    let shown = Memo::new(move |_| match route.get() {
        Route::Machines(_) | Route::Machine(..) => Route::Machines(View::default()),
        other => other,
    });
    // What is around the page is a task of its own, so that a key is heard before the page is made.
    let is_begun = RwSignal::new(false);
    set_timeout(move || is_begun.set(true), Duration::ZERO);
    part(move || match shown.get() {
        _ if !is_begun.get() => ().into_any(),
        Route::Machines(_) => view! { <machines::Machines/> }.into_any(),
        route => later(route),
    })
}

/// What is beside the page: a machine of the fleet.
#[component]
fn Over(route: RwSignal<Route>) -> impl IntoView {
    let over = Memo::new(move |_| match route.get() {
        Route::Machine(place, _) => Some(Route::Machine(place, View::default())),
        _ => None,
    });
    part(move || over.get().map(later).into_any())
}

/// A page that may have to be fetched first.
fn later(route: Route) -> AnyView {
    parts::later(move |make| make(Wanted::Page(route.clone())))
}

/// What opens over the page: menus, questions and what floats. Fetched when the first is wanted.
#[component]
fn Above() -> impl IntoView {
    let menu = expect_context::<RwSignal<Option<OpenMenu>>>();
    let asking = expect_context::<Asking>();
    let afloat = expect_context::<Afloat>();
    let is_wanted =
        move || menu.read().is_some() || asking.read().is_some() || afloat.read().is_some();
    let ever = Memo::new(move |was: Option<&bool>| was == Some(&true) || is_wanted());
    part_when(
        move || ever.get(),
        || parts::later(|make| make(Wanted::Above)),
    )
}

/// Reads the configuration, takes in its accounts and those kept in this browser, and looks at
/// all of them.
fn begin(store: Store, route: RwSignal<Route>) {
    spawn_local(async move {
        for account in account_store::load() {
            store.hold(account);
        }
        match config::load().await {
            Ok(config) => take_offers(store, config).await,
            Err(words) => store.setup_problem.set(Some(words)),
        }
        store.is_ready.set(true);
        let nothing = store.holdings.with_untracked(Vec::is_empty);
        if nothing && matches!(route.get_untracked(), Route::Machines(_)) {
            routes::replace(&Route::Welcome);
            route.set(Route::Welcome);
        }
        store.refresh_all();
        store.keep_fresh();
        match route.get_untracked() {
            Route::Machines(_) | Route::Welcome => store.take_up_jobs(),
            _ => store.take_up_jobs_now(),
        }
        page::first_use().await;
        // Before somebody has to wait for it; who does will be told if it fails.
        let _fetched = parts::rest().await;
    });
}

async fn take_offers(store: Store, config: config::Config) {
    store.proxy.set(config.proxy.clone());
    let routes = match &config.proxy {
        Some(base) => config::routes(base).await,
        None => Vec::new(),
    };
    for (colour, offer) in (0u8..).zip(&config.accounts) {
        match account_store::from_offer(offer, config.proxy.as_deref(), &routes, colour) {
            Ok((account, credentials)) => {
                store.keyring.put(&account.id, credentials);
                store.hold(account);
            }
            Err(words) => store.setup_problem.set(Some(words)),
        }
    }
}
