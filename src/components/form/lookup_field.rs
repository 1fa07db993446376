//! Choices that have to be asked for: a list to type into, or cards where there are few.

use std::sync::Arc;

use leptos::prelude::*;
use pilothouse_core::{Choice, form::Kind};

use super::{
    asking,
    asks::Answer,
    bound::Bound,
    choice_fields::{boxes, cards, strays, told},
};
use crate::ui::{
    combobox::{Combobox, Item},
    follow::{part, text},
};

/// Most choices shown as cards.
const FEW: usize = 6;

/// A lookup; `after` are the keys of what has to be entered before.
pub(super) fn lookup(bound: &Bound, lookup: &str, after: &[String], many: bool) -> AnyView {
    let tries = RwSignal::new(0_u32);
    let question = {
        let (bound, lookup, after) = (bound.clone(), lookup.to_owned(), after.to_vec());
        Memo::new(move |_| asking::wanted(&bound, &lookup, &after))
    };
    let answer = {
        let bound = bound.clone();
        let filling = bound.scope.filling;
        Memo::new(move |_| {
            tries.track();
            let question = question.get()?;
            let around = untrack(|| bound.scope.around());
            Ok(untrack(|| filling.ask_choices(question, around)).get())
        })
    };
    remember(bound, answer);
    let shown = bound.clone();
    let filling = bound.scope.filling;
    part(move || match answer.get() {
        Err(missing) => shown.set_of(asking::first(&missing)),
        Ok(Answer::Asking) => shown.set_of(asking::skeleton(&shown)),
        Ok(Answer::Failed(why)) => {
            let again = move || {
                if let Ok(question) = question.get_untracked() {
                    filling.forget_choices(&question);
                }
                tries.update(|tries| *tries += 1);
            };
            let failed = asking::failed(&shown, why, again);
            if many {
                shown.set_of(failed)
            } else {
                let typed = combobox(&shown, Arc::new([]), false);
                shown.frame(view! { {typed}{failed} }.into_any())
            }
        }
        Ok(Answer::Here { items, more }) => choices(&shown, items, more, many),
    })
}

fn choices(bound: &Bound, items: Arc<[Choice]>, more: bool, many: bool) -> AnyView {
    if many {
        let strays = strays(bound, &items);
        let none = items
            .is_empty()
            .then(|| view! { <p class="asking">"There are none."</p> });
        let boxes = boxes(bound, &items);
        return bound.set_of(view! { {none}{boxes}<div class="chips">{strays}</div> }.into_any());
    }
    let value = untrack(|| bound.text());
    let is_known = value.is_empty() || items.iter().any(|choice| choice.value == value);
    let has_details = items.iter().any(|choice| told(choice).is_some());
    if !more && has_details && is_known && (1..=FEW).contains(&items.len()) {
        let (chooser, all) = (bound.clone(), items.clone());
        let cards = cards(bound, &items, move |value| take(&chooser, &all, value));
        return bound.set_of(cards);
    }
    bound.frame(combobox(bound, items, more))
}

fn combobox(bound: &Bound, items: Arc<[Choice]>, more: bool) -> AnyView {
    let shown: Vec<Item> = items
        .iter()
        .map(|choice| Item {
            value: choice.value.clone(),
            label: choice.label.clone(),
            detail: told(choice).unwrap_or_default(),
            is_closed: choice.closed.is_some(),
        })
        .collect();
    let (taker, left) = (bound.clone(), bound.clone());
    let chosen = items.clone();
    let value = bound.value();
    let detail = text(move || {
        let value = value.read();
        let choice = chosen.iter().find(|choice| choice.value == *value);
        choice.and_then(told).unwrap_or_default()
    });
    let coming = asking::more(Signal::stored(more));
    view! {
        <Combobox
            id=bound.id()
            described_by=bound.described_by()
            required=bound.field.required
            invalid=bound.is_invalid()
            items=shown
            value
            on_choose=Callback::new(move |value: String| take(&taker, &items, &value))
            on_leave=Callback::new(move |()| left.leave())
        />
        <p class="help">{detail}{coming}</p>
    }
    .into_any()
}

/// Takes a choice, and what it sets other fields to that are still empty; raises numbers nobody
/// touched to what it needs.
fn take(bound: &Bound, items: &[Choice], value: &str) {
    let before = untrack(|| bound.text());
    if before == value {
        return;
    }
    bound.set(value);
    let Some(choice) = items.iter().find(|choice| choice.value == value) else {
        return;
    };
    for (key, to) in &choice.sets {
        let is_empty = untrack(|| bound.scope.with(|input| input.entry(key).is_none()));
        if is_empty {
            bound.scope.change(key, |input| input.set(key, to.as_str()));
        }
    }
    for (key, least) in &choice.least {
        let Some(field) = bound.scope.field(key) else {
            continue;
        };
        let now = untrack(|| bound.scope.with(|input| input.number(key)));
        let untouched = field.initial.parse().ok() == now;
        if matches!(field.kind, Kind::Number { .. })
            && untouched
            && now.is_some_and(|now| now < *least)
        {
            bound.scope.change(key, |input| input.set(key, *least));
        }
    }
}

/// Lets the rest of the form know the choices, and takes back one that was made among others.
fn remember(bound: &Bound, answer: Memo<Result<Answer<Choice>, Vec<String>>>) {
    let bound = bound.clone();
    Effect::new(move |_| {
        let filling = bound.scope.filling;
        let (items, is_whole): (Arc<[Choice]>, bool) = match answer.get() {
            Ok(Answer::Here { items, more }) => (items, !more),
            _ => return,
        };
        let value = untrack(|| bound.text());
        let was_known = untrack(|| filling.choice(&bound.path, &value)).is_some();
        let is_known = items.iter().any(|choice| choice.value == value);
        filling.known.update(|known| {
            known.retain(|(path, _)| **path != *bound.path);
            known.push((bound.path.to_string(), items));
        });
        if is_whole && was_known && !is_known {
            bound.set("");
        }
    });
}
