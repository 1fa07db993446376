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

/// What came of asking; the labels of what is missing where it could not be asked.
type Asked = Result<Answer<Choice>, Vec<String>>;

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
    let held = bound.clone();
    let shape = Memo::new(move |_| Shape::of(&held, answer.get(), many));
    let shown = bound.clone();
    let filling = bound.scope.filling;
    part(move || match shape.get() {
        Shape::Waiting(missing) => shown.set_of(asking::first(&missing)),
        Shape::Asking => shown.set_of(asking::skeleton(&shown)),
        Shape::Failed(why) => {
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
                let typed = combobox(&shown, answer);
                shown.frame(view! { {typed}{failed} }.into_any())
            }
        }
        Shape::Cards(items) => {
            let (chooser, all) = (shown.clone(), items.clone());
            let cards = cards(&shown, &items, move |value| take(&chooser, &all, value));
            shown.set_of(cards)
        }
        Shape::Boxes(items) => {
            let strays = strays(&shown, &items);
            let none = items
                .is_empty()
                .then(|| view! { <p class="asking">"There are none."</p> });
            let boxes = boxes(&shown, &items);
            shown.set_of(view! { {none}{boxes}<div class="chips">{strays}</div> }.into_any())
        }
        Shape::List => shown.frame(combobox(&shown, answer)),
    })
}

/// How the field is drawn. A list stays the same list while more comes.
#[derive(Clone, PartialEq)]
enum Shape {
    /// The labels of what has to be chosen first.
    Waiting(Vec<String>),
    Asking,
    /// Why there are no choices.
    Failed(String),
    Cards(Arc<[Choice]>),
    Boxes(Arc<[Choice]>),
    List,
}

impl Shape {
    fn of(bound: &Bound, answer: Asked, many: bool) -> Self {
        match answer {
            Err(missing) => Self::Waiting(missing),
            Ok(Answer::Asking) => Self::Asking,
            Ok(Answer::Failed(why)) => Self::Failed(why),
            Ok(Answer::Here { items, .. }) if many => Self::Boxes(items),
            Ok(Answer::Here { items, more: false }) if is_few(bound, &items) => Self::Cards(items),
            Ok(Answer::Here { .. }) => Self::List,
        }
    }
}

/// Whether all choices are seen at once: few that have something to tell, of which one has to be
/// chosen, and what is chosen is one of them.
fn is_few(bound: &Bound, items: &[Choice]) -> bool {
    let value = untrack(|| bound.text());
    let is_known = value.is_empty() || items.iter().any(|choice| choice.value == value);
    let has_details = items.iter().any(|choice| told(choice).is_some());
    bound.field.required && has_details && is_known && (1..=FEW).contains(&items.len())
}

fn combobox(bound: &Bound, answer: Memo<Asked>) -> AnyView {
    let items = Signal::derive(move || {
        let choices = known(&answer.read());
        let item = |choice: &Choice| Item {
            value: choice.value.clone(),
            label: choice.label.clone(),
            detail: told(choice).unwrap_or_default(),
            is_closed: choice.closed.is_some(),
        };
        choices.iter().map(item).collect::<Vec<_>>()
    });
    let (chooser, left) = (bound.clone(), bound.clone());
    let value = bound.value();
    let below = text(move || {
        let choices = known(&answer.read());
        let value = value.read();
        let choice = choices.iter().find(|choice| choice.value == *value);
        let detail = choice.and_then(told).unwrap_or_default();
        let is_more = matches!(*answer.read(), Ok(Answer::Here { more: true, .. }));
        if is_more {
            "Reading more…".to_owned()
        } else {
            detail
        }
    });
    view! {
        <Combobox
            id=bound.id()
            described_by=bound.described_by()
            required=bound.field.required
            invalid=bound.is_invalid()
            items
            value
            on_choose=Callback::new(move |value: String| {
                take(&chooser, &known(&answer.read_untracked()), &value);
            })
            on_leave=Callback::new(move |()| left.leave())
        />
        <p class="help">{below}</p>
    }
    .into_any()
}

/// What has arrived.
fn known(answer: &Asked) -> Arc<[Choice]> {
    match answer {
        Ok(Answer::Here { items, .. }) => items.clone(),
        _ => Arc::new([]),
    }
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
fn remember(bound: &Bound, answer: Memo<Asked>) {
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
