//! Which of the jobs that wait may start.

use pilothouse_core::Timestamp;

use crate::{Job, JobId};

/// How many jobs of one account run at once unless somebody says otherwise.
pub const AT_ONCE: usize = 4;

/// Those of the waiting jobs that may start now, in their order: no more of one account than
/// `limit` with those that run, none of an account that asked to be left alone until later
/// (`quiet`: account, until), and of one machine one at a time.
pub fn startable(
    now: Timestamp,
    waiting: &[&Job],
    running: &[&Job],
    quiet: &[(String, Timestamp)],
    limit: usize,
) -> Vec<JobId> {
    let mut taken: Vec<&Job> = running.to_vec();
    let mut ready = Vec::new();
    for job in waiting {
        let same = |one: &&&Job| one.account == job.account;
        let is_quiet = quiet
            .iter()
            .any(|(account, until)| *account == job.account && now < *until);
        let is_full = taken.iter().filter(same).count() >= limit;
        let target = &job.order.target;
        let is_busy = !target.is_account()
            && taken
                .iter()
                .filter(same)
                .any(|one| one.order.target.id == target.id);
        if job.phase.is_open() && !is_quiet && !is_full && !is_busy {
            ready.push(job.id.clone());
            taken.push(job);
        }
    }
    ready
}
