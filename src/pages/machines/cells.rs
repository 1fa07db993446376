//! What a machine's cells say.

use pilothouse_core::{HourlyPrice, Machine, State, Timestamp};

use crate::{
    components::state_badge::tone_class,
    routes::{Column, Route, View},
    store::rows::Row,
    ui::age::ago,
};

/// What stands where a provider said nothing.
pub const NOT_SAID: &str = "–";

/// What rows are written with beside their machine.
pub struct Ink {
    /// The time, for ages.
    pub now: Timestamp,
    /// The search part of the addresses that rows lead to.
    pub search: String,
}

/// A cell's text, and what belongs to it: the class of a badge or a bar, or the address of a link.
pub struct Words {
    /// The text.
    pub text: String,
    /// Empty where nothing belongs to it.
    pub mark: String,
}

/// What a column says of a machine. From the click until its provider says otherwise, its state is
/// what was asked of it.
pub fn words(column: Column, row: &Row, asked: Option<State>, ink: &Ink) -> Words {
    let machine = &row.entry.machine;
    let mut mark = String::new();
    let text = match column {
        Column::State => {
            let state = asked.unwrap_or(machine.state);
            tone_class(state.tone()).clone_into(&mut mark);
            Some(state.word().to_owned())
        }
        Column::Name => {
            mark = Route::Machine(row.key().place(), View::default()).href();
            mark.push_str(&ink.search);
            Some(called(row))
        }
        Column::Account => {
            let account = &row.whose.account;
            mark = ["account-bar colour-", &account.colour.to_string()].concat();
            Some(account.label.clone())
        }
        Column::Changed => machine
            .changed
            .map(|at| ago(ink.now.as_second() - at.as_second())),
        Column::Address => machine.addresses.first().cloned(),
        Column::Size => Some(size(machine)),
        Column::Place => machine.place.clone(),
        Column::Image => machine.image.clone(),
        Column::Price => machine.price.as_ref().map(price),
    };
    let text = text.unwrap_or_else(|| NOT_SAID.to_owned());
    Words { text, mark }
}

/// What is worth saying to somebody who points at a cell, if its text does not.
pub fn remark(column: Column, machine: &Machine) -> Option<String> {
    match column {
        Column::State => Some(machine.provider_state.clone()),
        Column::Changed => machine.changed.map(|changed| changed.to_string()),
        _ => None,
    }
}

/// Its name, or what stands for it.
pub fn called(row: &Row) -> String {
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
        Some(currency) => [&price.to_string(), " ", currency].concat(),
        None => price.to_string(),
    }
}
