//! One part of the page with its own age, its own trouble and its own way to try again.

use leptos::prelude::*;
use pilothouse_core::Timestamp;

use super::{sections::Part, subject::Subject};
use crate::{
    components::content::ContentView,
    ui::{
        age::ago,
        follow::{part, text},
    },
};

/// The part; read when it is first looked at.
pub(super) fn section_view(subject: Subject, section: Part) -> impl IntoView {
    Effect::new(move |_| {
        let turn = subject.turn.get();
        untrack(|| section.read_once(turn));
    });
    // Under a tab of the same name, which shows more than this.
    let title = match section.title {
        "Overview" => "Details",
        title => title,
    };
    let age = text(move || {
        let now = subject.store.now.get().as_second();
        let at = section
            .known
            .with(|known| known.at.map(Timestamp::as_second));
        at.map_or_else(String::new, |at| ago(now - at))
    });
    let id = ["section-", title].concat().replace(' ', "-");
    let heading = id.clone();
    let again = ["Try again: ", title].concat();
    view! {
        <section class="drawer-section" aria-labelledby=heading>
            <div class="section-head">
                <h3 id=id>{title}</h3>
                <span class="muted section-age">{age}</span>
            </div>
            {part(move || {
                let known = section.known.get();
                let trouble = known.error.map(|error| {
                    let again = again.clone();
                    view! {
                        <div class="section-trouble" role="status">
                            <p>{error.message}</p>
                            <button class="button" aria-label=again on:click=move |_| section.read()>"Try again"</button>
                        </div>
                    }
                });
                let is_first = known.at.is_none() && trouble.is_none();
                let contents = known.contents.into_iter();
                let contents = contents.map(|content| view! { <ContentView content title/> }).collect_view();
                view! {
                    {trouble}
                    {is_first.then(|| skeleton(title))}
                    {contents}
                    {(known.at.is_some() && section.known.with_untracked(|known| known.contents.is_empty()))
                        .then(|| view! { <p class="muted">"None."</p> })}
                }
                .into_any()
            })}
        </section>
    }
}

fn skeleton(title: &'static str) -> AnyView {
    let label = ["Reading: ", title].concat();
    view! {
        <div class="skeleton-lines" role="status" aria-label=label>
            {(0..3).map(|_| view! { <span></span> }).collect_view()}
        </div>
    }
    .into_any()
}
