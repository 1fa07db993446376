//! Everything wrong with a form, at its top, each a way to its field.

use leptos::prelude::*;

use super::Filling;
use crate::ui::follow::{part, text};

/// Nothing while nothing is wrong.
#[component]
pub fn ProblemSummary(
    /// The form.
    filling: Filling,
) -> impl IntoView {
    let title = text(move || match filling.errors.read().len() {
        1 => "1 field to correct".to_owned(),
        count => format!("{count} fields to correct"),
    });
    part(move || {
        let errors = filling.errors.get();
        if errors.is_empty() {
            return ().into_any();
        }
        let lines = errors.into_iter().map(|(path, words)| {
            let label = filling.label(&path);
            if label.is_empty() {
                return view! { <li>{words}</li> }.into_any();
            }
            view! {
                <li>
                    <button class="link" type="button" on:click=move |_| filling.go_to(&path)>{label}</button>
                    ": "{words}
                </li>
            }
            .into_any()
        });
        view! {
            <section class="banner problem-summary" aria-label="What is to be corrected">
                <p role="status">{title}</p>
                <ul class="plain" role="list">{lines.collect_view()}</ul>
            </section>
        }
        .into_any()
    })
}
