//! A state: a shape, a colour and a word, so that none of the three is needed alone.

use leptos::prelude::*;
use pilothouse_core::{State, state::Tone};

use crate::ui::follow::text;

/// The style of a tone, for `style/components/state.css`.
pub const fn tone_class(tone: Tone) -> &'static str {
    match tone {
        Tone::Running => "state state-running",
        Tone::Off => "state state-off",
        Tone::Changing => "state state-changing",
        Tone::Failed => "state state-failed",
        Tone::Unknown => "state state-unknown",
    }
}

/// The badge.
#[component]
pub fn StateBadge(
    /// What to show.
    #[prop(into)]
    state: Signal<State>,
) -> impl IntoView {
    view! {
        <span class=text(move || tone_class(state.get().tone()).to_owned())>
            <span class="shape" aria-hidden="true"></span>
            {text(move || state.get().word().to_owned())}
        </span>
    }
}
