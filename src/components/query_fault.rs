//! What is the matter with a query, and with which of its letters.

use std::ops::Range;

use leptos::prelude::*;

use crate::query::Flaw;

/// The query with the letters at fault marked, and what is the matter with them.
pub fn show(query: &str, flaw: &Flaw) -> AnyView {
    let piece = |range: Range<usize>| query.get(range).unwrap_or_default().to_owned();
    let before = piece(0..flaw.range.start);
    let at = piece(flaw.range.clone());
    let after = piece(flaw.range.end..query.len());
    view! {
        <span class="query-copy mono" aria-hidden="true">{before}<mark>{at}</mark>{after}</span>
        <span>{flaw.words(query)}</span>
    }
    .into_any()
}
