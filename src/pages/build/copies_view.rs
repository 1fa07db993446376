//! How many copies, and what they will be called.

use leptos::prelude::*;

use super::{
    copies::MOST,
    plan::{PATTERN, Plan},
};
use crate::ui::follow::{part, part_when, text};

/// The fields for copies, as a group of the form.
#[component]
pub fn Copies(
    /// What they are copies of.
    plan: Plan,
) -> impl IntoView {
    let many = move || plan.copies.get() > 1;
    view! {
        <section class="form-group" aria-labelledby="group-copies">
            <h2 id="group-copies" class="form-group-title">"Copies"</h2>
            <div class="form-fields">
                <div class="field">
                    <label for="copies-count">"Number of machines"</label>
                    <input
                        id="copies-count"
                        class="input mono short"
                        type="text"
                        inputmode="numeric"
                        autocomplete="off"
                        aria-describedby="copies-help"
                        prop:value=text(move || plan.copies.get().to_string())
                        on:change=move |event| {
                            let typed = event_target_value(&event);
                            // Emptied to type another number.
                            if !typed.trim().is_empty() {
                                let count = typed.trim().parse().unwrap_or(1);
                                plan.copies.set(u32::clamp(count, 1, MOST));
                                // What was typed may have been more than there can be.
                                plan.copies.notify();
                            }
                        }
                    />
                    <p id="copies-help" class="help">"Up to 20 alike, passwords included. Each is asked for on its own."</p>
                </div>
                {part_when(many, move || view! { <Names plan/> }.into_any())}
            </div>
        </section>
    }
}

#[component]
fn Names(plan: Plan) -> impl IntoView {
    let has_name = Memo::new(move |_| plan.name_key().is_some());
    let pattern = text(move || plan.pattern_now());
    let error = plan.pattern_error;
    part(move || {
        if !has_name.get() {
            return view! {
                <p class="help">"This form gives machines no name of their own, so every copy is asked for with the same entries."</p>
            }
            .into_any();
        }
        view! {
            <div class="field">
                <label for=PATTERN>"Name pattern"</label>
                <input
                    id=PATTERN
                    class="input mono"
                    type="text"
                    autocomplete="off"
                    autocapitalize="off"
                    spellcheck="false"
                    aria-describedby="copies-pattern-help copies-pattern-error"
                    aria-invalid=text(move || (!error.read().is_empty()).to_string())
                    prop:value=pattern
                    on:input=move |event| {
                        error.set(String::new());
                        plan.pattern.set(Some(event_target_value(&event)));
                    }
                />
                <p id="copies-pattern-help" class="help">"{n} is the number of the copy, {nn} the same with two digits."</p>
                <p id="copies-pattern-error" class="error-text">{error}</p>
            </div>
            {preview(plan)}
        }
        .into_any()
    })
}

/// Every name, and which of them is taken already.
fn preview(plan: Plan) -> AnyView {
    part(move || match plan.names() {
        Err(words) => view! { <p class="error-text">{words}</p> }.into_any(),
        Ok(names) => {
            let names = names.into_iter().map(|name| {
                let taken = plan
                    .is_taken(&name)
                    .then(|| view! { <span class="error-text">" is there already"</span> });
                view! { <li class="mono">{name}{taken}</li> }
            });
            view! { <ul class="plain names" role="list" aria-label="Names">{names.collect_view()}</ul> }
                .into_any()
        }
    })
}
