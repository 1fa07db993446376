//! Work that takes several requests, as a machine that asks its driver to send or to wait.
//!
//! The driver owns the socket and the clock; a flow owns the order of things.

use std::time::Duration;

use crate::{Call, Error, Request, Response, Timestamp};

/// What a flow wants next.
#[derive(Debug)]
pub enum Step<T> {
    /// Send this and hand the outcome to [`Flow::receive`].
    Send(Box<Request>),
    /// Nothing to do for this long.
    Wait(Duration),
    /// Here is something; ask again at once for the next step.
    Yield(T),
    /// Finished.
    Done,
}

/// A piece of work. Call [`Flow::next`]; do what it says; repeat until [`Step::Done`] or an error.
pub trait Flow<T> {
    /// The next thing to do. An error ends the flow.
    fn next(&mut self, now: Timestamp) -> Result<Step<T>, Error>;

    /// The answer to the last [`Step::Send`], or why there is none. An error ends the flow.
    fn receive(&mut self, now: Timestamp, answer: Result<Response, Error>) -> Result<(), Error>;
}

/// Makes the one call of a [`Once`].
type Make<T> = Box<dyn FnOnce(Timestamp) -> Result<Call<T>, Error>>;

/// A flow of one request that yields what was read.
pub struct Once<T>(Stage<T>);

enum Stage<T> {
    Asking(Make<T>),
    Sent(Box<Call<T>>),
    Answered(T),
    Ended,
}

impl<T> Once<T> {
    /// Makes the request when it is about to be sent: signatures cover the time.
    pub fn new(make: impl FnOnce(Timestamp) -> Result<Call<T>, Error> + 'static) -> Self {
        Self(Stage::Asking(Box::new(make)))
    }
}

impl<T> Flow<T> for Once<T> {
    fn next(&mut self, now: Timestamp) -> Result<Step<T>, Error> {
        match std::mem::replace(&mut self.0, Stage::Ended) {
            Stage::Asking(make) => {
                let call = make(now)?;
                let request = call.request.clone();
                self.0 = Stage::Sent(Box::new(call));
                Ok(Step::Send(Box::new(request)))
            }
            // Asked again before the answer was handed in: it is still awaited.
            waiting @ Stage::Sent(_) => {
                self.0 = waiting;
                Ok(Step::Wait(Duration::from_secs(1)))
            }
            Stage::Answered(read) => Ok(Step::Yield(read)),
            Stage::Ended => Ok(Step::Done),
        }
    }

    fn receive(&mut self, _: Timestamp, answer: Result<Response, Error>) -> Result<(), Error> {
        match std::mem::replace(&mut self.0, Stage::Ended) {
            Stage::Sent(call) => self.0 = Stage::Answered(call.read(&answer?)?),
            stage => self.0 = stage,
        }
        Ok(())
    }
}
