//! Finding out by reading whether a machine was made: it has the wanted name and was not there
//! before.

use std::{sync::Arc, time::Duration};

use pilothouse_core::{Access, Error, Flow, Machine, Orders, Provider, Response, Step, Timestamp};

use crate::{Job, Phase, news::News, pauses::Pauses};

/// A machine whose provider says it was made this long before it was asked for is another one.
/// The two clocks need not agree.
const OLDER_SECONDS: i64 = 15 * 60;

/// Lists the account's machines again and again, until the new one is there or long enough.
pub(crate) struct Search {
    provider: Arc<dyn Provider>,
    access: Access,
    job: Job,
    name: Option<String>,
    pauses: Pauses,
    /// So long the provider asked to be left alone.
    quiet: Duration,
    /// What the last list showed, in a sentence.
    shown: String,
    stage: Stage,
}

enum Stage {
    Begin,
    Listing(Listing),
    Ended,
}

struct Listing {
    flow: Box<dyn Flow<Vec<Machine>>>,
    /// Those that may be the new one.
    found: Vec<Machine>,
    /// Why the list is not whole.
    broken: Option<Error>,
}

impl Search {
    /// For a job whose order makes a machine.
    pub(crate) fn new(
        orders: &dyn Orders,
        provider: Arc<dyn Provider>,
        access: Access,
        job: Job,
    ) -> Self {
        let name = orders.given_name(&job.order);
        Self {
            provider,
            access,
            job,
            name,
            pauses: Pauses::new(),
            quiet: Duration::ZERO,
            shown: String::new(),
            stage: Stage::Begin,
        }
    }

    fn end(&mut self, words: String) -> Step<News> {
        self.stage = Stage::Ended;
        Step::Yield(News::End(Phase::Unknown, words))
    }

    fn may_be(&self, machine: &Machine) -> bool {
        let name = self.name.as_deref().unwrap_or_default();
        let sent = self.job.sent.unwrap_or(self.job.asked);
        let is_old = |made: Timestamp| sent.seconds_since(made) > OLDER_SECONDS;
        let known = self.job.before.named.as_deref().unwrap_or_default();
        machine.name.eq_ignore_ascii_case(name)
            && !known.contains(&machine.id)
            && !machine.created.is_some_and(is_old)
    }

    /// The whole list was read.
    fn listed(&mut self, found: Vec<Machine>) -> Option<Step<News>> {
        let name = self.name.clone().unwrap_or_default();
        let count = found.len();
        let mut found = found.into_iter();
        match (found.next(), count) {
            (Some(_), _) if self.job.before.named.is_none() => Some(
                self.end(
                    [
                        "The provider shows ",
                        &count.to_string(),
                        " called “",
                        &name,
                        "”; whether it was there before is not known.",
                    ]
                    .concat(),
                ),
            ),
            (Some(machine), 1) => {
                self.stage = Stage::Ended;
                Some(Step::Yield(News::Found(Box::new(machine))))
            }
            (Some(_), _) => Some(
                self.end(
                    [
                        "The provider shows ",
                        &count.to_string(),
                        " new machines called “",
                        &name,
                        "”. Look which of them is wanted.",
                    ]
                    .concat(),
                ),
            ),
            (None, _) => {
                self.shown = ["No new machine called “", &name, "” has appeared so far."].concat();
                None
            }
        }
    }
}

impl Search {
    /// Begins the next list, after a pause; or gives up.
    fn again(&mut self) -> Step<News> {
        let Some(pause) = self.pauses.searching() else {
            let words = std::mem::take(&mut self.shown);
            return self.end(words);
        };
        self.stage = Stage::Listing(Listing {
            flow: self.provider.list(&self.access),
            found: Vec::new(),
            broken: None,
        });
        Step::Wait(pause.max(std::mem::take(&mut self.quiet)))
    }

    fn broke(&mut self, error: &Error) -> Step<News> {
        self.shown = ["The list could not be read: ", &error.message].concat();
        self.quiet = error.retry_after.unwrap_or_default();
        if error.is_passing() {
            return self.again();
        }
        let words = std::mem::take(&mut self.shown);
        self.end(words)
    }
}

impl Flow<News> for Search {
    fn next(&mut self, now: Timestamp) -> Result<Step<News>, Error> {
        loop {
            let mut listing = match std::mem::replace(&mut self.stage, Stage::Ended) {
                Stage::Begin if self.name.is_none() => {
                    let words = "No name was given by which to find it. Look in the list for a new machine.";
                    return Ok(self.end(words.to_owned()));
                }
                Stage::Begin => return Ok(self.again()),
                Stage::Listing(listing) => listing,
                Stage::Ended => return Ok(Step::Done),
            };
            let step = match listing.broken.take() {
                Some(error) => Err(error),
                None => listing.flow.next(now),
            };
            match step {
                Ok(Step::Yield(page)) => {
                    let page = page.into_iter().filter(|one| self.may_be(one));
                    listing.found.extend(page);
                    self.stage = Stage::Listing(listing);
                }
                Ok(Step::Send(request)) => {
                    self.stage = Stage::Listing(listing);
                    return Ok(Step::Send(request));
                }
                Ok(Step::Wait(time)) => {
                    self.stage = Stage::Listing(listing);
                    return Ok(Step::Wait(time));
                }
                Ok(Step::Done) => {
                    return Ok(match self.listed(listing.found) {
                        Some(step) => step,
                        None => self.again(),
                    });
                }
                Err(error) => return Ok(self.broke(&error)),
            }
        }
    }

    fn receive(&mut self, now: Timestamp, answer: Result<Response, Error>) -> Result<(), Error> {
        if let Stage::Listing(listing) = &mut self.stage {
            listing.broken = listing.flow.receive(now, answer).err();
        }
        Ok(())
    }
}
