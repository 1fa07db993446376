//! A client of a provider that exists only here, a world it speaks to, and a driver of both.

use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use http::Method;
use pilothouse_core::{
    Abilities, Access, Call, Credentials, Endpoint, Error, ErrorKind, Facts, Flow, Input,
    Judgement, Machine, Once, Order, Orders, Outcome, Provider, Receipt, Request, Response, Safety,
    State, Target, Ticket, Timestamp, Verb,
};

use crate::{Before, Job, JobId, Phase, Task, Work};

static FACTS: Facts = Facts {
    id: "made-up",
    name: "Made up",
    default_endpoint: None,
    other_endpoints: &[],
    endpoint_help: "",
    logins: &[],
    answers_browsers: true,
    requests_per_minute: None,
    state_needs_reading: false,
    preferences: &[],
    power: Abilities {
        has: &[],
        lacks: &[],
    },
};

/// What a request does to the machines there are.
type Effect = Box<dyn FnMut(&mut Vec<Machine>)>;

type Machines = Arc<Mutex<Vec<Machine>>>;

/// Reads straight out of the world when an answer is read. An order takes a request that reads
/// and so many that change something.
struct Client {
    machines: Machines,
    steps: usize,
}

impl Client {
    fn get(access: &Access, path: &str) -> Request {
        Request::get(&access.endpoint, path)
    }
}

impl Orders for Client {
    fn order(
        &self,
        access: &Access,
        _: Timestamp,
        _: &Order,
        step: usize,
    ) -> Result<Option<Call<Receipt>>, Error> {
        let request = match step {
            0 => Self::get(access, "/before"),
            step if step <= self.steps => {
                let path = format!("/act/{step}");
                Request::new(Method::POST, &access.endpoint, path, Safety::Unsafe)
            }
            _ => return Ok(None),
        };
        Ok(Some(Call::new(request, |response| {
            match response.status().as_u16() {
                200 => Ok(Receipt::of_task("t-1")),
                202 => Err(Error::new(ErrorKind::BadAnswer, "It says yes to what?")
                    .with_outcome(Outcome::Done)),
                409 => Err(Error::new(ErrorKind::Conflict, "Not as it is now.")),
                429 => Err(Error::new(ErrorKind::RateLimited, "Too many requests.")),
                _ => Err(Error::new(ErrorKind::Unavailable, "It is not well.")),
            }
        })))
    }

    fn look(
        &self,
        access: &Access,
        _: Timestamp,
        ticket: &Ticket,
    ) -> Result<Call<Judgement>, Error> {
        let machines = self.machines.clone();
        let target = ticket.made.as_ref().unwrap_or(&ticket.order.target).clone();
        let goal = ticket.order.verb.goal().unwrap_or(State::Running);
        Ok(Call::new(Self::get(access, "/look"), move |_| {
            let machine = one(&machines, &target)?;
            Ok(if machine.state == goal {
                Judgement::Done {
                    machine: Some(Box::new(machine)),
                    note: None,
                }
            } else {
                Judgement::Pending {
                    percent: Some(50),
                    machine: None,
                }
            })
        }))
    }
}

impl Provider for Client {
    fn facts(&self) -> &'static Facts {
        &FACTS
    }

    fn check(&self, access: &Access, _: Timestamp) -> Result<Call<String>, Error> {
        let request = Self::get(access, "/");
        Ok(Call::new(request, |_| Ok(String::new())))
    }

    fn list(&self, access: &Access) -> Box<dyn Flow<Vec<Machine>>> {
        let (machines, request) = (self.machines.clone(), Self::get(access, "/all"));
        Box::new(Once::new(move |_| {
            Ok(Call::new(request, move |_| {
                Ok(machines.lock().unwrap().clone())
            }))
        }))
    }

    fn read(&self, access: &Access, _: Timestamp, target: &Target) -> Result<Call<Machine>, Error> {
        let (machines, target) = (self.machines.clone(), target.clone());
        let request = Self::get(access, "/one");
        Ok(Call::new(request, move |_| one(&machines, &target)))
    }
}

fn one(machines: &Machines, target: &Target) -> Result<Machine, Error> {
    let machines = machines.lock().unwrap();
    let machine = machines.iter().find(|machine| machine.id == target.id);
    machine
        .cloned()
        .ok_or_else(|| Error::new(ErrorKind::NotFound, "No such machine."))
}

fn machine(id: &str, name: &str, state: State) -> Machine {
    let mut machine = Machine::bare(id, name);
    machine.state = state;
    machine
}

/// What becomes of requests that change something.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Answer {
    Yes,
    Status(u16),
    Lost,
}

struct Trial {
    machines: Machines,
    steps: usize,
    now: Timestamp,
    answer: Answer,
    /// So many entries fit into the journal.
    kept: usize,
    acts: usize,
    journal: Vec<Job>,
    /// What an act does to the world.
    effect: Effect,
}

impl Trial {
    fn new(machines: Vec<Machine>) -> Self {
        Self {
            machines: Arc::new(Mutex::new(machines)),
            steps: 1,
            now: Timestamp::from_second(1_000_000).unwrap(),
            answer: Answer::Yes,
            kept: usize::MAX,
            acts: 0,
            journal: Vec::new(),
            effect: Box::new(|_| {}),
        }
    }

    /// A machine that is off and asked to start.
    fn starting() -> (Self, Job) {
        let machine = machine("1", "web", State::Off);
        let order = Order::new(Verb::Start, machine.target());
        let before = Before::machine(&machine);
        let trial = Self::new(vec![machine]);
        let job = Job::new(JobId("j".into()), "a", order, before, trial.now);
        (trial, job)
    }

    fn making(machines: Vec<Machine>) -> (Self, Job) {
        let mut order = Order::new(Verb::Create, Target::account());
        order.input = Input::default().with("name", "web");
        let before = Before::making("web", &machines);
        let trial = Self::new(machines);
        let job = Job::new(JobId("j".into()), "a", order, before, trial.now);
        (trial, job)
    }

    fn work(&self, job: Job) -> Work {
        let client = || Client {
            machines: self.machines.clone(),
            steps: self.steps,
        };
        let endpoint = Endpoint::parse("https://example.net").unwrap();
        let access = Access::new(endpoint, Credentials::new("key"));
        Work::new(Arc::new(client()), Arc::new(client()), access, job)
    }

    fn wait(&mut self, time: Duration) {
        self.now = self.now.checked_add(time).unwrap();
    }

    /// To its end; says how it ended.
    fn run(&mut self, mut work: Work) -> Job {
        let mut may_act = false;
        for _ in 0..10_000 {
            match work.next(self.now) {
                Task::Keep(job) => {
                    may_act = self.journal.len() < self.kept;
                    self.journal.push(Job::read(&job.write().unwrap()).unwrap());
                    let full = Err("The disk is full.".to_owned());
                    work.kept(if may_act { Ok(()) } else { full });
                }
                Task::Send(request) if request.safety == Safety::Read => {
                    work.receive(self.now, Ok(answer(200)));
                }
                Task::Send(_) => {
                    assert!(std::mem::take(&mut may_act), "sent without being kept");
                    assert_eq!(self.journal.last().unwrap().phase, Phase::Sent);
                    self.acts += 1;
                    let lost = Error::new(ErrorKind::Unreachable, "The connection broke.");
                    let answer = match self.answer {
                        Answer::Yes => Ok(answer(200)),
                        Answer::Status(status) => Ok(answer(status)),
                        Answer::Lost => Err(lost),
                    };
                    (self.effect)(&mut self.machines.lock().unwrap());
                    work.receive(self.now, answer);
                }
                Task::Wait(time) => self.wait(time),
                Task::Saw(_) | Task::Gone(_) => {}
                Task::End(job) => {
                    assert!(!job.phase.is_open() && job.ended.is_some());
                    assert_eq!(self.journal.last().map(|kept| kept.phase), Some(job.phase));
                    return *job;
                }
            }
        }
        panic!("it does not end: {:?}", work.job());
    }
}

fn answer(status: u16) -> Response {
    let mut answer = Response::default();
    *answer.status_mut() = http::StatusCode::from_u16(status).unwrap();
    answer
}

fn set(state: State) -> Effect {
    Box::new(move |machines| machines.iter_mut().for_each(|one| one.state = state))
}

#[test]
fn what_is_known_of_the_answer_decides() {
    let off: fn() -> Effect = || Box::new(|_| {});
    let on: fn() -> Effect = || set(State::Running);
    for (answer, effect, phase, words) in [
        (Answer::Yes, on, Phase::Done, ""),
        (Answer::Lost, on, Phase::Done, "shows that it happened"),
        (Answer::Lost, off, Phase::Unknown, "now says: off"),
        (
            Answer::Status(500),
            on,
            Phase::Done,
            "shows that it happened",
        ),
        (
            Answer::Status(500),
            off,
            Phase::Unknown,
            "not repeated by itself",
        ),
        (
            Answer::Status(202),
            on,
            Phase::Done,
            "shows that it happened",
        ),
        (Answer::Status(202), off, Phase::Unknown, "How it ended"),
        (Answer::Status(429), off, Phase::Failed, "Too many"),
        (Answer::Status(409), off, Phase::Failed, "Not as it is now."),
        // The second of two, of which the first was heard.
        (
            Answer::Status(409),
            on,
            Phase::Done,
            "shows that it happened",
        ),
    ] {
        let (mut trial, job) = Trial::starting();
        (trial.answer, trial.effect) = (answer, effect());
        let work = trial.work(job);
        let end = trial.run(work);
        assert_eq!(end.phase, phase, "{answer:?}: {end:?}");
        assert!(end.note.contains(words), "{answer:?}: {}", end.note);
        assert_eq!(trial.acts, 1, "{answer:?}");
    }
}

#[test]
fn what_cannot_be_written_down_is_not_sent() {
    for (steps, kept, phase, acts) in [(1, 0, Phase::Failed, 0), (2, 1, Phase::Unknown, 1)] {
        let (mut trial, job) = Trial::starting();
        (trial.steps, trial.kept) = (steps, kept);
        let work = trial.work(job);
        let end = trial.run(work);
        assert_eq!((end.phase, trial.acts), (phase, acts), "{end:?}");
        assert!(end.note.contains("The disk is full"), "{}", end.note);
    }
}

#[test]
fn a_part_that_was_lost_ends_the_rest() {
    let (mut trial, job) = Trial::starting();
    (trial.steps, trial.answer) = (3, Answer::Lost);
    let work = trial.work(job);
    let end = trial.run(work);
    assert_eq!((end.phase, trial.acts), (Phase::Unknown, 1));
    assert!(
        end.note.contains("the others were not sent"),
        "{}",
        end.note
    );
}

#[test]
fn a_draft_read_back_is_sent_if_it_is_recent_and_whole() {
    for (seconds, secret, sent) in [
        (0, false, true),
        (599, false, true),
        (600, false, false),
        (-59, false, true),
        (-61, false, false),
        (5, true, false),
    ] {
        let (mut trial, mut job) = Trial::starting();
        if secret {
            job.order.input = Input::default().with_secret("password", "x");
            job.had_secrets = true;
        }
        trial.effect = set(State::Running);
        let job = Job::read(&job.write().unwrap()).unwrap();
        let later = trial.now.as_second() + seconds;
        trial.now = Timestamp::from_second(later).unwrap();
        let work = trial.work(job);
        let end = trial.run(work);
        assert_eq!(trial.acts == 1, sent, "{seconds} {secret}: {end:?}");
        assert_eq!(end.phase == Phase::Failed, !sent, "{seconds} {secret}");
        assert_eq!(end.note.contains("Not sent"), !sent, "{}", end.note);
    }
}

/// A long queue is no reason.
#[test]
fn a_draft_of_this_page_may_wait() {
    let (mut trial, job) = Trial::starting();
    trial.effect = set(State::Running);
    trial.wait(Duration::from_hours(2));
    let work = trial.work(job);
    assert_eq!(trial.run(work).phase, Phase::Done);
}

#[test]
fn what_was_sent_is_read_about_and_never_sent() {
    for (phase, ticket, state, wanted) in [
        (Phase::Sent, false, State::Running, Phase::Done),
        (Phase::Sent, false, State::Off, Phase::Unknown),
        (Phase::Accepted, true, State::Running, Phase::Done),
        (Phase::Accepted, false, State::Running, Phase::Done),
        (
            Phase::Running { percent: None },
            true,
            State::Running,
            Phase::Done,
        ),
        // For an hour under way and still not done.
        (
            Phase::Running { percent: None },
            true,
            State::Starting,
            Phase::Unknown,
        ),
        (Phase::Done, true, State::Off, Phase::Done),
        (Phase::Unknown, false, State::Running, Phase::Unknown),
    ] {
        let (mut trial, mut job) = Trial::starting();
        (job.phase, job.sent) = (phase, Some(trial.now));
        job.ticket = ticket.then(|| Ticket {
            order: job.order.clone(),
            task: None,
            made: None,
            accepted: trial.now,
        });
        job.ended = (!phase.is_open()).then_some(trial.now);
        trial.journal.push(job.clone());
        set(state)(&mut trial.machines.lock().unwrap());
        trial.wait(Duration::from_hours(3));
        let work = trial.work(Job::read(&job.write().unwrap()).unwrap());
        let end = trial.run(work);
        assert_eq!(end.phase, wanted, "{phase:?} {state:?}: {}", end.note);
        assert_eq!(trial.acts, 0, "{phase:?} {state:?}");
    }
}

#[test]
fn a_new_machine_is_the_one_that_was_not_there() {
    let web = |id| machine(id, "web", State::Running);
    let old = |id| {
        let mut old = web(id);
        old.created = Timestamp::from_second(1_000_000 - 3600).ok();
        old
    };
    let cases: [(Vec<Machine>, Vec<Machine>, Phase, &str); 6] = [
        (vec![], vec![web("7")], Phase::Done, ""),
        (vec![web("1")], vec![web("7")], Phase::Done, ""),
        (
            vec![web("1")],
            vec![],
            Phase::Unknown,
            "has appeared so far",
        ),
        (
            vec![],
            vec![web("7"), web("8")],
            Phase::Unknown,
            "2 new machines",
        ),
        (
            vec![],
            vec![old("7")],
            Phase::Unknown,
            "has appeared so far",
        ),
        (
            vec![],
            vec![machine("7", "db", State::Running)],
            Phase::Unknown,
            "so far",
        ),
    ];
    for (before, made, phase, words) in cases {
        let context = format!("{before:?} and {made:?}");
        let (mut trial, job) = Trial::making(before);
        trial.answer = Answer::Lost;
        let mut made = made;
        trial.effect = Box::new(move |machines| machines.append(&mut made));
        let work = trial.work(job);
        let end = trial.run(work);
        assert_eq!(end.phase, phase, "{context}: {end:?}");
        assert!(end.note.contains(words), "{context}: {}", end.note);
        let found = end.ticket.and_then(|ticket| ticket.made);
        let id = found.map(|made| made.id.as_str().to_owned());
        assert_eq!(
            id.as_deref(),
            (phase == Phase::Done).then_some("7"),
            "{context}"
        );
    }
}

#[test]
fn without_a_list_from_before_no_machine_is_the_new_one() {
    let (mut trial, mut job) = Trial::making(Vec::new());
    job.before = Before::default();
    trial.answer = Answer::Lost;
    trial.effect = Box::new(|machines| machines.push(machine("7", "web", State::Running)));
    let work = trial.work(job);
    let end = trial.run(work);
    assert_eq!(end.phase, Phase::Unknown);
    assert!(
        end.note.contains("whether it was there before"),
        "{}",
        end.note
    );
}

/// Found, it is followed on, also by the next page.
#[test]
fn a_machine_that_was_found_is_not_lost_again() {
    let (mut trial, job) = Trial::making(Vec::new());
    trial.answer = Answer::Lost;
    trial.effect = Box::new(|machines| machines.push(machine("7", "web", State::Building)));
    let mut work = trial.work(job);
    loop {
        match work.next(trial.now) {
            Task::Keep(job) => {
                trial.journal.push(*job);
                work.kept(Ok(()));
            }
            Task::Send(request) if request.safety == Safety::Read => {
                work.receive(trial.now, Ok(answer(200)));
            }
            Task::Send(_) => {
                (trial.effect)(&mut trial.machines.lock().unwrap());
                let lost = Error::new(ErrorKind::Unreachable, "The connection broke.");
                work.receive(trial.now, Err(lost));
            }
            Task::Wait(time) => trial.wait(time),
            Task::Saw(machine) => assert_eq!(machine.name, "web"),
            other => panic!("{other:?}"),
        }
        let kept = trial.journal.last();
        if kept.is_some_and(|job| matches!(job.phase, Phase::Running { .. })) {
            break;
        }
    }
    let job = trial.journal.last().unwrap().write().unwrap();
    set(State::Running)(&mut trial.machines.lock().unwrap());
    let work = trial.work(Job::read(&job).unwrap());
    let end = trial.run(work);
    assert_eq!((end.phase, trial.acts), (Phase::Done, 0), "{}", end.note);
}

#[test]
fn percentages_alone_are_not_kept() {
    let (mut trial, job) = Trial::starting();
    trial.effect = set(State::Starting);
    let work = trial.work(job);
    trial.run(work);
    let mut kept: Vec<Phase> = trial.journal.iter().map(|job| job.phase).collect();
    kept.dedup();
    let half = Phase::Running { percent: Some(50) };
    let running = trial.journal.iter().filter(|job| job.phase == half);
    assert!(running.count() <= 2, "{kept:?}");
}

#[test]
fn a_clock_that_jumps_ends_nothing() {
    for hours in [2, -2] {
        let (mut trial, job) = Trial::starting();
        trial.effect = set(State::Starting);
        let mut work = trial.work(job);
        let mut looks = 0;
        let end = loop {
            match work.next(trial.now) {
                Task::Keep(_) => work.kept(Ok(())),
                Task::Send(request) => {
                    looks += usize::from(request.path == "/look");
                    if looks == 2 && request.path == "/look" {
                        let second = trial.now.as_second() + hours * 3600;
                        trial.now = Timestamp::from_second(second).unwrap();
                    }
                    if looks == 6 {
                        set(State::Running)(&mut trial.machines.lock().unwrap());
                    }
                    if request.safety != Safety::Read {
                        (trial.effect)(&mut trial.machines.lock().unwrap());
                    }
                    work.receive(trial.now, Ok(answer(200)));
                }
                Task::Wait(time) => trial.wait(time),
                Task::End(job) => break job,
                Task::Saw(_) | Task::Gone(_) => {}
            }
            assert!(looks < 20, "it does not end");
        };
        assert_eq!(
            (end.phase, looks),
            (Phase::Done, 6),
            "{hours}: {}",
            end.note
        );
    }
}

#[test]
fn stopped_is_what_was_not_sent() {
    let (mut trial, job) = Trial::starting();
    let mut work = trial.work(job.clone());
    // The request that only reads is on its way.
    assert!(matches!(work.next(trial.now), Task::Send(_)));
    assert!(work.stop(trial.now));
    work.receive(trial.now, Ok(answer(200)));
    let end = trial.run(work);
    assert_eq!((end.phase, trial.acts), (Phase::Stopped, 0));

    let mut work = trial.work(job);
    assert!(matches!(work.next(trial.now), Task::Send(_)));
    work.receive(trial.now, Ok(answer(200)));
    assert!(matches!(work.next(trial.now), Task::Keep(_)));
    assert!(!work.stop(trial.now), "it is being written down as sent");
}
