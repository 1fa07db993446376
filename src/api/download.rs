//! Hands a text to the person as a file.

use leptos::prelude::document;
use wasm_bindgen::JsCast;

/// Saves a text under a name, as the browser saves files. Does nothing where it cannot.
pub fn save(name: &str, kind: &str, text: &str) {
    let parts = js_sys::Array::of1(&text.into());
    let options = web_sys::BlobPropertyBag::new();
    options.set_type(kind);
    let Ok(blob) = web_sys::Blob::new_with_str_sequence_and_options(&parts, &options) else {
        return;
    };
    let Ok(url) = web_sys::Url::create_object_url_with_blob(&blob) else {
        return;
    };
    if let Ok(link) = document().create_element("a") {
        let _set = link
            .set_attribute("href", &url)
            .and_then(|()| link.set_attribute("download", name));
        if let Ok(link) = link.dyn_into::<web_sys::HtmlElement>() {
            link.click();
        }
    }
    // What was begun keeps the file; the address is of no further use.
    let _revoked = web_sys::Url::revoke_object_url(&url);
}
