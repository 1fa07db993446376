//! One action under one fault, to its end, with a record of what was sent and what the provider
//! did of it.

use std::time::Duration;

use http::{HeaderValue, StatusCode, header};
use pilothouse_conformance::Pair;
use pilothouse_core::{Error, ErrorKind, Machine, Request, Response, Safety, Timestamp};
use pilothouse_jobs::{Job, Phase, Task, Work};

use crate::{
    fault::Fault,
    row::{Asked, Row},
};

/// More steps than any honest job takes.
const PATIENCE: usize = 5_000;
const HOUR: i64 = 3_600_000;

/// What came of it.
pub(crate) struct Cell {
    pub(crate) pair: Pair,
    pub(crate) before: Option<Machine>,
    /// How it ended; for two tabs, how it ended in each.
    pub(crate) ends: Vec<End>,
    pub(crate) writes: Vec<Write>,
    /// How far the page's clock is from the provider's, in milliseconds.
    skew: i64,
    /// A second tab sent something.
    pub(crate) sent_by_second: bool,
    fault: Fault,
    armed: bool,
    down_until: Option<Timestamp>,
    journal: Vec<u8>,
}

/// The end of a job, as one page has it.
pub(crate) struct End {
    pub(crate) job: Box<Job>,
    /// How many requests had been carried out by then.
    pub(crate) carried_out: usize,
}

/// A request that changes something, handed over to be sent.
pub(crate) struct Write {
    /// Which of the order's requests.
    pub(crate) step: usize,
    /// The provider took it and said so, whoever heard it.
    pub(crate) carried_out: bool,
}

/// Why a work came to a stop.
enum Stop {
    End(Box<Job>),
    Reload,
}

impl Cell {
    pub(crate) fn run(row: &Row, fault: Fault) -> Self {
        Self::of(row.ask().unwrap(), fault)
    }

    pub(crate) fn of(asked: Asked, fault: Fault) -> Self {
        let Asked { pair, job, before } = asked;
        let mut cell = Self {
            pair,
            before,
            ends: Vec::new(),
            writes: Vec::new(),
            skew: 0,
            sent_by_second: false,
            fault,
            armed: true,
            down_until: None,
            journal: job.write().unwrap(),
        };
        let job = if fault == Fault::ReloadDrafted {
            cell.pair.wait(Duration::from_mins(1));
            cell.read_back()
        } else {
            job
        };
        let mut work = cell.work(job);
        let end = loop {
            match cell.drive(&mut work) {
                Stop::End(job) => break job,
                Stop::Reload => {
                    cell.pair.wait(Duration::from_secs(20));
                    let job = cell.read_back();
                    work = cell.work(job);
                }
            }
        };
        cell.ended(end);
        cell
    }

    fn ended(&mut self, job: Box<Job>) {
        let carried_out = self.carried_out();
        self.ends.push(End { job, carried_out });
    }

    pub(crate) fn carried_out(&self) -> usize {
        self.writes.iter().filter(|write| write.carried_out).count()
    }

    /// The time on the page's clock.
    fn now(&self) -> Timestamp {
        let now = self.pair.now.as_millisecond() + self.skew;
        Timestamp::from_millisecond(now).unwrap()
    }

    fn work(&self, job: Job) -> Work {
        let (orders, provider) = (self.pair.operator.clone(), self.pair.provider.clone());
        Work::new(orders, provider, self.pair.access.clone(), job)
    }

    fn read_back(&self) -> Job {
        Job::read(&self.journal).unwrap()
    }

    fn drive(&mut self, work: &mut Work) -> Stop {
        for _ in 0..PATIENCE {
            match work.next(self.now()) {
                Task::Keep(job) => {
                    if self.fault == Fault::NotKept {
                        work.kept(Err("The disk is full.".to_owned()));
                        continue;
                    }
                    self.journal = job.write().unwrap();
                    let reload = self.fault == Fault::ReloadBeforeSending;
                    if reload && job.phase == Phase::Sent && self.disarm() {
                        return Stop::Reload;
                    }
                    let jump = match self.fault {
                        Fault::ClockForward => HOUR,
                        Fault::ClockBack => -HOUR,
                        _ => 0,
                    };
                    if jump != 0 && job.phase == Phase::Accepted && self.disarm() {
                        self.skew = jump;
                    }
                    work.kept(Ok(()));
                }
                Task::Send(request) => match self.send(&request, work) {
                    Some(answer) => work.receive(self.now(), answer),
                    None => return Stop::Reload,
                },
                Task::Wait(time) => self.pair.wait(time),
                Task::Saw(_) | Task::Gone(_) => {}
                Task::End(job) => return Stop::End(job),
            }
        }
        // Found to be open still, and a violation.
        Stop::End(Box::new(work.job().clone()))
    }

    /// Whether the fault is still to come; it comes once.
    fn disarm(&mut self) -> bool {
        std::mem::replace(&mut self.armed, false)
    }

    /// `None` when the page goes away meanwhile.
    fn send(&mut self, request: &Request, work: &Work) -> Option<Result<Response, Error>> {
        let is_read = request.safety == Safety::Read;
        let is_hit = if self.fault == Fault::ReloadPolling {
            is_read && matches!(work.job().phase, Phase::Accepted | Phase::Running { .. })
        } else {
            !is_read && (self.fault != Fault::LastLost || self.is_last(work.job()))
        };
        let is_hit = is_hit && self.armed;
        if is_hit {
            self.armed = false;
        }
        if !is_read {
            let step = work.job().step;
            let carried_out = false;
            self.writes.push(Write { step, carried_out });
        }
        if self.down_until.is_some_and(|until| self.pair.now < until) {
            return Some(Err(unreachable(request)));
        }
        if is_hit {
            self.hit(request)
        } else {
            Some(self.deliver(request))
        }
    }

    /// Whether the order takes no request after the one that is sent.
    fn is_last(&self, job: &Job) -> bool {
        let (pair, step) = (&self.pair, job.step + 1);
        let next = pair
            .operator
            .order(&pair.access, self.now(), &job.order, step);
        next.is_ok_and(|next| next.is_none())
    }

    fn hit(&mut self, request: &Request) -> Option<Result<Response, Error>> {
        let half_a_minute = self.pair.now.checked_add(Duration::from_secs(30)).ok();
        let answer = if self.fault.reaches_the_provider() {
            self.deliver(request)
        } else {
            Err(unreachable(request))
        };
        Some(match self.fault {
            Fault::Refused | Fault::LostThenDown => {
                self.down_until = half_a_minute;
                Err(unreachable(request))
            }
            Fault::ResetBefore | Fault::ResetAfter | Fault::LastLost => Err(unreachable(request)),
            Fault::SilentNotDone | Fault::SilentDone => {
                self.pair.wait(Duration::from_secs(30));
                let words = "Nobody answered within 30 seconds.";
                Err(Error::new(ErrorKind::TimedOut, words).for_request(request.safety))
            }
            Fault::Error500NotDone | Fault::Error500Done => {
                Ok(other(500, "text/plain", "Internal Server Error"))
            }
            Fault::Html502 => Ok(other(502, "text/html", "<html><h1>Bad Gateway</h1></html>")),
            Fault::CutJson => answer.map(cut),
            Fault::TooMany => {
                let mut answer = other(429, "text/plain", "Too Many Requests");
                let seconds = HeaderValue::from_static("7");
                answer.headers_mut().insert(header::RETRY_AFTER, seconds);
                Ok(answer)
            }
            Fault::SentTwice => {
                let first = self.carried_out();
                let again = self.deliver(request);
                if let Some(write) = self.writes.last_mut() {
                    write.carried_out |= first > 0;
                }
                again
            }
            Fault::ReloadAfterSending | Fault::ReloadPolling => return None,
            Fault::SecondTab => {
                let mut second = self.work(self.read_back());
                let sent = self.writes.len();
                let Stop::End(end) = self.drive(&mut second) else {
                    unreachable!("the fault is over")
                };
                self.sent_by_second = self.writes.len() > sent;
                self.ended(end);
                answer
            }
            _ => answer,
        })
    }

    fn deliver(&mut self, request: &Request) -> Result<Response, Error> {
        let answer = self.pair.send(request)?;
        // One of the providers says no with 200.
        let text = String::from_utf8_lossy(answer.body()).replace(' ', "");
        let refused = text.contains("\"success\":false");
        if request.safety != Safety::Read
            && let Some(write) = self.writes.last_mut()
        {
            write.carried_out = answer.status().is_success() && !refused;
        }
        Ok(answer)
    }
}

fn unreachable(request: &Request) -> Error {
    Error::new(ErrorKind::Unreachable, "The connection broke.").for_request(request.safety)
}

fn other(status: u16, kind: &'static str, body: &str) -> Response {
    let mut answer = Response::new(body.as_bytes().to_vec());
    *answer.status_mut() = StatusCode::from_u16(status).unwrap();
    let kind = HeaderValue::from_static(kind);
    answer.headers_mut().insert(header::CONTENT_TYPE, kind);
    answer
}

/// Half of the body; what has none is cut before the end of something.
fn cut(mut answer: Response) -> Response {
    let body = answer.body_mut();
    let half = body.len() / 2;
    body.truncate(half);
    if half == 0 {
        body.extend_from_slice(b"{\"cut\":");
    }
    answer
}
