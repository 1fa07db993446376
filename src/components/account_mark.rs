//! An account's health as a shape with a word.

use leptos::prelude::*;

use super::state_badge::tone_class;
use crate::{
    store::holding::{Health, Holding},
    ui::{age::ago, follow::text},
};
use pilothouse_core::{Timestamp, state::Tone};

const fn tone(health: Health) -> Tone {
    match health {
        Health::Good => Tone::Running,
        Health::Loading | Health::Limited => Tone::Changing,
        Health::Locked => Tone::Unknown,
        Health::Failing => Tone::Failed,
    }
}

/// "12 s ago", "1 h ago · not reachable", "reading…": how old what is shown is, and why.
pub fn freshness(holding: &Holding, now: Timestamp) -> String {
    let status = holding.status.get();
    let age = status.fresh.map(|at| ago(now.as_second() - at.as_second()));
    let trouble = match status.health() {
        Health::Good => None,
        Health::Loading if status.is_loading => Some("reading…"),
        Health::Loading => Some("not read yet"),
        Health::Limited => Some("rate limited"),
        Health::Locked => Some("needs credentials"),
        Health::Failing => Some("not working"),
    };
    [age.as_deref(), trouble]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join(" · ")
}

/// The shape alone; the words are [`freshness`].
#[component]
pub fn AccountMark(
    /// Whose.
    holding: Holding,
) -> impl IntoView {
    view! {
        <span class=text(move || tone_class(tone(holding.health())).to_owned()) aria-hidden="true">
            <span class="shape"></span>
        </span>
    }
}
