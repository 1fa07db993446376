//! The buttons for what is done most; the rest is in a menu beside them.

use leptos::prelude::*;
use pilothouse_core::Verb;

use super::{can, more::more, subject::Subject};
use crate::ui::follow::{part_when, text, when};

/// What has a button of its own, in order.
const BUTTONS: [Verb; 5] = [
    Verb::Start,
    Verb::ShutDown,
    Verb::Reboot,
    Verb::PowerOff,
    Verb::Console,
];

/// The buttons.
pub(super) fn acts(subject: Subject) -> impl IntoView {
    let trouble = move || {
        let error = subject.trouble.get();
        let words = error.map(|error| error.message).unwrap_or_default();
        view! {
            <p class="drawer-trouble" role="status">{words}</p>
            <button class="button" on:click=move |_| super::fetch_client(subject)>"Try again"</button>
        }
        .into_any()
    };
    view! {
        <div class="acts" role="group" aria-label="Actions">
            {BUTTONS.map(|verb| view! { <Act subject verb/> }).into_iter().collect_view()}
            {more(subject)}
        </div>
        {part_when(move || subject.trouble.read().is_some(), trouble)}
    }
}

/// One button. One that cannot be pressed can still be reached, and says why.
#[component]
fn Act(subject: Subject, verb: Verb) -> impl IntoView {
    let can = Memo::new(move |_| can::availability(subject, verb));
    let reason = ["why-", verb.label()].concat().replace(' ', "-");
    let opens = if verb == Verb::Console {
        "dialog"
    } else {
        "false"
    };
    view! {
        <span class="act">
            <button
                class="button"
                class:danger=verb.is_harsh()
                aria-disabled=text(move || (!can.read().is_ready()).to_string())
                aria-haspopup=opens
                aria-describedby=reason.clone()
                on:click=move |_| can::ask(subject, verb)
            >{verb.label()}</button>
            <span class="act-why" class:act-why-not=when(move || !can.read().is_ready()) id=reason>
                {text(move || can.read().reason().unwrap_or_else(|| can::words(subject, verb)).to_owned())}
            </span>
        </span>
    }
}
