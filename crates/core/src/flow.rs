//! Work that takes several requests, as a machine that asks its driver to send or to wait.
//!
//! The driver owns the socket and the clock; a flow owns the order of things.

use std::{mem, time::Duration};

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

/// A request that is made when it is about to be sent, as signatures cover the time, and is then
/// waited for.
pub(crate) enum Asking<T> {
    Before(Make<T>),
    Sent(Box<Call<T>>),
    Over,
}

type Make<T> = Box<dyn FnOnce(Timestamp) -> Result<Call<T>, Error>>;

impl<T> Asking<T> {
    /// What a flow wants next that has no answer yet, or no use for one.
    pub(crate) fn next<S>(&mut self, now: Timestamp) -> Result<Step<S>, Error> {
        match mem::replace(self, Self::Over) {
            Self::Before(make) => {
                let call = make(now)?;
                let request = call.request.clone();
                *self = Self::Sent(Box::new(call));
                Ok(Step::Send(Box::new(request)))
            }
            // Asked again before the answer was handed in: it is still awaited.
            waiting @ Self::Sent(_) => {
                *self = waiting;
                Ok(Step::Wait(Duration::from_secs(1)))
            }
            Self::Over => Ok(Step::Done),
        }
    }

    /// The call whose answer is here; none when none is waited for.
    pub(crate) fn answered(&mut self) -> Option<Call<T>> {
        match mem::replace(self, Self::Over) {
            Self::Sent(call) => Some(*call),
            other => {
                *self = other;
                None
            }
        }
    }
}

/// A flow of one request that yields what was read.
pub struct Once<T> {
    asking: Asking<T>,
    read: Option<T>,
}

impl<T> Once<T> {
    /// Makes the request when it is about to be sent.
    pub fn new(make: impl FnOnce(Timestamp) -> Result<Call<T>, Error> + 'static) -> Self {
        Self {
            asking: Asking::Before(Box::new(make)),
            read: None,
        }
    }
}

impl<T> Flow<T> for Once<T> {
    fn next(&mut self, now: Timestamp) -> Result<Step<T>, Error> {
        match self.read.take() {
            Some(read) => Ok(Step::Yield(read)),
            None => self.asking.next(now),
        }
    }

    fn receive(&mut self, _: Timestamp, answer: Result<Response, Error>) -> Result<(), Error> {
        if let Some(call) = self.asking.answered() {
            self.read = Some(call.read(&answer?)?);
        }
        Ok(())
    }
}
