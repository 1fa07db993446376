//! One machine: beside the fleet where there is room, in its place where there is not.

use leptos::prelude::*;

use crate::routes::Place;

/// The machine at a place.
#[component]
pub fn MachinePage(
    /// Which.
    place: Place,
) -> impl IntoView {
    view! { <aside class="drawer" aria-label=place.machine></aside> }
}
