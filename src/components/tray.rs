//! The tray of the top bar: what is being done and what has just ended.

use std::sync::Arc;

use leptos::prelude::*;

use super::job_line::JobLine;
use crate::{
    parts::{self, Wanted},
    routes::Route,
    store::use_store,
    ui::{
        drop::Drop,
        follow::{act, list, part, part_when, text},
    },
};

/// Jobs shown that have ended.
const ENDED: usize = 3;
/// Jobs shown at all.
const SHOWN: usize = 12;

/// The button with its panel.
#[component]
pub fn Tray() -> impl IntoView {
    let store = use_store();
    let label = text(move || match store.jobs.open() {
        1 => "1 job".to_owned(),
        n => format!("{n} jobs"),
    });
    let make = Arc::new(|close: Callback<()>| parts::later(move |make| make(Wanted::Tray(close))));
    view! { <Drop id="tray" label name="Jobs of the moment" make/> }
}

/// What is in the tray.
pub fn panel(close: Callback<()>) -> AnyView {
    let store = use_store();
    let ids = Memo::new(move |_| {
        let all = store.jobs.all();
        let open = all.iter().filter(|job| job.phase.is_open());
        let ended = all.iter().filter(|job| !job.phase.is_open()).take(ENDED);
        let shown = open.chain(ended).take(SHOWN);
        shown.map(|job| job.id.0.clone()).collect::<Vec<_>>()
    });
    let line = move |id: String| {
        let find = move || store.jobs.all().into_iter().find(|job| job.id.0 == id);
        let job = Memo::new(move |_| find());
        let shown = part(move || {
            job.get()
                .map(|job| view! { <p class="tray-machine mono">{job.machine.clone()}</p> <JobLine job/> })
                .into_any()
        });
        view! { <li>{shown}</li> }.into_any()
    };
    let nothing = move || view! { <p class="muted">"Nothing is being done."</p> }.into_any();
    view! {
        <div class="tray">
            {part_when(move || ids.read().is_empty(), nothing)}
            <ul class="plain job-lines" role="list" aria-label="Jobs of the moment">{list(move || ids.get(), line)}</ul>
            <a class="button" href=Route::Activity.href() on:click=act(move |_| close.run(()))>"All activity"</a>
        </div>
    }
    .into_any()
}
