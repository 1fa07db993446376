//! Carrying one job to its end.

use std::{sync::Arc, time::Duration};

use pilothouse_core::{
    Access, Error, Machine, MachineId, Orders, Provider, Request, Response, Timestamp,
};

use crate::{Job, Phase};

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

/// Carries one job from wherever its phase says to its end. Nothing fails here: every error
/// becomes the job's end, in words.
pub struct Work {
    _orders: Arc<dyn Orders>,
    _provider: Arc<dyn Provider>,
    _access: Access,
    job: Job,
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
            _orders: orders,
            _provider: provider,
            _access: access,
            job,
        }
    }

    /// The job as it stands.
    pub fn job(&self) -> &Job {
        &self.job
    }

    /// What to do next.
    pub fn next(&mut self, now: Timestamp) -> Task {
        if self.job.phase.is_open() {
            self.job.phase = Phase::Failed;
            self.job.ended = Some(now);
            if self.job.misses_secrets() {
                "Not sent: what was entered is not kept.".clone_into(&mut self.job.note);
            }
        }
        Task::End(Box::new(self.job.clone()))
    }

    /// Answers the last [`Task::Keep`]: it was written down, or why it could not be.
    pub fn kept(&mut self, _kept: Result<(), String>) {}

    /// Answers the last [`Task::Send`].
    pub fn receive(&mut self, _now: Timestamp, _answer: Result<Response, Error>) {}

    /// Takes the job back, if nothing that changes anything was sent or is about to be; says
    /// whether. Its end comes with the next task.
    pub fn stop(&mut self, now: Timestamp) -> bool {
        self.job.stop(now)
    }
}
