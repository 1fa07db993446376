//! The same fields several times, each with its number.

use leptos::prelude::*;
use pilothouse_core::{Field, Input};

use super::{bound::Bound, fields as fields_view, scope::Step, shown::initial};
use crate::ui::{
    dom,
    follow::{list, text, when},
};

/// Rows of these fields, between so many.
pub(super) fn rows(bound: &Bound, fields: &[Field], least: usize, most: usize) -> AnyView {
    let fields: std::sync::Arc<[Field]> = fields.into();
    let (counted, made, of_row) = (bound.clone(), bound.clone(), fields.clone());
    let count = Memo::new(move |_| {
        let key = &counted.field.key;
        counted.scope.with(|input| input.rows(key).len())
    });
    let entries = list(
        move || (0..count.get()).map(|index| index.to_string()).collect(),
        move |index| row(&made, &of_row, index.parse().unwrap_or(0), count, least),
    );
    let adder = bound.clone();
    let add = move |_| {
        let fresh = initial(&fields);
        change(&adder, &|rows| rows.push(fresh.clone()));
    };
    let add_id = [&bound.id(), "-add"].concat();
    let name = ["Add to ", &bound.field.label.to_lowercase()].concat();
    let left = text(move || format!("{} of at most {most}", count.get()));
    let controls = view! {
        <div class="rows">{entries}</div>
        <div class="rows-end">
            <button
                id=add_id
                class="button"
                type="button"
                aria-label=name
                disabled=when(move || count.get() >= most)
                on:click=add
            >"Add"</button>
            <span class="muted">{left}</span>
        </div>
    };
    bound.set_of(controls.into_any())
}

fn row(bound: &Bound, fields: &[Field], index: usize, count: Memo<usize>, least: usize) -> AnyView {
    let step = Step::Row(bound.field.key.clone(), index);
    let below = bound.scope.below(step, Signal::stored(fields.to_vec()));
    let number = (index + 1).to_string();
    let title = [&bound.field.label, " ", &number].concat();
    let name = ["Remove ", &title.to_lowercase()].concat();
    let remover = bound.clone();
    let remove = move |_| {
        let add = [&remover.id(), "-add"].concat();
        change(&remover, &|rows| {
            if index < rows.len() {
                rows.remove(index);
            }
        });
        dom::focus(&add);
    };
    view! {
        <div class="row-of-fields" role="group" aria-label=title>
            <span class="row-number mono" aria-hidden="true">{number}</span>
            <div class="row-fields form-fields">{fields_view(below, None)}</div>
            <button
                class="button quiet"
                type="button"
                aria-label=name
                disabled=when(move || count.get() <= least)
                on:click=remove
            >"Remove"</button>
        </div>
    }
    .into_any()
}

/// Changes the rows as a whole; what was wrong with any of them is taken back, for their numbers
/// may mean others now.
fn change(bound: &Bound, change: &dyn Fn(&mut Vec<Input>)) {
    let key = &bound.field.key;
    bound.scope.change(key, |input| {
        let mut rows = input.rows(key).to_vec();
        change(&mut rows);
        if rows.is_empty() {
            input.remove(key);
        } else {
            input.set(key, rows);
        }
    });
}
