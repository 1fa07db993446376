//! Verbs, rules and forms as a whole.

use pilothouse_core::{Field, Form, Input, Operator, State, Verb, form::Kind};

use super::access;
use crate::bigv::BigVOperator;

#[test]
fn every_verb_is_had_or_lacked_with_words() {
    let abilities = BigVOperator.abilities();
    for verb in Verb::OTHER {
        let has = abilities
            .has
            .iter()
            .filter(|rule| rule.verb == verb)
            .count();
        let lacks: Vec<_> = (abilities.lacks.iter())
            .filter(|(lacking, _)| *lacking == verb)
            .collect();
        assert_eq!(has + lacks.len(), 1, "{verb:?}");
        assert!(
            lacks.iter().all(|(_, words)| words.ends_with('.')),
            "{verb:?}"
        );
        if let Some(rule) = abilities.rule(verb) {
            assert_eq!(rule.from.is_empty(), verb.is_for_account(), "{verb:?}");
            assert!(rule.note.ends_with('.'), "{verb:?}");
        }
    }
    for (verb, state, ready) in [
        (Verb::Rebuild, State::Off, true),
        (Verb::Rebuild, State::Running, false),
        (Verb::SendKeys, State::Running, true),
        (Verb::SendKeys, State::Off, false),
        (Verb::Restore, State::Deleted, true),
        (Verb::Restore, State::Off, false),
        (Verb::Purge, State::Deleted, true),
        (Verb::Purge, State::Running, true),
        (Verb::Delete, State::Deleted, false),
        (Verb::Rescue, State::Running, false),
    ] {
        assert_eq!(
            abilities.availability(verb, state).is_ready(),
            ready,
            "{verb:?} {state:?}"
        );
    }
}

/// A list that a form names but nobody knows would be found by the first person to open it.
#[test]
fn every_list_a_form_names_is_known() {
    let chosen = Input::default().with("account", "7");
    let mut lists = 0;
    for verb in Verb::OTHER {
        let form = BigVOperator.form(verb, None);
        for field in all_fields(&form) {
            assert!(!field.label.is_empty());
            if let Kind::Lookup { lookup, after, .. } = &field.kind {
                lists += 1;
                assert!(
                    BigVOperator.lookup(&access(), lookup, &chosen).is_ok(),
                    "{lookup}"
                );
                let needs = BigVOperator
                    .lookup(&access(), lookup, &Input::default())
                    .is_err();
                assert_eq!(needs, !after.is_empty(), "{lookup}");
            }
        }
    }
    assert!(lists > 8);
    assert!(BigVOperator.lookup(&access(), "moons", &chosen).is_err());
    assert!(BigVOperator.further(&access(), "moons", &chosen).is_err());
}

fn all_fields(form: &Form) -> Vec<&Field> {
    let mut fields = Vec::new();
    for field in &form.fields {
        fields.push(field);
        if let Kind::Rows { fields: inner, .. } = &field.kind {
            fields.extend(inner);
        }
    }
    fields
}
