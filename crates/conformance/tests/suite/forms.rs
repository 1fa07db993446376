//! Forms: complete, honest, and checked before anything is sent.

use std::collections::HashSet;

use pilothouse_core::{ErrorKind, Field, Form, Input, Outcome, Target, Verb, form::Kind};
use pilothouse_sandbox::Seed;

use crate::{each, id, new_machine};

#[test]
fn every_verb_is_there_or_its_absence_explained() {
    each(Seed::Small, |pair| {
        let abilities = pair.operator.abilities();
        for verb in Verb::OTHER {
            let has = abilities.rule(verb).is_some();
            let lacks = abilities.lacks.iter().find(|(lacking, _)| *lacking == verb);
            assert_ne!(has, lacks.is_some(), "{}: {verb:?}", id(pair));
            if let Some((_, words)) = lacks {
                assert!(
                    words.len() > 15 && words.ends_with('.'),
                    "{}: {words}",
                    id(pair)
                );
            }
            if let Some(rule) = abilities.rule(verb) {
                let some_state = verb.is_for_account() || !rule.from.is_empty();
                assert!(some_state, "{}: {verb:?} is never allowed", id(pair));
            } else {
                let form = pair.operator.form(verb, None);
                assert_eq!(form, Form::default(), "{}: {verb:?}", id(pair));
                let order = pair.operate(verb, &Target::account(), Input::default());
                let error = order.1.unwrap_err();
                assert_eq!(error.kind, ErrorKind::Unsupported, "{}: {verb:?}", id(pair));
            }
        }
        assert!(pair.arrived.is_empty(), "{}: {:?}", id(pair), pair.arrived);
    });
}

#[test]
fn fields_are_complete() {
    each(Seed::Small, |pair| {
        for verb in Verb::POWER.into_iter().chain(Verb::OTHER) {
            let form = pair.operator.form(verb, None);
            complete(&form.fields, &format!("{}: {verb:?}", id(pair)));
        }
    });
}

fn complete(fields: &[Field], context: &str) {
    let keys: HashSet<&str> = fields.iter().map(|field| field.key.as_str()).collect();
    assert_eq!(keys.len(), fields.len(), "{context}: a key is there twice");
    for field in fields {
        let context = format!("{context}: {}", field.key);
        assert!(!field.label.is_empty(), "{context}");
        let odd = |c: char| !(c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
        assert!(!field.key.contains(odd), "{context}: no such key");
        match &field.kind {
            Kind::Lookup { after, .. } | Kind::Further { after, .. } => {
                for key in after {
                    assert!(keys.contains(key.as_str()), "{context}: after {key}");
                }
            }
            Kind::Number { least, most, .. } => assert!(least <= most, "{context}"),
            Kind::OneOf(choices) => {
                assert!(!choices.is_empty(), "{context}");
                let known = choices.iter().any(|choice| choice.value == field.initial);
                assert!(
                    field.initial.is_empty() || known,
                    "{context}: {}",
                    field.initial
                );
            }
            Kind::Rows {
                fields,
                least,
                most,
            } => {
                assert!(least <= most, "{context}");
                complete(fields, &context);
            }
            _ => {}
        }
        if let Some(pilothouse_core::form::When::Is(other, _)) = &field.when {
            assert!(keys.contains(other.as_str()), "{context}: when {other}");
        }
    }
}

/// What does not fit the form is named and nothing is sent.
#[test]
fn wrong_entries_never_leave() {
    each(Seed::Small, |pair| {
        let good = new_machine(pair, "conf-1");
        pair.arrived.clear();
        let form = pair.operator.form(Verb::Create, None);
        let mut tried = 0;
        for field in &form.fields {
            let bad = match &field.kind {
                Kind::Number { most, .. } if *most < u64::MAX => {
                    good.clone().with(&field.key, most.saturating_add(1))
                }
                Kind::OneOf(_) => good.clone().with(&field.key, "no such choice"),
                Kind::Flag => good.clone().with(&field.key, "perhaps"),
                _ if field.required && field.when.is_none() => {
                    let mut without = good.clone();
                    without.remove(&field.key);
                    without
                }
                _ => continue,
            };
            // A field that is not shown with what was chosen is not looked at either.
            if !field.is_shown(&bad, &|_| None) {
                continue;
            }
            tried += 1;
            let (_, result) = pair.operate(Verb::Create, &Target::account(), bad);
            let context = format!("{}: {}: {result:?}", id(pair), field.key);
            let error = result.expect_err(&context);
            assert_eq!(error.kind, ErrorKind::Invalid, "{context}");
            assert_eq!(error.outcome, Outcome::NotDone, "{context}");
            assert!(
                error.fields.iter().any(|(key, _)| *key == field.key),
                "{context}"
            );
        }
        assert!(tried >= 2, "{}: only {tried} fields to get wrong", id(pair));
        assert!(pair.arrived.is_empty(), "{}: {:?}", id(pair), pair.arrived);
    });
}

/// Every lookup any form names is known and has something to choose, or says that it has not.
#[test]
fn every_lookup_answers() {
    each(Seed::Small, |pair| {
        let good = new_machine(pair, "conf-1");
        let verbs = pair.operator.abilities().has.iter().map(|rule| rule.verb);
        for verb in verbs.collect::<Vec<_>>() {
            let form = pair.operator.form(verb, None);
            let input = if verb == Verb::Create {
                good.clone()
            } else {
                pair.fill(&form, &Input::default()).unwrap()
            };
            for field in lookups(&form.fields) {
                if let Kind::Lookup { lookup, after, .. } = &field.kind {
                    // What it comes after was not chosen in this way through the form.
                    if after.iter().any(|key| input.entry(key).is_none()) {
                        continue;
                    }
                    let context = format!("{}: {verb:?}: {lookup}", id(pair));
                    let choices = pair.lookup(lookup, &input);
                    let choices = choices.unwrap_or_else(|error| panic!("{context}: {error:?}"));
                    let values: HashSet<_> = choices.iter().map(|one| &one.value).collect();
                    assert_eq!(
                        values.len(),
                        choices.len(),
                        "{context}: a value is there twice"
                    );
                    for choice in &choices {
                        let said = !choice.value.is_empty() && !choice.label.is_empty();
                        assert!(said, "{context}: {choice:?}");
                    }
                }
            }
        }
        let unknown = pair.lookup("no such lookup", &good).unwrap_err();
        assert_eq!(unknown.kind, ErrorKind::Setup, "{}", id(pair));
    });
}

fn lookups(fields: &[Field]) -> Vec<Field> {
    let mut all = Vec::new();
    for field in fields {
        match &field.kind {
            Kind::Rows { fields, .. } => all.extend(lookups(fields)),
            _ => all.push(field.clone()),
        }
    }
    all
}
