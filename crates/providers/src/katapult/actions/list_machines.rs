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
        wire::{self, Organization, Page},
    },
    lenient::one_line,
};

/// Half of what the server is said to allow; accepted by the live service.
const PER_PAGE: u64 = 100;
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
    /// The ids of machines seen. Answers are parsed into maps of this kind anyway; any other kind
    /// of set would be more code for the panel to load.
    seen: Map<String, Value>,
    failed: Option<Error>,
    more_failed: usize,
}

enum Stage {
    Starting,
    Finding(Box<Call<Vec<Organization>>>),
    /// Between two organizations.
    Between,
    Asking(Organization, u64),
    Sent(Organization, u64, Box<Call<Page>>),
    /// A page and, if another follows, whose and which.
    Answered(Vec<Machine>, Option<(Organization, u64)>),
    Ended,
}

impl ListMachines {
    /// Asks nothing yet.
    pub(in crate::katapult) fn new(access: Access) -> Self {
        Self {
            access,
            stage: Stage::Starting,
            waiting: Vec::new().into_iter(),
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

    fn end(&mut self) -> Result<Step<Vec<Machine>>, Error> {
        let Some(mut error) = self.failed.take() else {
            return Ok(Step::Done);
        };
        match self.more_failed {
            0 => {}
            1 => error.message.push_str(" 1 more organization failed."),
            more => {
                let words = format!(" {more} more organizations failed.");
                error.message.push_str(&words);
            }
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
        let more = page.more && !fresh.is_empty();
        if more && number >= MOST_PAGES {
            let words = format!("Katapult's list does not end after {MOST_PAGES} pages.");
            self.put_aside(&organization, Error::new(ErrorKind::BadAnswer, words));
            return Stage::Answered(fresh, None);
        }
        Stage::Answered(fresh, more.then_some((organization, number + 1)))
    }
}

impl Flow<Vec<Machine>> for ListMachines {
    fn next(&mut self, _: Timestamp) -> Result<Step<Vec<Machine>>, Error> {
        match std::mem::replace(&mut self.stage, Stage::Ended) {
            Stage::Starting => {
                if let Some(name) = auth::organization(&self.access) {
                    return self.ask(Organization::named(name), 1);
                }
                let request = organizations(&self.access)?;
                let call = Call::new(request.clone(), read_organizations);
                self.stage = Stage::Finding(Box::new(call));
                Ok(Step::Send(Box::new(request)))
            }
            Stage::Between => match self.waiting.next() {
                Some(organization) => self.ask(organization, 1),
                None => self.end(),
            },
            Stage::Asking(organization, page) => self.ask(organization, page),
            // Asked again before the answer was handed in: it is still awaited.
            waiting @ (Stage::Finding(_) | Stage::Sent(..)) => {
                self.stage = waiting;
                Ok(Step::Wait(Duration::from_secs(1)))
            }
            Stage::Answered(machines, then) => {
                self.stage = match then {
                    Some((organization, page)) => Stage::Asking(organization, page),
                    None => Stage::Between,
                };
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
