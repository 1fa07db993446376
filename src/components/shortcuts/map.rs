//! The map of all shortcuts.

use leptos::prelude::*;

use super::{
    floating::Floating,
    table::{Keys, SHORTCUTS},
};
use crate::{
    routes::Route,
    store::use_store,
    ui::{dialog::Dialog, follow::part_when},
};

/// The dialog.
pub fn view() -> AnyView {
    let (store, floating) = (use_store(), expect_context::<Floating>());
    let close = Callback::new(move |()| floating.close());
    let lines: Vec<AnyView> = SHORTCUTS
        .into_iter()
        .map(|shortcut| {
            view! {
                <div class="shortcut">
                    <dt>{shortcut.words}</dt>
                    <dd>{keys(shortcut.keys)}</dd>
                </div>
            }
            .into_any()
        })
        .collect();
    view! {
        <Dialog title="Keyboard shortcuts" on_close=close>
            <dl class="shortcuts">{lines}</dl>
            {part_when(
                move || !store.settings.read().shortcuts,
                || view! { <p class="shortcuts-off">"Shortcuts of single keys are turned off in the settings."</p> }.into_any(),
            )}
            <div class="dialog-actions">
                <a class="button quiet" href=Route::Settings.href() on:click=move |_| floating.close()>"Settings"</a>
                <button class="button" autofocus on:click=move |_| floating.close()>"Close"</button>
            </div>
        </Dialog>
    }
    .into_any()
}

/// The keys to press, as they are written on a keyboard.
pub fn keys(keys: Keys) -> AnyView {
    match keys {
        Keys::One(key) => view! { <kbd>{key}</kbd> }.into_any(),
        Keys::Two(first, second) => {
            view! { <kbd>{first}</kbd><span class="shortcut-join">" then "</span><kbd>{second}</kbd> }.into_any()
        }
        Keys::Command(key) => {
            let with = if is_mac() { "⌘" } else { "Ctrl" };
            view! { <kbd>{with}</kbd><span class="shortcut-join">" + "</span><kbd>{key.to_ascii_uppercase()}</kbd> }.into_any()
        }
    }
}

/// Whether the keyboard has a ⌘. Wrong answers cost nothing: either key is taken.
fn is_mac() -> bool {
    let platform = window().navigator().platform().unwrap_or_default();
    platform.starts_with("Mac") || platform.starts_with("iP")
}
