//! Above the table: how many machines there are, and the ways to look at them.

use std::sync::Arc;

use leptos::prelude::*;

use super::{fleet::Fleet, later, tools::Tool};
use crate::{
    routes::View,
    store::{
        Store,
        holding::{Health, Holding},
    },
    ui::{
        drop::{Drop, Make},
        follow::{act, part_when, text},
    },
};

/// The head.
#[component]
pub fn Head(
    /// What is shown.
    fleet: Fleet,
) -> impl IntoView {
    let Fleet { store, view, .. } = fleet;
    let totals = text(move || {
        let matching = fleet.listing.read().rows.len();
        totals(store, matching, &view.read())
    });
    let make = move |tool: Tool| -> Make { Arc::new(move |close| later::tool(fleet, tool, close)) };
    let looks = text(move || {
        let group = view.read().group;
        group.map_or_else(
            || "View".to_owned(),
            |group| ["View · by ", &group.label().to_ascii_lowercase()].concat(),
        )
    });
    let is_choosing = fleet.picked.is_choosing;
    let choose = move |_| {
        if is_choosing.get_untracked() {
            fleet.picked.clear();
        } else {
            is_choosing.set(true);
        }
    };
    view! {
        <div class="fleet-head">
            <h1>"Machines"</h1>
            <p class="fleet-totals" aria-live="off">{totals}</p>
            <div class="fleet-tools">
                <button
                    class="button choose"
                    aria-pressed=text(move || is_choosing.get().to_string())
                    on:click=act(choose)
                >"Select"</button>
                {part_when(move || is_choosing.get(), move || view! {
                    <button
                        class="button choose"
                        on:click=act(move |_| fleet.picked.add_all(&fleet.listing.read_untracked().rows))
                    >"Select all"</button>
                }.into_any())}
                <Drop id="saved-views" label=Signal::stored("Saved views".to_owned()) name="Saved views" make=make(Tool::Saved)/>
                <Drop id="view" label=looks name="View" make=make(Tool::View)/>
                <Drop id="export" label=Signal::stored("Export".to_owned()) name="Export" make=make(Tool::Export)/>
            </div>
        </div>
    }
}

/// "48 machines in 4 accounts · 3 of 4 current · 16 match".
fn totals(store: Store, matching: usize, view: &View) -> String {
    let all = store.all();
    let machines: usize = all.iter().map(Holding::count).sum();
    let current = all.iter().filter(|h| h.health() == Health::Good).count();
    let plural = |n: usize| if n == 1 { "" } else { "s" };
    let is_heard = machines > 0 || !all.iter().any(Holding::is_unheard);
    let known = is_heard.then(|| {
        format!(
            "{machines} machine{} in {} account{}",
            plural(machines),
            all.len(),
            plural(all.len())
        )
    });
    let behind =
        (current < all.len()).then(|| format!("{current} of {} accounts current", all.len()));
    let matching = (!view.query.trim().is_empty()).then(|| format!("{matching} match"));
    [known, behind, matching]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join(" · ")
}
