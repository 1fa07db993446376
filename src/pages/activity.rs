//! The job journal: what was asked, of which machine, and how it ended.

use std::sync::Arc;

use leptos::prelude::*;

use crate::{
    components::state_badge::tone_class,
    store::{
        Store,
        jobs::{Job, Phase},
        use_store,
    },
    ui::{
        age::ago,
        follow::{list, part, part_when, text},
    },
};
use pilothouse_core::state::Tone;

/// Every job of this tab, the newest first.
#[component]
pub fn Activity() -> impl IntoView {
    let store = use_store();
    let ids = move || {
        store
            .jobs
            .all()
            .iter()
            .map(|job| job.id.0.clone())
            .collect::<Vec<_>>()
    };
    view! {
        <div class="page">
            <h1>"Activity"</h1>
            {part_when(move || ids().is_empty(), || view! {
                <p class="muted">"Nothing has been asked of any machine in this tab."</p>
            }.into_any())}
            {part_when(move || !ids().is_empty(), move || view! {
                <ul role="list" class="plain jobs" aria-label="Jobs">{list(ids, move |id| line(store, id))}</ul>
            }.into_any())}
        </div>
    }
}

/// A job's line, made anew when the job changes.
fn line(store: Store, id: String) -> AnyView {
    let all = move || store.jobs.all().into_iter();
    let job = Memo::new(move |_| all().find(|job| job.id.0 == id));
    part(move || job.get().map(|job| view! { <JobView job/> }).into_any())
}

#[component]
fn JobView(job: Arc<Job>) -> impl IntoView {
    let store = use_store();
    let asked = job.asked.as_second();
    let percent = match job.phase {
        Phase::Running { percent } => percent,
        _ => None,
    };
    view! {
        <li class="job">
            <span class=tone_class(tone(job.phase))><span class="shape" aria-hidden="true"></span>{job.phase.word()}</span>
            <span class="job-what"><strong>{job.order.verb.label()}</strong>" "<span class="mono">{job.machine.clone()}</span></span>
            <span class="muted">{job.account_label.clone()}</span>
            <span class="muted">{text(move || ago(store.now.get().as_second() - asked))}</span>
            {percent.map(|percent| view! { <progress max="100" value=percent.to_string() aria-label="Progress"></progress> })}
            <p class="job-note">{job.note.clone()}</p>
        </li>
    }
}

const fn tone(phase: Phase) -> Tone {
    match phase {
        Phase::Drafted | Phase::Sent | Phase::Accepted | Phase::Running { .. } => Tone::Changing,
        Phase::Done => Tone::Running,
        Phase::Failed => Tone::Failed,
        Phase::Unknown => Tone::Unknown,
        Phase::Stopped => Tone::Off,
    }
}
