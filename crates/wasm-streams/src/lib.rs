//! Stands in for the crate of this name, which Leptos' server functions use to send and receive
//! bodies piece by piece.
//!
//! The panel has no server functions, yet that crate exports three classes to the page, and what is
//! exported is never left out of a program: 1.4 kB that every first visit would fetch for nothing.
//! Here is what Leptos needs of it to be compiled; whoever calls it is told so.

use futures_util::{Stream, future, stream};
use wasm_bindgen::JsValue;

/// A body that cannot be read.
#[derive(Debug)]
pub struct ReadableStream;

impl ReadableStream {
    /// Forgets the body.
    pub fn from_raw(_: web_sys::ReadableStream) -> Self {
        Self
    }

    /// An error.
    pub fn into_stream(self) -> impl Stream<Item = Result<JsValue, JsValue>> + 'static {
        let words = JsValue::from_str("This program was built without streams.");
        stream::once(future::ready(Err(words)))
    }

    /// Forgets the body.
    pub fn from_stream(_: impl Stream<Item = Result<JsValue, JsValue>> + 'static) -> Self {
        Self
    }

    /// No body.
    pub fn into_raw(self) -> JsValue {
        JsValue::NULL
    }
}
