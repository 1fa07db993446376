//! One word of a query as a condition.

use pilothouse_core::{State, state::Tone};

use super::{
    condition::Condition,
    field::{Field, Named},
    flaw::{Flaws, Problem},
    fold::fold,
    number::Span,
    word::{self, Operator, Value},
};

/// The condition a word puts, if it could be read.
pub(super) fn read(word: &str, start: usize, now_ms: i64, flaws: &mut Flaws) -> Option<Condition> {
    let Some((name, operator, values)) = word::name(word) else {
        return anywhere(word);
    };
    let Some(named) = Named::find(name) else {
        if is_meant_as_field(name, word.get(values..).unwrap_or_default()) {
            flaws.add(start..start + name.len(), Problem::NoSuchField);
        }
        return anywhere(word);
    };
    let range = start..start + word.len();
    let is_ordered = matches!(named.field, Field::Number(_));
    if !is_ordered && !matches!(operator, Operator::Holds | Operator::Is) {
        flaws.add(range, Problem::NoOrder(named));
        return None;
    }
    let mut values = word::values(word.get(values..).unwrap_or_default(), start + values);
    values.retain(|value| !value.meant.is_empty());
    if values.is_empty() {
        flaws.add(range, Problem::NoValue(named));
        return None;
    }
    for value in &mut values {
        value.meant = fold(&value.meant);
    }
    let mut bad = |value: &Value| flaws.add(value.range.clone(), Problem::BadValue(named));
    match named.field {
        Field::Text(text) => {
            let values = values.into_iter().map(|value| value.meant).collect();
            Some(match operator {
                Operator::Is => Condition::Is(text, values),
                _ => Condition::Holds(text, values),
            })
        }
        Field::State => {
            let mut states = 0;
            for value in &values {
                let meant = self::states(&value.meant, operator);
                if meant == 0 {
                    bad(value);
                }
                states |= meant;
            }
            Some(Condition::State(states))
        }
        Field::Number(measure) => {
            let mut spans = Vec::new();
            for value in &values {
                match Span::read(measure, operator, &value.meant, now_ms) {
                    Some(span) => spans.push(span),
                    None => bad(value),
                }
            }
            (!spans.is_empty()).then_some(Condition::Number(measure, spans))
        }
        Field::Has | Field::No => {
            let mut fields = Vec::new();
            for value in &values {
                match Named::find(&value.meant) {
                    Some(named) => fields.push(named.field),
                    None => bad(value),
                }
            }
            let told = (!fields.is_empty()).then_some(Condition::Told(fields))?;
            Some(if named.field == Field::No {
                Condition::Not(Box::new(told))
            } else {
                told
            })
        }
    }
}

fn anywhere(word: &str) -> Option<Condition> {
    let word = fold(&word::meant(word));
    (!word.is_empty()).then_some(Condition::Word(word))
}

/// Addresses have colons too, and so do links.
fn is_meant_as_field(name: &str, value: &str) -> bool {
    !value.is_empty()
        && !value.starts_with("//")
        && !name.bytes().all(|letter| letter.is_ascii_hexdigit())
}

/// A bit for every state that begins like this, or whose tone does.
fn states(meant: &str, operator: Operator) -> u32 {
    let meant = letters(meant);
    let mut states = 0;
    for state in State::ALL {
        let word = letters(state.word());
        let is_meant = match operator {
            Operator::Is => word == meant,
            _ => word.starts_with(&meant) || tone_word(state.tone()).starts_with(&meant),
        };
        if is_meant && !meant.is_empty() {
            states |= 1 << state as u32;
        }
    }
    states
}

/// `not-built`, `Not built` and `notbuilt` are the same.
fn letters(text: &str) -> String {
    let mut letters = fold(text);
    letters.retain(|letter| !matches!(letter, ' ' | '-' | '_' | '…'));
    letters
}

/// The word that stands for all states of a tone.
pub(super) const fn tone_word(tone: Tone) -> &'static str {
    match tone {
        Tone::Running => "running",
        Tone::Off => "off",
        Tone::Changing => "changing",
        Tone::Failed => "failed",
        Tone::Unknown => "unknown",
    }
}
