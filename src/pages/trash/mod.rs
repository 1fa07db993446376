//! What was deleted and can be restored, and until when.

use leptos::prelude::*;

/// The page.
#[component]
pub fn Trash() -> impl IntoView {
    view! { <div class="page"><h1>"Trash"</h1></div> }
}
