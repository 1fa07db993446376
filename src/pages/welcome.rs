//! First run.

use leptos::prelude::*;

use crate::{
    routes::Route,
    store::{Store, setup, use_store},
    ui::follow::{part, part_when},
};

/// What this is and where to begin.
#[component]
pub fn Welcome() -> impl IntoView {
    let store = use_store();
    let names = setup::providers()
        .iter()
        .map(|facts| facts.name)
        .collect::<Vec<_>>()
        .join(", ");
    view! {
        <div class="page welcome">
            <h1>"All your machines, one calm page"</h1>
            <p>
                "Pilothouse shows and steers virtual machines at "{names}". It runs entirely in this browser: your keys go from here to your provider and nowhere else."
            </p>
            <p class="welcome-ways">
                <a class="button primary" href=Route::NewAccount.href()>"Add an account"</a>
                {part(move || way(store).into_any())}
            </p>
            {part_when(
                move || store.is_ready.get() && store.all().is_empty(),
                || view! {
                    <p class="muted">
                        "Just looking? Start the panel with "<code>"cargo xtask run"</code>" and it opens with four simulated providers to play with."
                    </p>
                }.into_any(),
            )}
        </div>
    }
}

/// The way to the machines there are already: simulated ones, unless somebody has others.
fn way(store: Store) -> Option<AnyView> {
    let all = store.all();
    let words = match all.iter().find(|holding| !holding.account.sandbox) {
        Some(_) => "See your machines",
        None if all.is_empty() => return None,
        None => "Try the sandbox",
    };
    let href = Route::Machines(store.usual_view("")).href();
    Some(view! { <a class="button" href=href>{words}</a> }.into_any())
}
