//! Accounts: all of them, a new one, one's settings.

use std::sync::Arc;

use leptos::prelude::*;

use crate::{
    components::{
        account_form::AccountForm,
        account_mark::{AccountMark, freshness},
        confirm::{Confirm, ask},
    },
    routes::{self, Route},
    store::{holding::Holding, use_store},
    ui::follow::{list, part, text},
};

/// Every account with its health.
#[component]
pub fn Accounts() -> impl IntoView {
    let store = use_store();
    view! {
        <div class="page">
            <h1>"Accounts"</h1>
            <p><a class="button primary" href=Route::NewAccount.href()>"Add an account"</a></p>
            <ul role="list" class="plain cards">
                {list(move || store.keys(), move |key| {
                    store.holding_by_key(&key).map(|holding| view! { <AccountCard holding/> }).into_any()
                })}
            </ul>
        </div>
    }
}

#[component]
fn AccountCard(holding: Holding) -> impl IntoView {
    let store = use_store();
    let account = holding.account.clone();
    let name = holding.provider.facts().name;
    let counted = holding.clone();
    let held = holding.clone();
    let age = text(move || freshness(&held, store.now.get()));
    view! {
        <li class="card">
            <h2>
                <AccountMark holding/>
                <a href=Route::Account(account.id.clone()).href()>{account.label.clone()}</a>
                {account.sandbox.then(|| view! { <span class="tag">"sandbox"</span> })}
            </h2>
            <p class="muted">{name}" · "<span class="mono">{account.endpoint.to_string()}</span></p>
            <p>{text(move || counted.count().to_string())}" machines · "{age}</p>
        </li>
    }
}

/// The form for another account.
#[component]
pub fn NewAccount() -> impl IntoView {
    view! {
        <div class="page">
            <h1>"Add an account"</h1>
            <AccountForm/>
        </div>
    }
}

/// One account's settings.
#[component]
pub fn EditAccount(
    /// The account's id.
    id: String,
) -> impl IntoView {
    let store = use_store();
    let found = move || {
        store
            .all()
            .into_iter()
            .find(|holding| holding.account.id == id)
    };
    view! {
        <div class="page">
            {part(move || match found() {
                Some(holding) => view! { <Edit holding/> }.into_any(),
                None if store.is_ready.get() => view! {
                    <h1>"No such account"</h1>
                    <p>"It may have been removed. "<a href=Route::Accounts.href()>"See all accounts"</a>"."</p>
                }.into_any(),
                None => ().into_any(),
            })}
        </div>
    }
}

#[component]
fn Edit(holding: Holding) -> impl IntoView {
    let store = use_store();
    let account = holding.account.clone();
    let remove = {
        let account = account.clone();
        move |_| {
            let id = account.id.clone();
            ask(Confirm {
                title: format!("Remove {}?", account.label),
                body: "Its machines, jobs and credentials disappear from this panel. Nothing changes at the provider.".into(),
                verb: "Remove",
                sends: None,
                yes: Arc::new(move || {
                    store.remove(&id);
                    routes::go(&Route::Accounts);
                }),
            });
        }
    };
    view! {
        <h1>{account.label.clone()}</h1>
        <p class="muted">{holding.provider.facts().name}</p>
        <AccountForm account=account.clone()/>
        <h2>"Remove"</h2>
        <button class="button danger" on:click=remove>"Remove this account"</button>
    }
}
