//! What the table of elements is made of.

/// An element in one particular place.
#[derive(Debug)]
pub(super) struct Element {
    /// Its name.
    pub(super) name: &'static str,
    /// What its text can be.
    pub(super) value: Value,
    /// What can be written inside its tag.
    pub(super) attributes: &'static [Attribute],
    /// What can stand in it, in the order it is written. With a value too it is either of them.
    pub(super) parts: &'static [Part],
}

/// What the text of an element can be.
#[derive(Clone, Copy, Debug)]
pub(super) enum Value {
    /// Nothing but space between parts.
    Space,
    /// Anything.
    Text,
    /// Anything but nothing.
    Needed,
    /// A whole number that fits 32 bits.
    Whole {
        /// The smallest.
        least: u32,
    },
    /// One of these.
    OneOf(&'static [&'static str]),
    /// Needed without this attribute, nothing with it.
    TextUnless(&'static str),
}

/// An attribute.
#[derive(Debug)]
pub(super) struct Attribute {
    /// Its name.
    pub(super) name: &'static str,
    /// What it can be; anything but nothing if empty.
    pub(super) values: &'static [&'static str],
    /// Whether it has to be there.
    pub(super) is_needed: bool,
}

/// An element inside another.
#[derive(Debug)]
pub(super) struct Part {
    /// Which.
    pub(super) element: &'static Element,
    /// How many.
    pub(super) count: Count,
}

/// How many of an element there can be in one place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Count {
    /// None or one.
    AtMostOne,
    /// One.
    One,
    /// None or any number.
    Any,
}

impl Attribute {
    /// One that may be left out.
    pub(super) const fn new(name: &'static str, values: &'static [&'static str]) -> Self {
        let is_needed = false;
        Self {
            name,
            values,
            is_needed,
        }
    }

    /// One that must be there, with any text.
    pub(super) const fn needed(name: &'static str) -> Self {
        Self::needed_of(name, &[])
    }

    /// One that must be there, with one of these values.
    pub(super) const fn needed_of(name: &'static str, values: &'static [&'static str]) -> Self {
        let is_needed = true;
        Self {
            name,
            values,
            is_needed,
        }
    }
}

/// What the text of a reference is read as.
pub(super) const fn by(values: &'static [&'static str]) -> Attribute {
    Attribute::new("by", values)
}

/// An element that holds text alone.
pub(super) const fn leaf(name: &'static str, value: Value) -> Element {
    Element {
        name,
        value,
        attributes: &[],
        parts: &[],
    }
}

/// An element that names something.
pub(super) const fn reference(name: &'static str, attributes: &'static [Attribute]) -> Element {
    Element {
        name,
        value: Value::Needed,
        attributes,
        parts: &[],
    }
}

/// An element that holds others.
pub(super) const fn container(name: &'static str, parts: &'static [Part]) -> Element {
    Element {
        name,
        value: Value::Space,
        attributes: &[],
        parts,
    }
}

/// At most one of an element.
pub(super) const fn one(element: &'static Element) -> Part {
    let count = Count::AtMostOne;
    Part { element, count }
}

/// One of an element.
pub(super) const fn exactly(element: &'static Element) -> Part {
    let count = Count::One;
    Part { element, count }
}

/// Any number of an element.
pub(super) const fn any(element: &'static Element) -> Part {
    let count = Count::Any;
    Part { element, count }
}
