//! Changing the notes.

use pilothouse_core::{Call, Error, ErrorKind, Input, Order, Receipt, Safety};

use super::{body::Attributes, orders::put};
use crate::onapp::panel::Panel;

/// Attribute, its field and the field that empties it.
pub(super) const NOTES: [(&str, &str, &str); 2] = [
    ("note", "note", "clear_note"),
    ("admin_note", "admin_note", "clear_admin_note"),
];

/// What a note is to become; `None` for what it is.
pub(super) fn wanted<'a>(input: &'a Input, field: &str, clear: &str) -> Option<&'a str> {
    if input.flag(clear) == Some(true) {
        return Some("");
    }
    input.text(field)
}

/// `PUT /virtual_machines/:id` with `note` and `admin_note` (OnApp reference, "Edit/resize"):
/// takes effect at once. An empty note is no note.
pub(super) fn edit(panel: &Panel, order: &Order) -> Result<Call<Receipt>, Error> {
    let mut body = Attributes::of(&order.input);
    for (attribute, field, clear) in NOTES {
        if let Some(note) = wanted(&order.input, field, clear) {
            body.set(attribute, note);
        }
    }
    if body.is_empty() {
        let words = "There is nothing to change: enter a note or choose one to remove.";
        return Err(Error::new(ErrorKind::Invalid, words).with_field("note", words));
    }
    put(panel, order, &body.wrapped(), Safety::Repeatable)
}
