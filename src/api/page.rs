//! The window and the document around the panel.

use std::panic;

use js_sys::{Promise, Reflect};
use leptos::prelude::{document, window};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;

/// The address's fragment with its `#`.
pub fn fragment() -> String {
    window().location().hash().unwrap_or_default()
}

/// Goes to another address, as a click on a link would.
pub fn go(href: &str) {
    let _same_page = window().location().set_hash(href);
}

/// Changes the address without a new entry in the history.
pub fn replace(href: &str) {
    if let Ok(history) = window().history() {
        let _same_page = history.replace_state_with_url(&JsValue::NULL, "", Some(href));
    }
}

/// Opens an address in a tab that knows nothing of this one; says whether that was done. The
/// address may let in whoever has it, so it is kept nowhere. Only pages are opened: an address of
/// another kind could run as a script.
pub fn open_apart(url: &str) -> bool {
    let start: String = url.chars().take(8).collect::<String>().to_lowercase();
    if !start.starts_with("https://") && !start.starts_with("http://") {
        return false;
    }
    // What it gives back is nothing, as nothing may be known of the other tab.
    window()
        .open_with_url_and_target_and_features(url, "_blank", "noopener,noreferrer")
        .is_ok()
}

/// Names the window.
pub fn set_title(title: &str) {
    document().set_title(&format!("{title} · Pilothouse"));
}

/// Sets an attribute of the root element; `None` removes it.
pub fn set_root_attribute(name: &str, value: Option<&str>) {
    if let Some(root) = document().document_element() {
        let _set = match value {
            Some(value) => root.set_attribute(name, value),
            None => root.remove_attribute(name),
        };
    }
}

/// Where the styles are that the first view does without, and their element's id.
const STYLES: (&str, &str) = ("parts/style/later.css", "later-styles");

/// Loads the styles the first view does without; says whether they are there.
pub async fn load_styles() -> bool {
    let (href, id) = STYLES;
    let link = document().get_element_by_id(id).or_else(|| {
        let link = document().create_element("link").ok()?;
        link.set_id(id);
        link.set_attribute("rel", "stylesheet").ok()?;
        link.set_attribute("href", href).ok()?;
        document().head()?.append_child(&link).ok()?;
        Some(link)
    });
    let Some(link) = link else { return false };
    let sheet = Reflect::get(&link, &JsValue::from_str("sheet"));
    if sheet.is_ok_and(|sheet| sheet.is_object()) {
        return true;
    }
    let loaded = Promise::new(&mut |resolve, reject| {
        let _listens = link.add_event_listener_with_callback("load", &resolve);
        let _listens = link.add_event_listener_with_callback("error", &reject);
    });
    let is_loaded = JsFuture::from(loaded).await.is_ok();
    if !is_loaded {
        // The next try begins anew.
        link.remove();
    }
    is_loaded
}

/// Milliseconds after which somebody who only looks counts as using the page.
const ONLY_LOOKS: i32 = 30_000;

/// Waits until somebody begins to use the page, or has looked at it for a while.
pub async fn first_use() {
    let used = Promise::new(&mut |resolve, _| {
        for event in ["pointerdown", "keydown", "hashchange"] {
            let _listens = window().add_event_listener_with_callback(event, &resolve);
        }
        let _counts =
            window().set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, ONLY_LOOKS);
    });
    let _used = JsFuture::from(used).await;
}

/// Whether nobody is looking at this tab.
pub fn is_hidden() -> bool {
    document().visibility_state() == web_sys::VisibilityState::Hidden
}

/// Takes the "is starting" line away.
pub fn remove_boot_message() {
    if let Some(boot) = document().get_element_by_id("boot") {
        boot.remove();
    }
}

/// Shows a text-only screen when the panel itself breaks, with a report that can be copied.
pub fn report_panics() {
    panic::set_hook(Box::new(|info| {
        console_error_panic_hook::hook(info);
        let place = info.location().map(ToString::to_string).unwrap_or_default();
        show_crash(&format!(
            "Pilothouse {} stopped at {place}",
            env!("CARGO_PKG_VERSION")
        ));
    }));
}

/// Says what happened, as text and nothing else. The place in the source is all the report has:
/// a panic's message may hold anything, a provider's text included.
fn show_crash(report: &str) {
    let document = document();
    let (Some(body), Ok(screen), Ok(text)) = (
        document.body(),
        document.create_element("div"),
        document.create_element("pre"),
    ) else {
        return;
    };
    text.set_text_content(Some(&format!(
        "Pilothouse has stopped because of a mistake of its own.\n\nNo action is repeated when you reload the page.\nWhat you asked for last may or may not have reached the provider: look at the machine's state after reloading.\n\nReport, without any of your data:\n{report}"
    )));
    let _set = screen
        .set_attribute("class", "crash")
        .and_then(|()| screen.set_attribute("role", "alert"));
    let _shown = screen
        .append_child(&text)
        .and_then(|_| body.append_child(&screen));
}
