//! Naming something the provider has.

use roxmltree::Node;

use super::{values, words::Word, writer::Writer};
use crate::katapult::find::is_like_id;

/// How the text of a reference is to be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum By {
    /// As an id. Never written: no `by` says the same, and not every reader knows the word.
    Id,
    /// As the name a person gave.
    Name,
    /// As the provider's permanent name.
    Permalink,
    /// As an IP address or, for a subnet, as an address with its length.
    Address,
    /// As the address a user signs in with.
    EmailAddress,
}

impl Word for By {
    const WORDS: &'static [(&'static str, Self)] = &[
        ("id", Self::Id),
        ("name", Self::Name),
        ("permalink", Self::Permalink),
        ("address", Self::Address),
        ("email_address", Self::EmailAddress),
    ];
}

/// A thing and how it is named.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Reference {
    /// How to read the value.
    pub(crate) by: By,
    /// Not empty, no space around it.
    pub(crate) value: String,
}

impl Reference {
    pub(super) fn read(node: Node<'_, '_>) -> Self {
        let by = node.attribute("by").and_then(By::from_word);
        Self {
            by: by.unwrap_or(By::Id),
            value: values::word(node),
        }
    }

    pub(super) fn write(&self, name: &str, writer: &mut Writer) {
        match self.by {
            By::Id => writer.leaf(name, &[], &self.value),
            by => writer.leaf(name, &[("by", by.word())], &self.value),
        }
    }

    /// The reference in one text: the value alone where that says how it is to be read, else
    /// `name:value`. `ways` are the ways but by id that the element allows, the usual one first.
    pub(super) fn entry(&self, ways: &[By]) -> String {
        if Self::from_entry(&self.value, ways) == *self {
            self.value.clone()
        } else {
            [self.by.word(), ":", &self.value].concat()
        }
    }

    /// What [`Reference::entry`] made, or the value of a choice, or what a person wrote.
    pub(super) fn from_entry(text: &str, ways: &[By]) -> Self {
        let text = text.trim();
        let (by, value) = Self::said(text, ways).unwrap_or_else(|| {
            let usual = ways.first().copied().unwrap_or(By::Id);
            (if is_like_id(text) { By::Id } else { usual }, text)
        });
        let value = value.to_owned();
        Self { by, value }
    }

    fn said<'a>(text: &'a str, ways: &[By]) -> Option<(By, &'a str)> {
        let (word, value) = text.split_once(':')?;
        let by = By::from_word(word).filter(|by| *by == By::Id || ways.contains(by))?;
        let value = value.trim();
        (!value.is_empty()).then_some((by, value))
    }
}

#[cfg(test)]
mod tests {
    use super::{By, Reference};

    #[test]
    fn entries_are_read_as_what_they_look_like_or_say() {
        let ways = [By::Permalink, By::Name];
        for (text, by, value) in [
            ("uk-demo-02", By::Permalink, "uk-demo-02"),
            (" uk-demo-02 ", By::Permalink, "uk-demo-02"),
            ("dc_aB3dE6gH9jK2mN5p", By::Id, "dc_aB3dE6gH9jK2mN5p"),
            ("dc_short", By::Permalink, "dc_short"),
            ("id:uk-demo-02", By::Id, "uk-demo-02"),
            ("name:Demo 2", By::Name, "Demo 2"),
            ("name:", By::Permalink, "name:"),
            ("address:x", By::Permalink, "address:x"),
            ("2001:db8::7", By::Permalink, "2001:db8::7"),
        ] {
            let value = value.to_owned();
            let read = Reference::from_entry(text, &ways);
            assert_eq!(read, Reference { by, value }, "{text}");
            assert_eq!(Reference::from_entry(&read.entry(&ways), &ways), read);
        }
    }
}
