//! The fleet: every machine of every account in one table.

pub mod grid;
pub mod row;

use leptos::prelude::*;

use crate::ui::follow::{part, text};
use crate::{
    components::problems::Problems,
    routes::{Route, View},
    store::{
        Store,
        holding::{Health, Holding},
        rows::{self, Row},
        use_store,
    },
};
use grid::Grid;

/// The page.
#[component]
pub fn Machines() -> impl IntoView {
    let store = use_store();
    let route = expect_context::<RwSignal<Route>>();
    let view = Memo::new(move |_| match route.get() {
        Route::Machines(view) | Route::Machine(_, view) => view,
        _ => View::default(),
    });
    let rows = Memo::new(move |_| rows::rows(store, &view.read()));
    let is_empty = Memo::new(move |_| rows.read().is_empty());
    let is_first_look = Memo::new(move |_| {
        !store.is_ready.get() || store.all().iter().any(|h| h.health() == Health::Loading)
    });
    view! {
        <div class="fleet">
            <div class="fleet-head">
                <h1>"Machines"</h1>
                <p class="fleet-totals" aria-live="off">{text(move || totals(store, rows.read().len(), &view.read()))}</p>
            </div>
            <Problems/>
            {part(move || if is_empty.get() {
                view! { <Nothing is_first_look view/> }.into_any()
            } else {
                view! { <Grid rows view/> }.into_any()
            })}
        </div>
    }
}

/// "48 machines in 4 accounts · 3 of 4 current · 16 match".
fn totals(store: Store, matching: usize, view: &View) -> String {
    let all = store.all();
    let machines: usize = all.iter().map(Holding::count).sum();
    let current = all.iter().filter(|h| h.health() == Health::Good).count();
    let plural = |n: usize| if n == 1 { "" } else { "s" };
    let known = format!(
        "{machines} machine{} in {} account{}",
        plural(machines),
        all.len(),
        plural(all.len())
    );
    let behind =
        (current < all.len()).then(|| format!("{current} of {} accounts current", all.len()));
    let matching = (!view.query.trim().is_empty()).then(|| format!("{matching} match"));
    [Some(known), behind, matching]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join(" · ")
}

/// What is shown in place of an empty table.
#[component]
fn Nothing(is_first_look: Memo<bool>, view: Memo<View>) -> impl IntoView {
    let store = use_store();
    part(move || {
        let anything = store.all().iter().any(|h| h.roster.with(|r| !r.is_empty()));
        if anything && !view.read().query.is_empty() {
            let href = Route::Machines(View {
                query: String::new(),
                ..view.get()
            })
            .href();
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

/// What the grid shows; a row is the same row for as long as its machine exists.
pub type Rows = Memo<Vec<Row>>;
