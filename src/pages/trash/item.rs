//! One thing that was deleted.

use leptos::prelude::*;
use pilothouse_core::{Availability, State, Trashed, Verb};

use super::bin::Bin;
use crate::{
    components::job_line::JobLine,
    ui::{
        follow::{part, text},
        moment::{absolute, left},
    },
};

/// The line.
pub(super) fn item(bin: Bin, item: Trashed) -> impl IntoView {
    let name = if item.name.trim().is_empty() {
        name_when_asked(bin, &item)
    } else {
        Some(item.name.clone())
    };
    let called = name.clone().unwrap_or_else(|| item.target.id.to_string());
    let name = name.unwrap_or_default();
    let until = item.until;
    let kept = text(move || match until {
        Some(until) => {
            let seconds = until.seconds_since(bin.store.now.get());
            let at = absolute(until.as_millisecond());
            ["Gone for good in ", &left(seconds), ", ", &at].concat()
        }
        None => "The provider does not say how long it is kept".to_owned(),
    });
    let price = item.price.as_ref().map_or_else(
        || "what keeping it costs is not published".to_owned(),
        |price| {
            let currency = price
                .currency()
                .map_or_else(String::new, |one| [" ", one].concat());
            [
                "keeping it costs ",
                &price.to_string(),
                &currency,
                " an hour",
            ]
            .concat()
        },
    );
    let account = bin.holding.with_value(|held| held.account.id.clone());
    let target = item.target.clone();
    let job = Memo::new(move |_| bin.store.jobs.open_for(&account, &target.id));
    let acts = [Verb::Restore, Verb::Purge].map(|verb| {
        let (target, name) = (item.target.clone(), name.clone());
        let can = move || match job.get() {
            Some(job) => {
                Availability::Not(["“", job.order.verb.label(), "” is under way."].concat())
            }
            None => bin.abilities().map_or_else(
                || Availability::Not(String::new()),
                |abilities| abilities.availability(verb, State::Deleted),
            ),
        };
        let can = Memo::new(move |_| can());
        let named = [verb.label(), " ", &called].concat();
        let ask = move |_| {
            if can.get_untracked().is_ready() {
                bin.asked.set(Some((verb, target.clone(), name.clone())));
            }
        };
        view! {
            <button
                class="button"
                class:danger=verb.is_harsh()
                aria-disabled=text(move || (!can.read().is_ready()).to_string())
                aria-haspopup="dialog"
                aria-label=named
                title=text(move || can.read().reason().unwrap_or_default().to_owned())
                on:click=ask
            >{verb.label()}</button>
        }
    });
    let acts = acts.into_iter().collect_view();
    view! {
        <li class="trashed">
            <div class="trashed-what">
                <span><strong class="mono">{called}</strong>" "<span class="muted">{item.kind}</span></span>
                <span class="muted">{kept}" · "{price}"."</span>
            </div>
            <div class="trashed-acts">{acts}</div>
            {part(move || job.get().map(|job| view! { <JobLine job/> }).into_any())}
        </li>
    }
}

/// Where the provider does not say what it was called: what it was called when something was asked
/// of it here.
fn name_when_asked(bin: Bin, item: &Trashed) -> Option<String> {
    let account = bin.holding.with_value(|held| held.account.id.clone());
    let jobs = bin.store.jobs.all_untracked();
    let mut its = jobs.iter().filter(|job| {
        let asked = &job.order.target.id;
        let is_it = *asked == item.target.id || item.machine.as_ref() == Some(asked);
        job.account == account && is_it && !job.machine.trim().is_empty()
    });
    its.next().map(|job| job.machine.clone())
}
