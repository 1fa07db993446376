//! What became of what was asked, copy by copy, in place of the form; the form waits behind it
//! with everything that was entered.

use leptos::prelude::*;
use pilothouse_core::Verb;

use super::plan::Plan;
use crate::{
    components::state_badge::tone_class,
    routes::{Route, View},
    store::{
        drafts,
        jobs::{Job, JobId, Phase},
    },
    ui::follow::{list, part, part_when, text},
};
use pilothouse_core::state::Tone;

/// Nothing until something was asked.
#[component]
pub fn Asked(
    /// What was asked.
    plan: Plan,
) -> impl IntoView {
    part_when(
        move || !plan.asked.read().is_empty(),
        move || {
            let title = text(move || match plan.asked.read().len() {
                1 if plan.verb() == Verb::Create => "Building 1 machine".to_owned(),
                1 => "Installing anew".to_owned(),
                count => format!("Building {count} machines"),
            });
            let ids = move || plan.asked.get().into_iter().map(|id| id.0).collect();
            view! {
                <section class="asked" aria-labelledby="asked-title">
                    <h2 id="asked-title">{title}</h2>
                    <p class="muted">"You can leave this page: the work goes on and is listed under Activity."</p>
                    <ul class="plain" role="list" aria-label="What was asked">{list(ids, move |id| one(plan, JobId(id)))}</ul>
                    <div class="form-actions">
                        <a class="button primary" href=Route::Machines(View::default()).href()>"Go to the machines"</a>
                        <a class="button" href=Route::Activity.href()>"Activity"</a>
                        <button class="button" type="button" on:click=move |_| back(plan)>"Back to the form"</button>
                    </div>
                </section>
            }
            .into_any()
        },
    )
}

/// Shows the form again, with what the provider said of its fields.
fn back(plan: Plan) {
    let failed = plan
        .asked
        .get_untracked()
        .iter()
        .filter_map(|id| plan.store.jobs.get(id))
        .find(|job| job.phase == Phase::Failed);
    plan.asked.set(Vec::new());
    match failed {
        Some(job) => plan.refuse(job.fields.clone(), &job.note),
        None => plan.filling.errors.set(Vec::new()),
    }
}

fn one(plan: Plan, id: JobId) -> AnyView {
    let job = Memo::new(move |_| {
        let all = plan.store.jobs.all();
        all.into_iter().find(|job| job.id == id)
    });
    part(move || {
        let Some(job) = job.get() else {
            return ().into_any();
        };
        let name = if job.machine.is_empty() {
            "A machine"
        } else {
            &job.machine
        };
        view! {
            <li class="asked-job">
                <span class=tone_class(tone(job.phase))><span class="shape" aria-hidden="true"></span>{words(&job)}</span>
                <span class="mono">{name.to_owned()}</span>
                <span class="asked-note">{job.note.clone()}</span>
            </li>
        }
        .into_any()
    })
}

fn words(job: &Job) -> String {
    match job.phase {
        Phase::Running {
            percent: Some(percent),
        } => format!("Running, {percent} %"),
        phase => phase.word().to_owned(),
    }
}

fn tone(phase: Phase) -> Tone {
    match phase {
        Phase::Failed => Tone::Failed,
        Phase::Unknown => Tone::Unknown,
        Phase::Done => Tone::Running,
        Phase::Stopped => Tone::Off,
        phase if drafts::is_taken(phase) || phase.is_open() => Tone::Changing,
        _ => Tone::Unknown,
    }
}
