//! Which account a new machine is for.

use leptos::{prelude::*, task::spawn_local};
use pilothouse_core::{State, Verb, capability::Availability};

use crate::{
    components::account_mark::AccountMark,
    routes::Route,
    store::{holding::Holding, use_store},
    ui::follow::{list, part},
};

/// Every account; those that cannot make machines say why.
#[component]
pub fn AccountChoice(
    /// One was named that is not here.
    missing: bool,
) -> impl IntoView {
    let store = use_store();
    let is_empty = move || store.all().is_empty();
    view! {
        <div class="page">
            <h1>"New machine"</h1>
            {missing.then(|| view! {
                <p class="banner" role="alert">"The account this link was made for is not here any more. Choose another one."</p>
            })}
            {part(move || if is_empty() {
                view! {
                    <p>"Add an account first."</p>
                    <p><a class="button primary" href=Route::NewAccount.href()>"Add an account"</a></p>
                }.into_any()
            } else {
                view! { <p class="muted">"For which account?"</p> }.into_any()
            })}
            <ul class="plain account-choice" role="list">
                {list(move || store.keys(), move |key| {
                    store.holding_by_key(&key).map(|holding| view! { <Choice holding/> }).into_any()
                })}
            </ul>
        </div>
    }
}

#[component]
fn Choice(holding: Holding) -> impl IntoView {
    let store = use_store();
    let fetched = holding.clone();
    spawn_local(async move {
        // Whatever comes of it, the list can be used; the form says what is wrong.
        let _operator = store.operator(&fetched).await;
    });
    part(move || {
        let operator = store.operator_now(&holding);
        let can = operator.map(|it| it.abilities().availability(Verb::Create, State::Off));
        let label = holding.account.label.clone();
        let mark = view! { <AccountMark holding=holding.clone()/> };
        let provider = holding.provider.facts().name;
        match can {
            Some(Availability::Not(why)) => view! {
                <li class="account-line is-closed" aria-disabled="true">
                    {mark}<span>{label}</span><span class="muted">{why}</span>
                </li>
            }
            .into_any(),
            _ => view! {
                <li>
                    <a class="account-line" href=Route::Build(Some(holding.account.id.clone())).href()>
                        {mark}<span>{label}</span><span class="muted">{provider}</span>
                    </a>
                </li>
            }
            .into_any(),
        }
    })
}
