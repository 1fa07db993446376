//! A list that is known without asking.

use pilothouse_core::{Error, Flow, Response, Step, Timestamp};

/// Yields its one page and is done.
pub(super) struct Known<T>(Option<Vec<T>>);

impl<T> Known<T> {
    /// One item.
    pub(super) fn of(item: T) -> Self {
        Self(Some(vec![item]))
    }

    /// Nothing.
    pub(super) fn none() -> Self {
        Self(Some(Vec::new()))
    }
}

impl<T> Flow<Vec<T>> for Known<T> {
    fn next(&mut self, _: Timestamp) -> Result<Step<Vec<T>>, Error> {
        Ok(self.0.take().map_or(Step::Done, Step::Yield))
    }

    fn receive(&mut self, _: Timestamp, _: Result<Response, Error>) -> Result<(), Error> {
        Ok(())
    }
}
