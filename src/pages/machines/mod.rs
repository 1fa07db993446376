//! The fleet: every machine of every account in one table.

pub mod bulk;
pub mod cells;
pub mod fleet;
pub mod grid;
pub mod group_line;
pub mod head;
pub mod heading;
pub mod keys;
pub mod later;
pub mod pane;
pub mod picked;
pub mod row;
pub mod slot;
pub mod slots;
pub mod tools;

use leptos::prelude::*;

use crate::{
    api::page,
    components::problems::Problems,
    routes::{self, Route},
    store::{holding::Health, use_store, views::Views},
    ui::follow::{part, part_when},
};
use fleet::Fleet;
use grid::Grid;
use head::Head;

/// The page.
#[component]
pub fn Machines() -> impl IntoView {
    open_as_usual();
    let fleet = Fleet::new();
    let is_empty = Memo::new(move |_| fleet.listing.read().rows.is_empty());
    let has_bar = move || fleet.picked.count() > 0 || fleet.results.read().is_some();
    view! {
        <div class="fleet">
            <Head fleet/>
            <Problems/>
            {part(move || if is_empty.get() {
                view! { <Nothing fleet/> }.into_any()
            } else {
                view! { <div class="grid-room"><Grid fleet/></div> }.into_any()
            })}
            {part_when(has_bar, move || later::bulk(fleet))}
        </div>
    }
}

/// The address that names no page is the fleet as it was last arranged.
fn open_as_usual() {
    let store = use_store();
    let route = expect_context::<RwSignal<Route>>();
    let usual = Route::Machines(store.views.with_untracked(Views::usual));
    let is_bare = matches!(page::fragment().as_str(), "" | "#" | "#/");
    if is_bare && usual != route.get_untracked() {
        routes::replace(&usual);
        route.set(usual);
    }
}

/// What is shown in place of an empty table.
#[component]
fn Nothing(fleet: Fleet) -> impl IntoView {
    let store = fleet.store;
    let is_first_look = Memo::new(move |_| {
        !store.is_ready.get() || store.all().iter().any(|h| h.health() == Health::Loading)
    });
    part(move || {
        let anything = store.all().iter().any(|h| h.roster.with(|r| !r.is_empty()));
        let view = fleet.view.get();
        if anything && !view.query.is_empty() {
            let href = Route::Machines(view.of("")).href();
            view! {
                <div class="nothing">
                    <p>"No machine matches what you typed."</p>
                    <a class="button" href=href>"Clear the filter"</a>
                </div>
            }
            .into_any()
        } else if is_first_look.get() {
            view! { <Skeleton/> }.into_any()
        } else if store.all().is_empty() {
            view! {
                <div class="nothing">
                    <p>"No account yet."</p>
                    <a class="button primary" href=Route::NewAccount.href()>"Add an account"</a>
                </div>
            }
            .into_any()
        } else if store.all().iter().any(|h| h.health() != Health::Good) {
            view! { <div class="nothing"><p>"No machine could be read."</p></div> }.into_any()
        } else {
            view! {
                <div class="nothing">
                    <p>"There is no machine in these accounts."</p>
                    <a class="button primary" href=Route::Build(None).href()>"New machine"</a>
                </div>
            }
            .into_any()
        }
    })
}

/// Rows in their final shape before any has arrived.
#[component]
fn Skeleton() -> impl IntoView {
    view! {
        <div class="skeleton" role="status" aria-label="Reading machines">
            {(0..12).map(|_| view! { <div class="skeleton-row"><span></span><span></span><span></span><span></span></div> }).collect_view()}
        </div>
    }
}
