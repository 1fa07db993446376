//! A button that drops a small panel; on a phone the panel is a sheet from below.

use std::{sync::Arc, time::Duration};

use leptos::{html, prelude::*};
use wasm_bindgen::JsCast;

use super::{
    dom,
    follow::{act, part, text},
};

/// Makes what is in the panel, each time it opens, from a way to close it.
pub type Make = Arc<dyn Fn(Callback<()>) -> AnyView + Send + Sync>;

/// What the keyboard can get to in a panel.
const REACHABLE: &str = "a[href], button, input, select";

/// How often it is looked for what is in a panel.
const PULSE: Duration = Duration::from_millis(30);
const TRIES: u32 = 100;

/// The button and, while it is open, the panel.
#[component]
pub fn Drop(
    /// Different from every other on the page.
    id: &'static str,
    /// What is on the button.
    #[prop(into)]
    label: Signal<String>,
    /// The accessible name of the panel.
    name: &'static str,
    /// What is in the panel.
    make: Make,
) -> impl IntoView {
    let open = RwSignal::new(false);
    let node = NodeRef::<html::Div>::new();
    let close = Callback::new(move |()| {
        open.set(false);
        dom::focus(id);
    });
    Effect::new(move |_| {
        if let Some(panel) = node.get() {
            let _focused = panel.focus();
            focus_first(panel, TRIES);
        }
    });
    let panel = part(move || {
        if !open.get() {
            return ().into_any();
        }
        // It also goes to nowhere: when the page is left, and with it all that is known here.
        let left = move |event: web_sys::FocusEvent| {
            let to = event.related_target().and_then(|to| to.dyn_into().ok());
            if let (Some(to), Some(Some(panel))) = (to, node.try_get_untracked())
                && !panel.contains(Some(&to))
            {
                open.set(false);
            }
        };
        view! {
            <div class="drop-shade" on:click=act(move |_| open.set(false))></div>
            <div
                node_ref=node
                class="drop-panel"
                role="group"
                aria-label=name
                tabindex="-1"
                on:focusout=act(left)
            >
                {make(close)}
            </div>
        }
        .into_any()
    });
    view! {
        <div
            class="drop"
            on:keydown=act(move |event: web_sys::KeyboardEvent| if event.key() == "Escape" && open.get_untracked() {
                event.stop_propagation();
                close.run(());
            })
        >
            <button
                id=id
                class="button"
                aria-expanded=text(move || open.get().to_string())
                on:click=act(move |_| open.update(|open| *open = !*open))
            >{label}</button>
            {panel}
        </div>
    }
}

/// Puts the keyboard on the first thing in a panel, which may be a moment in coming, unless it has
/// gone elsewhere meanwhile.
fn focus_first(panel: web_sys::HtmlDivElement, tries: u32) {
    let is_there = document().active_element().as_ref() == Some(panel.as_ref());
    if !is_there {
        return;
    }
    let first = panel.query_selector(REACHABLE).ok().flatten();
    match first.and_then(|first| first.dyn_into::<web_sys::HtmlElement>().ok()) {
        Some(first) => {
            let _focused = first.focus();
        }
        None if tries > 0 => {
            set_timeout(move || focus_first(panel, tries - 1), PULSE);
        }
        None => {}
    }
}
