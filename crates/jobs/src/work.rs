//! Carrying one job to its end.

use std::{collections::VecDeque, sync::Arc, time::Duration};

use pilothouse_core::{
    Access, Call, Error, Flow, Follow, Judgement, Machine, MachineId, Orders, Outcome, Progress,
    Provider, Receipt, Request, Response, Safety, Step, Ticket, Timestamp, Verb,
};

use crate::{
    Job, Phase,
    clue::{leaves_a_trace, plain},
    news::News,
    recheck::Recheck,
    search::Search,
    steady::{Steady, shifted},
};

/// What a [`Work`] wants of its driver next.
#[derive(Debug)]
pub enum Task {
    /// Write this down where it outlives the page, then say so with [`Work::kept`]. Until then
    /// nothing else is wanted. Percentages alone are not worth writing: they are in
    /// [`Work::job`].
    Keep(Box<Job>),
    /// Send this and hand what becomes of it to [`Work::receive`].
    Send(Box<Request>),
    /// Nothing to do for this long.
    Wait(Duration),
    /// The provider showed this machine just now.
    Saw(Box<Machine>),
    /// The provider says there is no such machine any more.
    Gone(MachineId),
    /// It has come to its end, which was asked to be kept before.
    End(Box<Job>),
}

/// Before the first look at what was just accepted.
const FIRST_PAUSE: Duration = Duration::from_secs(3);
/// Asked for something although an answer is awaited: nothing to do for this long.
const AWAITED: Duration = Duration::from_secs(1);
/// What is still unsent after this long is not what its person wants now.
const FORGOTTEN_SECONDS: i64 = 10 * 60;
/// A clock corrected by less than this still tells how old a job is. After more nobody knows, and
/// not sending is what can be made good again.
const CORRECTED_SECONDS: i64 = 60;
/// What was accepted long ago is worth looking at for this long.
const LAST_LOOKS_SECONDS: i64 = 120;

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
    followed: bool,
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
            followed: false,
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

    fn follow(&self, ticket: Ticket) -> Stage {
        let (orders, access) = (self.orders.clone(), self.access.clone());
        let follow = Follow::resume(orders, access, ticket.clone());
        Stage::Following(ticket, Box::new(follow))
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

    /// Of a job that was written down and read back.
    fn reason_not_to_send(&self, now: Timestamp) -> Option<&'static str> {
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

    fn order(&mut self, now: Timestamp, ordering: Ordering) {
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
    fn refused(&mut self, now: Timestamp, error: &Error, changed: bool, harmless: bool) {
        if changed {
            self.lose(&["A part of it was carried out. The rest: ", &error.message].concat());
        } else if harmless || error.outcome == Outcome::NotDone {
            self.job.fields.clone_from(&error.fields);
            self.end(now, Phase::Failed, error.message.clone());
        } else {
            self.lose(&error.message);
        }
    }

    /// From here on it is known by reading alone.
    fn lose(&mut self, why: &str) {
        self.job.lost = true;
        why.clone_into(&mut self.job.note);
        self.keeping = true;
        self.stage = Stage::Begin;
        if !self.job.phase.is_open() || self.job.phase == Phase::Drafted {
            self.job.phase = Phase::Sent;
        }
    }

    fn find(&mut self, now: Timestamp) {
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
    fn adopt(&mut self, now: Timestamp) {
        let ticket = self.job.ticket.clone();
        let ticket = ticket.map(|ticket| recent(ticket, now));
        let ticket = ticket.filter(|_| !std::mem::replace(&mut self.followed, true));
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

    fn followed(&mut self, now: Timestamp, step: Result<Step<Progress>, Error>) -> Option<Task> {
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

    fn judged(&mut self, now: Timestamp, judgement: Judgement) {
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

    fn running(&mut self, percent: Option<u8>) {
        self.keeping |= !matches!(self.job.phase, Phase::Running { .. });
        self.job.phase = Phase::Running { percent };
    }

    /// Has the machine on the screen as the provider shows it, then ends.
    fn settle(
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
    fn close(&mut self, now: Timestamp, phase: Phase, note: String, machine: Option<Machine>) {
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

    fn found(&mut self, now: Timestamp, step: Result<Step<News>, Error>) -> Option<Task> {
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
    fn found_out(&mut self, now: Timestamp, phase: Phase, words: String) {
        let why = std::mem::take(&mut self.job.note);
        let verb = self.job.order.verb;
        let verdict = match phase {
            Phase::Done => "The provider shows that it happened.",
            Phase::Failed => "The provider shows that it went wrong.",
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
    fn was_cut_short(&self, now: Timestamp) -> bool {
        let next = self.job.step + 1;
        let rest = || self.orders.order(&self.access, now, &self.job.order, next);
        self.job.ticket.is_none() && rest().is_ok_and(|rest| rest.is_some())
    }

    fn end(&mut self, now: Timestamp, phase: Phase, note: String) {
        self.job.phase = phase;
        self.job.note = note;
        self.job.ended = Some(now);
        self.keeping = true;
        self.stage = Stage::Ended;
    }
}

/// The same ticket for a flow that gives up some time after it was accepted: at least a few looks
/// are left, and it was not accepted later than now.
fn recent(mut ticket: Ticket, now: Timestamp) -> Ticket {
    let patience = ticket.order.verb.patience_minutes() * 60;
    let earliest = shifted(now, (LAST_LOOKS_SECONDS - patience) * 1000);
    ticket.accepted = ticket.accepted.clamp(earliest, now);
    ticket
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
