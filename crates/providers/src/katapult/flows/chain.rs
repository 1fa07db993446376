//! A request whose answer leads to another one.

use pilothouse_core::{Call, Error, Flow, Once, Response, Step, Timestamp};

/// What the first answer leads to.
pub(in crate::katapult) enum Next<T> {
    /// Another request.
    Ask(Box<Call<T>>),
    /// Nothing more to ask: this is it.
    Have(T),
}

type Then<A, T> = Box<dyn FnOnce(A) -> Result<Next<T>, Error>>;

/// Two requests, the second made of the first one's answer, that yield what the second reads.
pub(in crate::katapult) struct Chain<A, T>(Stage<A, T>);

enum Stage<A, T> {
    First(Once<A>, Then<A, T>),
    Second(Once<T>),
    Have(T),
    Ended,
}

impl<A: 'static, T: 'static> Chain<A, T> {
    /// Asks the first; then what `then` makes of its answer.
    pub(in crate::katapult) fn new(
        first: impl FnOnce(Timestamp) -> Result<Call<A>, Error> + 'static,
        then: impl FnOnce(A) -> Result<Next<T>, Error> + 'static,
    ) -> Self {
        Self(Stage::First(Once::new(first), Box::new(then)))
    }

    fn step(&mut self, now: Timestamp) -> Result<Step<T>, Error> {
        loop {
            match std::mem::replace(&mut self.0, Stage::Ended) {
                Stage::First(mut first, then) => {
                    let step = match first.next(now)? {
                        Step::Send(request) => Step::Send(request),
                        Step::Wait(time) => Step::Wait(time),
                        Step::Yield(answer) => {
                            self.0 = match then(answer)? {
                                Next::Ask(call) => Stage::Second(Once::new(|_| Ok(*call))),
                                Next::Have(it) => Stage::Have(it),
                            };
                            continue;
                        }
                        Step::Done => return Ok(Step::Done),
                    };
                    self.0 = Stage::First(first, then);
                    return Ok(step);
                }
                Stage::Second(mut second) => {
                    let step = second.next(now)?;
                    self.0 = Stage::Second(second);
                    return Ok(step);
                }
                Stage::Have(it) => return Ok(Step::Yield(it)),
                Stage::Ended => return Ok(Step::Done),
            }
        }
    }
}

impl<A: 'static, T: 'static> Flow<T> for Chain<A, T> {
    fn next(&mut self, now: Timestamp) -> Result<Step<T>, Error> {
        self.step(now)
    }

    fn receive(&mut self, now: Timestamp, answer: Result<Response, Error>) -> Result<(), Error> {
        match &mut self.0 {
            Stage::First(first, _) => first.receive(now, answer),
            Stage::Second(second) => second.receive(now, answer),
            Stage::Have(_) | Stage::Ended => Ok(()),
        }
    }
}
