//! Everything the fleet knows of the machine.

use leptos::prelude::*;
use pilothouse_core::{HourlyPrice, Machine, Timestamp};

use super::subject::Subject;
use crate::{
    components::facts::{Fact, Facts},
    ui::{follow::part, moment::absolute},
};

/// Hours in a month, as prices for a month are usually counted.
const MONTH: i64 = 730;

/// The facts, made anew when something else is told.
pub(super) fn overview(subject: Subject) -> impl IntoView {
    let machine = Memo::new(move |_| {
        subject
            .row
            .with(|row| row.as_ref().map(|row| row.entry.machine.clone()))
    });
    part(move || {
        let facts = machine.with(|machine| machine.as_ref().map(facts).unwrap_or_default());
        view! { <Facts facts/> }.into_any()
    })
}

/// What is known; what is not said is left out, but for what everybody looks for.
fn facts(machine: &Machine) -> Vec<Fact> {
    let mut facts = vec![Fact::exact("Id", machine.id.to_string()).to_copy()];
    let addresses = machine.addresses.iter();
    facts.push(if machine.addresses.is_empty() {
        Fact::words("Address", "None")
    } else {
        Fact {
            name: "Address".into(),
            values: addresses.map(|one| (one.clone(), String::new())).collect(),
            exact: true,
            copied: true,
        }
    });
    facts.push(Fact::exact("Size", size(machine)));
    let word = &machine.provider_state;
    if !word.is_empty() && !word.eq_ignore_ascii_case(machine.state.word()) {
        facts.push(Fact::words("Provider’s state", word.clone()));
    }
    let words = [("Place", &machine.place), ("Image", &machine.image)];
    let said = words
        .into_iter()
        .filter_map(|(name, value)| Some(Fact::words(name, value.clone()?)));
    facts.extend(said);
    facts.push(match &machine.price {
        Some(price) => price_of(price),
        None => Fact::words("Price", "Not published by the provider"),
    });
    if !machine.tags.is_empty() {
        facts.push(Fact::words("Tags", machine.tags.join(", ")));
    }
    let when = |at: Timestamp| absolute(at.as_millisecond());
    facts.extend(machine.created.map(|at| Fact::words("Created", when(at))));
    facts.extend(machine.changed.map(|at| Fact::words("Changed", when(at))));
    facts
}

/// "4 vCPU · 8 GB · 80 GB disk".
fn size(machine: &Machine) -> String {
    let said = [
        machine
            .cpus
            .map(|cpus| [&cpus.to_string(), " vCPU"].concat()),
        machine
            .memory
            .map(|memory| [&memory.to_string(), " RAM"].concat()),
        machine
            .disk
            .map(|disk| [&disk.to_string(), " disk"].concat()),
    ];
    let said: Vec<String> = said.into_iter().flatten().collect();
    if said.is_empty() {
        return "Not said".to_owned();
    }
    said.join(" · ")
}

fn price_of(price: &HourlyPrice) -> Fact {
    let currency = price
        .currency()
        .map_or_else(String::new, |one| [" ", one].concat());
    let hour = [&price.to_string(), currency.as_str(), " an hour"].concat();
    let hundredths = price.nanos().saturating_mul(MONTH) / 10_000_000;
    let month = format!(
        "about {}.{:02}{currency} a month",
        hundredths / 100,
        hundredths % 100
    );
    Fact::exact("Price", hour).beside(month)
}

#[cfg(test)]
mod tests {
    use pilothouse_core::{ByteSize, HourlyPrice, Machine};

    use super::{facts, price_of, size};

    #[test]
    fn what_is_not_said_is_left_out() {
        let machine = Machine::bare("1", "a");
        let names: Vec<_> = facts(&machine).into_iter().map(|fact| fact.name).collect();
        assert_eq!(names, ["Id", "Address", "Size", "Price"]);
        assert_eq!(size(&machine), "Not said");
        let machine = Machine {
            cpus: Some(4),
            memory: Some(ByteSize::from_gib(8)),
            tags: vec!["a".into(), "b".into()],
            ..machine
        };
        assert_eq!(size(&machine), "4 vCPU · 8 GB RAM");
        assert!(facts(&machine).iter().any(|fact| fact.name == "Tags"));
    }

    #[test]
    fn a_price_is_told_for_an_hour_and_a_month() {
        let price = HourlyPrice::from_decimal("0.214", Some("EUR")).unwrap();
        let (hour, month) = price_of(&price).values.into_iter().next().unwrap();
        assert!(
            hour.starts_with("0.214") && hour.ends_with(" EUR an hour"),
            "{hour}"
        );
        assert_eq!(month, "about 156.22 EUR a month");
    }
}
