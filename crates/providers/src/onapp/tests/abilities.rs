//! What the complete client offers, and that its forms fit together.

use pilothouse_core::{Choice, Input, Machine, Operator, State, Undo, Verb, form::Kind};

use super::{OnAppOperator, expected};

#[test]
fn every_verb_is_there_or_its_lack_is_explained() {
    let abilities = OnAppOperator.abilities();
    for verb in Verb::OTHER {
        let lacking: Vec<_> = abilities
            .lacks
            .iter()
            .filter(|(lacks, _)| *lacks == verb)
            .collect();
        let rules = abilities.has.iter().filter(|rule| rule.verb == verb);
        assert_eq!(rules.count() + lacking.len(), 1, "{verb:?}");
        assert!(lacking.iter().all(|(_, words)| words.ends_with('.')));
    }
    for rule in abilities.has {
        assert_eq!(rule.from.is_empty(), rule.verb.is_for_account(), "{rule:?}");
        if let Undo::By(verb, _) = rule.undo {
            let power = OnAppOperator.provider().facts().power;
            let known = power.rule(verb).or(abilities.rule(verb));
            assert!(known.is_some(), "{rule:?}");
        }
    }
    for (verb, state, ready) in [
        (Verb::Resume, State::Suspended, true),
        (Verb::Resume, State::Off, false),
        (Verb::Suspend, State::Suspended, false),
        (Verb::Unlock, State::Building, true),
        (Verb::Unlock, State::Running, false),
        (Verb::Rebuild, State::Failed, true),
        (Verb::Rebuild, State::Busy, false),
        (Verb::Console, State::Off, false),
        (Verb::Delete, State::NotBuilt, true),
        (Verb::Create, State::Off, true),
        (Verb::Purge, State::Off, false),
    ] {
        assert_eq!(
            abilities.availability(verb, state).is_ready(),
            ready,
            "{verb:?} {state:?}"
        );
    }
}

#[test]
fn forms_begin_with_what_the_machine_is() {
    let off = Machine {
        state: State::Off,
        ..expected()
    };
    for (verb, machine, entries) in [
        (Verb::Rename, expected(), &[("name", "shop")][..]),
        (
            Verb::Resize,
            expected(),
            &[("cpus", "2"), ("memory", "1536"), ("restart", "false")],
        ),
        (Verb::Resize, off.clone(), &[("restart", "true")]),
        (Verb::Rescue, expected(), &[("how", "reboot")]),
        (Verb::Rescue, off, &[("how", "startup")]),
        (Verb::Delete, expected(), &[("delete_backups", "false")]),
    ] {
        let form = OnAppOperator.form(verb, Some(&machine));
        let initial = form.initial();
        for (key, value) in entries {
            assert_eq!(initial.text(key), Some(*value), "{verb:?} {key}");
        }
        assert_eq!(form.check(&initial), Ok(()), "{verb:?}");
    }
    for verb in [
        Verb::Suspend,
        Verb::Resume,
        Verb::Unlock,
        Verb::Console,
        Verb::Purge,
    ] {
        assert!(OnAppOperator.form(verb, None).fields.is_empty(), "{verb:?}");
    }
}

#[test]
fn keys_are_unique_and_lead_somewhere() {
    let input = Input::default().with("network", "1");
    for verb in Verb::OTHER {
        let form = OnAppOperator.form(verb, None);
        for (at, field) in form.fields.iter().enumerate() {
            assert!(
                !form
                    .fields
                    .iter()
                    .skip(at + 1)
                    .any(|other| other.key == field.key)
            );
            if let Kind::Lookup { lookup, after, .. } = &field.kind {
                assert!(
                    OnAppOperator
                        .lookup(&super::access(), lookup, &input)
                        .is_ok(),
                    "{lookup}"
                );
                assert!(after.iter().all(|key| form.field(key).is_some()));
            }
            if let Kind::OneOf(choices) = &field.kind {
                let is_known = |choice: &Choice| choice.value == field.initial;
                assert!(
                    field.initial.is_empty() || choices.iter().any(is_known),
                    "{field:?}"
                );
            }
        }
    }
}

#[test]
fn a_package_or_an_iso_replaces_what_it_brings() {
    let form = OnAppOperator.form(Verb::Create, None);
    let missing = |input: &Input| -> Vec<String> {
        let error = form.check(input).err();
        let fields = error.into_iter().flat_map(|error| error.fields);
        fields.map(|(field, _)| field).collect()
    };
    let named = Input::default().with("name", "web");
    let sizes = ["cpus", "memory", "cpu_shares", "disk"];
    assert_eq!(missing(&named), [&["image"][..], &sizes].concat());
    let packaged = named.clone().with("package", "4");
    assert_eq!(missing(&packaged), ["image"]);
    assert_eq!(missing(&packaged.clone().with("image", "10")), [""; 0]);
    assert_eq!(missing(&packaged.clone().with("source", "iso")), ["iso"]);
    let own = packaged.with("image", "10").with("licence", "own");
    assert_eq!(missing(&own), ["licence_key"]);
    assert_eq!(
        missing(&own.clone().with("licence", "kms")),
        ["licence_server"]
    );
    for (key, bad) in [
        ("hostname", "-web"),
        ("hostname", "we_b"),
        ("memory", "64"),
        ("disk", "0"),
        ("licence", "stolen"),
        ("source", "floppy"),
        ("surprise", "x"),
    ] {
        let input = form
            .initial()
            .with("name", "web")
            .with("image", "1")
            .with(key, bad);
        assert_eq!(
            missing(&input).first().map(String::as_str),
            Some(key),
            "{key}={bad}"
        );
    }
}
