//! Moving through a menu by keyboard.

use leptos::{html, prelude::*};
use wasm_bindgen::JsCast;

/// Arrows, Home and End move along the items; Escape and Tab close.
pub fn keys(event: &web_sys::KeyboardEvent, node: NodeRef<html::Div>, close: Callback<()>) {
    let Some(menu) = node.get_untracked() else {
        return;
    };
    let focused = document().active_element();
    match event.key().as_str() {
        "Escape" | "Tab" => close.run(()),
        "ArrowDown" => step(&menu, 1, focused),
        "ArrowUp" => step(&menu, -1, focused),
        "Home" => step(&menu, 1, None),
        "End" => step(&menu, -1, None),
        _ => return,
    }
    event.prevent_default();
}

/// Moves the focus to the next item that way, round the ends; from nowhere to the first or last.
pub fn step(menu: &web_sys::HtmlDivElement, way: i32, from: Option<web_sys::Element>) {
    let Ok(items) = menu.query_selector_all("[role=menuitem]") else {
        return;
    };
    let item = |at: i32| {
        let item = items.get(at.max(0) as u32)?;
        item.dyn_into::<web_sys::HtmlElement>().ok()
    };
    let count = items.length() as i32;
    let is_from = |at: &i32| from.is_some() && item(*at).map(Into::into) == from;
    let next = match (0..count).find(is_from) {
        Some(at) => (at + way).rem_euclid(count.max(1)),
        None if way > 0 => 0,
        None => count - 1,
    };
    if let Some(item) = item(next) {
        let _focused = item.focus();
    }
}
