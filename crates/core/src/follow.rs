//! An action on a machine from the order to its end.

use std::{collections::VecDeque, sync::Arc, time::Duration};

use serde::{Deserialize, Serialize};

use crate::{
    Access, Call, Error, ErrorKind, Flow, Input, Machine, Orders, Outcome, Response, Safety, Step,
    Target, Timestamp, Verb,
};

/// What a person asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Order {
    /// What to do.
    pub verb: Verb,
    /// To which machine; [`Target::account`] for what is asked of the account.
    pub target: Target,
    /// What was entered into the verb's form. Secrets in it are not serialised.
    #[serde(default)]
    pub input: Input,
}

impl Order {
    /// An order that needs nothing but the machine.
    pub fn new(verb: Verb, target: Target) -> Self {
        let input = Input::default();
        Self {
            verb,
            target,
            input,
        }
    }
}

/// What the answer to one of an order's requests says, beside "yes".
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Receipt {
    /// The provider's task or build, where it names one.
    pub task: Option<String>,
    /// The machine that is being made, where the answer names it.
    pub made: Option<Target>,
}

impl Receipt {
    /// A receipt that names a task.
    pub fn of_task(task: impl Into<String>) -> Self {
        Self {
            task: Some(task.into()),
            made: None,
        }
    }

    /// A receipt that names a machine in the making.
    pub fn of_machine(made: Target) -> Self {
        Self {
            task: None,
            made: Some(made),
        }
    }

    /// The same with what an earlier request's answer said and this one's does not.
    fn or(self, earlier: Self) -> Self {
        Self {
            task: self.task.or(earlier.task),
            made: self.made.or(earlier.made),
        }
    }
}

/// What is needed to follow an accepted order to its end, also after a reload.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ticket {
    /// The order it belongs to.
    pub order: Order,
    /// The provider's task, where it has such a thing.
    pub task: Option<String>,
    /// The machine in the making, where the provider has named it.
    #[serde(default)]
    pub made: Option<Target>,
    /// When the provider accepted it.
    pub accepted: Timestamp,
}

/// What a provider's answer says about an order under way.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Judgement {
    /// Not there yet; percent where the provider counts.
    Pending {
        /// 0–100.
        percent: Option<u8>,
        /// The machine as it is meanwhile, if the answer said.
        machine: Option<Box<Machine>>,
    },
    /// It happened.
    Done {
        /// The machine as it is now, if the answer said.
        machine: Option<Box<Machine>>,
        /// Said to the person, where "done" alone would claim more than is known.
        note: Option<String>,
    },
    /// The provider says it did not work.
    Failed {
        /// Why, in words.
        reason: String,
        /// The machine as it is now, if the answer said.
        machine: Option<Box<Machine>>,
    },
}

/// News of an order under way.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Progress {
    /// The provider took it.
    Accepted(Ticket),
    /// The provider was asked how it is going.
    Seen(Judgement),
}

/// The shortest and longest pause between two looks.
const FIRST_PAUSE: Duration = Duration::from_secs(3);
const LONGEST_PAUSE: Duration = Duration::from_secs(30);
/// A failing look is no news about the order: this many in a row are overlooked.
const FAILED_LOOKS: u32 = 5;

/// Sends an order's requests one after another, then looks until it has come to an end.
///
/// An unsafe request is sent once. If its answer is lost, the flow ends in an error whose outcome
/// is [`Outcome::Unknown`].
pub struct Follow {
    provider: Arc<dyn Orders>,
    access: Access,
    stage: Stage,
    pause: Duration,
    failed_looks: u32,
    news: VecDeque<Progress>,
}

/// How far the sending has come.
struct Ordering {
    order: Order,
    step: usize,
    receipt: Receipt,
    /// A request that changes something was accepted.
    changed: bool,
}

enum Stage {
    Ordering(Ordering),
    Sent {
        ordering: Ordering,
        call: Call<Receipt>,
    },
    Pausing {
        ticket: Ticket,
    },
    Looking {
        ticket: Ticket,
    },
    Looked {
        ticket: Ticket,
        call: Call<Judgement>,
    },
    /// It failed, and the provider may know more of why.
    Explaining {
        failed: Judgement,
        call: Call<Option<String>>,
        sent: bool,
    },
    Ended,
}

impl Follow {
    /// Starts with the order's first request.
    pub fn order(provider: Arc<dyn Orders>, access: Access, order: Order) -> Self {
        Self::at(
            provider,
            access,
            Stage::Ordering(Ordering {
                order,
                step: 0,
                receipt: Receipt::default(),
                changed: false,
            }),
        )
    }

    /// Starts with looking how an accepted order is doing.
    pub fn resume(provider: Arc<dyn Orders>, access: Access, ticket: Ticket) -> Self {
        Self::at(provider, access, Stage::Looking { ticket })
    }

    fn at(provider: Arc<dyn Orders>, access: Access, stage: Stage) -> Self {
        let (pause, failed_looks, news) = (FIRST_PAUSE, 0, VecDeque::new());
        Self {
            provider,
            access,
            stage,
            pause,
            failed_looks,
            news,
        }
    }

    fn look_again(&mut self, now: Timestamp, ticket: Ticket) -> Result<(), Error> {
        let patience = ticket.order.verb.patience_minutes();
        if now.seconds_since(ticket.accepted) > patience * 60 {
            return Err(Error::new(
                ErrorKind::TimedOut,
                format!(
                    "The provider accepted this {patience} minutes ago and still shows no result. It may yet happen."
                ),
            ));
        }
        self.stage = Stage::Pausing { ticket };
        Ok(())
    }

    fn judge(&mut self, now: Timestamp, ticket: Ticket, judgement: Judgement) -> Result<(), Error> {
        self.failed_looks = 0;
        if matches!(judgement, Judgement::Failed { .. })
            && let Some(call) = self.provider.explain(&self.access, now, &ticket)?
        {
            let (failed, sent) = (judgement, false);
            self.stage = Stage::Explaining { failed, call, sent };
            return Ok(());
        }
        let pending = matches!(judgement, Judgement::Pending { .. });
        self.news.push_back(Progress::Seen(judgement));
        if pending {
            self.look_again(now, ticket)
        } else {
            Ok(())
        }
    }
}

impl Flow<Progress> for Follow {
    fn next(&mut self, now: Timestamp) -> Result<Step<Progress>, Error> {
        if let Some(news) = self.news.pop_front() {
            return Ok(Step::Yield(news));
        }
        match std::mem::replace(&mut self.stage, Stage::Ended) {
            Stage::Ordering(ordering) => {
                let (order, step) = (&ordering.order, ordering.step);
                if let Some(call) = self.provider.order(&self.access, now, order, step)? {
                    let request = Box::new(call.request.clone());
                    self.stage = Stage::Sent { ordering, call };
                    return Ok(Step::Send(request));
                }
                let Ordering { order, receipt, .. } = ordering;
                let ticket = Ticket {
                    order,
                    task: receipt.task,
                    made: receipt.made,
                    accepted: now,
                };
                self.stage = Stage::Pausing {
                    ticket: ticket.clone(),
                };
                Ok(Step::Yield(Progress::Accepted(ticket)))
            }
            Stage::Pausing { ticket } => {
                let pause = self.pause;
                self.pause = (pause * 5 / 4).min(LONGEST_PAUSE);
                self.stage = Stage::Looking { ticket };
                Ok(Step::Wait(pause))
            }
            Stage::Looking { ticket } => {
                let call = self.provider.look(&self.access, now, &ticket)?;
                let request = Box::new(call.request.clone());
                self.stage = Stage::Looked { ticket, call };
                Ok(Step::Send(request))
            }
            Stage::Explaining {
                failed,
                call,
                sent: false,
            } => {
                let request = Box::new(call.request.clone());
                let sent = true;
                self.stage = Stage::Explaining { failed, call, sent };
                Ok(Step::Send(request))
            }
            // The driver asked twice without handing in the answer: the answer is still awaited.
            waiting @ (Stage::Sent { .. } | Stage::Looked { .. } | Stage::Explaining { .. }) => {
                self.stage = waiting;
                Ok(Step::Wait(FIRST_PAUSE))
            }
            Stage::Ended => Ok(Step::Done),
        }
    }

    fn receive(&mut self, now: Timestamp, answer: Result<Response, Error>) -> Result<(), Error> {
        match std::mem::replace(&mut self.stage, Stage::Ended) {
            Stage::Sent { ordering, call } => {
                let is_read = call.request.safety == Safety::Read;
                let receipt =
                    answer
                        .and_then(|response| call.read(&response))
                        .map_err(|error| {
                            match (ordering.changed, is_read) {
                                // Half of the order was carried out: the whole is not "not done".
                                (true, _) => error.with_outcome(Outcome::Unknown),
                                (false, true) => error.with_outcome(Outcome::NotDone),
                                (false, false) => error,
                            }
                        })?;
                self.stage = Stage::Ordering(Ordering {
                    step: ordering.step + 1,
                    receipt: receipt.or(ordering.receipt),
                    changed: ordering.changed || !is_read,
                    order: ordering.order,
                });
                Ok(())
            }
            Stage::Looked { ticket, call } => {
                match answer.and_then(|response| call.read(&response)) {
                    Ok(judgement) => self.judge(now, ticket, judgement),
                    Err(error) if error.is_passing() && self.failed_looks < FAILED_LOOKS => {
                        self.failed_looks += 1;
                        self.pause = error.retry_after.unwrap_or(self.pause).max(self.pause);
                        self.look_again(now, ticket)
                    }
                    Err(error) => Err(error.with_outcome(Outcome::Unknown)),
                }
            }
            Stage::Explaining { failed, call, .. } => {
                // That it failed is known without; more words are welcome, nothing hangs on them.
                let why = answer.and_then(|response| call.read(&response));
                self.news
                    .push_back(Progress::Seen(explained(failed, why.ok().flatten())));
                Ok(())
            }
            stage => {
                self.stage = stage;
                Ok(())
            }
        }
    }
}

/// The same failure with more words, if there are any.
fn explained(failed: Judgement, why: Option<String>) -> Judgement {
    match (failed, why) {
        (Judgement::Failed { reason, machine }, Some(why)) => {
            let reason = [reason.as_str(), " ", &why].concat();
            Judgement::Failed { reason, machine }
        }
        (failed, _) => failed,
    }
}
