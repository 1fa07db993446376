//! How a person likes the panel.

use leptos::prelude::*;

use crate::{
    components::shortcuts::{Float, Floating},
    store::{settings::Theme, use_store},
    ui::{
        choice::{radio, tick},
        follow::part,
    },
};

const INTERVALS: [(u32, &str); 5] = [
    (0, "Only when I ask"),
    (30, "Every 30 seconds"),
    (60, "Every minute"),
    (300, "Every 5 minutes"),
    (900, "Every 15 minutes"),
];

/// Appearance, refresh, about.
#[component]
pub fn SettingsPage() -> impl IntoView {
    let store = use_store();
    let settings = store.settings;
    let floating = expect_context::<Floating>();
    let colours = Theme::ALL.map(|theme| {
        radio(
            "theme",
            theme.label(),
            move || settings.read().theme == theme,
            move || settings.update(|s| s.theme = theme),
        )
    });
    let compact = tick(
        "Compact",
        false,
        move || settings.read().compact,
        move |compact| settings.update(|s| s.compact = compact),
    );
    let intervals = INTERVALS.map(|(seconds, words)| {
        radio(
            "refresh",
            words,
            move || settings.read().refresh_seconds == seconds,
            move || settings.update(|s| s.refresh_seconds = seconds),
        )
    });
    let shortcuts = tick(
        "Shortcuts of single keys",
        false,
        move || settings.read().shortcuts,
        move |shortcuts| settings.update(|s| s.shortcuts = shortcuts),
    );
    let keyboard = view! {
        {shortcuts}
        <button type="button" class="button" on:click=move |_| floating.open(Float::Map)>"Show all shortcuts"</button>
    };
    view! {
        <div class="page">
            <h1>"Settings"</h1>
            <form class="form" on:submit=|event| event.prevent_default()>
                {group("Colours", "", colours.into_iter().collect_view().into_any())}
                {group("Rows", "", compact)}
                {group(
                    "Look at every account",
                    "While a job runs, its machine is looked at every few seconds. Nothing is looked at while this tab is hidden.",
                    intervals.into_iter().collect_view().into_any(),
                )}
                {group(
                    "Keyboard",
                    "Turn them off if speech input or a slip of the hand sets them off. Those with Ctrl or ⌘ stay.",
                    keyboard.into_any(),
                )}
            </form>
            <h2>"About"</h2>
            <p>"Pilothouse "{env!("CARGO_PKG_VERSION")}". Free software under the MIT or Apache-2.0 licence, as you choose."</p>
            <p>"This page speaks to:"</p>
            <ul>
                {part(move || store.all().into_iter().map(|holding| view! {
                    <li><code>{holding.account.endpoint.origin()}</code>" for "{holding.account.label.clone()}</li>
                }).collect_view().into_any())}
            </ul>
        </div>
    }
}

/// Choices about one thing; without help where they say enough themselves.
fn group(legend: &'static str, help: &'static str, choices: AnyView) -> AnyView {
    let help = (!help.is_empty()).then(|| view! { <p class="help">{help}</p> });
    view! {
        <fieldset class="choices">
            <legend>{legend}</legend>
            {choices}
            {help}
        </fieldset>
    }
    .into_any()
}
