//! The forms for a new machine and for installing one anew, with what they would do beside them.

pub mod accounts;
pub mod aside;
pub mod asked;
mod copies;
pub mod copies_view;
mod documents;
pub mod draft;
pub mod page;
pub mod plan;
pub mod rebuild;
mod summary;

use std::sync::Arc;

use leptos::{prelude::*, task::spawn_local};
use pilothouse_core::{Operator, State, Verb, capability::Availability};

use crate::{
    routes::{Place, Route},
    store::{holding::Holding, use_store},
    ui::follow::part,
};
use accounts::AccountChoice;
use page::NewMachine;
use rebuild::RebuildMachine;

/// The form for a new machine of an account.
#[component]
pub fn Build(
    /// Account id; none to choose one first.
    account: Option<String>,
) -> impl IntoView {
    let store = use_store();
    let keys = Memo::new(move |_| store.is_ready.get().then(|| store.keys()));
    part(move || {
        let Some(keys) = keys.get() else {
            return skeleton();
        };
        let only = match keys.as_slice() {
            [only] if account.is_none() => store.holding_by_key(only),
            _ => None,
        };
        let holding = account.as_deref().and_then(|id| store.holding(id)).or(only);
        match holding {
            Some(holding) => view! { <BuildAt holding is_only=keys.len() == 1/> }.into_any(),
            None => view! { <AccountChoice missing=account.is_some()/> }.into_any(),
        }
    })
}

#[component]
fn BuildAt(holding: Holding, is_only: bool) -> impl IntoView {
    let shown = holding.clone();
    with_operator(holding, move |operator| {
        let holding = shown.clone();
        match operator.abilities().availability(Verb::Create, State::Off) {
            Availability::Ready => view! { <NewMachine holding operator is_only/> }.into_any(),
            Availability::Not(why) => stopped("New machine", &why, None),
        }
    })
}

/// The form for installing a machine anew.
#[component]
pub fn Rebuild(
    /// Which.
    place: Place,
) -> impl IntoView {
    let store = use_store();
    let ready = Memo::new(move |_| store.is_ready.get());
    part(move || {
        if !ready.get() {
            return skeleton();
        }
        let Some(holding) = store.holding(&place.account) else {
            return stopped("Rebuild", "This account is not here any more.", None);
        };
        let (place, shown) = (place.clone(), holding.clone());
        with_operator(holding, move |operator| {
            let (holding, place) = (shown.clone(), place.clone());
            view! { <RebuildMachine holding operator place/> }.into_any()
        })
    })
}

/// A part that needs the complete client, which may have to be fetched first.
fn with_operator(
    holding: Holding,
    make: impl Fn(Arc<dyn Operator>) -> AnyView + Send + Sync + 'static,
) -> AnyView {
    let store = use_store();
    let got = RwSignal::new(None);
    let fetch = move || {
        let holding = holding.clone();
        got.set(None);
        spawn_local(async move {
            let operator = store.operator(&holding).await;
            let _still_wanted = got.try_set(Some(operator.map_err(|error| error.message)));
        });
    };
    fetch();
    part(move || match got.get() {
        None => skeleton(),
        Some(Ok(operator)) => make(operator),
        Some(Err(why)) => stopped("New machine", &why, Some(Box::new(fetch.clone()))),
    })
}

/// What can be tried again.
type Retry = Box<dyn Fn()>;

/// Why there is no form.
fn stopped(title: &'static str, why: &str, retry: Option<Retry>) -> AnyView {
    let retry = retry.map(|retry| {
        view! { <button class="button" on:click=move |_| retry()>"Try again"</button> }
    });
    view! {
        <div class="page">
            <h1>{title}</h1>
            <div class="banner" role="alert">
                <p class="banner-words">{why.to_owned()}</p>
                {retry}
                <a class="button" href=Route::Machines(crate::routes::View::default()).href()>"Back to the machines"</a>
            </div>
        </div>
    }
    .into_any()
}

fn skeleton() -> AnyView {
    view! {
        <div class="build" role="status" aria-label="Reading the form">
            <div class="asking-skeleton"><span></span></div>
            <div class="asking-skeleton"><span></span></div>
            <div class="asking-skeleton"><span></span></div>
        </div>
    }
    .into_any()
}
