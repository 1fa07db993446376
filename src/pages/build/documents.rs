//! Documents that may hold a secret, handed on as one: neither a draft nor the journal keeps those.

use leptos::prelude::*;
use pilothouse_core::{Input, SecretString, input::Entry};

use crate::components::form::Filling;

/// The same input with every document that holds a secret, or cannot be read, as a secret.
pub(super) fn sealed(filling: Filling, mut input: Input) -> Input {
    let about = filling.about();
    filling.form.with_untracked(|form| {
        for field in &form.fields {
            let Some(document) = about.operator.document(about.verb, &field.key) else {
                continue;
            };
            let Some(text) = input.text(&field.key).map(str::to_owned) else {
                continue;
            };
            let is_open = document
                .input(&text)
                .is_ok_and(|inside| !has_secret(&inside));
            if !is_open {
                input.set(&field.key, Entry::Secret(SecretString::from(text)));
            }
        }
    });
    input
}

fn has_secret(input: &Input) -> bool {
    input.entries().any(|(_, entry)| match entry {
        Entry::Secret(_) => true,
        Entry::Group(group) => has_secret(group),
        Entry::Rows(rows) => rows.iter().any(has_secret),
        Entry::Text(_) | Entry::Many(_) => false,
    })
}

#[cfg(test)]
mod tests {
    use super::{Input, has_secret};

    #[test]
    fn a_secret_is_found_wherever_it_is() {
        let secret = Input::default().with_secret("value", "hunter2");
        for (input, has) in [
            (Input::default().with("name", "x"), false),
            (secret.clone(), true),
            (Input::default().with("options", secret.clone()), true),
            (
                Input::default().with("rows", vec![Input::default(), secret]),
                true,
            ),
        ] {
            assert_eq!(has_secret(&input), has, "{input:?}");
        }
    }
}
