//! Giving another name.

use pilothouse_core::{Call, Error, Order, Receipt, Safety};

use super::{body::Attributes, orders::put};
use crate::onapp::panel::Panel;

/// `PUT /virtual_machines/:id` with the label (OnApp reference, "Edit/resize"): takes effect at
/// once, without a transaction.
pub(super) fn rename(panel: &Panel, order: &Order) -> Result<Call<Receipt>, Error> {
    let mut body = Attributes::of(&order.input);
    body.texts(&[("label", "name")]);
    put(panel, order, &body.wrapped(), Safety::Repeatable)
}
