//! The search language, pure: what a person types, which machines it means, what is wrong with it
//! and what could come next.
//!
//! `debian -state:off (account:"Acme prod" or mem>=4g)` finds machines that mention debian, are not
//! off, and belong to Acme prod or have at least four gigabytes.
//!
//! | typed | means |
//! | --- | --- |
//! | `web debian` | both words, anywhere in name, id, addresses, image, place, tags or the account's label |
//! | `"debian 12"` | one text with a blank; `""` within quotes is a quote |
//! | `a b or c` | a and b, or c; parentheses group |
//! | `-web`, `not web` | not |
//! | `image:deb` | the field holds it; `image=…` is exactly it (one of several tags, addresses) |
//! | `tag:a,b` | any of them |
//! | `state:off` | states that begin like this and all of that tone (running, off, changing, failed, unknown); `state=off` is that state alone |
//! | `mem>=4g` | also `cpu`, `disk` and the hourly `price`; `: = > >= < <=`; sizes without unit are gigabytes; what no provider told is in no range |
//! | `age>30d`, `changed<2h` | since it was made or changed: `s m h d w mo y` |
//! | `has:price`, `no:ip` | whether the provider told it |
//!
//! A name nobody knows is searched for as it stands. Nothing typed is refused: what can be read
//! filters, and what cannot is among the [`Flaw`]s.
//!
//! ```text
//! let Parsed { query, flaws } = query::parse(text, now);
//! let owner = Owner::new(label, provider_id, provider_name);      // once an account
//! let texts = Texts::of(&machine);                                // once a machine
//! query.matches(&Subject { machine: &machine, texts: &texts, owner: &owner });
//! flaw.range; flaw.weight(); flaw.words(text);                    // mark these letters, say this
//! suggest::suggest(text, caret, &known);                          // at most 8, best first
//! ```
//!
//! Places in a text are bytes at the borders of letters; [`caret`] turns them into what a text
//! field counts in, and back. Nothing here but [`suggest`] needs [`suggest`], so that it can be
//! loaded when somebody first types.

pub mod caret;
mod condition;
mod field;
mod flaw;
mod fold;
mod number;
mod read;
mod subject;
pub mod suggest;
mod term;
#[cfg(test)]
mod tests;
mod word;

use pilothouse_core::Timestamp;

pub(crate) use self::fold::fold;
use self::{condition::Condition, read::Reader};
pub use self::{
    flaw::{Flaw, Weight},
    subject::{Owner, Subject, Texts},
    word::quoted,
};

/// A query ready to be asked of many machines. The empty one lets all through.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query(Option<Condition>);

/// What was made of a text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Parsed {
    /// All that could be read.
    pub query: Query,
    /// The first few things that could not, in the order of their places.
    pub flaws: Vec<Flaw>,
}

/// Reads what a person typed. Ages count back from `now`.
pub fn parse(text: &str, now: Timestamp) -> Parsed {
    let mut reader = Reader::new(text, now.as_millisecond());
    Parsed {
        query: Query(reader.either()),
        flaws: reader.flaws.0,
    }
}

impl Query {
    /// Whether it lets everything through.
    pub const fn is_empty(&self) -> bool {
        self.0.is_none()
    }

    /// Whether a machine is among those asked for. Allocates nothing.
    pub fn matches(&self, subject: &Subject) -> bool {
        self.0
            .as_ref()
            .is_none_or(|condition| condition.meets(subject))
    }
}
