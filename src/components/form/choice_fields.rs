//! Fields whose choices are known beforehand: yes or no, one of a few; and the cards that few
//! choices with something to tell are shown as.

use leptos::prelude::*;
use pilothouse_core::Choice;

use super::bound::Bound;
use crate::{
    components::price,
    ui::{
        choice::radio,
        follow::{list, text, when},
    },
};

/// Most choices shown at once rather than in a list that opens.
const FEW: usize = 4;

/// Yes or no.
pub(super) fn flag(bound: &Bound) -> AnyView {
    let (read, set) = (bound.clone(), bound.clone());
    view! {
        <div class="field">
            <label class="choice">
                <input
                    id=bound.id()
                    type="checkbox"
                    aria-describedby=bound.described_by()
                    prop:checked=when(move || read.text() == "true")
                    on:change=move |event| set.set(event_target_checked(&event))
                />
                {bound.field.label.clone()}
            </label>
            {bound.words(().into_any())}
        </div>
    }
    .into_any()
}

/// One of a few.
pub(super) fn one_of(bound: &Bound, choices: &[Choice]) -> AnyView {
    if choices.len() <= FEW && !bound.field.initial.is_empty() {
        let radios = choices.iter().map(|choice| {
            let (read, set) = (bound.clone(), bound.clone());
            let (value, chosen) = (choice.value.clone(), choice.value.clone());
            radio(
                bound.id(),
                choice.label.clone(),
                move || read.text() == chosen,
                move || set.set(value.clone()),
            )
        });
        let radios = radios.collect_view().into_any();
        return bound.set_of(view! { <div class="radios">{radios}</div> }.into_any());
    }
    let set = bound.clone();
    let has_none = choices.iter().any(|choice| choice.value.is_empty());
    let none = Choice::new("", "Not chosen");
    let options = (!has_none && !bound.field.required).then_some(&none);
    let options = options.into_iter().chain(choices).map(|choice| {
        let (read, chosen) = (bound.clone(), choice.value.clone());
        view! {
            <option value=choice.value.clone() prop:selected=when(move || read.text() == chosen)>
                {choice.label.clone()}
            </option>
        }
    });
    let options = options.collect_view();
    bound.frame(
        view! {
            <select
                id=bound.id()
                class="input"
                aria-describedby=bound.described_by()
                aria-invalid=bound.is_invalid()
                on:change=move |event| set.set(event_target_value(&event))
            >
                {options}
            </select>
        }
        .into_any(),
    )
}

/// Choices as cards that are all seen at once. `choose` is told the value of the one taken.
pub(super) fn cards(
    bound: &Bound,
    choices: &[Choice],
    choose: impl Fn(&str) + Clone + Send + Sync + 'static,
) -> AnyView {
    let cards = choices.iter().map(|choice| {
        let (read, chosen, value) = (bound.clone(), choice.value.clone(), choice.value.clone());
        let is_chosen = when(move || read.text() == chosen);
        let choose = choose.clone();
        view! {
            <label class="choice-card" class:is-chosen=is_chosen>
                <input
                    type="radio"
                    name=bound.id()
                    disabled=choice.closed.is_some()
                    prop:checked=is_chosen
                    on:change=move |_| choose(&value)
                />
                <span class="choice-label">{choice.label.clone()}</span>
                {told(choice).map(|words| view! { <span class="choice-detail">{words}</span> })}
            </label>
        }
    });
    view! { <div class="choice-cards">{cards.collect_view()}</div> }.into_any()
}

/// Choices of which several can be taken.
pub(super) fn boxes(bound: &Bound, choices: &[Choice]) -> AnyView {
    let boxes = choices.iter().map(|choice| {
        let (read, set) = (bound.clone(), bound.clone());
        let (value, chosen) = (choice.value.clone(), choice.value.clone());
        let is_closed = choice.closed.is_some();
        view! {
            <label class="choice">
                <input
                    type="checkbox"
                    disabled=is_closed
                    prop:checked=when(move || read.many().contains(&chosen))
                    on:change=move |event| {
                        let mut values = untrack(|| set.many());
                        values.retain(|one| *one != value);
                        if event_target_checked(&event) {
                            values.push(value.clone());
                        }
                        set.set(values);
                    }
                />
                <span>
                    {choice.label.clone()}
                    {told(choice).map(|words| view! { <span class="choice-detail">" "{words}</span> })}
                </span>
            </label>
        }
    });
    view! { <div class="choice-boxes">{boxes.collect_view()}</div> }.into_any()
}

/// Values that were chosen and are not among the choices (any more), each with a way out.
pub(super) fn strays(bound: &Bound, choices: &[Choice]) -> AnyView {
    let known: Vec<String> = choices.iter().map(|choice| choice.value.clone()).collect();
    let (read, made) = (bound.clone(), bound.clone());
    list(
        move || {
            let mut values = read.many();
            values.retain(|value| !known.contains(value));
            values
        },
        move |value| {
            let (set, gone) = (made.clone(), value.clone());
            let name = text({
                let value = value.clone();
                move || ["Remove ", &value].concat()
            });
            view! {
                <button
                    class="chip"
                    type="button"
                    aria-label=name
                    on:click=move |_| {
                        let mut values = untrack(|| set.many());
                        values.retain(|one| *one != gone);
                        set.set(values);
                    }
                >{value}" ×"</button>
            }
            .into_any()
        },
    )
}

/// The smaller words of a choice: why it is closed, or what it is and costs.
pub(super) fn told(choice: &Choice) -> Option<String> {
    if let Some(why) = &choice.closed {
        return Some(why.clone());
    }
    let price = choice.price.as_ref().map(price::hourly);
    let detail = (!choice.detail.is_empty()).then(|| choice.detail.clone());
    let parts: Vec<String> = detail.into_iter().chain(price).collect();
    (!parts.is_empty()).then(|| parts.join(" · "))
}
