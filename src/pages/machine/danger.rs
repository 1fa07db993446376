//! What takes the machine away, apart from everything else.

use leptos::prelude::*;
use pilothouse_core::Verb;

use super::{can, subject::Subject};
use crate::{
    components::undo::undo_words,
    ui::follow::{part, text},
};

/// The zone.
pub(super) fn danger(subject: Subject) -> impl IntoView {
    view! {
        <section class="drawer-section danger-zone" aria-labelledby="section-danger">
            <div class="section-head"><h3 id="section-danger">"Danger zone"</h3></div>
            {[Verb::Delete, Verb::Purge].map(|verb| view! { <Loss subject verb/> }).into_iter().collect_view()}
        </section>
    }
}

#[component]
fn Loss(subject: Subject, verb: Verb) -> impl IntoView {
    let can = Memo::new(move |_| can::availability(subject, verb));
    let id = ["danger-", verb.label()].concat();
    let words = part(move || {
        let Some(rule) = subject
            .operator
            .get()
            .and_then(|one| one.abilities().rule(verb))
        else {
            return ().into_any();
        };
        let note = (!rule.note.is_empty()).then(|| view! { <p class="muted">{rule.note}</p> });
        view! { {note}<p>{undo_words(rule.undo)}</p> }.into_any()
    });
    view! {
        <div class="loss">
            <div class="loss-words" id=id.clone()>
                <h4>{verb.meaning()}</h4>
                {words}
                <p class="muted">{text(move || can.read().reason().unwrap_or_default().to_owned())}</p>
            </div>
            <button
                class="button danger"
                aria-disabled=text(move || (!can.read().is_ready()).to_string())
                aria-haspopup="dialog"
                aria-describedby=id
                on:click=move |_| can::ask(subject, verb)
            >{verb.label()}"…"</button>
        </div>
    }
}
