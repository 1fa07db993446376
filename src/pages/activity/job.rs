//! One job: what was asked of what, how far it is, what there is to say, and what can be done.

use std::sync::Arc;

use leptos::prelude::*;
use pilothouse_core::Timestamp;

use crate::{
    components::{
        confirm::{self, Confirm},
        job_line::tone,
        request_view::sends::Sends,
        state_badge::tone_class,
    },
    routes::{Place, Route, View},
    store::{
        Store,
        jobs::{Job, JobId, Phase},
    },
    ui::{
        age::ago,
        follow::{part, part_when, text},
        moment::absolute,
    },
};

/// A job's line, which follows the job.
pub(super) fn one(store: Store, id: String) -> AnyView {
    let open = RwSignal::new(false);
    let all = move || store.jobs.all().into_iter();
    let job = Memo::new(move |_| all().find(|job| job.id.0 == id));
    let shown = part(move || job.get().map(|job| line(store, job, open)).into_any());
    view! { <li class="journal-job">{shown}</li> }.into_any()
}

fn line(store: Store, job: Arc<Job>, open: RwSignal<bool>) -> AnyView {
    let percent = match job.phase {
        Phase::Running { percent } => percent,
        _ => None,
    };
    let word = match percent {
        Some(percent) => format!("{} · {percent} %", job.phase.word()),
        None => job.phase.word().to_owned(),
    };
    let verb = job.order.verb.label();
    let label = ["Details of ", verb, " ", &job.machine].concat();
    let (asked, note) = (job.asked, job.note.clone());
    let shown = job.clone();
    view! {
        <div class="journal-line">
            <span class=tone_class(tone(job.phase))><span class="shape" aria-hidden="true"></span>{word}</span>
            <span class="journal-what"><strong>{verb}</strong>" "{machine(&job)}" "<span class="muted">{job.account_label.clone()}</span></span>
            {when_asked(store, asked)}
            <span class="journal-acts">
                {again(store, &job)}
                {stop(store, &job)}
                <button
                    class="button quiet"
                    aria-label=label
                    aria-expanded=text(move || open.get().to_string())
                    on:click=move |_| open.update(|open| *open = !*open)
                >"Details"</button>
            </span>
        </div>
        {percent.map(|percent| view! {
            <progress max="100" value=percent.to_string() aria-label=verb></progress>
        })}
        {(!note.is_empty()).then(|| view! { <p class="journal-note">{note}</p> })}
        {part_when(move || open.get(), move || details(&shown))}
    }
    .into_any()
}

/// How long ago, and exactly when for whoever points at it.
pub(super) fn when_asked(store: Store, asked: Timestamp) -> AnyView {
    let seconds = asked.as_second();
    view! {
        <span class="muted journal-age" title=absolute(asked.as_millisecond())>
            {text(move || ago(store.now.get().as_second() - seconds))}
        </span>
    }
    .into_any()
}

/// The machine, as a link where there is one to go to.
fn machine(job: &Job) -> AnyView {
    let made = job.ticket.as_ref().and_then(|ticket| ticket.made.as_ref());
    let target = made.unwrap_or(&job.order.target);
    let name = job.machine.clone();
    if target.is_account() {
        return view! { <span class="mono">{name}</span> }.into_any();
    }
    let place = Place::new(&job.account, target.id.as_str());
    let href = Route::Machine(place, View::default()).href();
    view! { <a class="mono" href=href>{name}</a> }.into_any()
}

/// Asking once more for what has not been seen to happen.
fn again(store: Store, job: &Job) -> AnyView {
    let is_over = matches!(job.phase, Phase::Failed | Phase::Stopped | Phase::Unknown);
    if !is_over || store.holding(&job.account).is_none() {
        return ().into_any();
    }
    let what = [job.order.verb.label(), " ", &job.machine].concat();
    let label = ["Ask again: ", &what].concat();
    if job.had_secrets {
        let words = "What was entered is not kept: fill in its form anew.";
        return view! { <span class="muted journal-hint">{words}</span> }.into_any();
    }
    let id = job.id.clone();
    let question = question(job, &what);
    let sends = store.holding(&job.account).map(|holding| Sends {
        holding,
        order: job.order.clone(),
        more: String::new(),
    });
    let press = move |_| match question.clone() {
        Some((title, body)) => {
            let id = id.clone();
            confirm::ask(Confirm {
                title,
                body,
                verb: "Ask again anyway",
                sends: sends.clone(),
                yes: Arc::new(move || ask(store, &id)),
            });
        }
        None => ask(store, &id),
    };
    view! { <button class="button" aria-label=label on:click=press>"Again"</button> }.into_any()
}

fn ask(store: Store, id: &JobId) {
    if store.ask_again(id).is_none() {
        store.announce("It cannot be asked again from here. Fill in its form anew.");
    }
}

/// What has to be answered before it is asked again; nothing for what did not happen and does no
/// harm.
fn question(job: &Job, what: &str) -> Option<(String, String)> {
    let title = ["Ask again: ", what, "?"].concat();
    if job.phase == Phase::Unknown {
        let seen = job.note.as_str();
        let words = "It may have happened already, and would then happen twice. Look at the machine first. What was seen: ";
        return Some((title, [words, seen].concat()));
    }
    let words = [job.order.verb.meaning(), "."].concat();
    job.order.verb.is_harsh().then_some((title, words))
}

/// Taking back what has not been sent.
fn stop(store: Store, job: &Job) -> AnyView {
    if job.phase != Phase::Drafted {
        return ().into_any();
    }
    let label = ["Stop: ", job.order.verb.label(), " ", &job.machine].concat();
    let id = job.id.clone();
    view! { <button class="button" aria-label=label on:click=move |_| store.stop_job(&id)>"Stop"</button> }
        .into_any()
}

fn details(job: &Job) -> AnyView {
    let moment = |at: Option<Timestamp>| at.map(|at| absolute(at.as_millisecond()));
    let took = job.ended.map(|ended| {
        let seconds = ended.as_second() - job.asked.as_second();
        if seconds < 120 {
            format!("{seconds} s")
        } else {
            format!("{} min", seconds / 60)
        }
    });
    let task = job.ticket.as_ref().and_then(|ticket| ticket.task.clone());
    let rows = [
        ("Asked", moment(Some(job.asked))),
        ("Sent", moment(job.sent)),
        ("Ended", moment(job.ended)),
        ("Took", took),
        ("Machine id", Some(job.order.target.id.to_string())),
        ("Provider's task", task),
        ("Job", Some(job.id.0.clone())),
        ("Repeats", job.again_of.as_ref().map(|id| id.0.clone())),
    ];
    let rows = rows.into_iter().filter_map(|(name, value)| {
        let value = value.filter(|value| !value.is_empty())?;
        Some(view! { <div><dt>{name}</dt><dd class="mono">{value}</dd></div> })
    });
    view! { <dl class="journal-details">{rows.collect_view()}</dl> }.into_any()
}
