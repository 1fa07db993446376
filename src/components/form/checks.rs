//! What is wrong with what was entered, beyond what a form says of itself: groups that were asked
//! for, and what a choice needs of other fields.

use leptos::prelude::*;
use pilothouse_core::{
    Field, Form, Input,
    form::{Kind, When},
    input::Entry,
};

use super::{Filling, groups::Group};

const NEEDED: &str = "This is needed.";
const CHOOSE: &str = "Choose one.";

/// Whether words say that something is missing rather than wrong.
pub(super) fn is_missing(words: &str) -> bool {
    words == NEEDED || words == CHOOSE
}

/// Whether a path is this one or one below it.
pub fn is_within(path: &str, of: &str) -> bool {
    path.strip_prefix(of)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
}

/// Everything wrong, in the order of the fields.
pub(super) fn problems(filling: Filling, form: &Form, wanted: &Input) -> Vec<(String, String)> {
    let mut problems = form
        .check(wanted)
        .map_or_else(|error| error.fields, |()| Vec::new());
    for field in &form.fields {
        let is_new =
            |problems: &[(String, String)]| !problems.iter().any(|(path, _)| *path == field.key);
        match (&field.kind, wanted.entry(&field.key)) {
            (Kind::Further { .. }, entry) => {
                let fields = filling.group(&field.key).unwrap_or_default();
                let empty = Input::default();
                let group = match entry {
                    Some(Entry::Group(group)) => group,
                    _ => &empty,
                };
                let wrong = Form::new(fields).check(group).err();
                let wrong = wrong.into_iter().flat_map(|error| error.fields);
                problems
                    .extend(wrong.map(|(key, words)| ([&field.key, ".", &key].concat(), words)));
            }
            (Kind::Number { unit, .. }, Some(Entry::Text(text))) if is_new(&problems) => {
                if let Some((least, label)) = least(filling, form, wanted, &field.key)
                    && text.trim().parse().is_ok_and(|number: u64| number < least)
                {
                    let words = format!("{label} needs at least {least} {unit}");
                    problems.push((field.key.clone(), [words.trim_end(), "."].concat()));
                }
            }
            (kind, None) if is_new(&problems) && is_missed(filling, form, wanted, field) => {
                let words = match kind {
                    Kind::OneOf(_) | Kind::Lookup { .. } => CHOOSE,
                    _ => NEEDED,
                };
                problems.push((field.key.clone(), words.to_owned()));
            }
            _ => {}
        }
    }
    let has_headings = form.fields.len() >= super::FEW;
    let place = |path: &str| {
        let mut fields = form.fields.iter().enumerate();
        let field = fields.find(|(_, field)| is_within(path, &field.key));
        let group = field.filter(|_| has_headings);
        let group = group.map_or(0, |(_, field)| Group::place(&field.key));
        (group, field.map_or(usize::MAX, |(index, _)| index))
    };
    problems.sort_by_key(|(path, _)| place(path));
    problems
}

/// A field the form itself cannot miss, because it does not know what a choice offers.
fn is_missed(filling: Filling, form: &Form, wanted: &Input, field: &Field) -> bool {
    let Some(When::Tagged(other, tag)) = &field.when else {
        return false;
    };
    let tags = filling.tags(&form.fields, wanted, "", other);
    field.required && tags.is_some_and(|tags| tags.contains(tag))
}

/// The least the choices made need of a number, and which choice needs it. Reactive.
pub(super) fn least(
    filling: Filling,
    form: &Form,
    wanted: &Input,
    key: &str,
) -> Option<(u64, String)> {
    let lookups = form
        .fields
        .iter()
        .filter(|field| matches!(field.kind, Kind::Lookup { many: false, .. }));
    let chosen = lookups.filter_map(|field| {
        let choice = filling.choice(&field.key, wanted.text(&field.key)?)?;
        let mut needs = choice.least.iter();
        let (_, least) = needs.find(|(other, _)| other == key)?;
        Some((*least, choice.label.clone()))
    });
    chosen.max_by_key(|(least, _)| *least)
}

/// The words beside the field with this path.
pub(super) fn label(filling: Filling, path: &str) -> String {
    let (first, rest) = match path.find(['.', '[']) {
        Some(at) => path.split_at(at),
        None => (path, ""),
    };
    filling.form.with(|form| {
        let Some(field) = form.field(first) else {
            return String::new();
        };
        if rest.is_empty() {
            return field.label.clone();
        }
        let (number, key) = match rest.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
            Some((index, key)) => (index.parse::<usize>().ok(), key),
            None => (None, rest),
        };
        let key = key.trim_start_matches('.');
        let inner = match &field.kind {
            Kind::Rows { fields, .. } => fields.clone(),
            _ => filling.group(first).unwrap_or_default(),
        };
        let below = inner.iter().find(|field| field.key == key);
        let below = below.map_or(key, |field| &field.label);
        match number {
            Some(number) => format!("{} {}: {below}", field.label, number + 1),
            None => below.to_owned(),
        }
    })
}

#[cfg(test)]
mod tests {
    use super::is_within;

    #[test]
    fn a_path_is_within_its_own_beginning_only() {
        for (path, of, is) in [
            ("discs[1].size", "discs", true),
            ("discs[1].size", "discs[1].size", true),
            ("discs", "discs", true),
            ("discs_more", "discs", false),
            ("options.agent", "options", true),
            ("name", "hostname", false),
        ] {
            assert_eq!(is_within(path, of), is, "{path} in {of}");
        }
    }
}
