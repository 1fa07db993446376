//! The clipboard.

use leptos::prelude::window;

/// Puts text on it. Where the browser refuses, nothing happens.
pub fn write(text: &str) {
    let _written = window().navigator().clipboard().write_text(text);
}
