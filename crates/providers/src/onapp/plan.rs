//! Work of several reads where each answer decides what is asked next.

use std::time::Duration;

use pilothouse_core::{Call, Error, ErrorKind, Flow, Request, Response, Safety, Step, Timestamp};
use serde_json::Value;

use super::{format::Format, panel::Panel, wire};

/// An answer to one of the questions.
pub(super) struct Answer {
    pub(super) body: Value,
    /// `X-Total`: how many the whole list has.
    pub(super) total: Option<usize>,
    /// `X-Limit`: how many the panel puts on a page.
    pub(super) limit: Option<usize>,
}

/// What is wanted next.
pub(super) enum Next<T> {
    Ask(Box<Request>),
    Give(T),
    End,
}

impl<T> Next<T> {
    pub(super) fn ask(request: Request) -> Self {
        Self::Ask(Box::new(request))
    }
}

/// The order of things. An error of either function ends the work.
pub(super) trait Plan {
    type Out;

    fn next(&mut self, panel: &Panel) -> Result<Next<Self::Out>, Error>;

    /// The answer to the last question, or why there is none.
    fn answered(&mut self, answer: Result<Answer, Error>) -> Result<(), Error>;
}

/// A plan carried out.
pub(super) struct Planned<P> {
    panel: Panel,
    plan: P,
    sent: Option<Call<Answer>>,
    ended: bool,
}

impl<P: Plan> Planned<P> {
    /// Asks nothing yet.
    pub(super) fn new(panel: Panel, plan: P) -> Self {
        let (sent, ended) = (None, false);
        Self {
            panel,
            plan,
            sent,
            ended,
        }
    }
}

impl<P: Plan> Flow<P::Out> for Planned<P> {
    fn next(&mut self, _: Timestamp) -> Result<Step<P::Out>, Error> {
        if self.ended {
            return Ok(Step::Done);
        }
        // Asked again before the answer was handed in: it is still awaited.
        if self.sent.is_some() {
            return Ok(Step::Wait(Duration::from_secs(1)));
        }
        let next = self.plan.next(&self.panel);
        self.ended = matches!(next, Err(_) | Ok(Next::End));
        Ok(match next? {
            Next::Ask(request) => {
                let format = self.panel.format;
                let call = Call::new(Request::clone(&request), move |response| {
                    answer(format, response)
                });
                self.sent = Some(call);
                Step::Send(request)
            }
            Next::Give(read) => Step::Yield(read),
            Next::End => Step::Done,
        })
    }

    fn receive(&mut self, _: Timestamp, answer: Result<Response, Error>) -> Result<(), Error> {
        let Some(call) = self.sent.take() else {
            return Ok(());
        };
        let answer = answer.and_then(|response| call.read(&response));
        let result = self.plan.answered(answer);
        self.ended = result.is_err();
        // Plans only read, whatever is wrong with an answer.
        result.map_err(|error| error.for_request(Safety::Read))
    }
}

fn answer(format: &Format, response: &Response) -> Result<Answer, Error> {
    Ok(Answer {
        body: wire::body(format, response)?,
        total: wire::count(response, "x-total"),
        limit: wire::count(response, "x-limit"),
    })
}

/// Whether an error says no more than that this login, or this release, has no such list.
pub(super) fn is_not_for_us(error: &Error) -> bool {
    matches!(error.kind, ErrorKind::Forbidden | ErrorKind::NotFound)
}
