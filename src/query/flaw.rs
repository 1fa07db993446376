//! What is wrong with a query, where, and in what words.

use std::ops::Range;

use super::field::Named;

/// Something in a query that could not be read as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flaw {
    /// The letters at fault, in bytes of the text, always at the borders of letters.
    pub range: Range<usize>,
    pub(super) problem: Problem,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Problem {
    /// Reaches to the end of the text.
    OpenQuote,
    /// Reaches to the end of the text.
    OpenGroup,
    EmptyGroup,
    /// Skipped.
    LooseClose,
    /// Skipped, with the parenthesis that closes it.
    TooDeep,
    /// Skipped.
    LooseOr,
    /// Skipped.
    LooseNot,
    /// The term is skipped.
    NoValue(&'static Named),
    /// Nothing has such a value; a number or a field is skipped, a state matches nothing.
    BadValue(&'static Named),
    /// The term is skipped.
    NoOrder(&'static Named),
    /// The word is searched for as it stands.
    NoSuchField,
}

/// How much a flaw matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weight {
    /// The text was read, perhaps not as meant.
    Hint,
    /// The text stops too early: no flaw yet while the caret is at its end.
    Unfinished,
    /// A part of the text does not count.
    Wrong,
}

impl Flaw {
    /// How much it matters.
    pub const fn weight(&self) -> Weight {
        match self.problem {
            Problem::NoSuchField => Weight::Hint,
            Problem::OpenQuote
            | Problem::OpenGroup
            | Problem::EmptyGroup
            | Problem::LooseOr
            | Problem::LooseNot
            | Problem::NoValue(_) => Weight::Unfinished,
            Problem::LooseClose | Problem::TooDeep | Problem::BadValue(_) | Problem::NoOrder(_) => {
                Weight::Wrong
            }
        }
    }

    /// One sentence for a person, about the text the flaw was found in.
    pub fn words(&self, text: &str) -> String {
        let at_fault = text.get(self.range.clone()).unwrap_or_default();
        match self.problem {
            Problem::OpenQuote => "Close this quote.".to_owned(),
            Problem::OpenGroup => "Close this “(” with a “)”.".to_owned(),
            Problem::EmptyGroup => "Put something between these parentheses.".to_owned(),
            Problem::LooseClose => "No “(” belongs to this “)”.".to_owned(),
            Problem::TooDeep => "Use fewer parentheses within each other.".to_owned(),
            Problem::LooseOr => ["“", at_fault, "” needs something on either side."].concat(),
            Problem::LooseNot => ["“", at_fault, "” needs something right after it."].concat(),
            Problem::NoValue(named) | Problem::BadValue(named) => {
                ["“", named.name(), "” takes ", named.takes, "."].concat()
            }
            Problem::NoOrder(named) => {
                ["“", named.name(), "” has no more and less; use “:” or “=”."].concat()
            }
            Problem::NoSuchField => [
                "There is no field “",
                at_fault,
                "”; searched for as it stands.",
            ]
            .concat(),
        }
    }
}

/// The flaws of a text in the order of their places. Nobody reads more than a few.
#[derive(Debug, Default)]
pub(super) struct Flaws(pub(super) Vec<Flaw>);

const MOST: usize = 8;

impl Flaws {
    /// Adds one, unless something was said of the same letters.
    pub(super) fn add(&mut self, range: Range<usize>, problem: Problem) {
        if self.0.iter().any(|known| known.range == range) {
            return;
        }
        let at = self
            .0
            .partition_point(|known| known.range.start <= range.start);
        self.0.insert(at, Flaw { range, problem });
        self.0.truncate(MOST);
    }
}
