//! Following what the provider took to its end.

use pilothouse_core::{Error, Follow, Judgement, Machine, Progress, Step, Ticket, Timestamp, Verb};

use super::{Stage, Work, joined};
use crate::{Phase, Task, clue::plain, steady::shifted};

/// What was accepted long ago is worth looking at for this long.
const LAST_LOOKS_SECONDS: i64 = 120;

impl Work {
    pub(super) fn follow(&self, ticket: Ticket) -> Stage {
        let (orders, access) = (self.orders.clone(), self.access.clone());
        let follow = Follow::resume(orders, access, ticket.clone());
        Stage::Following(ticket, Box::new(follow))
    }

    pub(super) fn followed(
        &mut self,
        now: Timestamp,
        step: Result<Step<Progress>, Error>,
    ) -> Option<Task> {
        match step {
            Ok(Step::Send(request)) => return Some(Task::Send(request)),
            Ok(Step::Wait(time)) => return Some(Task::Wait(time)),
            Ok(Step::Yield(Progress::Accepted(_))) => {}
            Ok(Step::Yield(Progress::Seen(judgement))) => self.judged(now, judgement),
            Ok(Step::Done) => self.lose("The provider's answers came to an end without a result."),
            Err(error) => self.lose(&error.message),
        }
        None
    }

    pub(super) fn judged(&mut self, now: Timestamp, judgement: Judgement) {
        match judgement {
            Judgement::Pending { percent, machine } => {
                self.running(percent);
                self.ready.extend(machine.map(Task::Saw));
            }
            Judgement::Done { machine, note } => {
                let note = note.unwrap_or_default();
                self.settle(now, Phase::Done, note, machine);
            }
            Judgement::Failed { reason, machine } => {
                self.settle(now, Phase::Failed, reason, machine);
            }
        }
    }

    pub(super) fn running(&mut self, percent: Option<u8>) {
        self.keeping |= !matches!(self.job.phase, Phase::Running { .. });
        self.job.phase = Phase::Running { percent };
    }

    /// Has the machine on the screen as the provider shows it, then ends.
    pub(super) fn settle(
        &mut self,
        now: Timestamp,
        phase: Phase,
        note: String,
        machine: Option<Box<Machine>>,
    ) {
        let order = &self.job.order;
        let is_gone = phase == Phase::Done && matches!(order.verb, Verb::Delete | Verb::Purge);
        if is_gone && machine.is_none() {
            self.ready.push_back(Task::Gone(order.target.id.clone()));
            return self.end(now, phase, note);
        }
        if machine.is_some() {
            return self.close(now, phase, note, machine.map(|machine| *machine));
        }
        let made = self.job.ticket.as_ref().and_then(|it| it.made.as_ref());
        let target = made.unwrap_or(&order.target);
        // What the trash keeps is not addressed like a machine.
        let is_kept = matches!(order.verb, Verb::Restore | Verb::Purge);
        let call = if target.is_account() || is_kept {
            None
        } else {
            self.provider.read(&self.access, now, target).ok()
        };
        let Some(call) = call else {
            return self.end(now, phase, note);
        };
        self.ready
            .push_back(Task::Send(Box::new(call.request.clone())));
        let call = Some(call);
        self.stage = Stage::Closing { phase, note, call };
    }

    /// Ends with what was just read of the machine.
    pub(super) fn close(
        &mut self,
        now: Timestamp,
        phase: Phase,
        note: String,
        machine: Option<Machine>,
    ) {
        let Some(machine) = machine else {
            return self.end(now, phase, note);
        };
        let goal = self.job.order.verb.goal();
        let differs = goal.is_some_and(|goal| goal != machine.state);
        let note = if phase == Phase::Failed || differs {
            let says = ["The provider now says: ", &plain(machine.state), "."].concat();
            joined(&[&note, &says])
        } else {
            note
        };
        self.ready.push_back(Task::Saw(Box::new(machine)));
        self.end(now, phase, note);
    }
}

/// The same ticket for a flow that gives up some time after it was accepted: at least a few looks
/// are left, and it was not accepted later than now.
pub(super) fn recent(mut ticket: Ticket, now: Timestamp) -> Ticket {
    let patience = ticket.order.verb.patience_minutes() * 60;
    let earliest = shifted(now, (LAST_LOOKS_SECONDS - patience) * 1000);
    ticket.accepted = ticket.accepted.clamp(earliest, now);
    ticket
}
