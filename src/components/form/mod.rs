//! Forms made from a provider's own description of them: what a verb needs, entered, looked up,
//! checked and kept in one place.
//!
//! A page makes a [`Filling`] and shows it with [`FormView`]; when a person is done,
//! [`Filling::finished`] gives what to send or shows what is wrong. No field and no provider is
//! known here by name, but for the headings in [`groups`].

mod asking;
mod asks;
mod bound;
pub mod checks;
mod choice_fields;
mod document_field;
mod field_view;
mod filling;
mod further_field;
pub mod groups;
mod lookup_field;
pub mod problems;
mod rows_field;
pub mod scope;
mod secret_field;
pub mod shown;
mod text_fields;

use leptos::prelude::*;

pub use filling::Filling;
use groups::Group;
use scope::Scope;

use crate::ui::follow::{list, part_when};

/// Forms of fewer fields are shown without headings.
const FEW: usize = 7;

/// Every field of a form that is shown now, under headings where there are many.
#[component]
pub fn FormView(
    /// What is filled in.
    filling: Filling,
) -> impl IntoView {
    let scope = filling.scope();
    if filling.form.with_untracked(|form| form.fields.len()) < FEW {
        return view! { <div class="form-fields">{fields(scope, None)}</div> }.into_any();
    }
    Group::ALL
        .into_iter()
        .map(|group| view! { <GroupView scope=scope.clone() group/> })
        .collect_view()
        .into_any()
}

#[component]
fn GroupView(scope: Scope, group: Group) -> impl IntoView {
    let shown = scope.clone();
    let is_there = move || {
        shown
            .shown
            .with(|keys| keys.iter().any(|key| group.has(key)))
    };
    part_when(is_there, move || {
        let id = scope.filling.id(&["group-", group.title()].concat());
        view! {
            // Not a landmark: a form within a document has parts of the same names.
            <section class="form-group" role="group" aria-labelledby=id.clone()>
                <h2 id=id.clone() class="form-group-title">{group.title()}</h2>
                <div class="form-fields">{fields(scope.clone(), Some(group))}</div>
            </section>
        }
        .into_any()
    })
}

/// The fields of a scope, or those of one group of it.
fn fields(scope: Scope, group: Option<Group>) -> AnyView {
    let (listed, made) = (scope.clone(), scope);
    list(
        move || {
            let mut keys = listed.keys();
            keys.retain(|key| group.is_none_or(|group| group.has(key)));
            // A field that was described anew is another field.
            listed.filling.revised.with(|revised| {
                for key in &mut keys {
                    if revised.contains(key) {
                        key.push(scope::REVISED);
                    }
                }
            });
            keys
        },
        move |key| {
            let key = key.trim_end_matches(scope::REVISED);
            made.field(key)
                .map(|field| field_view::field_view(made.clone(), field))
                .into_any()
        },
    )
}
