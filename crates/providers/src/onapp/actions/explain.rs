//! Why something did not work.

use pilothouse_core::{Call, Error, Ticket};

use crate::onapp::{panel::Panel, transactions, wire};

/// Reads the machine's transactions with their logs (OnApp reference, "Transactions"): the newest
/// that failed since the order was accepted says why.
pub(in crate::onapp) fn explain(
    panel: &Panel,
    ticket: &Ticket,
) -> Result<Option<Call<Option<String>>>, Error> {
    let target = ticket.made.as_ref().unwrap_or(&ticket.order.target);
    if target.is_account() {
        return Ok(None);
    }
    let request = transactions::request(panel, target, true)?;
    let (format, accepted) = (panel.format, ticket.accepted);
    Ok(Some(Call::new(request, move |response| {
        let body = wire::body(format, response)?;
        let mut found = transactions::read(&body)?.into_iter();
        let failed = found.find(|one| one.has_failed() && one.is_since(accepted));
        Ok(failed.map(|failed| {
            let start = ["Its transaction “", &failed.words(), "” failed"].concat();
            match failed.last_words {
                Some(words) => [&start, ": ", &words].concat(),
                None => start + ".",
            }
        }))
    })))
}
