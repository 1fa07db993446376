//! The other tabs of this browser that show the panel: what is told to them, and what only one of
//! them may do at a time.

use js_sys::{Function, Promise, Reflect};
use leptos::prelude::window;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::{BroadcastChannel, MessageEvent};

const CHANNEL: &str = "pilothouse";

/// A lock of the browser's; given back when dropped, and by the browser when the tab ends.
pub struct Held(Function);

impl Drop for Held {
    fn drop(&mut self) {
        let _given_back = self.0.call0(&JsValue::NULL);
    }
}

/// Waits until nobody else holds the lock of this name, and holds it. `None` where the browser has
/// no locks: outside a secure context.
pub async fn lock(name: &str) -> Option<Held> {
    let locks = Reflect::get(&window().navigator(), &JsValue::from_str("locks")).ok()?;
    let request: Function = Reflect::get(&locks, &JsValue::from_str("request"))
        .ok()?
        .dyn_into()
        .ok()?;
    let (held, release) = promise();
    let (granted, grant) = promise();
    // The browser holds the lock until what this gives back is settled.
    let callback = Closure::once_into_js(move |_lock: JsValue| -> JsValue {
        let _granted = grant.call0(&JsValue::NULL);
        held.into()
    });
    let name = JsValue::from_str(&["pilothouse ", name].concat());
    request.call2(&locks, &name, &callback).ok()?;
    JsFuture::from(granted).await.ok()?;
    Some(Held(release))
}

/// A promise and what settles it.
fn promise() -> (Promise, Function) {
    let mut settle = None;
    let promise = Promise::new(&mut |resolve, _| settle = Some(resolve));
    // `Promise` calls its function before it returns.
    (promise, settle.unwrap_or_default())
}

/// What all tabs hear.
#[derive(Clone)]
pub struct Channel(Option<BroadcastChannel>);

impl Channel {
    /// Joins; where the browser has no channels, nothing is ever heard.
    pub fn join() -> Self {
        Self(BroadcastChannel::new(CHANNEL).ok())
    }

    /// Tells every other tab.
    pub fn tell(&self, words: &str) {
        if let Some(channel) = &self.0 {
            let _told = channel.post_message(&JsValue::from_str(words));
        }
    }

    /// Listens for as long as the page lives.
    pub fn listen(&self, each: impl Fn(String) + 'static) {
        let Some(channel) = &self.0 else { return };
        let heard = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
            if let Some(words) = event.data().as_string() {
                each(words);
            }
        });
        channel.set_onmessage(Some(heard.as_ref().unchecked_ref()));
        heard.forget();
    }
}
