//! The form for a new machine, or for installing one anew.

use leptos::prelude::*;

use crate::routes::Place;

/// The form for a new machine of an account.
#[component]
pub fn Build(
    /// Account id; none to choose one first.
    account: Option<String>,
) -> impl IntoView {
    let _ = account;
    view! { <div class="page"><h1>"New machine"</h1></div> }
}

/// The form for installing a machine anew.
#[component]
pub fn Rebuild(
    /// Which.
    place: Place,
) -> impl IntoView {
    let _ = place;
    view! { <div class="page"><h1>"Rebuild"</h1></div> }
}
