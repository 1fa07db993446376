//! One job where it matters: what was asked, how far it is, and what there is to say.

use std::sync::Arc;

use leptos::prelude::*;
use pilothouse_core::state::Tone;

use super::state_badge::tone_class;
use crate::{
    store::{
        jobs::{Job, Phase},
        use_store,
    },
    ui::{age::ago, follow::text},
};

/// How a phase looks.
pub const fn tone(phase: Phase) -> Tone {
    match phase {
        Phase::Drafted | Phase::Sent | Phase::Accepted | Phase::Running { .. } => Tone::Changing,
        Phase::Done => Tone::Running,
        Phase::Failed => Tone::Failed,
        Phase::Unknown => Tone::Unknown,
        Phase::Stopped => Tone::Off,
    }
}

/// The line.
#[component]
pub fn JobLine(
    /// The job as it is now.
    job: Arc<Job>,
) -> impl IntoView {
    let store = use_store();
    let percent = match job.phase {
        Phase::Running { percent } => percent,
        _ => None,
    };
    let how_far = match percent {
        Some(percent) => [job.phase.word(), " · ", &percent.to_string(), " %"].concat(),
        None => job.phase.word().to_owned(),
    };
    let asked = job.asked.as_second();
    let verb = job.order.verb.label();
    view! {
        <div class="job-line">
            <strong>{verb}</strong>
            <span class=tone_class(tone(job.phase))><span class="shape" aria-hidden="true"></span>{how_far}</span>
            <span class="muted job-line-age">{text(move || ago(store.now.get().as_second() - asked))}</span>
            {percent.map(|percent| view! {
                <progress max="100" value=percent.to_string() aria-label=verb></progress>
            })}
            {(!job.note.is_empty()).then(|| view! { <p class="job-line-note">{job.note.clone()}</p> })}
        </div>
    }
}
