//! What could come next in a query: names of fields, and values of the field at the caret.

use std::ops::Range;

use pilothouse_core::{State, state::Tone};

use super::{
    field::{FIELDS, Field, Measure, Named, Text},
    fold::fold,
    subject::Part,
    term::tone_word,
    word::{self, Operator, quoted},
};

/// How many are worth reading.
const MOST: usize = 8;
/// Letters that have to be typed before values of any field are suggested for a bare word.
const ENOUGH: usize = 2;

/// The texts there are now, each once; the most likely first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Known {
    /// The accounts' labels.
    pub accounts: Vec<String>,
    /// The providers' names or ids.
    pub providers: Vec<String>,
    /// The machines' places.
    pub places: Vec<String>,
    /// The machines' images.
    pub images: Vec<String>,
    /// The machines' tags.
    pub tags: Vec<String>,
}

/// Something to put into a query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggestion {
    /// The letters it replaces, in bytes of the text; empty where it only adds.
    pub range: Range<usize>,
    /// What it puts there, in quotes where needed. The caret goes behind it.
    pub replacement: String,
    /// What to call it: a name with its operator, or a value as it is. A value is text that
    /// somebody else wrote.
    pub label: String,
    /// What it is, in a few words.
    pub help: &'static str,
}

/// At most eight, best first, for a caret at this byte. None where the word is complete.
pub fn suggest(text: &str, caret: usize, known: &Known) -> Vec<Suggestion> {
    let mut found = Found {
        text,
        known,
        best: Vec::new(),
    };
    if !text.is_char_boundary(caret) {
        return Vec::new();
    }
    let start = word_at(text, caret);
    let (mut end, open_quote) = word::end(text, start);
    if start == caret && end > caret {
        return Vec::new();
    }
    if open_quote.is_some_and(|quote| quote < caret) {
        // An open quote takes in all that follows, which nobody wants replaced.
        end = caret;
    }
    let word = text.get(start..end).unwrap_or_default();
    let typed_from = |at: usize| fold(&word::meant(text.get(at..caret).unwrap_or_default()));
    match word::name(word) {
        Some((name, operator, values)) if start + values <= caret => {
            let values = word::values(word.get(values..).unwrap_or_default(), start + values);
            let value = values.into_iter().find(|value| caret <= value.range.end);
            if let Some((named, value)) = Named::find(name).zip(value) {
                let typed = typed_from(value.range.start);
                found.values(named, operator, &typed, &value.range, "");
            }
        }
        Some((_, _, values)) => found.names(&typed_from(start), &(start..start + values)),
        None => {
            let (typed, range) = (typed_from(start), start..end);
            found.names(&typed, &range);
            if typed.chars().nth(ENOUGH - 1).is_some() {
                found.anything(&typed, &range);
            }
        }
    }
    found
        .best
        .into_iter()
        .map(|(_, suggestion)| suggestion)
        .collect()
}

/// Where the word at the caret begins, or would begin.
fn word_at(text: &str, caret: usize) -> usize {
    let mut at = 0;
    while at < caret {
        let Some(letter) = text.get(at..).and_then(|rest| rest.chars().next()) else {
            break;
        };
        let is_word = !letter.is_whitespace() && !matches!(letter, '(' | ')' | '-');
        let end = if is_word {
            word::end(text, at).0
        } else {
            at + letter.len_utf8()
        };
        if is_word && caret <= end {
            return at;
        }
        at = end;
    }
    caret
}

/// How well something fits what was typed.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Fit {
    Beginning,
    Word,
    Within,
}

impl Fit {
    fn of(value: &str, typed: &str) -> Option<Self> {
        let value = fold(value);
        let at = value.find(typed)?;
        let begins_word = |at: usize| {
            value
                .get(..at)
                .is_some_and(|before| !before.ends_with(char::is_alphanumeric))
        };
        Some(if at == 0 {
            Self::Beginning
        } else if value.match_indices(typed).any(|(at, _)| begins_word(at)) {
            Self::Word
        } else {
            Self::Within
        })
    }
}

struct Found<'a> {
    text: &'a str,
    known: &'a Known,
    best: Vec<(Fit, Suggestion)>,
}

impl Found<'_> {
    /// Names of fields that begin like this.
    fn names(&mut self, typed: &str, range: &Range<usize>) {
        for named in &FIELDS {
            if named.names.iter().any(|name| name.starts_with(typed)) {
                // Whoever has typed it whole may want to compare otherwise.
                let is_whole = named.names.contains(&typed);
                let others: &[&str] = if is_whole {
                    other_signs(named.field)
                } else {
                    &[]
                };
                for sign in [sign(named.field)].iter().chain(others) {
                    let label = [named.name(), sign].concat();
                    self.add(
                        Fit::Beginning,
                        range,
                        label.clone(),
                        label,
                        help(named.field),
                    );
                }
            }
        }
    }

    /// Values of every field that has texts, each with its field's name.
    fn anything(&mut self, typed: &str, range: &Range<usize>) {
        for named in &FIELDS {
            if matches!(named.field, Field::State | Field::Text(_)) {
                let before = [named.name(), ":"].concat();
                self.values(named, Operator::Holds, typed, range, &before);
            }
        }
    }

    fn values(
        &mut self,
        named: &Named,
        operator: Operator,
        typed: &str,
        range: &Range<usize>,
        before: &str,
    ) {
        let known = self.known;
        let listed;
        let values = match named.field {
            Field::Text(Text::Account) => &known.accounts,
            Field::Text(Text::Provider) => &known.providers,
            Field::Text(Text::Of(Part::Place)) => &known.places,
            Field::Text(Text::Of(Part::Image)) => &known.images,
            Field::Text(Text::Of(Part::Tags)) => &known.tags,
            field => {
                listed = match field {
                    Field::State => states(operator),
                    _ => samples(field).iter().map(|&text| text.into()).collect(),
                };
                &listed
            }
        };
        for value in values {
            // What cannot be typed into a text field cannot be suggested either.
            let can_be_typed = !value.is_empty() && !value.contains(char::is_control);
            if let (true, Some(fit)) = (can_be_typed, Fit::of(value, typed)) {
                let replacement = [before, &quoted(value)].concat();
                self.add(fit, range, replacement, value.clone(), help(named.field));
            }
        }
    }

    fn add(
        &mut self,
        fit: Fit,
        range: &Range<usize>,
        replacement: String,
        label: String,
        help: &'static str,
    ) {
        let at = self.best.partition_point(|(known, _)| *known <= fit);
        if at < MOST && self.text.get(range.clone()) != Some(&replacement) {
            let suggestion = Suggestion {
                range: range.clone(),
                replacement,
                label,
                help,
            };
            self.best.insert(at, (fit, suggestion));
            self.best.truncate(MOST);
        }
    }
}

/// Tones stand for several states, so they come first; `=` asks for one state alone.
fn states(operator: Operator) -> Vec<String> {
    let tones = [
        Tone::Running,
        Tone::Off,
        Tone::Changing,
        Tone::Failed,
        Tone::Unknown,
    ];
    let mut words: Vec<String> = match operator {
        Operator::Is => Vec::new(),
        _ => tones.map(|tone| tone_word(tone).to_owned()).into(),
    };
    for state in State::ALL {
        let word = fold(state.word().trim_end_matches('…'));
        if !words.contains(&word) {
            words.push(word);
        }
    }
    words
}

/// Values to begin with where there is no end of them.
const fn samples(field: Field) -> &'static [&'static str] {
    match field {
        Field::Number(Measure::Cpus) => &["1", "2", "4", "8", "16"],
        Field::Number(Measure::Memory) => &["512m", "1g", "2g", "4g", "8g", "16g", "32g"],
        Field::Number(Measure::Disk) => &["10g", "20g", "50g", "100g", "500g", "1t"],
        Field::Number(Measure::Price) => &["0.01", "0.05", "0.1", "0.5", "1"],
        Field::Number(Measure::Age | Measure::Changed) => &["1h", "1d", "7d", "30d", "1y"],
        Field::Has | Field::No => &["ip", "image", "zone", "tag", "mem", "disk", "price", "age"],
        Field::State | Field::Text(_) => &[],
    }
}

/// The operator most asked for.
const fn sign(field: Field) -> &'static str {
    match field {
        Field::Number(Measure::Cpus | Measure::Memory | Measure::Disk) => ">=",
        Field::Number(Measure::Price) => "<=",
        Field::Number(Measure::Age | Measure::Changed) => "<",
        Field::State | Field::Text(_) | Field::Has | Field::No => ":",
    }
}

/// The others it takes.
const fn other_signs(field: Field) -> &'static [&'static str] {
    match field {
        Field::Number(Measure::Cpus | Measure::Memory | Measure::Disk) => &["<=", ">", "<", "="],
        Field::Number(Measure::Price) => &[">=", "<", ">", "="],
        Field::Number(Measure::Age | Measure::Changed) => &[">"],
        Field::State | Field::Text(_) => &["="],
        Field::Has | Field::No => &[],
    }
}

const fn help(field: Field) -> &'static str {
    match field {
        Field::State => "what it is doing",
        Field::Text(Text::Account) => "whose it is",
        Field::Text(Text::Provider) => "who runs it",
        Field::Text(Text::Of(Part::Name)) => "what it is called",
        Field::Text(Text::Of(Part::Id)) => "its id",
        Field::Text(Text::Of(Part::Addresses)) => "its addresses",
        Field::Text(Text::Of(Part::Image)) => "what it was made from",
        Field::Text(Text::Of(Part::Place)) => "where it is",
        Field::Text(Text::Of(Part::Tags)) => "its labels and groups",
        Field::Number(Measure::Cpus) => "virtual processors",
        Field::Number(Measure::Memory) => "memory",
        Field::Number(Measure::Disk) => "all its disks",
        Field::Number(Measure::Price) => "what it costs an hour",
        Field::Number(Measure::Age) => "time since it was made",
        Field::Number(Measure::Changed) => "time since its last change",
        Field::Has => "told by its provider",
        Field::No => "not told by its provider",
    }
}
