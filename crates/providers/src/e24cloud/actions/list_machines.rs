//! Every machine of the account in this region.

use std::time::Duration;

use pilothouse_core::{Access, Call, Error, Flow, Machine, Request, Response, Step, Timestamp};

use super::MACHINES;
use crate::e24cloud::{auth, wire};

/// `GET /v2/virtual-machines` (e24cloud reference, "List and get"): whole machines with their
/// states, all in one answer, no paging.
pub(in crate::e24cloud) struct ListMachines {
    access: Access,
    stage: Stage,
}

enum Stage {
    Asking,
    Sent(Box<Call<Vec<Machine>>>),
    Answered(Vec<Machine>),
    Ended,
}

impl ListMachines {
    /// Asks nothing yet.
    pub(in crate::e24cloud) fn new(access: Access) -> Self {
        let stage = Stage::Asking;
        Self { access, stage }
    }
}

impl Flow<Vec<Machine>> for ListMachines {
    fn next(&mut self, now: Timestamp) -> Result<Step<Vec<Machine>>, Error> {
        match std::mem::replace(&mut self.stage, Stage::Ended) {
            Stage::Asking => {
                let request = Request::get(&self.access.endpoint, MACHINES);
                let request = auth::sign(request, &self.access, now)?;
                let call = Call::new(request.clone(), wire::machines);
                self.stage = Stage::Sent(Box::new(call));
                Ok(Step::Send(Box::new(request)))
            }
            // Asked again before the answer was handed in: it is still awaited.
            waiting @ Stage::Sent(_) => {
                self.stage = waiting;
                Ok(Step::Wait(Duration::from_secs(1)))
            }
            Stage::Answered(machines) => Ok(Step::Yield(machines)),
            Stage::Ended => Ok(Step::Done),
        }
    }

    fn receive(&mut self, _: Timestamp, answer: Result<Response, Error>) -> Result<(), Error> {
        match std::mem::replace(&mut self.stage, Stage::Ended) {
            Stage::Sent(call) => self.stage = Stage::Answered(call.read(&answer?)?),
            stage => self.stage = stage,
        }
        Ok(())
    }
}
