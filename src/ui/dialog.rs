//! A modal question on the browser's own `<dialog>`, which keeps the focus inside and gives it
//! back.

use leptos::{html, prelude::*};

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
            on:cancel=move |event: web_sys::Event| { event.prevent_default(); on_close.run(()); }
        >
            <h2 id="dialog-title">{title}</h2>
            {children()}
        </dialog>
    }
}
