//! Files of what is shown.

use leptos::prelude::*;

use super::{super::fleet::Fleet, written};
use crate::{api::download, ui::follow::text};

/// The kinds of file.
pub(super) fn export(fleet: Fleet, close: Callback<()>) -> AnyView {
    let machines = text(move || {
        let rows = fleet.listing.read().rows.len();
        rows.to_string() + if rows == 1 { " machine" } else { " machines" }
    });
    let csv = move |_| {
        let listing = fleet.listing.read_untracked();
        let columns = fleet.view.read_untracked().columns;
        let text = written::csv(&listing.rows, columns);
        download::save("machines.csv", "text/csv;charset=utf-8", &text);
        close.run(());
    };
    let json = move |_| {
        let listing = fleet.listing.read_untracked();
        let text = written::json(&listing.rows);
        download::save("machines.json", "application/json", &text);
        close.run(());
    };
    view! {
        <p class="muted">{machines}", in the order shown"</p>
        <button class="menu-item" on:click=csv>
            <span>"CSV"</span>
            <span class="menu-reason">"The columns shown, for a spreadsheet"</span>
        </button>
        <button class="menu-item" on:click=json>
            <span>"JSON"</span>
            <span class="menu-reason">"Everything known of each machine"</span>
        </button>
    }
    .into_any()
}
