//! Answers nobody would give, for every client's tests.

use pilothouse_core::Error;
use proptest::prelude::*;
use serde_json::Value;

/// JSON that looks like an answer from some distance: members with these names, and these words
/// among the values.
pub(crate) fn json_like(
    names: &'static [&'static str],
    words: &'static [&'static str],
) -> impl Strategy<Value = Value> {
    let names = prop::sample::select(names);
    let mut leaves = vec![
        Just(Value::Null).boxed(),
        any::<bool>().prop_map(Value::from).boxed(),
        any::<i64>().prop_map(Value::from).boxed(),
        any::<f64>().prop_map(Value::from).boxed(),
        any::<String>().prop_map(Value::from).boxed(),
    ];
    leaves.extend(words.iter().map(|word| Just(Value::from(*word)).boxed()));
    let leaf = prop::strategy::Union::new(leaves);
    leaf.prop_recursive(6, 64, 8, move |inner| {
        let members = prop::collection::vec((names.clone(), inner.clone()), 0..8);
        prop_oneof![
            prop::collection::vec(inner, 0..6).prop_map(Value::from),
            members.prop_map(|pairs| {
                let pairs = pairs.into_iter();
                Value::Object(
                    pairs
                        .map(|(name, value)| (name.to_owned(), value))
                        .collect(),
                )
            }),
        ]
    })
}

/// Whatever went wrong is said in words that fit into a message.
pub(crate) fn assert_errors_can_be_shown(results: impl IntoIterator<Item = Result<(), Error>>) {
    for error in results.into_iter().filter_map(Result::err) {
        assert!(error.message.chars().count() < 700, "{error}");
        assert!(!error.message.contains(char::is_control), "{error:?}");
    }
}
