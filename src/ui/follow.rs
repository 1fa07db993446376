//! Text, conditions and whole parts of a page that follow what they are made from.
//!
//! A closure in a view is a type of its own, and with it comes a copy of everything that keeps it
//! up to date. What is made here has one type each, so that the panel has one copy.

use leptos::prelude::*;

/// Text that follows what it is made from.
pub fn text(make: impl Fn() -> String + Send + Sync + 'static) -> Signal<String> {
    Signal::derive(make)
}

/// A condition that follows what it depends on.
pub fn when(holds: impl Fn() -> bool + Send + Sync + 'static) -> Signal<bool> {
    Signal::derive(holds)
}

/// What happens on an event.
pub fn act<E: 'static>(act: impl FnMut(E) + 'static) -> Box<dyn FnMut(E)> {
    Box::new(act)
}

/// A part of a page that is made anew whenever what it is made from changes.
pub fn part(make: impl Fn() -> AnyView + Send + Sync + 'static) -> AnyView {
    boxed(Box::new(make))
}

fn boxed(make: Box<dyn Fn() -> AnyView + Send + Sync>) -> AnyView {
    (move || make()).into_any()
}

/// A part of a page that is there while a condition holds.
pub fn part_when(
    holds: impl Fn() -> bool + Send + Sync + 'static,
    make: impl Fn() -> AnyView + Send + Sync + 'static,
) -> AnyView {
    let holds = Memo::new(move |_| holds());
    part(move || if holds.get() { make() } else { ().into_any() })
}

/// A list whose entries stay the same for as long as their key is there.
pub fn list(
    keys: impl Fn() -> Vec<String> + Send + Sync + 'static,
    make: impl Fn(String) -> AnyView + Send + Sync + 'static,
) -> AnyView {
    let make: std::sync::Arc<dyn Fn(String) -> AnyView + Send + Sync> = std::sync::Arc::new(make);
    boxed_list(Signal::derive(keys), make)
}

fn boxed_list(
    keys: Signal<Vec<String>>,
    make: std::sync::Arc<dyn Fn(String) -> AnyView + Send + Sync>,
) -> AnyView {
    view! {
        <For each=move || keys.get() key=Clone::clone children=move |key: String| make(key)/>
    }
    .into_any()
}
