//! The document as a form, and back.
//!
//! Each part of the form names its fields, fills them from a document and reads them into one.
//! The form covers every element. What it cannot say are documents the provider refuses because
//! two things exclude each other, and an empty `SystemDisks` or `NetworkInterfaces`: those stay
//! as they were in a part nobody changed an entry of.

use pilothouse_core::{Error, Field, Form, Input};

use super::Spec;
use entries::{Entries, Problems};

mod about;
mod disks;
mod entries;
mod image;
mod keys;
mod network;
mod place;

/// Some fields of the form that are about the same thing.
struct Part {
    /// The fields, in their order.
    fields: fn() -> Vec<Field>,
    /// Puts what a document says into them.
    fill: fn(&Spec, &mut Input),
    /// Puts what was entered into a document.
    read: fn(&Entries<'_>, &mut Spec),
    /// Whether there is nothing about it a document could say and the form could not.
    is_whole: bool,
}

/// In the order of the form.
static PARTS: [&Part; 12] = [
    &place::PLACE,
    &place::RESOURCES,
    &image::IMAGE,
    &image::ISO,
    &disks::SYSTEM_DISKS,
    &disks::OTHER_DISKS,
    &network::INTERFACES,
    &about::HOSTNAME,
    &about::ABOUT,
    &keys::USERS,
    &keys::SSH_KEYS,
    &keys::TAGS,
];

pub(super) fn form() -> Form {
    Form::new(PARTS.iter().flat_map(|part| (part.fields)()).collect())
}

pub(super) fn to_input(spec: &Spec) -> Input {
    let mut input = Input::default();
    for part in PARTS {
        (part.fill)(spec, &mut input);
    }
    input
}

pub(super) fn from_input(input: &Input, before: &Spec) -> Result<Spec, Error> {
    let problems = Problems::default();
    let entries = Entries::new(input, &problems);
    let entered = to_input(before);
    let mut spec = before.clone();
    for part in PARTS {
        let same = |field: &Field| input.entry(&field.key) == entered.entry(&field.key);
        if part.is_whole || !(part.fields)().iter().all(same) {
            (part.read)(&entries, &mut spec);
        }
    }
    problems.into_result().map(|()| spec)
}

/// The choices of a closed set after one that leaves it to the provider.
fn or_unsaid<'a>(choices: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let unsaid = [("", "As the provider chooses")];
    unsaid.iter().chain(choices).copied().collect()
}
