//! A list of every organization the token sees, or of one.

use std::{collections::BTreeSet, vec};

use pilothouse_core::{Access, Call, Error, Flow, Once, Outcome, Pages, Response, Step, Timestamp};

use crate::{
    katapult::{
        actions::{is_one_organizations, organizations, read_organizations},
        wire::Organization,
    },
    words::one_line,
};

/// Reads one organization's list; its lookup as part of a query is given.
type List<T> = Box<dyn Fn(&Access, &str) -> Pages<T>>;

/// What belongs to organizations and is listed for each of them.
pub(in crate::katapult) struct Belongings<T> {
    /// Reads one organization's.
    pub(in crate::katapult) list: List<T>,
    /// What tells one item from another: some are listed for every organization.
    pub(in crate::katapult) id: fn(&T) -> &str,
}

/// Asks for the organizations, then for each one's list. One that is closed to the token does
/// not lose the others: its error comes at the end.
pub(in crate::katapult) struct EveryOrganization<T> {
    access: Access,
    belongings: Belongings<T>,
    stage: Stage<T>,
    waiting: vec::IntoIter<Organization>,
    seen: BTreeSet<String>,
    failed: Option<Error>,
}

enum Stage<T> {
    Finding(Once<Vec<Organization>>),
    Between,
    /// The organization's name and its list.
    Reading(String, Pages<T>),
    Ended,
}

impl<T> EveryOrganization<T> {
    /// Asks nothing yet.
    pub(in crate::katapult) fn new(access: &Access, belongings: Belongings<T>) -> Self {
        let asking = access.clone();
        let finding = Once::new(move |_| {
            let request = organizations(&asking)?;
            Ok(Call::new(request, read_organizations))
        });
        Self {
            access: access.clone(),
            belongings,
            stage: Stage::Finding(finding),
            waiting: Vec::new().into_iter(),
            seen: BTreeSet::new(),
            failed: None,
        }
    }

    fn step(&mut self, now: Timestamp) -> Result<Step<Vec<T>>, Error> {
        loop {
            match &mut self.stage {
                Stage::Finding(finding) => match finding.next(now)? {
                    Step::Send(request) => return Ok(Step::Send(request)),
                    Step::Wait(time) => return Ok(Step::Wait(time)),
                    Step::Yield(found) => self.waiting = found.into_iter(),
                    Step::Done => self.stage = Stage::Between,
                },
                Stage::Between => {
                    let Some(organization) = self.waiting.next() else {
                        self.stage = Stage::Ended;
                        continue;
                    };
                    let pages = (self.belongings.list)(&self.access, &organization.query());
                    self.stage = Stage::Reading(one_line(&organization.name), pages);
                }
                Stage::Reading(_, pages) => match pages.next(now)? {
                    Step::Done => self.stage = Stage::Between,
                    Step::Yield(mut items) => {
                        let id = self.belongings.id;
                        items.retain(|item| self.seen.insert(id(item).to_owned()));
                        return Ok(Step::Yield(items));
                    }
                    step => return Ok(step),
                },
                Stage::Ended => {
                    return match self.failed.take() {
                        Some(error) => Err(error),
                        None => Ok(Step::Done),
                    };
                }
            }
        }
    }
}

impl<T> Flow<Vec<T>> for EveryOrganization<T> {
    fn next(&mut self, now: Timestamp) -> Result<Step<Vec<T>>, Error> {
        let step = self.step(now);
        if step.is_err() {
            self.stage = Stage::Ended;
            self.failed = None;
        }
        step
    }

    fn receive(&mut self, now: Timestamp, answer: Result<Response, Error>) -> Result<(), Error> {
        let received = match &mut self.stage {
            Stage::Finding(finding) => finding.receive(now, answer),
            Stage::Reading(name, pages) => match pages.receive(now, answer) {
                Err(mut error) if is_one_organizations(&error) => {
                    error.message = [name, ": ", &error.message].concat();
                    self.failed.get_or_insert(error);
                    self.stage = Stage::Between;
                    Ok(())
                }
                received => received,
            },
            Stage::Between | Stage::Ended => Ok(()),
        };
        received.map_err(|error| {
            self.stage = Stage::Ended;
            self.failed = None;
            // Nothing but reading was asked for.
            error.with_outcome(Outcome::NotDone)
        })
    }
}
