//! What an order would send, without sending it.

use pilothouse_core::{Error, Order, Shown};

use super::{Store, holding::Holding, refresh};
use crate::api::clock;

/// More requests than any order has.
const STEPS: usize = 12;

impl Store {
    /// The requests of an order as they would be sent now, without their secrets: all of them, or
    /// those that can be made before the first answer is there.
    ///
    /// # Errors
    /// When the client cannot be fetched, when this tab has no credentials for the account, or when
    /// the order's input or target is not enough for its first request.
    pub async fn preview(self, holding: &Holding, order: &Order) -> Result<Vec<Shown>, Error> {
        let orders = self.operator(holding).await?;
        let access = refresh::access(self, holding)?;
        let now = clock::now();
        let mut requests = Vec::new();
        for step in 0..STEPS {
            match orders.order(&access, now, order, step) {
                Ok(Some(call)) => requests.push(Shown::of(&call.request)),
                Err(error) if requests.is_empty() => return Err(error),
                // The last one, or what comes later is made from an answer nobody has.
                Ok(None) | Err(_) => break,
            }
        }
        Ok(requests)
    }
}
