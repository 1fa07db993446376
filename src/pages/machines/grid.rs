//! The windowed grid: as many lines on the page as can be seen, whatever the fleet's size.

use leptos::prelude::*;

use super::{
    fleet::Fleet,
    heading::{GroupHeading, Headings},
    keys,
    pane::{Pane, element_id},
    row::MachineRow,
};
use crate::{
    components::power_menu::OpenMenu,
    routes::Column,
    store::{listing::group_of_key, rows::RowKey},
    ui::{
        follow::{act, list, text, when},
        window::px,
    },
};

/// The grid.
#[component]
pub fn Grid(
    /// What to show.
    fleet: Fleet,
) -> impl IntoView {
    let menu = expect_context::<RwSignal<Option<OpenMenu>>>();
    let pane = Pane::new(fleet);
    let keys_shown = move || {
        pane.shown
            .read()
            .iter()
            .map(|(key, _)| key.clone())
            .collect()
    };
    let is_choosing = fleet.picked.is_choosing;
    view! {
        <div
            class="grid"
            class:compact=when(move || fleet.is_compact())
            class:choosing=is_choosing
            role="grid"
            aria-label="Machines"
            aria-multiselectable="true"
            aria-rowcount=text(move || (fleet.listing.read().lines() + 1).to_string())
            aria-colcount=text(move || (fleet.view.read().columns.shown().count() + 2).to_string())
            style=("--columns", text(move || widths(fleet)))
            node_ref=pane.node
            on:scroll=act(move |_| if let Some(node) = pane.node.get_untracked() {
                pane.scrolled.set(f64::from(node.scroll_top()));
            })
            on:keydown=act(move |event| keys::press(&event, pane, menu))
        >
            <Headings fleet/>
            <div role="rowgroup" class="grid-body" style:height=text(move || px(fleet.listing.read().lines() as f64 * pane.row_height.get()))>
                {list(keys_shown, move |key| view! { <Place key pane/> }.into_any())}
            </div>
        </div>
    }
}

/// The columns' widths, which `style/tokens.css` has.
fn widths(fleet: Fleet) -> String {
    let mut widths = "var(--column-tick)".to_owned();
    for column in fleet.view.read().columns.shown().map(Column::word) {
        for part in [" var(--column-", column, ")"] {
            widths.push_str(part);
        }
    }
    widths + " var(--column-actions)"
}

/// One line at its place; both follow the listing.
#[component]
fn Place(key: String, pane: Pane) -> impl IntoView {
    let fleet = pane.fleet;
    let line = {
        let key = key.clone();
        Memo::new(move |before: Option<&usize>| {
            let shown = pane.shown.read();
            let mut shown = shown.iter();
            let found = shown.find(|(one, _)| *one == key).map(|(_, line)| *line);
            // On its way out it stays where it was.
            found.or(before.copied()).unwrap_or_default()
        })
    };
    let is_active = {
        let key = key.clone();
        Memo::new(move |_| {
            pane.active
                .read()
                .as_ref()
                .is_some_and(|(one, _)| *one == key)
        })
    };
    let group = group_of_key(&key).map(ToOwned::to_owned);
    let is_group = group.is_some();
    let row_key = RowKey::from_text(&key);
    let is_picked = {
        let key = row_key.clone();
        Memo::new(move |_| !is_group && fleet.picked.has(&key))
    };
    let is_stale = Memo::new(move |_| {
        let listing = fleet.listing.read();
        matches!(listing.line(line.get()), Some(crate::store::listing::Line::Row(row)) if row.whose.is_stale)
    });
    let id = element_id(&key);
    let pick = row_key.clone();
    let cells = match group {
        Some(group) => view! { <GroupHeading group line fleet/> }.into_any(),
        None => view! { <MachineRow key=row_key line is_active is_picked fleet/> }.into_any(),
    };
    view! {
        <div
            id=id
            role="row"
            class="grid-row"
            class:stale=is_stale
            class:picked=is_picked
            class:group=is_group
            aria-rowindex=text(move || (line.get() + 2).to_string())
            aria-selected=(!is_group).then(|| text(move || is_picked.get().to_string()))
            tabindex=text(move || if is_active.get() { "0" } else { "-1" }.to_owned())
            style:transform=text(move || ["translateY(", &px(line.get() as f64 * pane.row_height.get()), ")"].concat())
            on:focusin=act(move |_| pane.activate(&key))
            on:click=act(move |event| if !is_group { super::row::click(&event, fleet, &pick) })
        >
            {cells}
        </div>
    }
}
