//! Taking away a lock.

use pilothouse_core::{Call, Error, Order, Receipt};

use super::{orders::call, power::accepted, read_machine::path};
use crate::onapp::panel::Panel;

/// `POST /virtual_machines/:id/unlock` (OnApp reference, "Power"): clears the flag at once and
/// cancels nothing. Some minutes later it might be another transaction's lock, so it is never
/// repeated.
pub(super) fn unlock(panel: &Panel, order: &Order) -> Result<Call<Receipt>, Error> {
    let request = panel.post(&[&path(&order.target), "/unlock"].concat(), "")?;
    Ok(call(panel, order, request, |format, response| {
        accepted(format, response).map(|()| Receipt::default())
    }))
}
