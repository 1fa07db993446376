//! Machines written down for other programs.

use pilothouse_core::{ByteSize, Machine};
use serde::Serialize;

use crate::{
    routes::{Column, Columns},
    store::rows::Row,
};

/// A machine with whose it is.
#[derive(Serialize)]
struct Written<'a> {
    account: &'a str,
    provider: &'a str,
    #[serde(flatten)]
    machine: &'a Machine,
}

/// Everything known of the machines, as an array.
pub(super) fn json(rows: &[Row]) -> String {
    let written: Vec<Written> = rows
        .iter()
        .map(|row| Written {
            account: &row.whose.account.label,
            provider: &row.whose.account.provider,
            machine: &row.entry.machine,
        })
        .collect();
    serde_json::to_string_pretty(&written).unwrap_or_default()
}

/// The columns shown, as RFC 4180 has it. Sizes are in bytes, times in UTC; what is not known is
/// empty.
pub(super) fn csv(rows: &[Row], columns: Columns) -> String {
    let mut text = String::new();
    let headings = columns.shown().flat_map(|column| headings(column).iter());
    line(&mut text, headings.map(|heading| (*heading).to_owned()));
    for row in rows {
        line(
            &mut text,
            columns.shown().flat_map(|column| cells(row, column)),
        );
    }
    text
}

fn line(text: &mut String, cells: impl Iterator<Item = String>) {
    for (at, cell) in cells.enumerate() {
        if at > 0 {
            text.push(',');
        }
        text.push_str(&escaped(&cell));
    }
    text.push_str("\r\n");
}

/// A spreadsheet takes what begins like a formula for one, whoever wrote it: an apostrophe makes
/// it text.
fn escaped(cell: &str) -> String {
    let is_formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let cell = if is_formula {
        ["'", cell].concat()
    } else {
        cell.to_owned()
    };
    if cell.contains([',', '"', '\n', '\r']) {
        ["\"", &cell.replace('"', "\"\""), "\""].concat()
    } else {
        cell
    }
}

const fn headings(column: Column) -> &'static [&'static str] {
    match column {
        Column::State => &["state"],
        Column::Name => &["name"],
        Column::Account => &["account"],
        Column::Address => &["addresses"],
        Column::Size => &["vcpus", "memory_bytes", "disk_bytes"],
        Column::Place => &["place"],
        Column::Image => &["image"],
        Column::Price => &["price_per_hour", "currency"],
        Column::Changed => &["changed"],
    }
}

fn cells(row: &Row, column: Column) -> Vec<String> {
    let machine = &row.entry.machine;
    let bytes =
        |size: Option<ByteSize>| size.map_or_else(String::new, |size| size.bytes().to_string());
    match column {
        Column::State => vec![machine.state.word().trim_end_matches('…').to_owned()],
        Column::Name => vec![machine.name.clone()],
        Column::Account => vec![row.whose.account.label.clone()],
        Column::Address => vec![machine.addresses.join(" ")],
        Column::Size => vec![
            machine
                .cpus
                .map_or_else(String::new, |cpus| cpus.to_string()),
            bytes(machine.memory),
            bytes(machine.disk),
        ],
        Column::Place => vec![machine.place.clone().unwrap_or_default()],
        Column::Image => vec![machine.image.clone().unwrap_or_default()],
        Column::Price => {
            let price = machine.price.as_ref();
            let currency = price.and_then(|price| price.currency());
            vec![
                price.map_or_else(String::new, ToString::to_string),
                currency.unwrap_or_default().to_owned(),
            ]
        }
        Column::Changed => {
            vec![
                machine
                    .changed
                    .map_or_else(String::new, |changed| changed.to_string()),
            ]
        }
    }
}

#[cfg(test)]
mod tests {
    use super::escaped;

    #[test]
    fn no_cell_is_a_formula_or_another_cell() {
        for (cell, written) in [
            ("", ""),
            ("web-1", "web-1"),
            ("a,b", "\"a,b\""),
            ("a\"b", "\"a\"\"b\""),
            ("a\nb", "\"a\nb\""),
            ("=1+1", "'=1+1"),
            ("+1", "'+1"),
            ("-1", "'-1"),
            ("@x", "'@x"),
            ("\t=1", "'\t=1"),
            ("=a,\"b\"", "\"'=a,\"\"b\"\"\""),
        ] {
            assert_eq!(escaped(cell), written);
        }
    }
}
