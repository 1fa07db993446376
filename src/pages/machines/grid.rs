//! The windowed grid: as many lines on the page as can be seen, whatever the fleet's size.

use leptos::{html, prelude::*};
use wasm_bindgen::JsCast;

use super::{
    cells::Ink,
    fleet::Fleet,
    heading::Headings,
    keys, later,
    pane::Pane,
    row,
    slots::{self, Sight, Slots},
};
use crate::{
    components::power_menu::OpenMenu,
    routes::{Column, Route},
    ui::{
        follow::{act, list, text, when},
        window::px,
    },
};

/// How long after the last change the rows are put in order.
const CALM: std::time::Duration = std::time::Duration::from_millis(150);

/// The grid.
#[component]
pub fn Grid(
    /// What to show.
    fleet: Fleet,
) -> impl IntoView {
    let menu = expect_context::<RwSignal<Option<OpenMenu>>>();
    let pane = Pane::new(fleet);
    let headings = pane.headings();
    let keys_shown = move || {
        let headings = headings.read();
        headings.iter().map(|(key, _)| key.clone()).collect()
    };
    let is_choosing = fleet.picked.is_choosing;
    let body = NodeRef::new();
    let slots = StoredValue::new_local(Slots::default());
    keep_shown(pane, body, slots);
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
            <div class="grid-sheet">
                <Headings fleet/>
                <div
                    role="rowgroup"
                    class="grid-body"
                    style:height=text(move || px(fleet.listing.read().lines() as f64 * pane.row_height.get()))
                    node_ref=body
                    on:click=act(move |event: web_sys::MouseEvent| slots.update_value(|slots| {
                        row::click(&event, pane, slots, menu);
                    }))
                    on:focusin=act(move |event: web_sys::FocusEvent| slots.try_update_value(|slots| {
                        let key = event_element(&event).and_then(|element| slots.find(&element)?.key());
                        if let Some(key) = key {
                            pane.activate(&key.to_text());
                        }
                    }).unwrap_or_default())
                    on:mouseover=act(move |event: web_sys::MouseEvent| slots.update_value(|slots| {
                        if let Some(element) = event_element(&event)
                            && let Some(slot) = slots.find(&element)
                        {
                            slot.remark(&element);
                        }
                    }))
                >
                    {list(keys_shown, move |key| later::group(key, headings, pane))}
                </div>
            </div>
        </div>
    }
}

/// The element an event is about.
pub fn event_element(event: &web_sys::Event) -> Option<web_sys::Element> {
    event.target()?.dyn_into().ok()
}

/// Shows what can be seen, and whatever changes about it. One effect for all rows: what differs is
/// found by comparing, which takes less than following each cell.
fn keep_shown(pane: Pane, body: NodeRef<html::Div>, slots: StoredValue<Slots, LocalStorage>) {
    let fleet = pane.fleet;
    let route = expect_context::<RwSignal<Route>>();
    let ink = Memo::new(move |_| (fleet.view.read().search(), fleet.store.now.get()));
    let is_calm = StoredValue::new(true);
    let shows = StoredValue::new(0_u32);
    let was = StoredValue::new(None);
    let more = RwSignal::new(());
    Effect::new(move |_| {
        let Some(body) = body.get() else { return };
        more.track();
        let ink = ink.get();
        let is_anew = was.with_value(|was| was.as_ref() != Some(&ink));
        if is_anew {
            was.set_value(Some(ink.clone()));
        }
        let (search, now) = ink;
        let (listing, active) = (fleet.listing.read(), pane.active.read());
        let route = route.read();
        let sight = Sight {
            listing: &listing,
            range: pane.range.get(),
            active: active.as_ref().map(|(key, line)| (key.as_str(), *line)),
            opened: match &*route {
                Route::Machine(place, _) => Some(place),
                _ => None,
            },
            open: &fleet.store.jobs.all_open(),
            picked: fleet.picked,
            columns: fleet.view.read().columns,
            row_height: pane.row_height.get(),
            ink: Ink { now, search },
            is_anew,
        };
        slots.update_value(|slots| {
            if slots.show(&body, &sight) == Ok(true) {
                request_animation_frame(move || {
                    let _gone = more.try_set(());
                });
            }
        });
        shows.update_value(|shows| *shows += 1);
        if is_calm.get_value() {
            is_calm.set_value(false);
            put_in_order_when_calm(body, shows, is_calm);
        }
    });
}

/// Puts the lines in order once nothing has been shown for a while.
fn put_in_order_when_calm(
    body: web_sys::HtmlDivElement,
    shows: StoredValue<u32>,
    is_calm: StoredValue<bool>,
) {
    let Some(at_first) = shows.try_get_value() else {
        return;
    };
    let look = move || {
        if shows.try_get_value() == Some(at_first) {
            is_calm.set_value(true);
            let _ordered = slots::put_in_order(&body);
        } else {
            put_in_order_when_calm(body, shows, is_calm);
        }
    };
    set_timeout(look, CALM);
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
