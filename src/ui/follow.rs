//! Text and conditions on a page that follow what they are made from.
//!
//! A closure in a view is a type of its own, and with it comes a copy of everything that keeps it
//! up to date. These have one type each, so that the panel has one copy.

use leptos::prelude::Signal;

/// Text that follows what it is made from.
pub fn text(make: impl Fn() -> String + Send + Sync + 'static) -> Signal<String> {
    Signal::derive(make)
}

/// A condition that follows what it depends on.
pub fn when(holds: impl Fn() -> bool + Send + Sync + 'static) -> Signal<bool> {
    Signal::derive(holds)
}
