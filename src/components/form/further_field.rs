//! A group of fields only the provider knows, asked for once what they depend on is chosen.

use leptos::prelude::*;

use super::{asking, asks::Answer, bound::Bound, fields, scope::Step, shown::initial};
use crate::ui::follow::part;

/// The group; `after` are the keys of what has to be entered before.
pub(super) fn further(bound: &Bound, lookup: &str, after: &[String]) -> AnyView {
    let tries = RwSignal::new(0_u32);
    let question = {
        let (bound, lookup, after) = (bound.clone(), lookup.to_owned(), after.to_vec());
        Memo::new(move |_| asking::wanted(&bound, &lookup, &after))
    };
    let filling = bound.scope.filling;
    let answer = {
        let bound = bound.clone();
        Memo::new(move |_| {
            tries.track();
            let question = question.get()?;
            let around = untrack(|| bound.scope.around());
            Ok(untrack(|| filling.ask_fields(question, around)).get())
        })
    };
    remember(bound, answer);
    let shown = bound.clone();
    part(move || {
        let inside = match answer.get() {
            // There may be none once it is chosen; nothing to promise.
            Err(_) => return ().into_any(),
            Ok(Answer::Asking) => asking::skeleton(&shown),
            Ok(Answer::Failed(why)) => asking::failed(&shown, why, move || {
                if let Ok(question) = question.get_untracked() {
                    filling.forget_fields(&question);
                }
                tries.update(|tries| *tries += 1);
            }),
            Ok(Answer::Here { items, .. }) if items.is_empty() => return ().into_any(),
            Ok(Answer::Here { items, .. }) => {
                let step = Step::Group(shown.field.key.clone());
                let below = shown.scope.below(step, Signal::stored(items.to_vec()));
                view! { <div class="form-fields">{fields(below, None)}</div> }.into_any()
            }
        };
        shown.set_of(inside)
    })
}

/// Lets the rest of the form know the fields, and fills in what stands in them at first.
fn remember(bound: &Bound, answer: Memo<Result<Answer<pilothouse_core::Field>, Vec<String>>>) {
    let bound = bound.clone();
    Effect::new(move |_| {
        let filling = bound.scope.filling;
        let Ok(Answer::Here { items, more: false }) = answer.get() else {
            return;
        };
        filling.further.update(|known| {
            known.retain(|(path, _)| **path != *bound.path);
            known.push((bound.path.to_string(), items.to_vec()));
        });
        let first = initial(&items);
        bound.scope.fill(&bound.field.key, &first);
    });
}
