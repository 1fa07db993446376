//! First run.

use leptos::prelude::*;

use crate::{routes::Route, store::setup};

/// What this is and where to begin.
#[component]
pub fn Welcome() -> impl IntoView {
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
            <p><a class="button primary" href=Route::NewAccount.href()>"Add an account"</a></p>
            <p class="muted">
                "Just looking? Start the panel with "<code>"cargo xtask run"</code>" and it opens with four simulated providers to play with."
            </p>
        </div>
    }
}
