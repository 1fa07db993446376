//! What was asked of the providers: the journal of jobs, and the log of requests.

mod exchange;
mod filter;
mod group;
mod job;
mod jobs;
mod log;

use leptos::prelude::*;

use crate::{
    routes::{self, Route},
    ui::{
        follow::part,
        tabs::{TabList, panel_id, tab_id},
    },
};

const TABS: &[&str] = &["Jobs", "Requests"];

/// The page; which of its tabs is chosen is in the address.
#[component]
pub fn Activity() -> impl IntoView {
    let route = expect_context::<RwSignal<Route>>();
    let of_route = move || usize::from(*route.read() == Route::RequestLog);
    let chosen = RwSignal::new(untrack(of_route));
    Effect::new(move |_| chosen.set(of_route()));
    Effect::new(move |was: Option<usize>| {
        let now = chosen.get();
        if was.is_some_and(|was| was != now) {
            let next = if now == 0 {
                Route::Activity
            } else {
                Route::RequestLog
            };
            if *route.read_untracked() != next {
                routes::replace(&next);
                route.set(next);
            }
        }
        now
    });
    let shown = Memo::new(move |_| chosen.get());
    view! {
        <div class="page activity">
            <h1>"Activity"</h1>
            <TabList id="activity" label="What to show" names=TABS chosen/>
            <div id=panel_id("activity") class="activity-panel" role="tabpanel" aria-labelledby=move || tab_id("activity", shown.get())>
                {part(move || if shown.get() == 0 {
                    jobs::jobs().into_any()
                } else {
                    log::request_log().into_any()
                })}
            </div>
        </div>
    }
}
