//! What can be done with the selected machines, and what became of it.

mod bar;
mod harm;
mod results;
mod tally;

use leptos::prelude::*;

use super::fleet::Fleet;
use crate::ui::follow::{part, part_when};

/// The bar for what is selected, below the results of what was asked last.
#[component]
pub fn Bulk(
    /// What is shown.
    fleet: Fleet,
) -> impl IntoView {
    let results = part(move || {
        let batch = fleet.results.get();
        batch.map(|batch| results::results(fleet, batch)).into_any()
    });
    let bar = part_when(move || fleet.picked.count() > 0, move || bar::bar(fleet));
    view! { {results} {bar} }
}
