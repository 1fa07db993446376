//! Installing anew.

use pilothouse_core::{Call, Error, Order, Receipt};

use super::{body::Attributes, orders::call, power::accepted, read_machine::path};
use crate::onapp::panel::Panel;

/// `POST /virtual_machines/:id/build` (OnApp reference, "Build / rebuild"), by number or
/// identifier of the machine and by number or label of the template. Answers with the machine,
/// locked, with an older `state`.
pub(super) fn rebuild(panel: &Panel, order: &Order) -> Result<Call<Receipt>, Error> {
    let mut body = Attributes::of(&order.input);
    body.template("image");
    body.switch("required_startup", "start", true);
    body.secrets(&[("initial_root_password_encryption_key", "encryption_key")]);
    body.licence();
    let request = panel.post(&[&path(&order.target), "/build"].concat(), "")?;
    let request = panel.with_body(request, &body.wrapped());
    Ok(call(panel, order, request, |format, response| {
        accepted(format, response).map(|()| Receipt::default())
    }))
}
