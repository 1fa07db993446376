//! The little of the document that components reach for themselves: focus and media queries.

use leptos::prelude::{
    RwSignal, Set, Signal, StoredValue, WithValue, document, on_cleanup, window,
};
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::Event;

/// Moves the keyboard focus to the element with this id, if it is on the page.
pub fn focus(id: &str) {
    let _moved = try_focus(id);
}

/// The same; says whether the focus is there now.
pub fn try_focus(id: &str) -> bool {
    if let Some(element) = document().get_element_by_id(id)
        && let Ok(element) = element.dyn_into::<web_sys::HtmlElement>()
    {
        let _focused = element.focus();
    }
    has_focus(id)
}

/// The element with this id, if it is on the page and of this kind.
pub fn by_id<E: JsCast>(id: &str) -> Option<E> {
    document().get_element_by_id(id)?.dyn_into().ok()
}

/// Whether the element with this id has the keyboard focus.
pub fn has_focus(id: &str) -> bool {
    document()
        .active_element()
        .is_some_and(|element| element.id() == id)
}

/// Calls back on every event of this name at an element or within, before anything within hears of
/// it, for as long as what asks is there.
pub fn listen(target: &web_sys::EventTarget, name: &'static str, call: impl Fn(Event) + 'static) {
    heed(target.clone(), name, Closure::new(call));
}

type Heard = Closure<dyn Fn(Event)>;

fn heed(target: web_sys::EventTarget, name: &'static str, heard: Heard) {
    let listener = heard.as_ref().unchecked_ref();
    let _added = target.add_event_listener_with_callback_and_bool(name, listener, true);
    let kept = StoredValue::new_local((target, heard));
    on_cleanup(move || {
        kept.with_value(|(target, heard)| {
            let listener = heard.as_ref().unchecked_ref();
            let _removed =
                target.remove_event_listener_with_callback_and_bool(name, listener, true);
        });
    });
}

/// Puts the caret of a text area at an offset in UTF-16 units, and that line (from 1) into view.
pub fn put_caret(id: &str, offset: u32, line: u32) {
    if let Some(element) = document().get_element_by_id(id)
        && let Ok(area) = element.dyn_into::<web_sys::HtmlTextAreaElement>()
    {
        let _focused = area.focus();
        let _put = area.set_selection_range(offset, offset);
        let lines = area.value().split('\n').count().max(1) as i32;
        area.set_scroll_top(area.scroll_height() / lines * (line as i32 - 3).max(0));
    }
}

/// Scrolls the element with this id into view, no further than needed.
pub fn reveal(id: &str) {
    if let Some(element) = document().get_element_by_id(id) {
        element.scroll_into_view_with_bool(false);
    }
}

/// Moves the keyboard focus to the first element that matches, if any is on the page.
pub fn focus_first(selector: &str) {
    if let Ok(Some(element)) = document().query_selector(selector)
        && let Ok(element) = element.dyn_into::<web_sys::HtmlElement>()
    {
        let _focused = element.focus();
    }
}

/// Whether this media query matches now.
pub fn matches(query: &str) -> bool {
    window()
        .match_media(query)
        .ok()
        .flatten()
        .is_some_and(|list| list.matches())
}

/// Whether this media query matches, for as long as what asks is there.
pub fn media(query: &str) -> Signal<bool> {
    let is_so = RwSignal::new(matches(query));
    if let Ok(Some(list)) = window().match_media(query) {
        let list_now = list.clone();
        listen(&list, "change", move |_| is_so.set(list_now.matches()));
    }
    is_so.into()
}
