//! A line with a group's heading.

use leptos::prelude::*;

use super::{
    heading::GroupHeading,
    pane::{Headings, Pane, element_id},
};
use crate::{
    store::listing::group_of_key,
    ui::{
        follow::{act, text},
        window::px,
    },
};

/// A group's heading at its place; both follow the listing.
#[component]
pub fn GroupLine(
    /// The key of its line.
    key: String,
    /// The headings on the page.
    headings: Headings,
    /// What they are on.
    pane: Pane,
) -> impl IntoView {
    let fleet = pane.fleet;
    let line = {
        let key = key.clone();
        Memo::new(move |before: Option<&usize>| {
            let headings = headings.read();
            let found = headings.iter().find(|(one, _)| *one == key);
            // On its way out it stays where it was.
            found
                .map(|(_, line)| *line)
                .or(before.copied())
                .unwrap_or_default()
        })
    };
    let is_active = {
        let key = key.clone();
        Memo::new(move |_| {
            let active = pane.active.read();
            active.as_ref().is_some_and(|(one, _)| *one == key)
        })
    };
    let id = element_id(&key);
    let group = group_of_key(&key).unwrap_or_default().to_owned();
    view! {
        <div
            id=id
            role="row"
            class="grid-row group"
            aria-rowindex=text(move || (line.get() + 2).to_string())
            tabindex=text(move || if is_active.get() { "0" } else { "-1" }.to_owned())
            style:transform=text(move || ["translateY(", &px(line.get() as f64 * pane.row_height.get()), ")"].concat())
            on:focusin=act(move |_| pane.activate(&key))
        >
            <GroupHeading group line fleet/>
        </div>
    }
}
