//! Small things kept in this browser. Never a secret: those are the vault's.

use serde::{Serialize, de::DeserializeOwned};

fn local() -> Option<web_sys::Storage> {
    web_sys::window()?.local_storage().ok().flatten()
}

/// What was kept under this name; `None` where nothing was, it cannot be read any more, or the
/// browser keeps nothing.
pub fn load<T: DeserializeOwned>(name: &str) -> Option<T> {
    let text = local()?.get_item(&key(name)).ok().flatten()?;
    // From bytes as everywhere else: reading from text would be another copy of the reader.
    serde_json::from_slice(text.as_bytes()).ok()
}

/// Keeps a value. Where the browser refuses (private windows, full storage) it lives until reload.
pub fn save<T: Serialize>(name: &str, value: &T) {
    if let (Some(storage), Ok(text)) = (local(), serde_json::to_string(value)) {
        let _kept = storage.set_item(&key(name), &text);
    }
}

/// Keeps nothing under this name any more.
pub fn forget(name: &str) {
    if let Some(storage) = local() {
        let _gone = storage.remove_item(&key(name));
    }
}

fn key(name: &str) -> String {
    format!("pilothouse.{name}")
}
