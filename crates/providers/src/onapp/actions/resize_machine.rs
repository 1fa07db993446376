//! Giving other processors and memory.

use pilothouse_core::{Call, Error, ErrorKind, Order, Receipt, Safety};

use super::{body::Attributes, orders::put};
use crate::onapp::panel::Panel;

/// What can be given, by attribute, which is also its field.
pub(super) const SIZES: [&str; 3] = ["cpus", "memory", "cpu_shares"];

/// `PUT /virtual_machines/:id` with sizes and the two permissions (OnApp reference,
/// "Edit/resize"). Queues a transaction, which may restart the machine, so it is never repeated.
/// Panels before 3 want `POST …/resize`; they are too rare for a second form.
pub(super) fn resize(panel: &Panel, order: &Order) -> Result<Call<Receipt>, Error> {
    let mut body = Attributes::of(&order.input);
    body.entered(&SIZES.map(|size| (size, size)));
    if body.is_empty() {
        let words = "There is nothing to change: enter processors, memory or priority.";
        return Err(Error::new(ErrorKind::Invalid, words).with_field("cpus", words));
    }
    body.switch("allow_migration", "move", false);
    body.switch("allow_cold_resize", "restart", false);
    put(panel, order, &body.wrapped(), Safety::Unsafe)
}
