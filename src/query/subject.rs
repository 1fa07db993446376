//! What is searched: a machine with its texts made ready once, so that a keystroke makes none.

use pilothouse_core::Machine;

use super::fold::{fold, fold_onto};

/// The pieces of [`Texts`], in their order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    Name,
    Id,
    Addresses,
    Image,
    Place,
    Tags,
}

const PARTS: usize = 6;

/// All texts of a machine without case, one after the other; every item ends with a line break.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Texts {
    all: String,
    ends: [u32; PARTS],
}

impl Texts {
    /// Made once, when a machine is told.
    pub fn of(machine: &Machine) -> Self {
        let mut all = String::new();
        let mut add = |items: &[&str]| {
            for item in items {
                fold_onto(&mut all, item);
                all.push('\n');
            }
            u32::try_from(all.len()).unwrap_or(u32::MAX)
        };
        let addresses: Vec<&str> = machine.addresses.iter().map(String::as_str).collect();
        let tags: Vec<&str> = machine.tags.iter().map(String::as_str).collect();
        let ends = [
            add(&[&machine.name]),
            add(&[machine.id.as_str()]),
            add(&addresses),
            add(&[machine.image.as_deref().unwrap_or_default()]),
            add(&[machine.place.as_deref().unwrap_or_default()]),
            add(&tags),
        ];
        Self { all, ends }
    }

    /// All of it.
    pub(super) fn all(&self) -> &str {
        &self.all
    }

    /// One part, its items ending with line breaks.
    pub(super) fn part(&self, part: Part) -> &str {
        let at = part as usize;
        let end = |at: usize| self.ends.get(at).map_or(0, |end| *end as usize);
        let start = at.checked_sub(1).map_or(0, end);
        self.all.get(start..end(at)).unwrap_or_default()
    }
}

/// Whose a machine is, without case; made once for all machines of an account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Owner {
    pub(super) account: String,
    pub(super) provider: String,
}

impl Owner {
    /// From the account's label and its provider's id and name.
    pub fn new(account: &str, provider_id: &str, provider_name: &str) -> Self {
        let mut provider = fold(provider_id);
        provider.push('\n');
        fold_onto(&mut provider, provider_name);
        Self {
            account: fold(account),
            provider,
        }
    }
}

/// One machine as a query sees it.
#[derive(Clone, Copy, Debug)]
pub struct Subject<'a> {
    /// States and numbers.
    pub machine: &'a Machine,
    /// Texts.
    pub texts: &'a Texts,
    /// Account and provider.
    pub owner: &'a Owner,
}

#[cfg(test)]
mod tests {
    use pilothouse_core::Machine;

    use super::{Part, Texts};

    #[test]
    fn parts_are_what_the_machine_says() {
        let texts = Texts::of(&Machine {
            addresses: vec!["192.0.2.9".into(), "2001:DB8::1".into()],
            place: Some("Łódź".into()),
            tags: vec!["Shop".into(), "EU west".into()],
            ..Machine::bare("VM-7", "Web")
        });
        for (part, text) in [
            (Part::Name, "web\n"),
            (Part::Id, "vm-7\n"),
            (Part::Addresses, "192.0.2.9\n2001:db8::1\n"),
            (Part::Image, "\n"),
            (Part::Place, "łódź\n"),
            (Part::Tags, "shop\neu west\n"),
        ] {
            assert_eq!(texts.part(part), text, "{part:?}");
        }
    }
}
