//! The left rail: where one can go, and every account with its health, count and age.

use leptos::prelude::*;

use super::account_mark::{AccountMark, freshness};
use crate::{
    routes::{Route, View},
    store::{holding::Holding, use_store},
    ui::{
        dom,
        follow::{act, list, text},
    },
};

/// What opens the sheet on a phone.
pub(super) const TOGGLE: &str = "rail-toggle";

/// The rail. On a phone it is a sheet that opens over the page.
#[component]
pub fn Rail(
    /// Whether the sheet is open.
    open: RwSignal<bool>,
) -> impl IntoView {
    let store = use_store();
    let total = text(move || {
        let all = store.all();
        let total: usize = all.iter().map(Holding::count).sum();
        let is_unheard = total == 0 && all.iter().any(Holding::is_unheard);
        number(total, is_unheard)
    });
    view! {
        <div class="rail" class:rail-open=open on:keydown=act(move |event: web_sys::KeyboardEvent| {
            if open.get_untracked() && event.key() == "Escape" {
                open.set(false);
                dom::focus(TOGGLE);
            }
        })>
            <nav aria-label="Pages">
                <a class="button primary rail-new" href=Route::Build(None).href()>"New machine"</a>
                <ul role="list" class="plain">
                    <RailLink route=Route::Machines(View::default()) words="Machines" count=total/>
                    <RailLink route=Route::Activity words="Activity" count=text(move || {
                        let open = store.jobs.open();
                        if open == 0 { String::new() } else { open.to_string() }
                    })/>
                    <RailLink route=Route::Trash words="Trash" count=Signal::stored(String::new())/>
                    <RailLink route=Route::Settings words="Settings" count=Signal::stored(String::new())/>
                </ul>
            </nav>
            <nav aria-label="Accounts">
                <h2 class="rail-title"><a href=Route::Accounts.href()>"Accounts"</a></h2>
                <ul role="list" class="plain">
                    {list(move || store.keys(), move |key| {
                        store.holding_by_key(&key).map(|holding| view! { <RailAccount holding/> }).into_any()
                    })}
                    <li><a class="rail-link muted" href=Route::NewAccount.href()>"+ Add account"</a></li>
                </ul>
            </nav>
        </div>
        <div class="rail-shade" class:rail-open=open on:click=act(move |_| open.set(false))></div>
    }
}

#[component]
fn RailLink(route: Route, words: &'static str, count: Signal<String>) -> impl IntoView {
    let current = expect_context::<RwSignal<Route>>();
    let title = route.title();
    let store = use_store();
    let href = text(move || match &route {
        Route::Machines(_) => Route::Machines(store.usual_view("")).href(),
        route => route.href(),
    });
    // A machine is shown beside the fleet.
    let is_here = move || match &*current.read() {
        Route::Machine(..) => title == Route::Machines(View::default()).title(),
        route => route.title() == title,
    };
    view! {
        <li>
            <a class="rail-link" href=href aria-current=text(move || if is_here() { "page" } else { "false" }.to_owned())>
                <span>{words}</span>
                <span class="count">{count}</span>
            </a>
        </li>
    }
}

#[component]
fn RailAccount(holding: Holding) -> impl IntoView {
    let store = use_store();
    let query = format!("account:\"{}\"", holding.account.label);
    let href = text(move || Route::Machines(store.usual_view(&query)).href());
    let label = holding.account.label.clone();
    let counted = holding.clone();
    let age = {
        let holding = holding.clone();
        text(move || freshness(&holding, store.now.get()))
    };
    view! {
        <li>
            <a class="rail-account" href=href>
                <AccountMark holding/>
                <span class="rail-label">{label}</span>
                <span class="count">{text(move || number(counted.count(), counted.is_unheard()))}</span>
                <span class="rail-age">{age}</span>
            </a>
        </li>
    }
}

/// Nothing where it is not known yet.
fn number(count: usize, is_unheard: bool) -> String {
    if is_unheard {
        String::new()
    } else {
        count.to_string()
    }
}
