//! Several lists read one after another as one.

use std::collections::VecDeque;

use pilothouse_core::{Error, Flow, Response, Step, Timestamp};

/// Yields all of the first list, then all of the second, and so on. The first error ends it.
pub(in crate::katapult) struct OneAfterAnother<T>(VecDeque<Box<dyn Flow<Vec<T>>>>);

impl<T> OneAfterAnother<T> {
    /// In this order.
    pub(in crate::katapult) fn new(lists: Vec<Box<dyn Flow<Vec<T>>>>) -> Self {
        Self(lists.into())
    }
}

impl<T> Flow<Vec<T>> for OneAfterAnother<T> {
    fn next(&mut self, now: Timestamp) -> Result<Step<Vec<T>>, Error> {
        while let Some(list) = self.0.front_mut() {
            match list.next(now) {
                Ok(Step::Done) => self.0.pop_front(),
                Ok(step) => return Ok(step),
                Err(error) => {
                    self.0.clear();
                    return Err(error);
                }
            };
        }
        Ok(Step::Done)
    }

    fn receive(&mut self, now: Timestamp, answer: Result<Response, Error>) -> Result<(), Error> {
        let Some(list) = self.0.front_mut() else {
            return Ok(());
        };
        let received = list.receive(now, answer);
        if received.is_err() {
            self.0.clear();
        }
        received
    }
}
