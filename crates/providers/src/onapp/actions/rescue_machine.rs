//! Starting from the rescue system.

use pilothouse_core::{Call, Error, Order, Receipt};

use super::{
    orders::{LOCKED, call, is_on, unless},
    power::accepted,
    read_machine::path,
};
use crate::onapp::{
    forms::{REBOOT, STARTUP},
    panel::Panel,
};

/// `POST /virtual_machines/:id/reboot?mode=recovery` for a machine that is on, `…/startup` for one
/// that is off (OnApp reference, "Power"). What it is now is read first.
pub(super) fn rescue(
    panel: &Panel,
    order: &Order,
    step: usize,
) -> Result<Option<Call<Receipt>>, Error> {
    let starts = order.input.text("how") == Some(STARTUP);
    let call = match step {
        0 => unless(panel, order, move |machine| {
            let booted = is_on(machine, "booted");
            if is_on(machine, "locked") {
                Some(LOCKED)
            } else if is_on(machine, "suspended") {
                Some("The machine is suspended. Resume it first.")
            } else if machine.get("built").flag() == Some(false) {
                Some("No operating system has been installed on this machine yet.")
            } else if booted && is_on(machine, "recovery_mode") {
                Some("The machine is in rescue mode already.")
            } else {
                match (starts, booted) {
                    (true, true) => Some("The machine is running. Choose to restart it."),
                    (false, false) => Some("The machine is off. Choose to start it."),
                    _ => None,
                }
            }
        })?,
        1 => {
            let action = if starts { STARTUP } else { REBOOT };
            let path = [&path(&order.target), "/", action].concat();
            let request = panel.post(&path, "mode=recovery")?;
            call(panel, order, request, |format, response| {
                accepted(format, response).map(|()| Receipt::default())
            })
        }
        _ => return Ok(None),
    };
    Ok(Some(call))
}
