//! Holding a machine off, and releasing it.

use pilothouse_core::{Call, Error, Order, Receipt, Verb};

use super::{
    orders::{LOCKED, call, is_on, unless},
    power::accepted,
    read_machine::path,
};
use crate::onapp::panel::Panel;

/// `POST /virtual_machines/:id/suspend` (OnApp reference, "Power") does the one or the other, by
/// what the machine is; so that is read first. While a transaction holds the machine, what it
/// will be is not known.
pub(super) fn suspend(
    panel: &Panel,
    order: &Order,
    step: usize,
) -> Result<Option<Call<Receipt>>, Error> {
    let wants_suspended = order.verb == Verb::Suspend;
    let call = match step {
        0 => unless(panel, order, move |machine| {
            let suspended = is_on(machine, "suspended");
            match (suspended == wants_suspended, suspended) {
                (true, true) => Some("The machine is suspended already."),
                (true, false) => Some("The machine is not suspended."),
                (false, _) => is_on(machine, "locked").then_some(LOCKED),
            }
        })?,
        1 => {
            let request = panel.post(&[&path(&order.target), "/suspend"].concat(), "")?;
            call(panel, order, request, |format, response| {
                accepted(format, response).map(|()| Receipt::default())
            })
        }
        _ => return Ok(None),
    };
    Ok(Some(call))
}
