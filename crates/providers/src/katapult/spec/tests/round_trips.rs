//! What is written is read again, as text and as form.

use proptest::prelude::*;

use super::arbitrary::{Sense, near_document, spec};
use crate::katapult::spec::{Spec, SpecDocument};
use pilothouse_core::{Document, Input};

proptest! {
    #[test]
    fn what_was_written_is_read(spec in spec(Sense::Any)) {
        let text = spec.write();
        let read = Spec::parse(&text);
        prop_assert_eq!(read.as_ref(), Ok(&spec), "{}", text);
        prop_assert_eq!(read.map(|spec| spec.write()), Ok(text));
    }

    #[test]
    fn the_form_says_everything_that_makes_sense(spec in spec(Sense::Sound)) {
        let read = Spec::from_input(&spec.to_input(), &Spec::default());
        prop_assert_eq!(read, Ok(spec));
    }

    #[test]
    fn what_nobody_changed_stays(spec in spec(Sense::Any), name in "[a-z]{1,4}") {
        let mut input = spec.to_input();
        let same = Spec::from_input(&input, &spec);
        prop_assert_eq!(same, Ok(spec.clone()));
        input.set("name", name.as_str());
        let renamed = Spec::from_input(&input, &spec);
        prop_assert_eq!(renamed, Ok(Spec { name: Some(name), ..spec }));
    }

    #[test]
    fn entries_survive_a_journey_through_the_text(spec in spec(Sense::Sound)) {
        let text = SpecDocument.text(&spec.to_input(), "").unwrap();
        prop_assert_eq!(SpecDocument.input(&text), Ok(spec.to_input()));
    }

    #[test]
    fn whatever_can_be_read_has_one_layout(text in near_document()) {
        let _ = SpecDocument.flaws(&text);
        if let Ok(normal) = SpecDocument.normal(&text) {
            prop_assert_eq!(SpecDocument.normal(&normal), Ok(normal));
        }
    }

    #[test]
    fn any_text_is_read_or_refused(text in "\\PC{0,60}", more in "[<>/a&;!?\" \n=-]{0,60}") {
        for text in [&text, &more, &super::around(&text), &super::around(&more)] {
            let flaws = SpecDocument.flaws(text);
            prop_assert!(!flaws.is_empty(), "{}", text);
        }
    }

    #[test]
    fn any_entries_are_taken_or_refused(key in key(), value in "\\PC{0,12}") {
        let row = Input::default().with(&key, value.as_str());
        for input in [
            row.clone(),
            Input::default().with(&key, vec![value.clone()]),
            Input::default().with(&key, vec![row.clone()]),
            Input::default().with(&key, row.clone()),
            Input::default().with_secret(&key, &value),
        ] {
            let _ = SpecDocument.check(&input);
            if let Ok(spec) = Spec::from_input(&input, &Spec::default()) {
                prop_assert_eq!(Spec::parse(&spec.write()), Ok(spec));
            }
        }
    }
}

/// The key of a field.
fn key() -> impl Strategy<Value = String> {
    let keys: Vec<String> = Spec::form()
        .fields
        .into_iter()
        .map(|field| field.key)
        .collect();
    proptest::sample::select(keys)
}
