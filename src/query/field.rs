//! What can be named in a query, and how.

use pilothouse_core::{HourlyPrice, Timestamp};

use super::subject::{Part, Subject};

/// What a name in a query stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Field {
    State,
    Text(Text),
    Number(Measure),
    /// `has:ip`: the provider told it.
    Has,
    /// `no:ip`: the provider did not.
    No,
}

/// A text, or several.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Text {
    Of(Part),
    Account,
    Provider,
}

/// Something that is more or less.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Measure {
    Cpus,
    Memory,
    Disk,
    Price,
    Age,
    Changed,
}

/// A field with its names.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Named {
    pub(super) field: Field,
    /// The first is the one shown.
    pub(super) names: &'static [&'static str],
    /// Completes the sentence "… takes …".
    pub(super) takes: &'static str,
}

const fn named(field: Field, names: &'static [&'static str], takes: &'static str) -> Named {
    Named {
        field,
        names,
        takes,
    }
}

const SIZE: &str = "a size such as 4g or 512m";
const TIME: &str = "a time such as 2h, 3d or 1w";
const FIELD: &str = "a field such as ip or price";

/// Every field, in the order they are suggested.
pub(super) static FIELDS: [Named; 16] = [
    named(
        Field::State,
        &["state", "status"],
        "a state such as off or running",
    ),
    named(
        Field::Text(Text::Account),
        &["account"],
        "an account’s label",
    ),
    named(
        Field::Text(Text::Provider),
        &["provider"],
        "a provider’s name",
    ),
    named(
        Field::Text(Text::Of(Part::Place)),
        &["zone", "place", "region"],
        "a place’s name",
    ),
    named(
        Field::Text(Text::Of(Part::Image)),
        &["image", "template", "os"],
        "an image’s name",
    ),
    named(Field::Text(Text::Of(Part::Tags)), &["tag", "tags"], "a tag"),
    named(
        Field::Number(Measure::Memory),
        &["mem", "memory", "ram"],
        SIZE,
    ),
    named(
        Field::Number(Measure::Cpus),
        &["cpu", "cpus"],
        "a whole number such as 4",
    ),
    named(Field::Number(Measure::Disk), &["disk"], SIZE),
    named(
        Field::Text(Text::Of(Part::Addresses)),
        &["ip", "address"],
        "an address or its beginning",
    ),
    named(Field::Text(Text::Of(Part::Name)), &["name"], "a name"),
    named(
        Field::Number(Measure::Price),
        &["price", "cost"],
        "an hourly amount such as 0.05",
    ),
    named(Field::Number(Measure::Age), &["age", "created"], TIME),
    named(Field::Number(Measure::Changed), &["changed"], TIME),
    named(Field::Has, &["has"], FIELD),
    named(Field::No, &["no"], FIELD),
];

/// The id is for whoever knows it; it is found, but not suggested.
static ID: Named = named(Field::Text(Text::Of(Part::Id)), &["id"], "an id");

impl Named {
    /// The field of this name, in whatever case.
    pub(super) fn find(name: &str) -> Option<&'static Self> {
        let is_called = |named: &&Self| {
            named
                .names
                .iter()
                .any(|known| known.eq_ignore_ascii_case(name))
        };
        FIELDS.iter().chain([&ID]).find(is_called)
    }

    /// The name shown.
    pub(super) fn name(&self) -> &'static str {
        self.names.first().copied().unwrap_or_default()
    }
}

impl Text {
    /// The text itself; several are separated by line breaks.
    pub(super) fn of<'a>(self, subject: &Subject<'a>) -> &'a str {
        match self {
            Self::Of(part) => subject.texts.part(part),
            Self::Account => &subject.owner.account,
            Self::Provider => &subject.owner.provider,
        }
    }
}

impl Measure {
    /// The number itself: processors, bytes, billionths an hour, or milliseconds since 1970.
    pub(super) fn of(self, subject: &Subject) -> Option<i64> {
        let machine = subject.machine;
        let size = |bytes: u64| i64::try_from(bytes).unwrap_or(i64::MAX);
        match self {
            Self::Cpus => machine.cpus.map(i64::from),
            Self::Memory => machine.memory.map(|memory| size(memory.bytes())),
            Self::Disk => machine.disk.map(|disk| size(disk.bytes())),
            Self::Price => machine.price.as_ref().map(HourlyPrice::nanos),
            Self::Age => machine.created.map(Timestamp::as_millisecond),
            Self::Changed => machine.changed.map(Timestamp::as_millisecond),
        }
    }
}
