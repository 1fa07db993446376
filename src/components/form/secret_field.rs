//! A password: typed or generated, shown on demand, copied, and kept nowhere but in the form.

use leptos::prelude::*;
use pilothouse_core::{SecretString, input::Entry};

use super::{bound::Bound, text_fields::control};
use crate::{
    store::passwords,
    ui::{
        follow::{part_when, text, when},
        strength,
    },
};

/// A secret field; bounds in characters.
pub(super) fn secret(bound: &Bound, shortest: usize, longest: usize) -> AnyView {
    let is_shown = RwSignal::new(false);
    let is_copied = RwSignal::new(false);
    let value = {
        let bound = bound.clone();
        text(move || read(&bound))
    };
    let (typed, made, copied) = (bound.clone(), bound.clone(), bound.clone());
    let take = move |text: String| {
        is_copied.set(false);
        if text.is_empty() {
            typed.set("");
        } else {
            typed.set(Entry::Secret(SecretString::from(text)));
        }
    };
    let generate = move |_| {
        if let Some(secret) = passwords::generate(shortest, longest) {
            is_copied.set(false);
            is_shown.set(true);
            made.set(Entry::Secret(secret));
        }
    };
    let kind = text(move || if is_shown.get() { "text" } else { "password" }.to_owned());
    let label = bound.field.label.clone();
    let named = |verb: &str| [verb, " ", &label].concat();
    let (generate_name, copy_name) = (named("Generate"), named("Copy"));
    let show_name = named("Show");
    let is_filled = when(move || !value.read().is_empty());
    let words = text(move || strength::words(&value.read()).to_owned());
    let hints = ["text", "new-password"];
    let input = control(bound, kind, hints, value, Callback::new(take));
    let controls = view! {
        <div class="secret">
            {input}
            <button
                class="button"
                type="button"
                aria-label=show_name
                aria-pressed=text(move || is_shown.get().to_string())
                on:click=move |_| is_shown.update(|shown| *shown = !*shown)
            >{text(move || if is_shown.get() { "Hide" } else { "Show" }.to_owned())}</button>
            <button class="button" type="button" aria-label=generate_name on:click=generate>"Generate"</button>
            {part_when(move || is_filled.get(), move || {
                let copied = copied.clone();
                view! {
                    <button
                        class="button"
                        type="button"
                        aria-label=copy_name.clone()
                        on:click=move |_| {
                            passwords::copy(&untrack(|| read(&copied)));
                            is_copied.set(true);
                        }
                    >{text(move || if is_copied.get() { "Copied" } else { "Copy" }.to_owned())}</button>
                }.into_any()
            })}
        </div>
        <p class="help" role="status">{words}</p>
    };
    bound.frame(controls.into_any())
}

/// What is in it, for the one element that shows it and for the clipboard.
fn read(bound: &Bound) -> String {
    bound.scope.with(|input| {
        let secret = input.secret(&bound.field.key);
        secret.map(passwords::entered).unwrap_or_default()
    })
}
