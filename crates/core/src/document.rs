//! A form field whose text is a document with a grammar of its own, and the same document as
//! entries of a form.
//!
//! A page or a command line can show what is wrong with such a text, tidy it, and let a person
//! change it by form or by hand, without knowing what the document is.

use std::fmt;

use crate::{Error, Form, Input};

/// What is wrong with a document, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flaw {
    /// From 1.
    pub line: u32,
    /// In characters, from 1.
    pub column: u32,
    /// What is wrong and what is allowed, in a sentence that quotes no values of the document.
    pub words: String,
}

impl fmt::Display for Flaw {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "line {}, column {}: {}",
            self.line, self.column, self.words
        )
    }
}

/// A kind of document, given by [`Operator::document`](crate::Operator::document). Texts may hold
/// secrets, so no text belongs in a log.
pub trait Document: Send + Sync {
    /// Everything found wrong with a text, in reading order; empty when nothing is. First what
    /// keeps it from being read; only then what the provider would refuse.
    fn flaws(&self, text: &str) -> Vec<Flaw>;

    /// The same document laid out the one way every document is.
    ///
    /// # Errors
    /// What keeps the text from being read.
    fn normal(&self, text: &str) -> Result<String, Vec<Flaw>>;

    /// The form that describes the document.
    fn form(&self) -> Form;

    /// What the document says, as entries of [`Document::form`].
    ///
    /// # Errors
    /// As [`Document::normal`].
    fn input(&self, text: &str) -> Result<Input, Vec<Flaw>>;

    /// The document these entries describe, complete or not; entries the form does not know are
    /// left aside. What the form cannot say is kept from `before`, the text the entries were
    /// taken from; one that cannot be read, or none, keeps nothing.
    ///
    /// # Errors
    /// [`ErrorKind::Invalid`](crate::ErrorKind::Invalid) naming each entry that has no place in
    /// a document: no number, no choice, characters that cannot be written.
    fn text(&self, input: &Input, before: &str) -> Result<String, Error>;

    /// Whether these entries describe a document the provider would take.
    ///
    /// # Errors
    /// [`ErrorKind::Invalid`](crate::ErrorKind::Invalid) naming each field that is wrong.
    fn check(&self, input: &Input) -> Result<(), Error>;
}

#[cfg(test)]
mod tests {
    use super::Flaw;

    #[test]
    fn a_flaw_says_where_it_is() {
        let flaw = Flaw {
            line: 3,
            column: 14,
            words: "This has to be a whole number.".to_owned(),
        };
        let words = "line 3, column 14: This has to be a whole number.";
        assert_eq!(flaw.to_string(), words);
    }
}
