//! An address nobody made.

use leptos::prelude::*;

use crate::routes::{Route, View};

/// Says so, and the way back.
#[component]
pub fn NotFound() -> impl IntoView {
    view! {
        <div class="page">
            <h1>"No such page"</h1>
            <p>"The address is not one of this panel's. " <a href=Route::Machines(View::default()).href()>"Go to the machines"</a>"."</p>
        </div>
    }
}
