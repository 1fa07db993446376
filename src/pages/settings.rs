//! How a person likes the panel.

use leptos::prelude::*;

use crate::{
    components::shortcuts::{Float, Floating},
    store::{settings::Theme, use_store},
    ui::follow::{part, when},
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
    view! {
        <div class="page">
            <h1>"Settings"</h1>
            <form class="form" on:submit=|event| event.prevent_default()>
                <fieldset class="choices">
                    <legend>"Colours"</legend>
                    {Theme::ALL.map(|theme| view! {
                        <label class="choice">
                            <input
                                type="radio"
                                name="theme"
                                prop:checked=when(move || settings.read().theme == theme)
                                on:change=move |_| settings.update(|s| s.theme = theme)
                            />
                            {theme.label()}
                        </label>
                    }).into_iter().collect_view()}
                </fieldset>
                <fieldset class="choices">
                    <legend>"Rows"</legend>
                    <label class="choice">
                        <input
                            type="checkbox"
                            prop:checked=when(move || settings.read().compact)
                            on:change=move |event| settings.update(|s| s.compact = event_target_checked(&event))
                        />
                        "Compact"
                    </label>
                </fieldset>
                <fieldset class="choices">
                    <legend>"Look at every account"</legend>
                    {INTERVALS.map(|(seconds, words)| view! {
                        <label class="choice">
                            <input
                                type="radio"
                                name="refresh"
                                prop:checked=when(move || settings.read().refresh_seconds == seconds)
                                on:change=move |_| settings.update(|s| s.refresh_seconds = seconds)
                            />
                            {words}
                        </label>
                    }).into_iter().collect_view()}
                    <p class="help">"While a job runs, its machine is looked at every few seconds. Nothing is looked at while this tab is hidden."</p>
                </fieldset>
                <fieldset class="choices">
                    <legend>"Keyboard"</legend>
                    <label class="choice">
                        <input
                            type="checkbox"
                            prop:checked=when(move || settings.read().shortcuts)
                            on:change=move |event| settings.update(|s| s.shortcuts = event_target_checked(&event))
                        />
                        "Shortcuts of single keys"
                    </label>
                    <button type="button" class="button" on:click=move |_| floating.open(Float::Map)>"Show all shortcuts"</button>
                    <p class="help">"Turn them off if speech input or a slip of the hand sets them off. Those with Ctrl or ⌘ stay."</p>
                </fieldset>
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
