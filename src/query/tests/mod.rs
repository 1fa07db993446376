//! What the language means, as tables of what is typed.

mod flaws;
mod hostile;
mod matching;
mod suggestions;

use pilothouse_core::{ByteSize, HourlyPrice, Machine, State, Timestamp};

use super::{Owner, Parsed, Subject, Texts, parse};

/// A hundred days after the beginning of 1970.
fn now() -> Timestamp {
    Timestamp::from_second(100 * 86_400).unwrap()
}

fn days_ago(days: i64) -> Option<Timestamp> {
    Timestamp::from_second(now().as_second() - days * 86_400).ok()
}

fn read(text: &str) -> Parsed {
    parse(text, now())
}

fn web() -> Machine {
    Machine {
        state: State::Running,
        addresses: vec!["192.0.2.9".into(), "2001:db8::1".into()],
        cpus: Some(4),
        memory: Some(ByteSize::from_gib(8)),
        disk: Some(ByteSize::from_mib(20_000)),
        place: Some("Łódź-1".into()),
        image: Some("Debian 12".into()),
        price: HourlyPrice::from_decimal("0.05", None),
        tags: vec!["Shop".into(), "EU west".into()],
        created: days_ago(40),
        changed: days_ago(2),
        ..Machine::bare("vm-77", "Web-1")
    }
}

fn owner() -> Owner {
    Owner::new("Acme Prod", "skycap", "Sky Capsule")
}

/// Whether a query finds a machine of Acme Prod.
fn finds(text: &str, machine: &Machine) -> bool {
    read(text).query.matches(&Subject {
        machine,
        texts: &Texts::of(machine),
        owner: &owner(),
    })
}
