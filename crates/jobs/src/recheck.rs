//! Finding out by reading what became of an order to one machine.

use std::{sync::Arc, time::Duration};

use pilothouse_core::{
    Access, Call, Error, ErrorKind, Flow, Judgement, Machine, Orders, Provider, Response, Step,
    Target, Ticket, Timestamp, Verb,
};

use crate::{
    Job, Phase,
    clue::{Clue, Question, leaves_a_trace, plain},
    news::News,
    pauses::Pauses,
};

/// A new machine that is off for this long was not meant to start, or does not.
const STAYS_OFF: Duration = Duration::from_mins(3);

/// Reads a machine again and again, until it shows what became of the order or long enough.
pub(crate) struct Recheck {
    orders: Arc<dyn Orders>,
    provider: Arc<dyn Provider>,
    access: Access,
    job: Job,
    name: Option<String>,
    begun: bool,
    pauses: Pauses,
    /// So long the provider asked to be left alone.
    quiet: Duration,
    /// What the last look showed, in a sentence.
    shown: String,
    /// What is wanted next is there already.
    ready: Vec<News>,
    stage: Stage,
}

enum Stage {
    Pausing,
    Asking,
    Asked(Box<Call<Look>>),
    Ended,
}

/// What one look gave.
enum Look {
    Machine(Box<Machine>),
    Judged(Judgement),
}

impl Recheck {
    /// For a job whose order is about one machine; `begun` if it has been seen under way.
    pub(crate) fn new(
        orders: Arc<dyn Orders>,
        provider: Arc<dyn Provider>,
        access: Access,
        job: Job,
        begun: bool,
    ) -> Self {
        let name = orders.given_name(&job.order);
        let pauses = if leaves_a_trace(job.order.verb) {
            Pauses::new()
        } else {
            Pauses::few(1)
        };
        Self {
            orders,
            provider,
            access,
            job,
            name,
            begun,
            pauses,
            quiet: Duration::ZERO,
            shown: String::new(),
            ready: Vec::new(),
            stage: Stage::Pausing,
        }
    }

    /// Where the machine is: the made one of an order that makes one.
    fn target(&self) -> &Target {
        let made = self.job.ticket.as_ref().and_then(|it| it.made.as_ref());
        made.unwrap_or(&self.job.order.target)
    }

    /// Whether it is there at all is what the client itself can tell best: some keep deleted
    /// machines, some hide them.
    fn call(&self, now: Timestamp) -> Result<Call<Look>, Error> {
        if matches!(
            self.job.order.verb,
            Verb::Delete | Verb::Restore | Verb::Purge
        ) {
            let ticket = Ticket {
                order: self.job.order.clone(),
                task: None,
                made: None,
                accepted: self.job.sent.unwrap_or(self.job.asked),
            };
            let call = self.orders.look(&self.access, now, &ticket)?;
            return Ok(call.map(Look::Judged));
        }
        let call = self.provider.read(&self.access, now, self.target())?;
        Ok(call.map(|machine| Look::Machine(Box::new(machine))))
    }

    fn end(&mut self, phase: Phase, words: String) {
        self.ready.push(News::End(phase, words));
        self.stage = Stage::Ended;
    }

    fn unread(&mut self, error: &Error) {
        let is_over = !error.is_passing();
        self.quiet = error.retry_after.unwrap_or_default();
        self.shown = ["The machine could not be read: ", &error.message].concat();
        if is_over {
            let words = std::mem::take(&mut self.shown);
            self.end(Phase::Unknown, words);
        }
    }

    fn look(&mut self, look: Look) {
        match look {
            Look::Machine(machine) => self.compare(*machine),
            Look::Judged(Judgement::Done { machine, note }) => self.proven(machine, note),
            Look::Judged(
                Judgement::Pending { machine, .. } | Judgement::Failed { machine, .. },
            ) => {
                let Some(machine) = machine else {
                    "The provider does not show that it happened.".clone_into(&mut self.shown);
                    return;
                };
                let before = self.job.before.machine.as_ref();
                let was_changing = before.is_some_and(|before| before.state.is_changing());
                let begun = machine.state.is_changing() && !was_changing;
                self.saw(*machine);
                if begun {
                    self.under_way();
                }
            }
        }
    }

    /// The client says so of a machine that is not there any more, or is there again.
    fn proven(&mut self, machine: Option<Box<Machine>>, note: Option<String>) {
        let is_there = machine.is_some();
        let verb = self.job.order.verb;
        if let Some(machine) = machine {
            self.saw(*machine);
        } else if verb != Verb::Restore {
            let id = self.job.order.target.id.clone();
            self.ready.push(News::Gone(id));
        }
        let note = note.unwrap_or_default();
        if verb == Verb::Restore && !is_there {
            // Not in the trash any more is not yet restored.
            self.end(Phase::Unknown, note);
        } else {
            self.end(Phase::Done, note);
        }
    }

    fn compare(&mut self, machine: Machine) {
        let question = Question {
            verb: self.job.order.verb,
            input: &self.job.order.input,
            name: self.name.as_deref(),
            before: self.job.before.machine.as_ref(),
            begun: self.begun,
        };
        let clue = question.clue(&machine);
        let state = machine.state;
        self.saw(machine);
        match clue {
            Clue::Happened(words) => self.end(Phase::Done, words),
            Clue::WentWrong(words) => self.end(Phase::Failed, words),
            Clue::UnderWay => {
                let is_made = self.job.order.verb == Verb::Create && !state.is_changing();
                if is_made && self.pauses.watched() >= STAYS_OFF {
                    let words = ["The machine is there and is ", &plain(state), "."].concat();
                    self.end(Phase::Done, words);
                } else {
                    self.under_way();
                }
            }
            // It was under way and is not any more, without an end anybody could tell.
            Clue::Nothing if self.begun && !state.is_changing() => self.begun = false,
            Clue::Nothing => {}
        }
    }

    fn saw(&mut self, machine: Machine) {
        self.shown = ["The provider now says: ", &plain(machine.state), "."].concat();
        self.ready.push(News::Saw(Box::new(machine)));
    }

    fn under_way(&mut self) {
        self.begun = true;
        self.ready.push(News::UnderWay);
    }
}

impl Flow<News> for Recheck {
    fn next(&mut self, now: Timestamp) -> Result<Step<News>, Error> {
        if !self.ready.is_empty() {
            return Ok(Step::Yield(self.ready.remove(0)));
        }
        match std::mem::replace(&mut self.stage, Stage::Ended) {
            Stage::Pausing => {
                let patience = self.job.order.verb.patience_minutes();
                let pause = if self.begun {
                    self.pauses.watching(patience)
                } else {
                    self.pauses.searching()
                };
                let Some(pause) = pause else {
                    let words = std::mem::take(&mut self.shown);
                    return Ok(Step::Yield(News::End(Phase::Unknown, words)));
                };
                self.stage = Stage::Asking;
                Ok(Step::Wait(pause.max(std::mem::take(&mut self.quiet))))
            }
            Stage::Asking => match self.call(now) {
                Ok(call) => {
                    let request = Box::new(call.request.clone());
                    self.stage = Stage::Asked(Box::new(call));
                    Ok(Step::Send(request))
                }
                Err(error) => Ok(Step::Yield(News::End(Phase::Unknown, error.message))),
            },
            asked @ Stage::Asked(_) => {
                self.stage = asked;
                Ok(Step::Wait(Duration::from_secs(1)))
            }
            Stage::Ended => Ok(Step::Done),
        }
    }

    fn receive(&mut self, _: Timestamp, answer: Result<Response, Error>) -> Result<(), Error> {
        let Stage::Asked(call) = std::mem::replace(&mut self.stage, Stage::Pausing) else {
            return Ok(());
        };
        match answer.and_then(|answer| call.read(&answer)) {
            Ok(look) => self.look(look),
            // Also what is new may be missing for a moment.
            Err(error) if error.kind == ErrorKind::NotFound => {
                "The provider shows no such machine.".clone_into(&mut self.shown);
            }
            Err(error) => self.unread(&error),
        }
        Ok(())
    }
}
