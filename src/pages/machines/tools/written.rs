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
    use pilothouse_core::{ByteSize, HourlyPrice, Machine, State, Timestamp};

    use super::{csv, escaped, json};
    use crate::{
        routes::{Column, Columns},
        store::{
            roster::Roster,
            rows::{By, Row, tests::sorted},
        },
    };

    fn rows() -> Vec<Row> {
        let mut roster = Roster::default();
        let known = Machine {
            state: State::Starting,
            addresses: vec!["192.0.2.9".into(), "2001:db8::1".into()],
            cpus: Some(2),
            memory: Some(ByteSize::from_gib(4)),
            place: Some("=London, \"west\"".into()),
            price: HourlyPrice::from_decimal("0.05", Some("EUR")),
            changed: Some(Timestamp::UNIX_EPOCH),
            ..Machine::bare("7", "web-1")
        };
        roster.take(known, Timestamp::UNIX_EPOCH);
        roster.take(Machine::bare("8", "z"), Timestamp::UNIX_EPOCH);
        sorted(&roster, By::default())
    }

    #[test]
    fn a_csv_file_has_the_columns_shown() {
        let all = "state,name,account,addresses,vcpus,memory_bytes,disk_bytes,place,image,price_per_hour,currency,changed\r\n\
            Starting,web-1,One,192.0.2.9 2001:db8::1,2,4294967296,,\"'=London, \"\"west\"\"\",,0.0500,EUR,1970-01-01T00:00:00Z\r\n\
            Reading,z,One,,,,,,,,,\r\n";
        assert_eq!(csv(&rows(), Columns::ALL), all);
        let few = Column::ALL.into_iter().fold(Columns::ALL, |columns, one| {
            columns.with(one, one == Column::State)
        });
        assert_eq!(
            csv(&rows(), few),
            "state,name\r\nStarting,web-1\r\nReading,z\r\n"
        );
    }

    #[test]
    fn a_json_file_has_everything_known() {
        let text = json(&rows());
        let read: Vec<serde_json::Value> = serde_json::from_slice(text.as_bytes()).unwrap();
        let first = read.first().unwrap();
        assert_eq!(read.len(), 2);
        assert_eq!(first["account"], "One");
        assert_eq!(first["memory"], 4_294_967_296_u64);
        assert_eq!(first["addresses"][1], "2001:db8::1");
        assert_eq!(first["place"], "=London, \"west\"");
    }

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
