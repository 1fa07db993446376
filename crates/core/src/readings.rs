//! Reading machines one by one, where a list does not tell their state.

use std::{sync::Arc, time::Duration};

use crate::{
    Access, Call, Error, ErrorKind, Flow, Machine, MachineId, Provider, Response, Step, Target,
    Timestamp,
};

/// What came of reading a machine.
#[derive(Debug)]
pub struct Reading {
    /// Which.
    pub id: MachineId,
    /// The machine in full; [`ErrorKind::NotFound`] when it is gone.
    pub result: Result<Machine, Error>,
}

/// Reads whatever its owner names next, as fast as its owner allows, until nothing is named.
///
/// The owner names the next machine only when it can be read at once, so that what a person looks
/// at can always be first. The flow ends after a machine that could not be read: whatever kept
/// that one from being read keeps the others too.
pub struct Readings {
    provider: Arc<dyn Provider>,
    access: Access,
    next: Box<dyn FnMut() -> Option<Target>>,
    pause: Box<dyn Fn(Timestamp) -> Option<Duration>>,
    stage: Stage,
}

enum Stage {
    Ready,
    Sent(MachineId, Box<Call<Machine>>),
    Read(Box<Reading>),
    Ended,
}

impl Readings {
    /// `next` names the machine to read next; `pause` says how long to wait before that, if at
    /// all, such as [`Pace::pause`](crate::Pace::pause).
    pub fn new(
        provider: Arc<dyn Provider>,
        access: Access,
        next: impl FnMut() -> Option<Target> + 'static,
        pause: impl Fn(Timestamp) -> Option<Duration> + 'static,
    ) -> Self {
        Self {
            provider,
            access,
            next: Box::new(next),
            pause: Box::new(pause),
            stage: Stage::Ready,
        }
    }
}

impl Flow<Reading> for Readings {
    fn next(&mut self, now: Timestamp) -> Result<Step<Reading>, Error> {
        match std::mem::replace(&mut self.stage, Stage::Ended) {
            Stage::Ready => {
                if let Some(pause) = (self.pause)(now) {
                    self.stage = Stage::Ready;
                    return Ok(Step::Wait(pause));
                }
                let Some(target) = (self.next)() else {
                    return Ok(Step::Done);
                };
                match self.provider.read(&self.access, now, &target) {
                    Ok(call) => {
                        let request = Box::new(call.request.clone());
                        self.stage = Stage::Sent(target.id, Box::new(call));
                        Ok(Step::Send(request))
                    }
                    Err(error) => {
                        let (id, result) = (target.id, Err(error));
                        Ok(Step::Yield(Reading { id, result }))
                    }
                }
            }
            // Asked again before the answer was handed in: it is still awaited.
            waiting @ Stage::Sent(..) => {
                self.stage = waiting;
                Ok(Step::Wait(Duration::from_secs(1)))
            }
            Stage::Read(reading) => {
                let goes_on = match &reading.result {
                    Ok(_) => true,
                    Err(error) => error.kind == ErrorKind::NotFound,
                };
                if goes_on {
                    self.stage = Stage::Ready;
                }
                Ok(Step::Yield(*reading))
            }
            Stage::Ended => Ok(Step::Done),
        }
    }

    fn receive(&mut self, _: Timestamp, answer: Result<Response, Error>) -> Result<(), Error> {
        match std::mem::replace(&mut self.stage, Stage::Ended) {
            Stage::Sent(id, call) => {
                let result = answer.and_then(|response| call.read(&response));
                self.stage = Stage::Read(Box::new(Reading { id, result }));
            }
            stage => self.stage = stage,
        }
        Ok(())
    }
}
