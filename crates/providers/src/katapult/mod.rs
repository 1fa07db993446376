//! Katapult.

use pilothouse_core::{
    Access, Call, Error, ErrorKind, Facts, Flow, Judgement, Machine, Order, Provider, Target,
    Ticket, Timestamp,
};

/// The client.
pub(crate) struct Katapult;

fn unwritten<T>() -> Result<T, Error> {
    Err(Error::new(ErrorKind::Unsupported, "not written yet"))
}

static FACTS: Facts = Facts {
    id: "katapult",
    name: "Katapult",
    default_endpoint: None,
    other_endpoints: &[],
    endpoint_help: "",
    logins: &[],
    answers_browsers: false,
    requests_per_minute: None,
    state_needs_reading: false,
    verbs: &[],
    lacks: &[],
};

struct Nothing;

impl Flow<Vec<Machine>> for Nothing {
    fn next(&mut self, _: Timestamp) -> Result<pilothouse_core::Step<Vec<Machine>>, Error> {
        Ok(pilothouse_core::Step::Done)
    }
    fn receive(
        &mut self,
        _: Timestamp,
        _: Result<pilothouse_core::Response, Error>,
    ) -> Result<(), Error> {
        Ok(())
    }
}

impl Provider for Katapult {
    fn facts(&self) -> &'static Facts {
        &FACTS
    }

    fn check(&self, _: &Access, _: Timestamp) -> Result<Call<String>, Error> {
        unwritten()
    }

    fn list(&self, _: &Access) -> Box<dyn Flow<Vec<Machine>>> {
        Box::new(Nothing)
    }

    fn read(&self, _: &Access, _: Timestamp, _: &Target) -> Result<Call<Machine>, Error> {
        unwritten()
    }

    fn order(
        &self,
        _: &Access,
        _: Timestamp,
        _: &Order,
        _: usize,
    ) -> Result<Option<Call<Option<String>>>, Error> {
        unwritten()
    }

    fn look(&self, _: &Access, _: Timestamp, _: &Ticket) -> Result<Call<Judgement>, Error> {
        unwritten()
    }
}
