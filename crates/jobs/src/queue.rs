//! Which of the jobs that wait may start.

use pilothouse_core::Timestamp;

use crate::{Job, JobId, Phase};

/// How many jobs of one account run at once unless somebody says otherwise.
pub const AT_ONCE: usize = 4;

/// Those of the waiting jobs that may be taken up now. What was sent by a tab that has ended is only
/// read about from here on, so all of it goes on, first and whatever its account waits for. Then
/// those that were not sent, in their order: no more of one account than `limit` with those that
/// run, none of an account that asked to be left alone until later (`quiet`: account, until), and of
/// one machine one at a time. Of machines to be made with one name it is one at a time as well, so
/// that what is found by its name is whose it should be.
pub fn startable(
    now: Timestamp,
    waiting: &[&Job],
    running: &[&Job],
    quiet: &[(String, Timestamp)],
    limit: usize,
) -> Vec<JobId> {
    let was_sent = |job: &&&Job| job.phase.is_open() && job.phase != Phase::Drafted;
    let sent = || waiting.iter().filter(was_sent).copied();
    let mut taken: Vec<&Job> = running.iter().copied().chain(sent()).collect();
    let mut ready: Vec<JobId> = sent().map(|job| job.id.clone()).collect();
    for job in waiting {
        let same = |one: &&&Job| one.account == job.account;
        let is_quiet = quiet
            .iter()
            .any(|(account, until)| *account == job.account && now < *until);
        let is_full = taken.iter().filter(same).count() >= limit;
        let is_busy = taken.iter().filter(same).any(|one| meets(one, job));
        if job.phase == Phase::Drafted && !is_quiet && !is_full && !is_busy {
            ready.push(job.id.clone());
            taken.push(job);
        }
    }
    ready
}

/// Whether both are about the same machine.
fn meets(one: &Job, other: &Job) -> bool {
    let (target, verb) = (&one.order.target, one.order.verb);
    target.id == other.order.target.id
        && (!target.is_account() || verb == other.order.verb && one.machine == other.machine)
}

#[cfg(test)]
mod tests {
    use pilothouse_core::{MachineId, Order, Target, Verb};

    use super::*;
    use crate::Before;

    /// `account/machine`, with `+name` for a machine to be made.
    fn job(text: &str) -> Job {
        let (account, machine) = text.split_once('/').unwrap();
        let (verb, target) = if machine.starts_with('+') {
            (Verb::Create, Target::account())
        } else {
            let id = MachineId::new(machine);
            let locator = String::new();
            (Verb::Start, Target { id, locator })
        };
        let order = Order::new(verb, target);
        let (id, now) = (JobId(text.to_owned()), Timestamp::UNIX_EPOCH);
        let mut job = Job::new(id, account, order, Before::default(), now);
        machine.clone_into(&mut job.machine);
        job
    }

    #[test]
    fn what_may_start() {
        let cases: [(&[&str], &[&str], &[&str]); 7] = [
            (&["a/1", "a/2", "a/3"], &[], &["a/1", "a/2"]),
            (&["a/1", "b/1", "b/2"], &["a/8", "a/9"], &["b/1", "b/2"]),
            (&["a/1", "a/2"], &["a/9"], &["a/1"]),
            (&["a/1", "a/2"], &["a/1"], &["a/2"]),
            (&["a/1", "a/1", "b/1"], &[], &["a/1", "b/1"]),
            (&["a/+web", "a/+web"], &[], &["a/+web"]),
            (&["a/+web", "a/+db", "q/1"], &[], &["a/+web", "a/+db"]),
        ];
        let now = Timestamp::from_second(100).unwrap();
        let until = Timestamp::from_second(101).unwrap();
        for (waiting, running, wanted) in cases {
            let jobs = |names: &[&str]| names.iter().map(|name| job(name)).collect::<Vec<_>>();
            let (waits, runs) = (jobs(waiting), jobs(running));
            let (waits, runs): (Vec<_>, Vec<_>) = (waits.iter().collect(), runs.iter().collect());
            let quiet = [("q".to_owned(), until), ("a".to_owned(), now)];
            let may = startable(now, &waits, &runs, &quiet, 2);
            let may: Vec<&str> = may.iter().map(|id| id.0.as_str()).collect();
            assert_eq!(may, wanted, "{waiting:?} with {running:?}");
        }
    }

    #[test]
    fn what_was_sent_goes_on_and_what_has_ended_does_not() {
        let now = Timestamp::UNIX_EPOCH;
        let later = Timestamp::from_second(1).unwrap();
        let quiet = [("a".to_owned(), later)];
        for (phase, wanted) in [
            (Phase::Sent, true),
            (Phase::Accepted, true),
            (Phase::Running { percent: None }, true),
            (Phase::Done, false),
            (Phase::Failed, false),
            (Phase::Unknown, false),
            (Phase::Stopped, false),
        ] {
            let mut left = job("a/1");
            left.phase = phase;
            let (waits, runs) = (job("a/1"), job("a/2"));
            let may = startable(now, &[&waits, &left], &[&runs], &quiet, 1);
            assert_eq!(may.len() == 1, wanted, "{phase:?}: {may:?}");
            // A machine that is being worked on is not asked for more.
            let may = startable(now, &[&waits, &left], &[], &[], 2);
            assert_eq!(may.len(), 1, "{phase:?}: {may:?}");
        }
    }
}
