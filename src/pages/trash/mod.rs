//! What was deleted and can be restored, until when, and what keeping it costs.

mod bin;
mod item;

use leptos::prelude::*;

use crate::{
    routes::Route,
    store::use_store,
    ui::follow::{list, part_when},
};

/// The page.
#[component]
pub fn Trash() -> impl IntoView {
    let store = use_store();
    let nothing = move || store.is_ready.get() && store.keys().is_empty();
    let account = move |key: String| {
        let holding = store.holding_by_key(&key);
        holding
            .map(|holding| view! { {bin::account(holding)} })
            .into_any()
    };
    view! {
        <div class="page trash-page">
            <h1>"Trash"</h1>
            <p class="muted">"What providers keep of what was deleted. Some keep nothing."</p>
            {part_when(nothing, || view! {
                <div class="nothing">
                    <p>"No account yet."</p>
                    <a class="button primary" href=Route::NewAccount.href()>"Add an account"</a>
                </div>
            }.into_any())}
            {list(move || store.keys(), account)}
        </div>
    }
}
