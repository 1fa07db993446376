//! The job journal: what was asked, of which machine, and how it ended.

use std::sync::Arc;

use leptos::prelude::*;

use crate::{
    components::state_badge::tone_class,
    store::{
        jobs::{Job, Phase},
        use_store,
    },
    ui::{age::ago, follow::text},
};
use pilothouse_core::state::Tone;

/// Every job of this tab, the newest first.
#[component]
pub fn Activity() -> impl IntoView {
    let store = use_store();
    view! {
        <div class="page">
            <h1>"Activity"</h1>
            <Show
                when=move || !store.jobs.all().is_empty()
                fallback=|| view! { <p class="muted">"Nothing has been asked of any machine in this tab."</p> }
            >
                <ul class="plain jobs" aria-label="Jobs">
                    <For each=move || store.jobs.all() key=|job| job.id let:job>
                        <JobLine id=job.id/>
                    </For>
                </ul>
            </Show>
        </div>
    }
}

#[component]
fn JobLine(id: u32) -> impl IntoView {
    let store = use_store();
    let job = Memo::new(move |_| store.jobs.all().into_iter().find(|job| job.id == id));
    move || job.get().map(|job| view! { <JobView job/> })
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
            <span class=tone_class(tone(&job.phase))><span class="shape" aria-hidden="true"></span>{job.phase.word()}</span>
            <span class="job-what"><strong>{job.verb.label()}</strong>" "<span class="mono">{job.machine.clone()}</span></span>
            <span class="muted">{job.account.clone()}</span>
            <span class="muted">{text(move || ago(store.now.get().as_second() - asked))}</span>
            {percent.map(|percent| view! { <progress max="100" value=percent.to_string() aria-label="Progress"></progress> })}
            <p class="job-note">{job.note.clone()}</p>
        </li>
    }
}

const fn tone(phase: &Phase) -> Tone {
    match phase {
        Phase::Drafted | Phase::Sent | Phase::Accepted | Phase::Running { .. } => Tone::Changing,
        Phase::Done => Tone::Running,
        Phase::Failed => Tone::Failed,
        Phase::Unknown => Tone::Unknown,
    }
}
