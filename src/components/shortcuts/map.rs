//! The map of shortcuts, from the table that handles them.

use leptos::prelude::*;

use super::SHORTCUTS;
use crate::{
    store::use_store,
    ui::{dialog::Dialog, dom},
};

/// The dialog.
#[component]
pub fn ShortcutMap(
    /// Called when it is dismissed.
    close: Callback<()>,
) -> impl IntoView {
    let store = use_store();
    let is_off = !store.settings.read_untracked().shortcuts;
    let command = if dom::is_apple() { "⌘" } else { "Ctrl" };
    let line = |keys: Vec<&'static str>, words: &'static str| {
        let keys = keys.into_iter().map(|key| view! { <kbd>{key}</kbd>" " });
        view! { <div class="shortcut"><dt>{keys.collect_view()}</dt><dd>{words}</dd></div> }
    };
    view! {
        <Dialog title="Keyboard shortcuts" on_close=close>
            {is_off.then(|| view! { <p class="muted">"Shortcuts of single keys are turned off in Settings."</p> })}
            <dl class="shortcuts">
                {line(vec![command, "K"], "Open the command palette")}
                {SHORTCUTS.iter().map(|one| line(one.keys.to_vec(), one.words)).collect_view()}
            </dl>
            <div class="dialog-actions">
                <button class="button" autofocus on:click=move |_| close.run(())>"Close"</button>
            </div>
        </Dialog>
    }
}
