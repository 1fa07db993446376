//! A button that drops a small panel; on a phone the panel is a sheet from below.

use std::sync::Arc;

use leptos::{html, prelude::*};
use wasm_bindgen::JsCast;

use super::{
    dom,
    follow::{part, text},
};

/// Makes what is in the panel, each time it opens, from a way to close it.
pub type Make = Arc<dyn Fn(Callback<()>) -> AnyView + Send + Sync>;

/// What the keyboard can get to in a panel.
const REACHABLE: &str = "a[href], button, input, select";

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
        if let Some(panel) = node.get()
            && let Ok(Some(first)) = panel.query_selector(REACHABLE)
            && let Ok(first) = first.dyn_into::<web_sys::HtmlElement>()
        {
            let _focused = first.focus();
        }
    });
    let panel = part(move || {
        if !open.get() {
            return ().into_any();
        }
        let left = move |event: web_sys::FocusEvent| {
            let to = event.related_target().and_then(|to| to.dyn_into().ok());
            let stays = node
                .get_untracked()
                .is_none_or(|panel| panel.contains(to.as_ref()));
            if to.is_some() && !stays {
                open.set(false);
            }
        };
        view! {
            <div class="drop-shade" on:click=move |_| open.set(false)></div>
            <div
                node_ref=node
                class="drop-panel"
                role="group"
                aria-label=name
                tabindex="-1"
                on:focusout=left
                on:keydown=move |event: web_sys::KeyboardEvent| if event.key() == "Escape" {
                    event.stop_propagation();
                    close.run(());
                }
            >
                {make(close)}
            </div>
        }
        .into_any()
    });
    view! {
        <div class="drop">
            <button
                id=id
                class="button"
                aria-expanded=text(move || open.get().to_string())
                on:click=move |_| open.update(|open| *open = !*open)
            >{label}</button>
            {panel}
        </div>
    }
}
