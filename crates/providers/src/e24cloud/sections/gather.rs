//! Asking one or two things one after the other and making a section of the answers.

use std::{collections::VecDeque, time::Duration};

use pilothouse_core::{
    Access, Call, Content, Error, Flow, MachineId, Request, Response, Step, Timestamp,
};
use serde_json::Value;

use super::{Tell, wire};
use crate::e24cloud::auth;

/// What was said to each request, in their order. The first one never failed.
pub(super) struct Answers(Vec<Result<Value, Error>>);

impl Answers {
    /// The answer to a request, or why there is none.
    pub(super) fn get(&self, index: usize) -> Result<&Value, Error> {
        match self.0.get(index) {
            Some(Ok(answer)) => Ok(answer),
            Some(Err(error)) => Err(error.clone()),
            None => Err(wire::bad_answer("is missing")),
        }
    }
}

/// Sends one request after another, then yields what the answers amount to. The first one has to
/// succeed; what a failure of another means is the section's to say.
pub(super) struct Gather {
    access: Access,
    id: MachineId,
    paths: VecDeque<String>,
    sent: Option<Call<Value>>,
    answers: Answers,
    tell: Option<Tell>,
    contents: VecDeque<Content>,
}

impl Gather {
    /// Asks nothing yet.
    pub(super) fn new(access: &Access, id: MachineId, paths: &[&str], tell: Tell) -> Self {
        Self {
            access: access.clone(),
            id,
            paths: paths.iter().map(|path| (*path).to_owned()).collect(),
            sent: None,
            answers: Answers(Vec::new()),
            tell: Some(tell),
            contents: VecDeque::new(),
        }
    }
}

impl Flow<Content> for Gather {
    fn next(&mut self, now: Timestamp) -> Result<Step<Content>, Error> {
        if self.sent.is_some() {
            // Asked again before the answer was handed in: it is still awaited.
            return Ok(Step::Wait(Duration::from_secs(1)));
        }
        if let Some(path) = self.paths.pop_front() {
            let request = Request::get(&self.access.endpoint, path);
            let call = Call::new(auth::sign(request, &self.access, now)?, wire::succeeded);
            let request = Box::new(call.request.clone());
            self.sent = Some(call);
            return Ok(Step::Send(request));
        }
        if let Some(tell) = self.tell.take() {
            self.contents.extend(tell(&self.id, &self.answers)?);
        }
        Ok(self.contents.pop_front().map_or(Step::Done, Step::Yield))
    }

    fn receive(&mut self, _: Timestamp, answer: Result<Response, Error>) -> Result<(), Error> {
        let Some(call) = self.sent.take() else {
            return Ok(());
        };
        let answer = answer.and_then(|response| call.read(&response));
        if self.answers.0.is_empty()
            && let Err(error) = answer
        {
            self.paths.clear();
            self.tell = None;
            return Err(error);
        }
        self.answers.0.push(answer);
        Ok(())
    }
}
