//! Randomness nobody can foresee, from the browser.

use js_sys::{Function, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};

/// Fills these bytes from `crypto.getRandomValues`; says whether it did.
#[must_use]
pub fn fill(bytes: &mut [u8]) -> bool {
    let field = |of: &JsValue, name: &str| Reflect::get(of, &JsValue::from_str(name));
    let array = Uint8Array::new_with_length(u32::try_from(bytes.len()).unwrap_or(0));
    let drawn = field(&js_sys::global(), "crypto").and_then(|crypto| {
        let draw: Function = field(&crypto, "getRandomValues")?.dyn_into()?;
        draw.call1(&crypto, &array)
    });
    if drawn.is_ok() {
        array.copy_to(bytes);
    }
    drawn.is_ok()
}
