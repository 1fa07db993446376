//! A list as part of a machine's page.

use pilothouse_core::{Content, Error, Flow, Pages, Response, Step, Timestamp};

/// Yields every page of a list as the content of a section.
pub(in crate::katapult) struct Shown<T> {
    pages: Pages<T>,
    show: fn(Vec<T>) -> Content,
}

impl<T> Shown<T> {
    /// Shows pages by this.
    pub(in crate::katapult) fn new(pages: Pages<T>, show: fn(Vec<T>) -> Content) -> Self {
        Self { pages, show }
    }
}

impl<T> Flow<Content> for Shown<T> {
    fn next(&mut self, now: Timestamp) -> Result<Step<Content>, Error> {
        Ok(match self.pages.next(now)? {
            Step::Send(request) => Step::Send(request),
            Step::Wait(time) => Step::Wait(time),
            Step::Yield(page) => Step::Yield((self.show)(page)),
            Step::Done => Step::Done,
        })
    }

    fn receive(&mut self, now: Timestamp, answer: Result<Response, Error>) -> Result<(), Error> {
        self.pages.receive(now, answer)
    }
}
