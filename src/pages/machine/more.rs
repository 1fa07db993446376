//! Everything else the machine can be asked for, in a menu.

use leptos::{ev, html, prelude::*};
use pilothouse_core::Verb;
use wasm_bindgen::JsCast;

use super::{can, subject::Subject};
use crate::ui::{
    dom,
    follow::{part_when, text},
    menu::{keys, step},
};

/// In the order shown. What a machine's buttons and its danger zone have is not here.
const VERBS: [Verb; 10] = [
    Verb::Reset,
    Verb::Rename,
    Verb::Resize,
    Verb::Edit,
    Verb::Rebuild,
    Verb::Rescue,
    Verb::SendKeys,
    Verb::Suspend,
    Verb::Resume,
    Verb::Unlock,
];

const OPENER: &str = "machine-more";

/// The button and its menu.
pub(super) fn more(subject: Subject) -> impl IntoView {
    let is_open = RwSignal::new(false);
    let menu = NodeRef::<html::Div>::new();
    let close = move || {
        is_open.set(false);
        dom::focus(OPENER);
    };
    let outside = window_event_listener(ev::pointerdown, move |event| {
        let target = event
            .target()
            .and_then(|target| target.dyn_into::<web_sys::Element>().ok());
        let is_inside = target.is_some_and(|target| {
            target
                .closest(".acts-more")
                .is_ok_and(|found| found.is_some())
        });
        if !is_inside && is_open.get_untracked() {
            is_open.set(false);
        }
    });
    on_cleanup(move || outside.remove());
    Effect::new(move |_| {
        if let Some(menu) = menu.get() {
            step(&menu, 1, None);
        }
    });
    let items = move || {
        view! {
            <div class="menu-shade acts-shade" on:click=move |_| close()></div>
            <div
                node_ref=menu
                class="menu acts-menu"
                role="menu"
                tabindex="-1"
                aria-label="More actions"
                on:keydown=move |event| keys(&event, menu, Callback::new(move |()| close()))
            >
                {VERBS.map(|verb| view! { <Item subject verb close=Callback::new(move |()| close())/> }).into_iter().collect_view()}
            </div>
        }
        .into_any()
    };
    view! {
        <span class="acts-more">
            <button
                id=OPENER
                class="button"
                aria-haspopup="menu"
                aria-expanded=text(move || is_open.get().to_string())
                on:click=move |_| is_open.update(|open| *open = !*open)
            >"More"<span aria-hidden="true">"▾"</span></button>
            {part_when(move || is_open.get(), items)}
        </span>
    }
}

#[component]
fn Item(subject: Subject, verb: Verb, close: Callback<()>) -> impl IntoView {
    let can = Memo::new(move |_| can::availability(subject, verb));
    let reason = ["more-", verb.label()].concat().replace(' ', "-");
    let described_by = reason.clone();
    let choose = move |_| {
        if can.get_untracked().is_ready() {
            close.run(());
            can::ask(subject, verb);
        }
    };
    view! {
        <button
            class="menu-item"
            class:danger=verb.is_harsh()
            role="menuitem"
            tabindex="-1"
            aria-disabled=text(move || (!can.read().is_ready()).to_string())
            aria-describedby=described_by
            on:click=choose
        >
            <span>{verb.label()}</span>
            <span class="menu-reason" id=reason aria-hidden="true">
                {text(move || can.read().reason().unwrap_or_else(|| can::words(subject, verb)).to_owned())}
            </span>
        </button>
    }
}
