//! Choices that are all seen at once: one of several, or each by itself.

use leptos::prelude::*;

use super::follow::when;

/// One of the choices of this name, of which one is taken at a time. `take` is called when a
/// person takes it.
pub fn radio(
    name: impl Into<String>,
    label: impl Into<String>,
    is_taken: impl Fn() -> bool + Send + Sync + 'static,
    take: impl Fn() + Send + Sync + 'static,
) -> AnyView {
    one_of(
        name.into(),
        label.into(),
        when(is_taken),
        Callback::new(move |()| take()),
    )
}

fn one_of(name: String, label: String, is_taken: Signal<bool>, take: Callback<()>) -> AnyView {
    view! {
        <label class="choice">
            <input type="radio" name=name prop:checked=is_taken on:change=move |_| take.run(())/>
            {label}
        </label>
    }
    .into_any()
}

/// A choice that is taken or not, whatever else is. `change` is told which, when a person says so;
/// what is fixed shows how it is and stays that way.
pub fn tick(
    label: &'static str,
    is_fixed: bool,
    is_ticked: impl Fn() -> bool + Send + Sync + 'static,
    change: impl Fn(bool) + Send + Sync + 'static,
) -> AnyView {
    yes_or_no(label, is_fixed, when(is_ticked), Callback::new(change))
}

fn yes_or_no(
    label: &'static str,
    is_fixed: bool,
    is_ticked: Signal<bool>,
    change: Callback<bool>,
) -> AnyView {
    view! {
        <label class="choice">
            <input
                type="checkbox"
                disabled=is_fixed
                prop:checked=is_ticked
                on:change=move |event| change.run(event_target_checked(&event))
            />
            {label}
        </label>
    }
    .into_any()
}
