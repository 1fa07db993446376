//! Work that takes several requests, as a machine that asks its driver to send or to wait.
//!
//! The driver owns the socket and the clock; a flow owns the order of things.

use std::time::Duration;

use crate::{Error, Request, Response, Timestamp};

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
