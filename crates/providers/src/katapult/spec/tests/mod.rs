//! The document, by tables and by documents made at random.

mod advice;
mod arbitrary;
mod elements;
mod examples;
mod form;
mod limits;
mod problems;
mod round_trips;

use super::Spec;

/// A document with this in it.
fn around(body: &str) -> String {
    format!("<VirtualMachineSpec>{body}</VirtualMachineSpec>")
}

/// What is read from a document that is all right.
fn read(text: &str) -> Spec {
    Spec::parse(text).unwrap_or_else(|problems| panic!("{text}\n{problems:?}"))
}
