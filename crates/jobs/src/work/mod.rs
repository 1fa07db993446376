//! Carrying one job to its end.

mod finding;
mod following;
mod sending;
#[cfg(test)]
mod tests;

use std::{collections::VecDeque, sync::Arc, time::Duration};

use pilothouse_core::{
    Access, Call, Error, Flow, Follow, Machine, Orders, Provider, Receipt, Response, Safety,
    Ticket, Timestamp,
};

use crate::{
    Job, Phase, Task,
    news::News,
    steady::{Steady, shifted},
};
use following::recent;
use sending::Contest;

/// Before the first look at what was just accepted.
const FIRST_PAUSE: Duration = Duration::from_secs(3);
/// Asked for something although an answer is awaited: nothing to do for this long.
const AWAITED: Duration = Duration::from_secs(1);

/// Carries one job from wherever its phase says to its end. Nothing fails here: every error
/// becomes the job's end, in words.
pub struct Work {
    orders: Arc<dyn Orders>,
    provider: Arc<dyn Provider>,
    access: Access,
    job: Job,
    /// The job is to be written down before anything else.
    keeping: bool,
    ready: VecDeque<Task>,
    stage: Stage,
    steady: Steady,
    /// A machine that was found was asked the client about already.
    asked_client: bool,
}

/// How far the order's requests have come.
struct Ordering {
    step: usize,
    receipt: Receipt,
    /// A request that changes something was accepted.
    changed: bool,
}

enum Stage {
    /// Wherever the job's phase says.
    Begin,
    Ordering(Ordering),
    /// To be sent as soon as the job is kept.
    ToSend(Ordering, Call<Receipt>),
    Sent(Ordering, Call<Receipt>),
    /// Refused, which the machine may prove wrong.
    Contested(Contest),
    Resting(Ticket),
    Following(Ticket, Box<Follow>),
    /// Finding out by reading.
    Finding(Box<dyn Flow<News>>),
    /// It has ended so; the machine is read once more for the screen.
    Closing {
        phase: Phase,
        note: String,
        call: Option<Call<Machine>>,
    },
    Ended,
}

impl Work {
    /// Picks up where the job is: one that waits may be sent; of one that was sent and whose
    /// answer nobody has, it is read what became of it; one the provider took is followed; one
    /// that has ended has ended.
    pub fn new(
        orders: Arc<dyn Orders>,
        provider: Arc<dyn Provider>,
        access: Access,
        job: Job,
    ) -> Self {
        Self {
            orders,
            provider,
            access,
            job,
            keeping: false,
            ready: VecDeque::new(),
            stage: Stage::Begin,
            steady: Steady::default(),
            asked_client: false,
        }
    }

    /// The job as it stands, its percentage as well.
    pub fn job(&self) -> &Job {
        &self.job
    }

    /// What to do next.
    pub fn next(&mut self, now: Timestamp) -> Task {
        self.mend(now);
        let task = loop {
            if self.keeping {
                break Task::Keep(Box::new(self.job.clone()));
            }
            if let Some(task) = self.ready.pop_front() {
                break task;
            }
            if let Some(task) = self.advance(now) {
                break task;
            }
        };
        if let Task::Wait(time) = &task {
            self.steady.promise(*time);
        }
        task
    }

    /// Answers the last [`Task::Keep`]: it was written down, or why it could not be.
    pub fn kept(&mut self, kept: Result<(), String>) {
        if !std::mem::take(&mut self.keeping) {
            return;
        }
        // Only what is about to be sent depends on it: what was kept before says enough else.
        let (Err(words), Stage::ToSend(ordering, _)) = (kept, &self.stage) else {
            return;
        };
        let words = ["Not sent: it could not be written down first. ", &words].concat();
        if ordering.changed {
            self.lose(&["A part of it was carried out. The rest: ", &words].concat());
        } else {
            let now = self.steady.last().unwrap_or(self.job.asked);
            self.job.sent = None;
            self.end(now, Phase::Failed, words);
        }
    }

    /// Answers the last [`Task::Send`].
    pub fn receive(&mut self, now: Timestamp, answer: Result<Response, Error>) {
        // A flow that counts the time since it was accepted must not be told of a jump.
        let then = self.steady.or_before(now);
        match std::mem::replace(&mut self.stage, Stage::Ended) {
            Stage::Sent(ordering, call) => {
                let is_read = call.request.safety == Safety::Read;
                match answer.and_then(|answer| call.read(&answer)) {
                    Ok(receipt) => {
                        self.stage = Stage::Ordering(Ordering {
                            step: ordering.step + 1,
                            receipt: Receipt {
                                task: receipt.task.or(ordering.receipt.task),
                                made: receipt.made.or(ordering.receipt.made),
                            },
                            changed: ordering.changed || !is_read,
                        });
                    }
                    Err(error) => self.refused(now, &error, ordering.changed, is_read),
                }
            }
            Stage::Contested(contest) => self.contested(now, contest, answer),
            Stage::Following(ticket, mut follow) => match follow.receive(then, answer) {
                Ok(()) => self.stage = Stage::Following(ticket, follow),
                Err(error) => self.lose(&error.message),
            },
            Stage::Finding(mut flow) => {
                // Flows that find out turn errors into news.
                let _ = flow.receive(now, answer);
                self.stage = Stage::Finding(flow);
            }
            Stage::Closing {
                phase,
                note,
                call: Some(call),
            } => {
                let read = answer.and_then(|answer| call.read(&answer));
                self.close(now, phase, note, read.ok());
            }
            stage => self.stage = stage,
        }
    }

    /// Takes the job back, if nothing that changes anything was sent or is about to be; says
    /// whether. Its end comes with the next tasks.
    pub fn stop(&mut self, now: Timestamp) -> bool {
        let stopped = self.job.stop(now);
        if stopped {
            self.stage = Stage::Ended;
            self.keeping = true;
        }
        stopped
    }

    /// Moves what is counted from a moment along with a clock that has jumped.
    fn mend(&mut self, now: Timestamp) {
        let jump = self.steady.jump(now);
        self.steady.set(now);
        if jump == 0 {
            return;
        }
        if let Stage::Following(ticket, _) | Stage::Resting(ticket) = &mut self.stage {
            ticket.accepted = shifted(ticket.accepted, jump);
            self.job.ticket = Some(ticket.clone());
            let ticket = ticket.clone();
            self.stage = self.follow(ticket);
        }
    }

    /// One step of whatever is being done; `None` to ask again.
    fn advance(&mut self, now: Timestamp) -> Option<Task> {
        match std::mem::replace(&mut self.stage, Stage::Ended) {
            Stage::Begin => self.begin(now),
            Stage::Ordering(ordering) => self.order(now, ordering),
            Stage::ToSend(ordering, call) => {
                let request = Box::new(call.request.clone());
                self.stage = Stage::Sent(ordering, call);
                return Some(Task::Send(request));
            }
            Stage::Contested(contest) => return self.look_twice(now, contest),
            Stage::Resting(ticket) => {
                self.stage = self.follow(ticket);
                return Some(Task::Wait(FIRST_PAUSE));
            }
            Stage::Following(ticket, mut follow) => {
                let step = follow.next(now);
                self.stage = Stage::Following(ticket, follow);
                return self.followed(now, step);
            }
            Stage::Finding(mut flow) => {
                let step = flow.next(now);
                self.stage = Stage::Finding(flow);
                return self.found(now, step);
            }
            waiting @ (Stage::Sent(..) | Stage::Closing { .. }) => {
                self.stage = waiting;
                return Some(Task::Wait(AWAITED));
            }
            Stage::Ended => return Some(Task::End(Box::new(self.job.clone()))),
        }
        None
    }

    fn begin(&mut self, now: Timestamp) {
        match (self.job.phase, self.job.ticket.clone()) {
            (Phase::Drafted, _) => match self.reason_not_to_send(now) {
                Some(words) => self.end(now, Phase::Failed, words.to_owned()),
                None => {
                    self.stage = Stage::Ordering(Ordering {
                        step: 0,
                        receipt: Receipt::default(),
                        changed: false,
                    });
                }
            },
            (Phase::Accepted | Phase::Running { .. }, Some(ticket)) if !self.job.lost => {
                self.stage = self.follow(recent(ticket, now));
            }
            (Phase::Accepted | Phase::Running { .. } | Phase::Sent, _) if self.job.lost => {
                self.find(now);
            }
            (Phase::Accepted | Phase::Running { .. } | Phase::Sent, _) => {
                self.lose("The page was closed before the answer was there.");
            }
            _ => self.stage = Stage::Ended,
        }
    }

    fn end(&mut self, now: Timestamp, phase: Phase, note: String) {
        self.job.phase = phase;
        self.job.note = note;
        self.job.ended = Some(now);
        self.keeping = true;
        self.stage = Stage::Ended;
    }
}

/// Sentences one after another; a provider's own may lack its full stop.
fn joined(sentences: &[&str]) -> String {
    let mut all = String::new();
    for sentence in sentences.iter().map(|sentence| sentence.trim()) {
        if !all.is_empty() && !sentence.is_empty() {
            if !all.ends_with(['.', '!', '?', '”']) {
                all.push('.');
            }
            all.push(' ');
        }
        all.push_str(sentence);
    }
    all
}
