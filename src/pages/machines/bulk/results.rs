//! What became of what was asked of many machines, machine by machine.

use std::sync::Arc;

use leptos::prelude::*;
use pilothouse_core::state::Tone;

use super::super::fleet::Fleet;
use crate::{
    components::state_badge::tone_class,
    routes::{Place, Route},
    store::jobs::{Job, Phase},
    ui::follow::{part, part_when, text},
};

/// Lines that are worth having on the page; what needs a person comes first.
const MOST: usize = 100;

/// How many have got how far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Count {
    all: usize,
    waiting: usize,
    open: usize,
    done: usize,
    failed: usize,
    unknown: usize,
    stopped: usize,
}

impl Count {
    fn of(jobs: &[Arc<Job>]) -> Self {
        let mut count = Self {
            all: jobs.len(),
            ..Self::default()
        };
        for job in jobs {
            count.open += usize::from(job.phase.is_open());
            match job.phase {
                Phase::Drafted => count.waiting += 1,
                Phase::Done => count.done += 1,
                Phase::Failed => count.failed += 1,
                Phase::Unknown => count.unknown += 1,
                Phase::Stopped => count.stopped += 1,
                _ => {}
            }
        }
        count
    }

    /// "7 of 12 done, 1 failed".
    fn words(self) -> String {
        let mut words = [
            &self.done.to_string(),
            " of ",
            &self.all.to_string(),
            " done",
        ]
        .concat();
        for (count, word) in [
            (self.failed, " failed"),
            (self.unknown, " unknown"),
            (self.stopped, " stopped"),
        ] {
            if count > 0 {
                for part in [", ", &count.to_string(), word] {
                    words.push_str(part);
                }
            }
        }
        words
    }
}

/// A batch's jobs without those that a person has repeated; what needs a person comes first.
fn current(mut jobs: Vec<Arc<Job>>) -> Vec<Arc<Job>> {
    let mut repeated: Vec<_> = jobs.iter().filter_map(|job| job.again_of.clone()).collect();
    repeated.sort();
    jobs.retain(|job| repeated.binary_search(&job.id).is_err());
    jobs.sort_by_key(|job| match job.phase {
        Phase::Failed => 0,
        Phase::Unknown => 1,
        Phase::Drafted => 3,
        Phase::Stopped => 4,
        Phase::Done => 5,
        _ => 2,
    });
    jobs
}

/// The results of a batch.
pub(super) fn results(fleet: Fleet, batch: String) -> AnyView {
    let store = fleet.store;
    let jobs = {
        let batch = batch.clone();
        Memo::new(move |_| current(store.jobs.of_batch(&batch)))
    };
    let count = Memo::new(move |_| Count::of(&jobs.read()));
    // Said once, when nothing is to come any more.
    Effect::new(move |was_open: Option<bool>| {
        let count = count.get();
        if count.open == 0 && was_open == Some(true) {
            store.announce([&count.words(), "."].concat());
        }
        count.open > 0
    });
    let title = text(move || {
        let jobs = jobs.read();
        let verb = jobs.first().map_or("Results", |job| job.order.verb.label());
        verb.to_owned()
    });
    let ended = text(move || {
        let count = count.get();
        (count.all - count.open.min(count.all)).to_string()
    });
    let stop = part_when(
        move || count.get().waiting > 0,
        move || {
            let batch = batch.clone();
            view! { <button class="button" on:click=move |_| store.stop_batch(&batch)>"Stop"</button> }
            .into_any()
        },
    );
    let retry = part_when(
        move || count.get().failed > 0,
        move || {
            let words =
                text(move || ["Retry ", &count.get().failed.to_string(), " failed"].concat());
            view! { <button class="button" on:click=move |_| retry(fleet, &jobs.read_untracked())>{words}</button> }
            .into_any()
        },
    );
    let lines = part(move || {
        let jobs = jobs.read();
        let few = jobs.get(..MOST).unwrap_or(&jobs);
        let mut lines: Vec<AnyView> = few.iter().map(|job| line(fleet, job)).collect();
        if let Some(more) = jobs.len().checked_sub(MOST + 1) {
            let words = ["and ", &(more + 1).to_string(), " more"].concat();
            lines.push(view! { <li class="muted">{words}</li> }.into_any());
        }
        lines.into_any()
    });
    view! {
        <section class="results" aria-label="Results">
            <div class="results-head">
                <h2>{title}</h2>
                <span class="results-count">{text(move || count.get().words())}</span>
                <progress
                    max=text(move || count.get().all.max(1).to_string())
                    value=ended
                    aria-label="Progress"
                ></progress>
                <div class="results-tools">
                    {stop}
                    {retry}
                    <button class="button quiet" on:click=move |_| fleet.results.set(None)>"Close"</button>
                </div>
            </div>
            <ul class="plain results-list" role="list" aria-label="Results of each machine">{lines}</ul>
        </section>
    }
    .into_any()
}

/// Asks once more for what has certainly not happened, and for nothing else.
fn retry(fleet: Fleet, jobs: &[Arc<Job>]) {
    for job in jobs.iter().filter(|job| job.phase == Phase::Failed) {
        let _again = fleet.store.ask_again(&job.id);
    }
}

fn line(fleet: Fleet, job: &Job) -> AnyView {
    let place = Place::new(&job.account, job.order.target.id.as_str());
    let href = Route::Machine(place, fleet.view.get_untracked()).href();
    let look = (job.phase == Phase::Unknown).then(|| {
        let label = ["Look at ", &job.machine, " first"].concat();
        view! { <a class="results-look" href=href.clone() aria-label=label>"Look at it first"</a> }
    });
    view! {
        <li class="result">
            <span class=tone_class(tone(job.phase))><span class="shape" aria-hidden="true"></span>{job.phase.word()}</span>
            <a class="machine-link mono" href=href.clone()>{job.machine.clone()}</a>
            <span class="muted">{job.account_label.clone()}</span>
            <span class="result-note">{job.note.clone()}" "{look}</span>
        </li>
    }
    .into_any()
}

const fn tone(phase: Phase) -> Tone {
    match phase {
        Phase::Done => Tone::Running,
        Phase::Failed => Tone::Failed,
        Phase::Unknown => Tone::Unknown,
        Phase::Drafted | Phase::Stopped => Tone::Off,
        _ => Tone::Changing,
    }
}
