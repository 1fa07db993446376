//! Removing a machine.

use http::Method;
use pilothouse_core::{Call, Error, Order, Receipt, Safety};

use super::{
    orders::{call, done},
    read_machine::path,
};
use crate::onapp::panel::Panel;

/// `DELETE /virtual_machines/:id` (OnApp reference, "Delete"). Never repeated: a second one could
/// make a second template, and says "not found" of the first one's success.
pub(super) fn delete(panel: &Panel, order: &Order) -> Result<Call<Receipt>, Error> {
    let digit = |field| match order.input.flag(field) {
        Some(true) => "1",
        _ => "0",
    };
    let query = [
        "convert_last_backup=",
        digit("keep_template"),
        "&destroy_all_backups=",
        digit("delete_backups"),
    ];
    let path = path(&order.target);
    let request = panel.request(Method::DELETE, &path, &query.concat(), Safety::Unsafe)?;
    Ok(call(panel, order, request, done))
}
