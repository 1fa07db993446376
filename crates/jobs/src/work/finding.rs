//! Finding out by reading what became of an order nobody has the answer of.

use pilothouse_core::{Error, Step, Ticket, Timestamp, Verb};

use super::{Stage, Work, following::recent, joined};
use crate::{Phase, Task, clue::leaves_a_trace, news::News, recheck::Recheck, search::Search};

impl Work {
    /// From here on it is known by reading alone.
    pub(super) fn lose(&mut self, why: &str) {
        self.job.lost = true;
        why.clone_into(&mut self.job.note);
        self.keeping = true;
        self.stage = Stage::Begin;
        if !self.job.phase.is_open() || self.job.phase == Phase::Drafted {
            self.job.phase = Phase::Sent;
        }
    }

    pub(super) fn find(&mut self, now: Timestamp) {
        let made = self.job.ticket.as_ref().and_then(|it| it.made.as_ref());
        let (orders, provider) = (self.orders.clone(), self.provider.clone());
        let (access, job) = (self.access.clone(), self.job.clone());
        if job.order.verb == Verb::Create {
            if made.is_some() {
                return self.adopt(now);
            }
            let search = Search::new(&*orders, provider, access, job);
            self.stage = Stage::Finding(Box::new(search));
        } else if job.order.target.is_account() {
            self.found_out(now, Phase::Unknown, String::new());
        } else {
            let begun = matches!(job.phase, Phase::Running { .. });
            let recheck = Recheck::new(orders, provider, access, job, begun);
            self.stage = Stage::Finding(Box::new(recheck));
        }
    }

    /// Follows a machine that was found, by what its client knows of new machines where that is
    /// anything without the provider's task.
    pub(super) fn adopt(&mut self, now: Timestamp) {
        let ticket = self.job.ticket.clone();
        let ticket = ticket.map(|ticket| recent(ticket, now));
        let ticket = ticket.filter(|_| !std::mem::replace(&mut self.asked_client, true));
        let can = |ticket: &Ticket| self.orders.look(&self.access, now, ticket).is_ok();
        if let Some(ticket) = ticket.filter(can) {
            self.stage = self.follow(ticket);
            return;
        }
        let (orders, provider) = (self.orders.clone(), self.provider.clone());
        let (access, job) = (self.access.clone(), self.job.clone());
        let recheck = Recheck::new(orders, provider, access, job, true);
        self.stage = Stage::Finding(Box::new(recheck));
    }

    pub(super) fn found(
        &mut self,
        now: Timestamp,
        step: Result<Step<News>, Error>,
    ) -> Option<Task> {
        match step {
            Ok(Step::Send(request)) => return Some(Task::Send(request)),
            Ok(Step::Wait(time)) => return Some(Task::Wait(time)),
            Ok(Step::Yield(News::Saw(machine))) => return Some(Task::Saw(machine)),
            Ok(Step::Yield(News::Gone(machine))) => return Some(Task::Gone(machine)),
            Ok(Step::Yield(News::UnderWay)) => self.running(None),
            Ok(Step::Yield(News::Found(machine))) => {
                self.job.ticket = Some(Ticket {
                    order: self.job.order.clone(),
                    task: None,
                    made: Some(machine.target()),
                    accepted: now,
                });
                self.running(None);
                // Also when it runs from a found machine on, this is a change worth keeping.
                self.keeping = true;
                self.ready.push_back(Task::Saw(machine));
                self.adopt(now);
            }
            Ok(Step::Yield(News::End(phase, words))) => self.found_out(now, phase, words),
            Ok(Step::Done) => self.found_out(now, Phase::Unknown, String::new()),
            Err(error) => self.found_out(now, Phase::Unknown, error.message),
        }
        None
    }

    /// Ends with what reading has told, and why it had to be read.
    pub(super) fn found_out(&mut self, now: Timestamp, phase: Phase, words: String) {
        let why = std::mem::take(&mut self.job.note);
        let verb = self.job.order.verb;
        let was_accepted = matches!(self.job.phase, Phase::Accepted | Phase::Running { .. });
        let verdict = match phase {
            Phase::Done => "The provider shows that it happened.",
            Phase::Failed => "The provider shows that it went wrong.",
            _ if was_accepted => "How it ended is not known; it is not repeated by itself.",
            _ if !leaves_a_trace(verb) => {
                "Whether it happened cannot be seen afterwards; it is not repeated by itself."
            }
            _ if matches!(verb, Verb::Reboot | Verb::Reset) => {
                "A restart leaves no trace, so whether it happened is not known; it is not repeated by itself."
            }
            _ => "Whether it happened is not known; it is not repeated by itself.",
        };
        let more = if phase == Phase::Unknown && self.was_cut_short(now) {
            "It takes several requests, and the others were not sent."
        } else {
            ""
        };
        self.end(now, phase, joined(&[&why, verdict, more, &words]));
    }

    /// Its provider never took all of it: requests of it were not sent.
    pub(super) fn was_cut_short(&self, now: Timestamp) -> bool {
        let next = self.job.step + 1;
        let rest = || self.orders.order(&self.access, now, &self.job.order, next);
        self.job.ticket.is_none() && rest().is_ok_and(|rest| rest.is_some())
    }
}
