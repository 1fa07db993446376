//! A button that copies a text and says whether it worked.

use std::sync::Arc;

use leptos::{prelude::*, task::spawn_local};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;

use super::follow::text;

/// How long the button says what happened.
const SAID_FOR: std::time::Duration = std::time::Duration::from_secs(3);

/// Gives the text when the button is pressed, so that it need not be on the page.
pub type Give = Arc<dyn Fn() -> String + Send + Sync>;

/// The button.
#[component]
pub fn CopyButton(
    /// What is copied, for its name: "address 192.0.2.1".
    #[prop(into)]
    what: String,
    /// The text.
    give: Give,
) -> impl IntoView {
    let said = RwSignal::new("");
    let press = move |_| {
        let words = give();
        spawn_local(async move {
            let outcome = if copy(&words).await {
                "Copied"
            } else {
                "Not allowed"
            };
            let _still_there = said.try_set(outcome);
            set_timeout(
                move || {
                    let _still_there = said.try_set("");
                },
                SAID_FOR,
            );
        });
    };
    let label = ["Copy ", &what].concat();
    view! {
        <button type="button" class="button quiet copy" aria-label=label on:click=press>
            <span aria-hidden="true">{text(move || if said.get().is_empty() { "Copy" } else { said.get() }.to_owned())}</span>
        </button>
        <span class="visually-hidden" role="status">{text(move || said.get().to_owned())}</span>
    }
}

/// Copies a text; says whether the browser let it.
async fn copy(text: &str) -> bool {
    let navigator = window().navigator();
    // A page that was not fetched safely has none.
    let clipboard = js_sys::Reflect::get(&navigator, &JsValue::from_str("clipboard"));
    if !clipboard.is_ok_and(|clipboard| clipboard.is_object()) {
        return false;
    }
    JsFuture::from(navigator.clipboard().write_text(text))
        .await
        .is_ok()
}
