//! Sending an order's requests one after another, each that changes something written down before.

use std::time::Duration;

use pilothouse_core::{
    Call, Error, ErrorKind, Machine, Outcome, Response, Safety, Ticket, Timestamp, Verb,
};

use super::{AWAITED, Ordering, Stage, Work, joined};
use crate::{
    Phase, Task,
    clue::{Clue, Question},
};

/// What is still unsent after this long is not what its person wants now.
const FORGOTTEN_SECONDS: i64 = 10 * 60;
/// A clock corrected by less than this still tells how old a job is. After more nobody knows, and
/// not sending is what can be made good again.
const CORRECTED_SECONDS: i64 = 60;

/// Before each look at a machine something was refused for.
const SECOND_LOOKS: [Duration; 2] = [Duration::ZERO, Duration::from_secs(3)];

/// How an order was answered.
type Answer = Result<Response, Error>;

/// A refusal that is not believed yet.
pub(super) struct Contest {
    /// In the provider's words.
    why: String,
    /// How often the machine was looked at.
    looks: usize,
    /// What reads it.
    call: Option<Call<Machine>>,
}

impl Work {
    /// Of a job that was written down and read back.
    pub(super) fn reason_not_to_send(&self, now: Timestamp) -> Option<&'static str> {
        if self.job.misses_secrets() {
            return Some(
                "Not sent: the page was closed, and the passwords entered are not kept. Nothing was asked of the provider. Ask again.",
            );
        }
        let age = now.seconds_since(self.job.asked);
        if !self.job.fresh && !(-CORRECTED_SECONDS..FORGOTTEN_SECONDS).contains(&age) {
            return Some(
                "Not sent: the page was closed, and it was asked too long ago to be sent by itself. Nothing was asked of the provider. Ask again if it is still wanted.",
            );
        }
        None
    }

    pub(super) fn order(&mut self, now: Timestamp, ordering: Ordering) {
        let (order, step) = (&self.job.order, ordering.step);
        match self.orders.order(&self.access, now, order, step) {
            Ok(Some(call)) => {
                if call.request.safety != Safety::Read {
                    self.job.phase = Phase::Sent;
                    self.job.sent = Some(now);
                    self.job.step = step;
                    self.keeping = true;
                }
                self.stage = Stage::ToSend(ordering, call);
            }
            Ok(None) => {
                let ticket = Ticket {
                    order: order.clone(),
                    task: ordering.receipt.task,
                    made: ordering.receipt.made,
                    accepted: now,
                };
                self.job.phase = Phase::Accepted;
                self.job.ticket = Some(ticket.clone());
                self.keeping = true;
                self.stage = Stage::Resting(ticket);
            }
            // Nothing was sent of this one.
            Err(error) => self.refused(now, &error, ordering.changed, true),
        }
    }

    /// One of the order's requests failed; `changed` if one before it changed something,
    /// `harmless` if this one changes nothing.
    pub(super) fn refused(&mut self, now: Timestamp, error: &Error, changed: bool, harmless: bool) {
        if changed {
            self.lose(&["A part of it was carried out. The rest: ", &error.message].concat());
        } else if !harmless && error.kind == ErrorKind::NotFound && self.removes() {
            self.lose(&error.message);
        } else if !harmless && error.kind == ErrorKind::Conflict && self.contest(error) {
            // Ends once the machine was looked at.
        } else if harmless || error.outcome == Outcome::NotDone {
            self.job.fields.clone_from(&error.fields);
            self.end(now, Phase::Failed, error.message.clone());
        } else {
            // It happened, and how to follow it could not be read.
            if error.outcome == Outcome::Done {
                self.job.phase = Phase::Accepted;
            }
            self.lose(&error.message);
        }
    }

    /// Of what is to go away, not being there is what was wanted: see [`Self::contest`].
    fn removes(&self) -> bool {
        let is_known = self.job.before.machine.is_some();
        is_known && matches!(self.job.order.verb, Verb::Delete | Verb::Purge)
    }

    /// When a connection breaks, browsers send a request once more by themselves, and what is refused
    /// then is the second of two: the first brought about the state that does not allow it. So the
    /// machine is looked at before that is believed. Says whether there is anything to compare.
    fn contest(&mut self, error: &Error) -> bool {
        let is_known = self.job.before.machine.is_some();
        if is_known {
            self.job.fields.clone_from(&error.fields);
            self.stage = Stage::Contested(Contest {
                why: error.message.clone(),
                looks: 0,
                call: None,
            });
        }
        is_known
    }

    /// Looks once more, or waits before that.
    pub(super) fn look_twice(&mut self, now: Timestamp, mut contest: Contest) -> Option<Task> {
        if contest.call.is_some() {
            self.stage = Stage::Contested(contest);
            return Some(Task::Wait(AWAITED));
        }
        let target = &self.job.order.target;
        let Ok(call) = self.provider.read(&self.access, now, target) else {
            self.end(now, Phase::Failed, contest.why);
            return None;
        };
        let request = Box::new(call.request.clone());
        contest.call = Some(call);
        self.ready.push_back(Task::Send(request));
        let pause = SECOND_LOOKS.get(contest.looks).copied();
        contest.looks += 1;
        self.stage = Stage::Contested(contest);
        pause.filter(|pause| !pause.is_zero()).map(Task::Wait)
    }

    /// Ends a refusal by how the machine is, or has it looked at again.
    pub(super) fn contested(&mut self, now: Timestamp, contest: Contest, answer: Answer) {
        let Contest { why, looks, call } = contest;
        let Some(machine) = call.and_then(|call| call.read(&answer.ok()?).ok()) else {
            return self.end(now, Phase::Failed, why);
        };
        let name = self.orders.given_name(&self.job.order);
        let question = Question {
            verb: self.job.order.verb,
            input: &self.job.order.input,
            name: name.as_deref(),
            before: self.job.before.machine.as_ref(),
            begun: false,
        };
        let clue = question.clue(&machine);
        let is_doing_it = Some(machine.state) == self.job.order.verb.pending();
        self.ready.push_back(Task::Saw(Box::new(machine)));
        match clue {
            Clue::Happened(words) => {
                let note = joined(&[&why, "The provider shows that it happened.", &words]);
                self.job.fields.clear();
                self.end(now, Phase::Done, note);
            }
            Clue::UnderWay if is_doing_it => {
                self.job.fields.clear();
                self.lose(&why);
            }
            _ if looks < SECOND_LOOKS.len() => {
                let call = None;
                self.stage = Stage::Contested(Contest { why, looks, call });
            }
            _ => self.end(now, Phase::Failed, why),
        }
    }
}
