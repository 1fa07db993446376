//! Conditions, and whether a machine meets them.

use super::{
    field::{Field, Measure, Text},
    number::Span,
    subject::Subject,
};

/// What a query asks of a machine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Condition {
    /// Found anywhere in its texts.
    Word(String),
    /// Found in this text.
    Holds(Text, Vec<String>),
    /// Exactly one of this text's items.
    Is(Text, Vec<String>),
    /// In a state whose bit is set.
    State(u32),
    /// Within one of the spans. Nothing untold is.
    Number(Measure, Vec<Span>),
    /// Told by the provider.
    Told(Vec<Field>),
    Not(Box<Condition>),
    All(Vec<Condition>),
    Any(Vec<Condition>),
}

impl Condition {
    /// Whether the machine meets it. Allocates nothing.
    pub(super) fn meets(&self, subject: &Subject) -> bool {
        match self {
            Self::Word(word) => {
                holds(subject.texts.all(), word) || holds(&subject.owner.account, word)
            }
            Self::Holds(text, values) => {
                let text = text.of(subject);
                values.iter().any(|value| holds(text, value))
            }
            Self::Is(text, values) => text
                .of(subject)
                .split('\n')
                .any(|item| values.iter().any(|value| value == item)),
            Self::State(states) => states & (1 << subject.machine.state as u32) != 0,
            Self::Number(measure, spans) => measure
                .of(subject)
                .is_some_and(|number| spans.iter().any(|span| span.holds(number))),
            Self::Told(fields) => fields.iter().any(|field| field.is_told(subject)),
            Self::Not(condition) => !condition.meets(subject),
            Self::All(conditions) => conditions.iter().all(|each| each.meets(subject)),
            Self::Any(conditions) => conditions.iter().any(|each| each.meets(subject)),
        }
    }
}

/// Whether a text holds a word. Both are short, so that looking for its first letter is quicker than
/// getting ready for more, as the library does.
fn holds(text: &str, word: &str) -> bool {
    let (text, word) = (text.as_bytes(), word.as_bytes());
    let Some((first, others)) = word.split_first() else {
        return true;
    };
    let mut rest = text;
    while let Some((letter, after)) = rest.split_first() {
        if letter == first && after.starts_with(others) {
            return true;
        }
        rest = after;
    }
    false
}

impl Field {
    fn is_told(self, subject: &Subject) -> bool {
        match self {
            // Every item ends with a line break, the empty one too.
            Self::Text(Text::Of(part)) => subject.texts.part(part).len() > 1,
            Self::State | Self::Text(_) | Self::Has | Self::No => true,
            Self::Number(measure) => measure.of(subject).is_some(),
        }
    }
}
