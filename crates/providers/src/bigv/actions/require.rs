//! What must be so before something is changed.

use pilothouse_core::{Access, Call, Error, ErrorKind, Order, Receipt, State};

use super::read_machine::{path, request};
use crate::bigv::wire;

/// Reads the machine and ends the order if it is in another state: BigV's own refusal is not
/// documented (BigV reference, "Errors"), and some orders would be carried out all the same.
pub(super) fn require(
    access: &Access,
    order: &Order,
    wanted: State,
    instead: &'static str,
) -> Result<Call<Receipt>, Error> {
    let path = path(&order.target);
    Ok(Call::new(
        request(access, &order.target)?,
        move |response| {
            let state = wire::machine(response, path)?.state;
            if state == wanted {
                return Ok(Receipt::default());
            }
            let state = state.word().trim_end_matches('…').to_ascii_lowercase();
            let words = [
                "The machine is ",
                &state,
                " now; nothing was changed. ",
                instead,
            ];
            Err(Error::new(ErrorKind::Conflict, words.concat()))
        },
    ))
}
