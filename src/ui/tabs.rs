//! Parts of a page of which one is seen at a time.

use leptos::{ev::KeyboardEvent, prelude::*};

use super::{
    dom,
    follow::{text, when},
};

/// The tabs alone; the panel of the chosen one is the caller's: [`panel_id`] is its id.
#[component]
pub fn TabList(
    /// Begins the ids; unique on the page.
    id: &'static str,
    /// What the tabs are for, for people who listen.
    label: &'static str,
    /// The words on them.
    names: &'static [&'static str],
    /// The number of the chosen one.
    chosen: RwSignal<usize>,
) -> impl IntoView {
    let count = names.len();
    let press = move |event: KeyboardEvent| {
        let now = chosen.get_untracked();
        let next = match event.key().as_str() {
            "ArrowRight" => (now + 1) % count,
            "ArrowLeft" => (now + count - 1) % count,
            "Home" => 0,
            "End" => count - 1,
            _ => return,
        };
        event.prevent_default();
        chosen.set(next);
        dom::focus(&tab_id(id, next));
    };
    let tabs = names.iter().enumerate().map(|(index, name)| {
        let is_chosen = when(move || chosen.get() == index);
        view! {
            <button
                id=tab_id(id, index)
                class="tab"
                type="button"
                role="tab"
                aria-selected=text(move || is_chosen.get().to_string())
                aria-controls=panel_id(id)
                tabindex=text(move || if is_chosen.get() { "0" } else { "-1" }.to_owned())
                on:click=move |_| chosen.set(index)
            >{*name}</button>
        }
    });
    view! {
        <div class="tabs" role="tablist" aria-label=label on:keydown=press>{tabs.collect_view()}</div>
    }
}

/// The id of the panel that belongs to tabs.
pub fn panel_id(id: &str) -> String {
    [id, "-panel"].concat()
}

/// The id of the tab of this number, which names its panel.
pub fn tab_id(id: &str, index: usize) -> String {
    [id, "-tab-", &index.to_string()].concat()
}
