//! A modal question on the browser's own `<dialog>`, which keeps the focus inside and gives it
//! back.

use super::follow::act;
use leptos::{html, prelude::*};
use wasm_bindgen::JsCast;

/// A dialog that is there while it is rendered.
#[component]
pub fn Dialog(
    /// Its heading and accessible name.
    #[prop(into)]
    title: String,
    /// Called on Escape and when it is dismissed in any other way.
    on_close: Callback<()>,
    /// What it says and its buttons.
    children: Children,
) -> impl IntoView {
    let node = NodeRef::<html::Dialog>::new();
    give_focus_back();
    Effect::new(move |_| {
        if let Some(dialog) = node.get()
            && !dialog.open()
        {
            let _shown = dialog.show_modal();
        }
    });
    view! {
        <dialog
            node_ref=node
            class="dialog"
            aria-labelledby="dialog-title"
            on:cancel=act(move |event: web_sys::Event| { event.prevent_default(); on_close.run(()); })
        >
            <h2 id="dialog-title">{title}</h2>
            {children()}
        </dialog>
    }
}

/// When the dialog goes, the focus returns to what had it before. The browser does so only for a
/// dialog that is closed, not for one that is taken off the page.
fn give_focus_back() {
    let before = StoredValue::new_local(document().active_element());
    on_cleanup(move || {
        let had = before.try_get_value().flatten();
        let had = had.and_then(|element| element.dyn_into::<web_sys::HtmlElement>().ok());
        if let Some(element) = had {
            request_animation_frame(move || {
                // Whoever answered the dialog may have put it somewhere by now.
                let is_lost = document().active_element() == document().body().map(Into::into);
                if is_lost {
                    let _focused = element.focus();
                }
            });
        }
    });
}
