//! What was asked of the machine from this panel.

use std::sync::Arc;

use leptos::prelude::*;

use super::subject::Subject;
use crate::{
    components::job_line::JobLine,
    routes::Route,
    store::jobs::{Job, Phase},
    ui::follow::{list, part, part_when},
};

/// More than anybody reads here; the rest is on the page of all jobs.
const SHOWN: usize = 20;

/// What is being done to the machine now, or was when somebody looked and has just ended.
pub(super) fn now(subject: Subject) -> impl IntoView {
    let put_away = RwSignal::new(Vec::new());
    let newest = Memo::new(move |_| {
        let key = subject.key.get_value();
        let jobs = subject.store.jobs.of_machine(&key.account, &key.machine);
        let newest = jobs.into_iter().next()?;
        let matters = newest.phase.is_open() || newest.ended.is_some_and(|at| at >= subject.opened);
        (matters && !put_away.read().contains(&newest.id)).then_some(newest)
    });
    part(move || {
        newest
            .get()
            .map(|job| {
                let id = job.id.clone();
                let can_go = !job.phase.is_open();
                let is_unclear = matches!(job.phase, Phase::Failed | Phase::Unknown);
                view! {
                    <div class="drawer-job" role="group" aria-label="Under way">
                        <JobLine job/>
                        {(can_go || is_unclear).then(|| view! {
                            <div class="drawer-job-acts">
                                {is_unclear.then(|| view! { <a class="button" href=Route::Activity.href()>"Open in Activity"</a> })}
                                <button class="button quiet" on:click=move |_| put_away.update(|all| all.push(id.clone()))>"Dismiss"</button>
                            </div>
                        })}
                    </div>
                }
            })
            .into_any()
    })
}

/// Everything asked of it that is still known, the newest first.
pub(super) fn asked(subject: Subject) -> impl IntoView {
    let jobs = move || {
        let key = subject.key.get_value();
        subject.store.jobs.of_machine(&key.account, &key.machine)
    };
    let ids = move || {
        let jobs = jobs().into_iter().take(SHOWN);
        jobs.map(|job| job.id.0.clone()).collect::<Vec<_>>()
    };
    let line = move |id: String| {
        let job = Memo::new(move |_| -> Option<Arc<Job>> {
            jobs().into_iter().find(|job| job.id.0 == id)
        });
        let line = part(move || job.get().map(|job| view! { <JobLine job/> }).into_any());
        view! { <li>{line}</li> }.into_any()
    };
    view! {
        <section class="drawer-section" aria-labelledby="section-asked">
            <div class="section-head"><h3 id="section-asked">"Asked from here"</h3></div>
            {part_when(move || ids().is_empty(), || view! {
                <p class="muted">"Nothing has been asked of this machine from this browser."</p>
            }.into_any())}
            {part_when(move || !ids().is_empty(), move || view! {
                <ul class="plain job-lines" role="list" aria-label="Asked from here">{list(ids, line)}</ul>
            }.into_any())}
        </section>
    }
}
