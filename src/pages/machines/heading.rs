//! Headings: of columns, which sort by them, and of groups, which open and close them.

use leptos::prelude::*;

use super::fleet::Fleet;
use crate::{
    components::state_badge::tone_class,
    routes::{Column, View},
    store::listing::Group,
    ui::follow::{act, part, text, when},
};

/// The columns' headings.
#[component]
pub fn Headings(
    /// What is shown.
    fleet: Fleet,
) -> impl IntoView {
    let picked = Memo::new(move |_| (fleet.picked_shown.get(), fleet.listing.read().rows.len()));
    let headings = part(move || {
        let shown = fleet.view.read().columns.shown();
        let headings: Vec<AnyView> = shown.map(|column| heading(fleet, column)).collect();
        headings.into_any()
    });
    view! {
        <div role="rowgroup" class="grid-head">
            <div role="row" class="grid-row" aria-rowindex="1">
                <div role="columnheader" class="cell cell-tick">
                    <input
                        type="checkbox"
                        class="tick"
                        aria-label="Select every machine shown"
                        prop:checked=when(move || { let (some, all) = picked.get(); some > 0 && some == all })
                        prop:indeterminate=when(move || { let (some, all) = picked.get(); some > 0 && some < all })
                        on:change=act(move |_| fleet.picked.toggle_all(&fleet.listing.read_untracked().rows))
                    />
                </div>
                {headings}
                <div role="columnheader" class="cell cell-actions"><span class="visually-hidden">"Actions"</span></div>
            </div>
        </div>
    }
}

/// A column's heading: sorts by it, and the other way round when pressed again.
fn heading(fleet: Fleet, column: Column) -> AnyView {
    let view = fleet.view;
    let sorted = move || {
        let view = view.read();
        (view.sort == column).then_some(if view.descending {
            "descending"
        } else {
            "ascending"
        })
    };
    let press = move |_| {
        let view = view.get_untracked();
        let descending = view.sort == column && !view.descending;
        fleet.arrange(View {
            sort: column,
            descending,
            ..view
        });
    };
    view! {
        <div
            role="columnheader"
            class=["cell cell-", column.word()].concat()
            aria-sort=text(move || sorted().unwrap_or("none").to_owned())
        >
            <button class="heading" on:click=act(press)>
                {column.label()}
                <span aria-hidden="true">{text(move || arrow(sorted()).to_owned())}</span>
            </button>
        </div>
    }
    .into_any()
}

fn arrow(sorted: Option<&str>) -> &'static str {
    match sorted {
        Some("ascending") => " ↑",
        Some(_) => " ↓",
        None => "",
    }
}

/// A group's heading: what its machines have in common, how many they are, and all of them to
/// select.
#[component]
pub fn GroupHeading(
    /// Its key.
    group: String,
    /// Its line.
    line: Memo<usize>,
    /// What is shown.
    fleet: Fleet,
) -> impl IntoView {
    let key = group.clone();
    let group = Memo::new(move |before: Option<&Option<Group>>| {
        let listing = fleet.listing.read();
        let mut groups = listing.groups.iter();
        let found = groups.find(|group| group.key == key && group.line == line.get());
        found.cloned().or_else(|| before.cloned().flatten())
    });
    let read = move |read: fn(&Group) -> String| {
        text(move || group.read().as_ref().map(read).unwrap_or_default())
    };
    let rows = move |act: &dyn Fn(&[crate::store::rows::Row])| {
        let listing = fleet.listing.read();
        let group = group.read();
        let range = group
            .as_ref()
            .map(|group| group.first..group.first + group.count);
        act(range
            .and_then(|range| listing.rows.get(range))
            .unwrap_or_default());
    };
    let picked = Memo::new(move |_| {
        let mut counts = (0, 0);
        let group = group.read();
        let listing = fleet.listing.read();
        let range = group
            .as_ref()
            .map(|group| group.first..group.first + group.count);
        if let Some(rows) = range.and_then(|range| listing.rows.get(range)) {
            counts = (fleet.picked.among(rows), rows.len());
        }
        counts
    });
    let toggle = move |_| {
        let key = group.with_untracked(|group| group.as_ref().map(|group| group.key.clone()));
        if let Some(key) = key {
            fleet.toggle_group(&key);
        }
    };
    let shape = move || {
        let state = group.read().as_ref().and_then(|group| group.state);
        let class = state.map_or("visually-hidden", |state| tone_class(state.tone()));
        class.to_owned()
    };
    view! {
        <div role="gridcell" class="cell cell-tick">
            <input
                type="checkbox"
                class="tick"
                tabindex="-1"
                aria-label=read(|group| ["Select all of ", &group.label].concat())
                prop:checked=when(move || { let (some, all) = picked.get(); some > 0 && some == all })
                prop:indeterminate=when(move || { let (some, all) = picked.get(); some > 0 && some < all })
                on:change=act(move |_| untrack(|| rows(&|rows| fleet.picked.toggle_all(rows))))
            />
        </div>
        <div role="gridcell" class="cell cell-group">
            <button
                class="group-button"
                tabindex="-1"
                aria-expanded=read(|group| (!group.is_closed).to_string())
                on:click=act(toggle)
            >
                <span class="group-arrow" aria-hidden="true">{read(|group| if group.is_closed { "▸" } else { "▾" }.to_owned())}</span>
                <span class=text(shape) aria-hidden="true"><span class="shape"></span></span>
                <span class="group-label">{read(|group| group.label.clone())}</span>
                <span class="count">{read(|group| group.count.to_string())}</span>
            </button>
        </div>
    }
}
