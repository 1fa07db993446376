//! Every machine of every organization the token sees, or of the one the account is limited to.

use std::{time::Duration, vec};

use pilothouse_core::{
    Access, Call, Error, ErrorKind, Flow, Machine, Outcome, Response, Step, Timestamp,
};
use serde_json::{Map, Value};

use super::{is_one_organizations, machines, organizations, read_organizations};
use crate::{
    katapult::{
        auth,
        wire::{self, Organization, PER_PAGE, Page},
    },
    words::one_line,
};

/// A server that always has another page stops being believed here: 100,000 machines.
const MOST_PAGES: u64 = 1_000;

/// Asks for the organizations, then for each one's machines page by page. A page is yielded as
/// soon as it is read, its machines with their state unread.
///
/// An organization that is suspended or closed to the token does not lose the others: its error
/// comes at the end.
pub(in crate::katapult) struct ListMachines {
    access: Access,
    stage: Stage,
    waiting: vec::IntoIter<Organization>,
    /// Whose page follows, and which.
    then: Option<(Organization, u64)>,
    /// The ids of machines seen. Answers are parsed into maps of this kind anyway; any other kind
    /// of set would be more code for the panel to load.
    seen: Map<String, Value>,
    failed: Option<Error>,
    more_failed: usize,
}

enum Stage {
    Starting,
    Finding(Box<Call<Vec<Organization>>>),
    /// Between two pages.
    Between,
    Sent(Organization, u64, Box<Call<Page>>),
    Answered(Vec<Machine>),
    Ended,
}

impl ListMachines {
    /// Asks nothing yet.
    pub(in crate::katapult) fn new(access: Access) -> Self {
        Self {
            access,
            stage: Stage::Starting,
            waiting: Vec::new().into_iter(),
            then: None,
            seen: Map::new(),
            failed: None,
            more_failed: 0,
        }
    }

    /// Remembers whose failure it is until the others are read.
    fn put_aside(&mut self, organization: &Organization, mut error: Error) {
        if self.failed.is_some() {
            self.more_failed += 1;
            return;
        }
        error.message = [&one_line(&organization.name), ": ", &error.message].concat();
        self.failed = Some(error);
    }

    fn ask(&mut self, organization: Organization, page: u64) -> Result<Step<Vec<Machine>>, Error> {
        let request = machines(&self.access, &organization, page, PER_PAGE)?;
        let call = Call::new(request.clone(), move |response| {
            wire::page(response, page, PER_PAGE)
        });
        self.stage = Stage::Sent(organization, page, Box::new(call));
        Ok(Step::Send(Box::new(request)))
    }

    fn ask_next(&mut self) -> Result<Step<Vec<Machine>>, Error> {
        if let Some((organization, page)) = self.then.take() {
            self.ask(organization, page)
        } else if let Some(organization) = self.waiting.next() {
            self.ask(organization, 1)
        } else {
            self.end()
        }
    }

    fn end(&mut self) -> Result<Step<Vec<Machine>>, Error> {
        let Some(mut error) = self.failed.take() else {
            return Ok(Step::Done);
        };
        let count = self.more_failed;
        if count > 0 {
            let plural = if count == 1 { "" } else { "s" };
            let parts = [
                " ",
                &count.to_string(),
                " more organization",
                plural,
                " failed.",
            ];
            error.message.push_str(&parts.concat());
        }
        Err(error)
    }

    /// Keeps what is new. A page without anything new ends its organization: the server turns in
    /// circles, or does not know pages.
    fn take(&mut self, organization: Organization, number: u64, page: Page) -> Stage {
        let mut fresh = page.machines;
        fresh.retain(|machine| {
            let id = machine.id.as_str().to_owned();
            self.seen.insert(id, Value::Null).is_none()
        });
        if page.more && !fresh.is_empty() {
            if number < MOST_PAGES {
                self.then = Some((organization, number + 1));
            } else {
                let words = format!("Katapult's list does not end after {MOST_PAGES} pages.");
                self.put_aside(&organization, Error::new(ErrorKind::BadAnswer, words));
            }
        }
        Stage::Answered(fresh)
    }
}

impl Flow<Vec<Machine>> for ListMachines {
    fn next(&mut self, _: Timestamp) -> Result<Step<Vec<Machine>>, Error> {
        match std::mem::replace(&mut self.stage, Stage::Ended) {
            Stage::Starting => {
                if let Some(name) = auth::organization(&self.access) {
                    self.then = Some((Organization::named(name), 1));
                    return self.ask_next();
                }
                let request = organizations(&self.access)?;
                let call = Call::new(request.clone(), read_organizations);
                self.stage = Stage::Finding(Box::new(call));
                Ok(Step::Send(Box::new(request)))
            }
            Stage::Between => self.ask_next(),
            // Asked again before the answer was handed in: it is still awaited.
            waiting @ (Stage::Finding(_) | Stage::Sent(..)) => {
                self.stage = waiting;
                Ok(Step::Wait(Duration::from_secs(1)))
            }
            Stage::Answered(machines) => {
                self.stage = Stage::Between;
                Ok(Step::Yield(machines))
            }
            Stage::Ended => Ok(Step::Done),
        }
    }

    fn receive(&mut self, _: Timestamp, answer: Result<Response, Error>) -> Result<(), Error> {
        // Whatever broke on the way: nothing but reading was asked for.
        let answer = answer.map_err(|error| error.with_outcome(Outcome::NotDone));
        self.stage = match std::mem::replace(&mut self.stage, Stage::Ended) {
            Stage::Finding(call) => {
                self.waiting = call.read(&answer?)?.into_iter();
                Stage::Between
            }
            Stage::Sent(organization, number, call) => match call.read(&answer?) {
                Ok(page) => self.take(organization, number, page),
                Err(error) if is_one_organizations(&error) => {
                    self.put_aside(&organization, error);
                    Stage::Between
                }
                Err(error) => return Err(error),
            },
            stage => stage,
        };
        Ok(())
    }
}
