//! Several reads where one says what to read next.

use std::{collections::VecDeque, time::Duration};

use pilothouse_core::{Call, Error, Flow, Response, Step, Timestamp};

/// Makes a read when it is about to be sent.
pub(super) type Make<T> = Box<dyn FnOnce() -> Result<Call<Link<T>>, Error>>;

/// What one read brought.
pub(super) struct Link<T> {
    /// To be shown.
    pub found: Vec<T>,
    /// To be read after it.
    pub then: Vec<Make<T>>,
}

impl<T> Link<T> {
    /// Something to show and nothing to read after it.
    pub(super) fn end(found: T) -> Self {
        let (found, then) = (vec![found], Vec::new());
        Self { found, then }
    }
}

/// Reads one link after another; yields what each brought.
pub(super) struct Chain<T> {
    waiting: VecDeque<Make<T>>,
    sent: Option<Call<Link<T>>>,
    found: VecDeque<T>,
}

impl<T> Chain<T> {
    /// Asks nothing yet.
    pub(super) fn new(first: impl FnOnce() -> Result<Call<Link<T>>, Error> + 'static) -> Self {
        let first: Make<T> = Box::new(first);
        Self {
            waiting: VecDeque::from([first]),
            sent: None,
            found: VecDeque::new(),
        }
    }
}

impl<T> Flow<T> for Chain<T> {
    fn next(&mut self, _: Timestamp) -> Result<Step<T>, Error> {
        if self.sent.is_some() {
            return Ok(Step::Wait(Duration::from_secs(1)));
        }
        if let Some(found) = self.found.pop_front() {
            return Ok(Step::Yield(found));
        }
        let Some(make) = self.waiting.pop_front() else {
            return Ok(Step::Done);
        };
        let call = make().inspect_err(|_| self.waiting.clear())?;
        let request = Box::new(call.request.clone());
        self.sent = Some(call);
        Ok(Step::Send(request))
    }

    fn receive(&mut self, _: Timestamp, answer: Result<Response, Error>) -> Result<(), Error> {
        let Some(call) = self.sent.take() else {
            return Ok(());
        };
        match answer.and_then(|response| call.read(&response)) {
            Ok(link) => {
                self.found.extend(link.found);
                self.waiting.extend(link.then);
                Ok(())
            }
            Err(error) => {
                self.waiting.clear();
                Err(error)
            }
        }
    }
}
