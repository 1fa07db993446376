//! Jobs that were asked together.

use leptos::prelude::*;

use super::{
    filter::{Only, counts, lets},
    job::{one, when_asked},
};
use crate::{
    components::{job_line::tone, state_badge::tone_class},
    store::{
        Store,
        jobs::{Job, Phase},
    },
    ui::follow::{list, part, part_when, text},
};

/// The line of a batch; unfolds to its jobs, those that are let through.
pub(super) fn batch(
    store: Store,
    name: String,
    only: RwSignal<Only>,
    typed: RwSignal<String>,
) -> AnyView {
    let open = RwSignal::new(false);
    let jobs = {
        let name = name.clone();
        Memo::new(move |_| store.jobs.of_batch(&name))
    };
    let stop = move |_| store.stop_batch(&name);
    let verb = move || {
        let first = jobs.read().first().map(|job| job.order.verb.label());
        first.unwrap_or_default()
    };
    let words = text(move || {
        let count = jobs.read().len().to_string();
        let machines = if count == "1" {
            " machine"
        } else {
            " machines"
        };
        [verb(), " ", &count, machines].concat()
    });
    let waits = move || jobs.read().iter().any(|job| job.phase == Phase::Drafted);
    let ids = move || {
        let typed = typed.read();
        let jobs = jobs.read();
        let shown = jobs.iter().filter(|job| lets(only.get(), &typed, job));
        shown.map(|job| job.id.0.clone()).collect::<Vec<_>>()
    };
    let asked = part(move || {
        let jobs = jobs.read();
        jobs.first()
            .map(|job| when_asked(store, job.asked))
            .into_any()
    });
    view! {
        <li class="journal-batch">
            <div class="journal-line">
                {part(move || {
                    let phase = summary(jobs.read().iter().map(|job| &**job));
                    view! { <span class=tone_class(tone(phase))><span class="shape" aria-hidden="true"></span>{counts(&jobs.read())}</span> }.into_any()
                })}
                <button
                    class="journal-fold"
                    aria-expanded=text(move || open.get().to_string())
                    on:click=move |_| open.update(|open| *open = !*open)
                ><strong>{words}</strong></button>
                {asked}
                <span class="journal-acts">
                    {part_when(waits, move || { let stop = stop.clone(); view! {
                        <button class="button" on:click=stop>"Stop what waits"</button>
                    }.into_any() })}
                </span>
            </div>
            {part_when(move || open.get(), move || view! {
                <ul role="list" class="plain journal-inner" aria-label=words>{list(ids, move |id| one(store, id))}</ul>
            }.into_any())}
        </li>
    }
    .into_any()
}

/// The phase that is worth the most attention.
fn summary<'a>(jobs: impl Iterator<Item = &'a Job>) -> Phase {
    let weight = |phase: &Phase| match phase {
        Phase::Unknown => 3,
        Phase::Failed => 2,
        phase if phase.is_open() => 4,
        Phase::Stopped => 1,
        _ => 0,
    };
    let phases = jobs.map(|job| job.phase);
    phases.max_by_key(weight).unwrap_or_default()
}
