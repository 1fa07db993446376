//! A complete client where the fleet's is expected, for accounts only the complete one can serve.

use std::sync::Arc;

use pilothouse_core::{
    Access, Call, Error, Facts, Flow, Judgement, Machine, Operator, Order, Orders, Provider,
    Receipt, Target, Ticket, Timestamp,
};

/// The fleet's part of a complete client.
pub(crate) struct Through(pub(crate) Arc<dyn Operator>);

impl Provider for Through {
    fn facts(&self) -> &'static Facts {
        self.0.provider().facts()
    }

    fn check(&self, access: &Access, now: Timestamp) -> Result<Call<String>, Error> {
        self.0.provider().check(access, now)
    }

    fn list(&self, access: &Access) -> Box<dyn Flow<Vec<Machine>>> {
        self.0.provider().list(access)
    }

    fn read(
        &self,
        access: &Access,
        now: Timestamp,
        target: &Target,
    ) -> Result<Call<Machine>, Error> {
        self.0.provider().read(access, now, target)
    }
}

impl Orders for Through {
    fn order(
        &self,
        access: &Access,
        now: Timestamp,
        order: &Order,
        step: usize,
    ) -> Result<Option<Call<Receipt>>, Error> {
        self.0.order(access, now, order, step)
    }

    fn look(
        &self,
        access: &Access,
        now: Timestamp,
        ticket: &Ticket,
    ) -> Result<Call<Judgement>, Error> {
        self.0.look(access, now, ticket)
    }
}
