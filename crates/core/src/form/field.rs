//! One field of a form.

use serde::Serialize;

use crate::{HourlyPrice, Input};

/// One thing to enter.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Field {
    /// Key in [`Input`]; unique within its form.
    pub key: String,
    /// Words beside it.
    pub label: String,
    /// What it is for and what is allowed, from the provider's facts; may be empty.
    pub help: String,
    /// What can be entered.
    pub kind: Kind,
    /// Whether the form is incomplete without. Not asked for while the field is not shown.
    pub required: bool,
    /// When it is shown and sent; always if `None`.
    pub when: Option<When>,
    /// What stands in it at first; empty for nothing.
    pub initial: String,
}

/// What can be entered.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// One line of text.
    Text {
        /// In characters.
        longest: usize,
        /// What it has to look like.
        rule: Rule,
    },
    /// Text of several lines: scripts, keys, documents. May be entered as a secret, which is not
    /// written down then.
    Lines {
        /// In characters.
        longest: usize,
    },
    /// A password or key; hidden while typing, never stored.
    Secret {
        /// In characters.
        shortest: usize,
        /// In characters.
        longest: usize,
    },
    /// A whole number.
    Number {
        /// The smallest allowed.
        least: u64,
        /// The largest allowed.
        most: u64,
        /// Its unit: `"MB"`, `"GB"`, `"minutes"` or empty.
        unit: &'static str,
    },
    /// Yes or no; `"true"` or `"false"`.
    Flag,
    /// One of a few choices known beforehand.
    OneOf(Vec<Choice>),
    /// Of choices that have to be asked for.
    Lookup {
        /// Its name for [`Operator::lookup`](crate::Operator::lookup).
        lookup: String,
        /// Keys of the fields that must be entered before it can be asked.
        after: Vec<String>,
        /// Whether several can be chosen.
        many: bool,
    },
    /// A group of fields that have to be asked for.
    Further {
        /// Its name for [`Operator::further`](crate::Operator::further).
        lookup: String,
        /// Keys of the fields that must be entered before it can be asked.
        after: Vec<String>,
    },
    /// The same fields several times.
    Rows {
        /// The fields of one.
        fields: Vec<Field>,
        /// How many there must be.
        least: usize,
        /// How many there can be.
        most: usize,
    },
}

/// What a line of text has to look like.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Rule {
    /// Like anything.
    Any,
    /// Like a host name: letters, digits and dashes, neither end a dash; dots between such parts.
    HostName,
    /// Like an address beginning with `http://` or `https://`.
    Url,
}

/// When a field is shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum When {
    /// When another field has one of these values.
    Is(String, Vec<String>),
    /// When the choice made in another field has this tag.
    Tagged(String, String),
}

/// One of several values to choose from.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Choice {
    /// What is sent.
    pub value: String,
    /// What a person reads.
    pub label: String,
    /// Smaller words beside it: sizes, place, description.
    pub detail: String,
    /// What it offers, for [`When::Tagged`].
    pub tags: Vec<String>,
    /// The least it needs of other fields: (field key, number).
    pub least: Vec<(String, u64)>,
    /// What it sets other fields to when it is chosen and they are still empty.
    pub sets: Vec<(String, String)>,
    /// What it costs, where the provider says so.
    pub price: Option<HourlyPrice>,
    /// Why it cannot be chosen now.
    pub closed: Option<String>,
}

impl Choice {
    /// A choice that says no more than its name.
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self {
            value: value.into(),
            label: label.into(),
            ..Self::default()
        }
    }

    /// The same with smaller words.
    #[must_use]
    pub fn with_detail(mut self, detail: impl Into<String>) -> Self {
        self.detail = detail.into();
        self
    }
}

impl Field {
    /// An optional field of this kind.
    pub fn new(key: &str, label: &str, kind: Kind) -> Self {
        Self {
            key: key.to_owned(),
            label: label.to_owned(),
            help: String::new(),
            kind,
            required: false,
            when: None,
            initial: String::new(),
        }
    }

    /// A line of any text.
    pub fn text(key: &str, label: &str) -> Self {
        let (longest, rule) = (255, Rule::Any);
        Self::new(key, label, Kind::Text { longest, rule })
    }

    /// A host name of at most this many characters.
    pub fn host_name(key: &str, label: &str, longest: usize) -> Self {
        let rule = Rule::HostName;
        Self::new(key, label, Kind::Text { longest, rule })
    }

    /// Several lines of text, up to 64 KB.
    pub fn lines(key: &str, label: &str) -> Self {
        Self::new(key, label, Kind::Lines { longest: 65_536 })
    }

    /// A password.
    pub fn secret(key: &str, label: &str, shortest: usize, longest: usize) -> Self {
        Self::new(key, label, Kind::Secret { shortest, longest })
    }

    /// A whole number.
    pub fn number(key: &str, label: &str, least: u64, most: u64, unit: &'static str) -> Self {
        Self::new(key, label, Kind::Number { least, most, unit })
    }

    /// Yes or no, no at first.
    pub fn flag(key: &str, label: &str) -> Self {
        Self::new(key, label, Kind::Flag).starting("false")
    }

    /// One of a few values: (value, label); the first at first.
    pub fn one_of(key: &str, label: &str, values: &[(&str, &str)]) -> Self {
        let choices = values
            .iter()
            .map(|(value, label)| Choice::new(*value, *label));
        let first = values.first().map_or("", |(value, _)| *value);
        Self::new(key, label, Kind::OneOf(choices.collect())).starting(first)
    }

    /// One of the values the provider has, asked for once the fields with these keys are entered.
    pub fn lookup(key: &str, label: &str, lookup: &str, after: &[&str]) -> Self {
        let (lookup, after) = (lookup.to_owned(), owned(after));
        let many = false;
        Self::new(
            key,
            label,
            Kind::Lookup {
                lookup,
                after,
                many,
            },
        )
    }

    /// Several of the values the provider has.
    pub fn lookup_many(key: &str, label: &str, lookup: &str, after: &[&str]) -> Self {
        let (lookup, after) = (lookup.to_owned(), owned(after));
        let many = true;
        Self::new(
            key,
            label,
            Kind::Lookup {
                lookup,
                after,
                many,
            },
        )
    }

    /// Fields only the provider knows.
    pub fn further(key: &str, label: &str, lookup: &str, after: &[&str]) -> Self {
        let (lookup, after) = (lookup.to_owned(), owned(after));
        Self::new(key, label, Kind::Further { lookup, after })
    }

    /// The same fields several times.
    pub fn rows(key: &str, label: &str, least: usize, most: usize, fields: Vec<Self>) -> Self {
        Self::new(
            key,
            label,
            Kind::Rows {
                fields,
                least,
                most,
            },
        )
    }

    /// The same, and the form is incomplete without.
    #[must_use]
    pub fn required(mut self) -> Self {
        self.required = true;
        self
    }

    /// The same with words on what it is for.
    #[must_use]
    pub fn help(mut self, help: &str) -> Self {
        help.clone_into(&mut self.help);
        self
    }

    /// The same with something in it at first.
    #[must_use]
    pub fn starting(mut self, initial: impl Into<String>) -> Self {
        self.initial = initial.into();
        self
    }

    /// The same, shown only while another field has one of these values.
    #[must_use]
    pub fn when(mut self, field: &str, values: &[&str]) -> Self {
        self.when = Some(When::Is(field.to_owned(), owned(values)));
        self
    }

    /// The same, shown only while the choice in another field has this tag.
    #[must_use]
    pub fn when_tagged(mut self, field: &str, tag: &str) -> Self {
        self.when = Some(When::Tagged(field.to_owned(), tag.to_owned()));
        self
    }

    /// Whether it is shown for this input. `tags` gives the tags of the choice made in a field,
    /// or `None` if they are not known, which shows the field rather than hides it.
    pub fn is_shown(&self, input: &Input, tags: &dyn Fn(&str) -> Option<Vec<String>>) -> bool {
        match &self.when {
            None => true,
            Some(When::Is(field, values)) => {
                let value = input.text(field).unwrap_or_default();
                values.iter().any(|one| one == value)
            }
            Some(When::Tagged(field, tag)) => {
                tags(field).is_none_or(|tags| tags.iter().any(|one| one == tag))
            }
        }
    }
}

fn owned(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}
