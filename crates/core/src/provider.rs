//! What every provider client offers to the rest of the product.

use crate::{
    Access, Call, Error, Facts, Flow, Judgement, Machine, Order, Target, Ticket, Timestamp,
};

/// A provider's client: requests from intentions, meaning from answers. Pure functions; the
/// caller owns sockets and clocks. `now` goes into signatures and nowhere else.
pub trait Provider: Send + Sync {
    /// What it can do.
    fn facts(&self) -> &'static Facts;

    /// The cheapest request that proves endpoint and credentials right; answers with words that
    /// say who was let in, e.g. "Signed in as ops@example.net".
    fn check(&self, access: &Access, now: Timestamp) -> Result<Call<String>, Error>;

    /// Every machine of the account, a page at a time. Ends early with an error; pages yielded
    /// before it stay good.
    fn list(&self, access: &Access) -> Box<dyn Flow<Vec<Machine>>>;

    /// One machine in full. [`ErrorKind::NotFound`](crate::ErrorKind::NotFound) when it is gone.
    fn read(
        &self,
        access: &Access,
        now: Timestamp,
        target: &Target,
    ) -> Result<Call<Machine>, Error>;

    /// Request number `step` (from 0) of an order, or `None` after the last. Reading its answer
    /// gives the provider's task id, if it names one.
    fn order(
        &self,
        access: &Access,
        now: Timestamp,
        order: &Order,
        step: usize,
    ) -> Result<Option<Call<Option<String>>>, Error>;

    /// How an accepted order is doing.
    fn look(
        &self,
        access: &Access,
        now: Timestamp,
        ticket: &Ticket,
    ) -> Result<Call<Judgement>, Error>;
}
