//! Says things to people who listen rather than look, politely.

use leptos::prelude::*;

/// An invisible region whose text is read out when it changes.
#[component]
pub fn LiveRegion(
    /// What to say.
    #[prop(into)]
    words: Signal<String>,
) -> impl IntoView {
    view! { <div class="visually-hidden" role="status" aria-live="polite">{words}</div> }
}
