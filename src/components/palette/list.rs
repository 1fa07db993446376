//! The lines of the list of commands.

use leptos::prelude::*;

use super::{Palette, entry::Entry};
use crate::{
    components::{shortcuts::map, state_badge::tone_class},
    ui::follow::{part, text, when},
};

const LIST: &str = "palette-list";

/// The element of a line.
pub(super) fn line_id(line: usize) -> String {
    ["palette-", &line.to_string()].concat()
}

/// All lines.
pub(super) fn list(palette: Palette) -> AnyView {
    let lines = part(move || {
        let entries = palette.found.read().entries.clone();
        let lines = entries.into_iter().enumerate();
        let lines = lines.map(|(index, entry)| line(palette, index, entry));
        lines.collect::<Vec<AnyView>>().into_any()
    });
    let is_empty = when(move || palette.found.read().entries.is_empty());
    view! {
        <ul id=LIST class="palette-list plain" role="listbox" aria-label="Commands" hidden=is_empty>
            {lines}
        </ul>
    }
    .into_any()
}

fn line(palette: Palette, index: usize, entry: Entry) -> AnyView {
    let id = line_id(index);
    let (name_id, detail_id) = ([&id, "-name"].concat(), [&id, "-detail"].concat());
    let is_active = when(move || palette.active.get() == index);
    let mark = entry.state.map(|state| {
        view! {
            <span class=tone_class(state.tone())><span class="shape" aria-hidden="true"></span></span>
        }
        .into_any()
    });
    let detail = match entry.state {
        Some(state) => [state.word(), " · ", &entry.detail].concat(),
        None => entry.detail.clone(),
    };
    let keys = entry.keys.map(|keys| {
        view! { <span class="palette-keys" aria-hidden="true">{map::keys(keys)}</span> }.into_any()
    });
    let is_name = entry.state.is_some();
    view! {
        <li
            id=id
            class="palette-line"
            class:is-active=is_active
            role="option"
            aria-selected=text(move || is_active.get().to_string())
            aria-disabled=entry.is_closed.to_string()
            aria-labelledby=name_id.clone()
            aria-describedby=detail_id.clone()
            on:mousedown=|event| event.prevent_default()
            on:mousemove=move |_| if !is_active.get_untracked() { palette.point_at(index); }
            on:click=move |_| palette.choose_at(index)
        >
            {mark}
            <span id=name_id.clone() class="palette-name" class:mono=is_name>{entry.name}</span>
            <span id=detail_id.clone() class="palette-detail">{detail}</span>
            {keys}
        </li>
    }
    .into_any()
}

/// Scrolls the list as far as it takes to see a line.
pub(super) fn reveal(line: usize) {
    let (list, line) = (
        document().get_element_by_id(LIST),
        document().get_element_by_id(&line_id(line)),
    );
    if let (Some(list), Some(line)) = (list, line) {
        let (frame, place) = (
            list.get_bounding_client_rect(),
            line.get_bounding_client_rect(),
        );
        let over =
            (place.bottom() - frame.bottom()).max(0.0) + (place.top() - frame.top()).min(0.0);
        list.set_scroll_top(list.scroll_top() + over as i32);
    }
}
