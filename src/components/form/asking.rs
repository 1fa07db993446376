//! What stands in the place of an answer that is not there: what to choose first, that it is being
//! read, why it failed.

use leptos::prelude::*;
use pilothouse_core::input::Entry;

use super::{asks::Question, bound::Bound};

/// What a field asks now; the labels of what has to be chosen first while it cannot ask.
pub(super) type Wanted = Result<Question, Vec<String>>;

/// The question of a field for what is entered now. Reactive.
pub(super) fn wanted(bound: &Bound, lookup: &str, after: &[String]) -> Wanted {
    let around = bound.scope.around();
    let entries: Vec<Option<Entry>> = after.iter().map(|key| around.entry(key).cloned()).collect();
    let missing: Vec<String> = after
        .iter()
        .zip(&entries)
        .filter(|(key, entry)| entry.is_none() && is_needed(bound, key))
        .map(|(key, _)| label(bound, key))
        .collect();
    if !missing.is_empty() {
        return Err(missing);
    }
    let mut entries = entries;
    entries.extend(bound.scope.filling.surroundings());
    Ok((lookup.to_owned(), entries))
}

/// What may be left out need not be chosen first.
fn is_needed(bound: &Bound, key: &str) -> bool {
    let root = bound.scope.filling.form;
    let field = bound.scope.field(key);
    let field = field.or_else(|| root.with_untracked(|form| form.field(key).cloned()));
    field.is_some()
}

fn label(bound: &Bound, key: &str) -> String {
    let field = bound.scope.field(key);
    field.map_or_else(|| bound.scope.filling.label(key), |field| field.label)
}

/// "Choose place first."
pub(super) fn first(missing: &[String]) -> AnyView {
    let words = ["Choose ", &missing.join(" and ").to_lowercase(), " first."].concat();
    view! { <p class="asking">{words}</p> }.into_any()
}

/// A control in its final shape before its choices have arrived.
pub(super) fn skeleton(bound: &Bound) -> AnyView {
    let words = ["Reading ", &bound.field.label.to_lowercase()].concat();
    view! {
        <div class="asking-skeleton" role="status" aria-label=words><span></span></div>
    }
    .into_any()
}

/// Why it failed, and another try.
pub(super) fn failed(bound: &Bound, why: String, retry: impl Fn() + 'static) -> AnyView {
    let name = ["Try again: ", &bound.field.label].concat();
    view! {
        <div class="asking-failed" role="alert">
            <p>{why}</p>
            <button class="button" type="button" aria-label=name on:click=move |_| retry()>"Try again"</button>
        </div>
    }
    .into_any()
}
