//! One machine's cells.

use leptos::prelude::*;
use pilothouse_core::{HourlyPrice, Machine, State};

use crate::{
    components::{
        power_menu::{self, OpenMenu},
        state_badge::StateBadge,
    },
    store::{
        rows::{Row, RowKey},
        use_store,
    },
    ui::follow::text,
};

const NOT_SAID: &str = "–";

/// The cells. What is not known is a dash, never a guess.
#[component]
pub fn MachineRow(
    /// Which machine.
    key: RowKey,
    /// What is known of it; none when it has just gone.
    row: Memo<Option<Row>>,
    /// The keyboard is on this row.
    is_active: Memo<bool>,
) -> impl IntoView {
    let store = use_store();
    let menu = expect_context::<RwSignal<Option<OpenMenu>>>();
    let cell = move |read: fn(&Machine) -> Option<String>| {
        Signal::<String>::from(Memo::new(move |_| {
            row.read()
                .as_ref()
                .and_then(|row| read(&row.entry.machine))
                .unwrap_or_else(|| NOT_SAID.into())
        }))
    };
    let name = cell(|machine| Some(machine.name.clone()));
    let address = cell(|machine| machine.addresses.first().cloned());
    let size = cell(|machine| Some(size(machine)));
    let place = cell(|machine| machine.place.clone());
    let image = cell(|machine| machine.image.clone());
    let price = cell(|machine| machine.price.as_ref().map(price));
    let account = Memo::new(move |_| {
        row.read().as_ref().map_or_else(
            || (String::new(), 0),
            |row| (row.account.label.clone(), row.account.colour),
        )
    });
    let asked = {
        let key = key.clone();
        Memo::new(move |_| {
            store
                .jobs
                .open_for(&key.account, &key.machine)
                .and_then(|job| job.order.verb.pending())
        })
    };
    let state = Memo::new(move |_| {
        let told = row
            .read()
            .as_ref()
            .map_or(State::Unknown, |row| row.entry.machine.state);
        asked.get().unwrap_or(told)
    });
    let told = cell(|machine| Some(machine.provider_state.clone()));
    let opener = format!("{}-actions", key.element_id());
    let open = {
        let opener = opener.clone();
        move |_| power_menu::open(menu, key.clone(), opener.clone())
    };
    view! {
        <div role="gridcell" class="cell cell-state" title=told><StateBadge state/></div>
        <div role="gridcell" class="cell cell-name mono" title=name>{name}</div>
        <div role="gridcell" class="cell cell-account">
            <span class=text(move || format!("account-bar colour-{}", account.read().1)) aria-hidden="true"></span>
            <span class="cell-text">{text(move || account.read().0.clone())}</span>
        </div>
        <div role="gridcell" class="cell cell-address mono" title=address>{address}</div>
        <div role="gridcell" class="cell cell-size mono">{size}</div>
        <div role="gridcell" class="cell cell-place" title=place>{place}</div>
        <div role="gridcell" class="cell cell-image" title=image>{image}</div>
        <div role="gridcell" class="cell cell-price mono">{price}</div>
        <div role="gridcell" class="cell cell-actions">
            <button
                id=opener
                class="button quiet"
                tabindex=text(move || if is_active.get() { "0" } else { "-1" }.to_owned())
                aria-haspopup="menu"
                aria-label=text(move || format!("Actions for {}", name.get()))
                on:click=open
            >"⋯"</button>
        </div>
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
