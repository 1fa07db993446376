//! Taking entries out of a form's input, and noting each that has no place in a document.

use std::cell::RefCell;

use pilothouse_core::{Error, ErrorKind, Input, input::Entry};

use crate::{
    katapult::{
        auth,
        spec::{
            reference::{By, Reference},
            values,
            words::Word,
        },
    },
    xml,
};

/// What is wrong: (field, words).
#[derive(Default)]
pub(super) struct Problems(RefCell<Vec<(String, String)>>);

impl Problems {
    fn add(&self, field: String, words: impl Into<String>) {
        self.0.borrow_mut().push((field, words.into()));
    }

    /// An error, if anything was wrong.
    pub(super) fn into_result(self) -> Result<(), Error> {
        let problems = self.0.into_inner();
        let message = match problems.as_slice() {
            [] => return Ok(()),
            [(field, words)] => format!("{field}: {words}"),
            several => format!("{} fields have to be corrected.", several.len()),
        };
        let mut error = Error::new(ErrorKind::Invalid, message);
        error.fields = problems;
        Err(error)
    }
}

/// The entries of a form or of one row.
pub(super) struct Entries<'a> {
    input: &'a Input,
    /// What stands before the key of a field: `""` or `disks[1].`.
    prefix: String,
    problems: &'a Problems,
}

impl<'a> Entries<'a> {
    /// Those of a whole form.
    pub(super) fn new(input: &'a Input, problems: &'a Problems) -> Self {
        let prefix = String::new();
        Self {
            input,
            prefix,
            problems,
        }
    }

    /// Notes what is wrong with a field.
    pub(super) fn wrong(&self, key: &str, words: impl Into<String>) {
        self.problems.add([&self.prefix, key].concat(), words);
    }

    /// A text to the letter; `None` for a blank one.
    pub(super) fn text(&self, key: &str) -> Option<String> {
        self.raw(key).filter(|text| !text.trim().is_empty())
    }

    /// A text without the space around it; `None` for a blank one.
    pub(super) fn word(&self, key: &str) -> Option<String> {
        self.text(key).map(|text| text.trim().to_owned())
    }

    /// A text to the letter, secret or not; `None` if there is no entry.
    pub(super) fn raw(&self, key: &str) -> Option<String> {
        let text = match self.input.entry(key)? {
            Entry::Text(text) => text.as_str(),
            Entry::Secret(secret) => auth::exposed(secret),
            _ => {
                self.wrong(key, "This has to be one text.");
                return None;
            }
        };
        self.writable(key, text).then(|| text.to_owned())
    }

    /// A number not below this.
    pub(super) fn number(&self, key: &str, least: u32) -> Option<u32> {
        let text = self.word(key)?;
        let number = values::to_number(&text).filter(|number| *number >= least);
        if number.is_none() {
            let most = u32::MAX;
            self.wrong(key, format!("A whole number between {least} and {most}."));
        }
        number
    }

    /// One of a closed set.
    pub(super) fn choice<W: Word>(&self, key: &str) -> Option<W> {
        let choice = W::from_word(&self.word(key)?);
        if choice.is_none() {
            self.wrong(key, "Not one of the choices.");
        }
        choice
    }

    /// Yes or no; no if there is no entry.
    pub(super) fn flag(&self, key: &str) -> bool {
        match self.word(key).as_deref() {
            Some("true") => true,
            None | Some("false") => false,
            Some(_) => {
                self.wrong(key, "Either true or false.");
                false
            }
        }
    }

    /// A reference that can be named in these ways.
    pub(super) fn reference(&self, key: &str, ways: &[By]) -> Option<Reference> {
        let text = self.word(key)?;
        Some(Reference::from_entry(&text, ways))
    }

    /// Several choices, without the space around them.
    pub(super) fn many(&self, key: &str) -> Vec<String> {
        let values = match self.input.entry(key) {
            None => return Vec::new(),
            Some(Entry::Many(values)) => values,
            Some(_) => {
                self.wrong(key, "This has to be a list of choices.");
                return Vec::new();
            }
        };
        let writable = values.iter().filter(|value| self.writable(key, value));
        let words = writable.map(|value| value.trim().to_owned());
        words.filter(|word| !word.is_empty()).collect()
    }

    /// What each row makes.
    pub(super) fn rows<T>(&self, key: &str, read: impl Fn(&Entries<'_>) -> T) -> Vec<T> {
        let rows = match self.input.entry(key) {
            None => return Vec::new(),
            Some(Entry::Rows(rows)) => rows,
            Some(_) => {
                self.wrong(key, "This has to be a list of groups of fields.");
                return Vec::new();
            }
        };
        let rows = rows.iter().enumerate();
        rows.map(|(index, input)| {
            read(&Entries {
                input,
                prefix: format!("{}{key}[{index}].", self.prefix),
                problems: self.problems,
            })
        })
        .collect()
    }

    fn writable(&self, key: &str, text: &str) -> bool {
        let is_writable = text.chars().all(xml::is_character);
        if !is_writable {
            self.wrong(key, "Control characters cannot be written. Remove them.");
        }
        is_writable
    }
}
