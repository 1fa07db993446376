//! The windowed grid: as many rows on the page as can be seen, whatever the fleet's size.

use leptos::{html, prelude::*};
use wasm_bindgen::{JsCast, closure::Closure};

use super::{Rows, row::MachineRow};
use crate::{
    components::power_menu::{self, OpenMenu},
    routes::{self, Column, Route, View},
    store::{Store, rows::RowKey, use_store},
    ui::{
        dom,
        follow::{list, text, when},
        window::{self, px},
    },
};

const NARROW: &str = "(max-width: 719px)";

/// Which rows are on the page and which one the keyboard is on.
#[derive(Clone, Copy)]
struct Pane {
    rows: Rows,
    scrolled: RwSignal<f64>,
    height: RwSignal<f64>,
    row_height: Memo<f64>,
    active: RwSignal<Option<RowKey>>,
    node: NodeRef<html::Div>,
}

/// The grid.
#[component]
pub fn Grid(
    /// What to show, in order.
    rows: Rows,
    /// The view it is.
    view: Memo<View>,
) -> impl IntoView {
    let store = use_store();
    let menu = expect_context::<RwSignal<Option<OpenMenu>>>();
    let is_narrow = RwSignal::new(dom::matches(NARROW));
    dom::on_media_change(NARROW, move |narrow| {
        let _still_there = is_narrow.try_set(narrow);
    });
    let row_height = Memo::new(
        move |_| match (is_narrow.get(), store.settings.read().compact) {
            (true, _) => 64.0,
            (false, true) => 28.0,
            (false, false) => 36.0,
        },
    );
    let pane = Pane {
        rows,
        scrolled: RwSignal::new(0.0),
        height: RwSignal::new(600.0),
        row_height,
        active: RwSignal::new(None),
        node: NodeRef::new(),
    };
    watch_height(pane);
    let shown = Memo::new(move |_| shown(pane));
    tell_what_is_on_screen(store, pane);
    view! {
        <div
            class="grid"
            class:compact=when(move || store.settings.read().compact)
            role="grid"
            aria-label="Machines"
            aria-rowcount=text(move || (rows.read().len() + 1).to_string())
            aria-colcount=Column::ALL.len() + 1
            node_ref=pane.node
            on:scroll=move |_| if let Some(node) = pane.node.get_untracked() {
                pane.scrolled.set(f64::from(node.scroll_top()));
            }
            on:keydown=move |event| keys(&event, pane, menu)
        >
            <div role="rowgroup" class="grid-head">
                <div role="row" class="grid-row" aria-rowindex="1">
                    {Column::ALL.map(|column| view! { <Heading column view/> }).into_iter().collect_view()}
                    <div role="columnheader" class="cell cell-actions"><span class="visually-hidden">"Actions"</span></div>
                </div>
            </div>
            <div role="rowgroup" class="grid-body" style:height=text(move || px(rows.read().len() as f64 * row_height.get()))>
                {list(move || shown.get(), move |key| view! { <Place key=RowKey::from_text(&key) pane/> }.into_any())}
            </div>
        </div>
    }
}

/// The keys of the rows on the page: those seen, and the one the keyboard is on wherever it is.
fn shown(pane: Pane) -> Vec<String> {
    let rows = pane.rows.read();
    let range = window::visible(
        pane.scrolled.get(),
        pane.height.get(),
        pane.row_height.get(),
        rows.len(),
    );
    let seen = rows.get(range.clone()).unwrap_or_default();
    let mut shown: Vec<String> = seen.iter().map(|row| row.key.to_text()).collect();
    if let Some(active) = pane.active.get()
        && let Some(at) = rows.iter().position(|row| row.key == active)
        && !range.contains(&at)
    {
        shown.push(active.to_text());
    }
    shown
}

/// One row at its place; both follow the list.
#[component]
fn Place(key: RowKey, pane: Pane) -> impl IntoView {
    let at = {
        let key = key.clone();
        Memo::new(move |was: Option<&Option<usize>>| {
            let rows = pane.rows.read();
            let was = was.copied().flatten();
            let unmoved = was.filter(|at| rows.get(*at).is_some_and(|row| row.key == key));
            unmoved.or_else(|| rows.iter().position(|row| row.key == key))
        })
    };
    let row = Memo::new(move |_| at.get().and_then(|at| pane.rows.read().get(at).cloned()));
    let is_active = {
        let key = key.clone();
        Memo::new(move |_| match pane.active.get() {
            Some(active) => active == key,
            None => at.get() == Some(0),
        })
    };
    let top = Memo::new(move |_| at.get().map_or(0.0, |at| at as f64 * pane.row_height.get()));
    let id = key.element_id();
    let choose = {
        let key = key.clone();
        Callback::new(move |()| pane.active.set(Some(key.clone())))
    };
    view! {
        <div
            id=id
            role="row"
            class="grid-row"
            class:stale=when(move || row.read().as_ref().is_some_and(|row| row.is_stale))
            aria-rowindex=text(move || at.get().map_or(0, |at| at + 2).to_string())
            tabindex=text(move || if is_active.get() { "0" } else { "-1" }.to_owned())
            style:transform=text(move || format!("translateY({})", px(top.get())))
            on:focusin=move |_| choose.run(())
        >
            <MachineRow key row is_active/>
        </div>
    }
}

/// A column's heading: sorts by it, and the other way round when pressed again.
#[component]
fn Heading(column: Column, view: Memo<View>) -> impl IntoView {
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
        routes::go(&Route::Machines(View {
            sort: column,
            descending,
            ..view
        }));
    };
    view! {
        <div role="columnheader" class=format!("cell cell-{}", column.word()) aria-sort=text(move || sorted().unwrap_or("none").to_owned())>
            <button class="heading" on:click=press>
                {heading(column)}
                <span aria-hidden="true">{text(move || arrow(sorted()).to_owned())}</span>
            </button>
        </div>
    }
}

fn arrow(sorted: Option<&str>) -> &'static str {
    match sorted {
        Some("ascending") => " ↑",
        Some(_) => " ↓",
        None => "",
    }
}

const fn heading(column: Column) -> &'static str {
    match column {
        Column::State => "State",
        Column::Name => "Name",
        Column::Account => "Account",
        Column::Address => "Address",
        Column::Size => "vCPU · RAM · disk",
        Column::Place => "Place",
        Column::Image => "Image",
        Column::Price => "Price/h",
    }
}

/// Follows the grid's height for as long as it is on the page.
fn watch_height(pane: Pane) {
    Effect::new(move |_| {
        let Some(node) = pane.node.get() else { return };
        pane.height.set(seen_height(&node));
        let measured = node.clone();
        let changed = Closure::<dyn Fn()>::new(move || {
            let _still_there = pane.height.try_set(seen_height(&measured));
        });
        let Ok(observer) = web_sys::ResizeObserver::new(changed.as_ref().unchecked_ref()) else {
            return;
        };
        observer.observe(&node);
        let held = StoredValue::new_local((observer, changed));
        on_cleanup(move || {
            held.try_with_value(|(observer, _)| observer.disconnect());
        });
    });
}

/// How much of the grid can be seen: never more than the window, whatever a missing or foreign
/// style makes of the grid.
fn seen_height(grid: &web_sys::HtmlDivElement) -> f64 {
    let window = window()
        .inner_height()
        .ok()
        .and_then(|height| height.as_f64());
    f64::from(grid.client_height()).min(window.unwrap_or(f64::MAX))
}

/// Tells each account which of its machines can be seen, so that those are read first.
fn tell_what_is_on_screen(store: Store, pane: Pane) {
    Effect::new(move |_| {
        let rows = pane.rows.read();
        let range = window::visible(
            pane.scrolled.get(),
            pane.height.get(),
            pane.row_height.get(),
            rows.len(),
        );
        let seen = rows.get(range).unwrap_or_default();
        for holding in store.holdings.get() {
            let ids = seen
                .iter()
                .filter(|row| *row.key.account == *holding.account.id)
                .map(|row| row.key.machine.clone())
                .collect();
            holding.on_screen.set(ids);
        }
    });
}

/// Arrows, Home, End and Page keys move along the rows; Enter opens a row's actions.
fn keys(event: &web_sys::KeyboardEvent, pane: Pane, menu: RwSignal<Option<OpenMenu>>) {
    let in_row = event
        .target()
        .and_then(|target| target.dyn_into::<web_sys::Element>().ok())
        .is_some_and(|target| target.get_attribute("role").as_deref() == Some("row"));
    if !in_row {
        return;
    }
    let rows = pane.rows.read_untracked();
    let last = rows.len().saturating_sub(1);
    let active = pane.active.get_untracked();
    let at = active
        .as_ref()
        .and_then(|active| rows.iter().position(|row| row.key == *active))
        .unwrap_or(0);
    let page_of_rows = (pane.height.get_untracked() / pane.row_height.get_untracked()) as usize;
    let next = match event.key().as_str() {
        "ArrowDown" => (at + 1).min(last),
        "ArrowUp" => at.saturating_sub(1),
        "PageDown" => (at + page_of_rows).min(last),
        "PageUp" => at.saturating_sub(page_of_rows),
        "Home" => 0,
        "End" => last,
        "Enter" | " " => {
            event.prevent_default();
            if let Some(row) = rows.get(at) {
                power_menu::open(menu, row.key.clone(), row.key.element_id());
            }
            return;
        }
        _ => return,
    };
    event.prevent_default();
    let Some(key) = rows.get(next).map(|row| row.key.clone()) else {
        return;
    };
    drop(rows);
    go_to(pane, next, key);
}

/// Makes a row the active one, seen and focused.
fn go_to(pane: Pane, at: usize, key: RowKey) {
    let id = key.element_id();
    pane.active.set(Some(key));
    if let Some(node) = pane.node.get_untracked() {
        let scrolled = f64::from(node.scroll_top());
        let head = 36.0;
        let height = pane.height.get_untracked() - head;
        if let Some(to) = window::reveal(at, scrolled, height, pane.row_height.get_untracked()) {
            node.set_scroll_top(to as i32);
        }
    }
    // At once where it can be: the next key may come before the next frame.
    if !dom::focus(&id) {
        request_animation_frame(move || {
            dom::focus(&id);
        });
    }
}
