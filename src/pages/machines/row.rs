//! One machine's cells.

use leptos::prelude::*;
use pilothouse_core::{HourlyPrice, Machine, State};
use wasm_bindgen::JsCast;

use super::fleet::Fleet;
use crate::{
    components::{
        power_menu::{self, OpenMenu},
        state_badge::tone_class,
    },
    routes::{self, Column, Route},
    store::{
        listing::Line,
        rows::{Row, RowKey},
    },
    ui::{
        age::ago,
        follow::{act, part, text},
    },
};

/// What stands where a provider said nothing.
pub const NOT_SAID: &str = "–";

/// The cells. What is not known is a dash, never a guess.
#[component]
pub fn MachineRow(
    /// Which machine.
    key: RowKey,
    /// Its line.
    line: Memo<usize>,
    /// The keyboard is on this row.
    is_active: Memo<bool>,
    /// It is selected.
    is_picked: Memo<bool>,
    /// What is shown.
    fleet: Fleet,
) -> impl IntoView {
    let menu = expect_context::<RwSignal<Option<OpenMenu>>>();
    let row = {
        let key = key.clone();
        Memo::new(move |before: Option<&Option<Row>>| {
            let listing = fleet.listing.read();
            match listing.line(line.get()) {
                Some(Line::Row(row)) if row.is(&key) => Some(row.clone()),
                // On its way out it stays what it was.
                _ => before.cloned().flatten(),
            }
        })
    };
    let asked = {
        let key = key.clone();
        let jobs = fleet.store.jobs;
        Memo::new(move |_| {
            let job = jobs.open_for(&key.account, &key.machine)?;
            job.order.verb.pending()
        })
    };
    let place = key.place();
    let href = text(move || Route::Machine(place.clone(), fleet.view.get()).href());
    let columns = Memo::new(move |_| fleet.view.read().columns);
    let cells = part(move || {
        let row = row.read();
        let Some(row) = &*row else {
            return ().into_any();
        };
        let shown = columns.get().shown();
        let cells = shown.map(|column| cell(column, row, asked, href, fleet));
        cells.collect::<Vec<AnyView>>().into_any()
    });
    let name = text(move || row.read().as_ref().map_or_else(String::new, called));
    let opener = [&key.element_id(), "-actions"].concat();
    let open = {
        let opener = opener.clone();
        let key = key.clone();
        move |_| power_menu::open(menu, key.clone(), opener.clone())
    };
    view! {
        <div role="gridcell" class="cell cell-tick">
            <input
                type="checkbox"
                class="tick"
                tabindex="-1"
                aria-label=text(move || ["Select ", &name.get()].concat())
                prop:checked=is_picked
                on:click=act(move |event| tick(&event, fleet, &key))
            />
        </div>
        {cells}
        <div role="gridcell" class="cell cell-actions">
            <button
                id=opener
                class="button quiet"
                tabindex=text(move || if is_active.get() { "0" } else { "-1" }.to_owned())
                aria-haspopup="menu"
                aria-label=text(move || ["Actions for ", &name.get()].concat())
                on:click=act(open)
            >"⋯"</button>
        </div>
    }
}

/// A row is clicked somewhere where nothing of its own is.
pub fn click(event: &web_sys::MouseEvent, fleet: Fleet, key: &RowKey) {
    let target = event.target();
    let element = target.and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    let has_own = |element: web_sys::Element| {
        let own = element.closest("button, input, a");
        own.is_ok_and(|own| own.is_some())
    };
    if element.is_none_or(has_own) {
        return;
    }
    let listing = fleet.listing.read_untracked();
    if event.shift_key() {
        event.prevent_default();
        fleet.picked.extend(&listing, key);
    } else if event.ctrl_key() || event.meta_key() || fleet.picked.is_choosing.get_untracked() {
        fleet.picked.toggle(key);
    } else {
        let view = fleet.view.get_untracked();
        routes::go(&Route::Machine(key.place(), view));
    }
}

/// A row's checkbox is clicked: with Shift it and all between.
fn tick(event: &web_sys::MouseEvent, fleet: Fleet, key: &RowKey) {
    if event.shift_key() {
        fleet.picked.extend(&fleet.listing.read_untracked(), key);
    } else {
        fleet.picked.toggle(key);
    }
}

fn cell(
    column: Column,
    row: &Row,
    asked: Memo<Option<State>>,
    href: Signal<String>,
    fleet: Fleet,
) -> AnyView {
    let machine = &row.entry.machine;
    let (class, words) = match column {
        Column::State => return state_cell(machine, asked),
        Column::Name => {
            let name = called(row);
            let title = name.clone();
            return view! {
                <div role="gridcell" class="cell cell-name mono" title=title>
                    <a class="machine-link" tabindex="-1" href=href>{name}</a>
                </div>
            }
            .into_any();
        }
        Column::Account => {
            let account = &row.whose.account;
            let colour = account.colour.to_string();
            return view! {
                <div role="gridcell" class="cell cell-account">
                    <span class=["account-bar colour-", &colour].concat() aria-hidden="true"></span>
                    <span class="cell-text">{account.label.clone()}</span>
                </div>
            }
            .into_any();
        }
        Column::Changed => return changed_cell(machine, fleet),
        Column::Address => ("cell cell-address mono", machine.addresses.first().cloned()),
        Column::Size => ("cell cell-size mono", Some(size(machine))),
        Column::Place => ("cell cell-place", machine.place.clone()),
        Column::Image => ("cell cell-image", machine.image.clone()),
        Column::Price => ("cell cell-price mono", machine.price.as_ref().map(price)),
    };
    let words = words.unwrap_or_else(|| NOT_SAID.to_owned());
    let title = words.clone();
    view! { <div role="gridcell" class=class title=title>{words}</div> }.into_any()
}

/// What it is doing; from the click until its provider says otherwise, what was asked of it.
fn state_cell(machine: &Machine, asked: Memo<Option<State>>) -> AnyView {
    let told = machine.state;
    let state = move || asked.get().unwrap_or(told);
    view! {
        <div role="gridcell" class="cell cell-state" title=machine.provider_state.clone()>
            <span class=text(move || tone_class(state().tone()).to_owned())>
                <span class="shape" aria-hidden="true"></span>
                {text(move || state().word().to_owned())}
            </span>
        </div>
    }
    .into_any()
}

fn changed_cell(machine: &Machine, fleet: Fleet) -> AnyView {
    let changed = machine.changed.map(pilothouse_core::Timestamp::as_second);
    let words = move || match changed {
        Some(changed) => ago(fleet.store.now.get().as_second() - changed),
        None => NOT_SAID.to_owned(),
    };
    let exact = machine.changed.map(|changed| changed.to_string());
    view! { <div role="gridcell" class="cell cell-changed" title=exact>{text(words)}</div> }
        .into_any()
}

/// Its name, or what stands for it.
fn called(row: &Row) -> String {
    let machine = &row.entry.machine;
    if machine.name.is_empty() {
        machine.id.to_string()
    } else {
        machine.name.clone()
    }
}

/// "4 · 8 GB · 80 GB".
fn size(machine: &Machine) -> String {
    let part = |text: Option<String>| text.unwrap_or_else(|| NOT_SAID.into());
    [
        part(machine.cpus.map(|cpus| cpus.to_string())),
        part(machine.memory.map(|memory| memory.to_string())),
        part(machine.disk.map(|disk| disk.to_string())),
    ]
    .join(" · ")
}

fn price(price: &HourlyPrice) -> String {
    match price.currency() {
        Some(currency) => format!("{price} {currency}"),
        None => price.to_string(),
    }
}
