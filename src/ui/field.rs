//! A labelled input with its help and its error.

use leptos::prelude::*;

use super::follow::{part, text, when};

/// One line of text.
#[component]
pub fn TextField(
    /// Unique on the page; the input's id.
    #[prop(into)]
    id: String,
    /// Words above it.
    #[prop(into)]
    label: String,
    /// Words below it; empty for none.
    #[prop(into, optional)]
    help: String,
    /// Hide what is typed.
    #[prop(optional)]
    secret: bool,
    /// Must not stay empty.
    #[prop(optional)]
    required: bool,
    /// Shown faintly while it is empty.
    #[prop(into, optional)]
    placeholder: String,
    /// What is typed.
    value: RwSignal<String>,
    /// What is wrong with it; empty for nothing.
    #[prop(into, optional)]
    error: Signal<String>,
) -> impl IntoView {
    let (help_id, error_id) = (format!("{id}-help"), format!("{id}-error"));
    let described_by = format!("{help_id} {error_id}");
    let optional = if required { "" } else { " (optional)" };
    view! {
        <div class="field">
            <label for=id.clone()>{label}<span class="muted">{optional}</span></label>
            <input
                id=id
                class="input"
                type=if secret { "password" } else { "text" }
                autocomplete=if secret { "new-password" } else { "off" }
                spellcheck="false"
                autocapitalize="off"
                required=required
                placeholder=placeholder
                aria-describedby=described_by
                aria-invalid=text(move || (!error.read().is_empty()).to_string())
                prop:value=value
                on:input=move |event| value.set(event_target_value(&event))
            />
            <p id=help_id class="help">{help}</p>
            <p id=error_id class="error-text">{error}</p>
        </div>
    }
}

/// A choice among a few.
#[component]
pub fn SelectField(
    /// Unique on the page; the select's id.
    #[prop(into)]
    id: String,
    /// Words above it.
    #[prop(into)]
    label: String,
    /// Words below it.
    #[prop(into, optional)]
    help: Signal<String>,
    /// (value, words)
    #[prop(into)]
    options: Signal<Vec<(String, String)>>,
    /// The chosen value.
    value: RwSignal<String>,
) -> impl IntoView {
    let help_id = format!("{id}-help");
    view! {
        <div class="field">
            <label for=id.clone()>{label}</label>
            <select
                id=id
                class="input"
                aria-describedby=help_id.clone()
                on:change=move |event| value.set(event_target_value(&event))
            >
                {part(move || options.get().into_iter().map(|(key, words)| {
                    let chosen = key.clone();
                    view! {
                        <option value=key prop:selected=when(move || *value.read() == chosen)>{words}</option>
                    }
                }).collect_view().into_any())}
            </select>
            <p id=help_id class="help">{help}</p>
        </div>
    }
}
