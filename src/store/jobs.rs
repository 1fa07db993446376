//! Jobs: what was asked of providers, from the click to the end. They live here and in the
//! journal, not on a page.

use std::sync::Arc;

use leptos::prelude::{RwSignal, Set, Update, With, WithUntracked};
use pilothouse_core::{MachineId, State, Timestamp};
pub use pilothouse_jobs::{Before, Job, JobId, Phase};

/// Ended jobs kept; older ones make room.
const KEPT: usize = 500;

/// The same while any is open.
const KEPT_AT_WORK: usize = 20 * KEPT;

/// All jobs of all tabs, the newest first.
#[derive(Clone, Copy, Default)]
pub struct Jobs {
    list: RwSignal<Vec<Arc<Job>>>,
    /// Jobs this tab carries out.
    pub(super) running: RwSignal<Vec<JobId>>,
    /// Jobs asked in this tab and not written down yet.
    pub(super) unkept: RwSignal<Vec<JobId>>,
    /// Jobs this tab should carry out and has not what it needs for.
    pub(super) stuck: RwSignal<Vec<JobId>>,
    /// Batches a person stopped.
    pub(super) stopped: RwSignal<Vec<String>>,
    /// Somebody will look what may start when the next account's turn comes.
    pub(super) is_waking: RwSignal<bool>,
    /// Why the journal could not be read, in words.
    pub problem: RwSignal<Option<String>>,
}

impl Jobs {
    /// Takes a job in as it is now; a new one is put where its time belongs. Gives the ids of
    /// those that had to make room.
    pub fn take(&self, job: Job) -> Vec<String> {
        let mut out = Vec::new();
        self.list.update(|list| {
            if let Some(known) = list.iter_mut().find(|known| known.id == job.id) {
                *known = Arc::new(job);
                return;
            }
            let at = list.partition_point(|known| known.asked > job.asked);
            list.insert(at, Arc::new(job));
            // What is asked of many machines is seen to its end as one.
            let is_at_work = list.iter().any(|known| known.phase.is_open());
            let kept = if is_at_work { KEPT_AT_WORK } else { KEPT };
            while list.len() > kept && list.last().is_some_and(|oldest| !oldest.phase.is_open()) {
                out.extend(list.pop().map(|oldest| oldest.id.0.clone()));
            }
        });
        out
    }

    /// Changes only what is shown of a job.
    pub fn show(&self, id: &JobId, phase: Phase) {
        let differs = self.get(id).is_some_and(|job| job.phase != phase);
        if differs {
            self.list.update(|list| {
                if let Some(job) = list.iter_mut().find(|job| job.id == *id) {
                    Arc::make_mut(job).phase = phase;
                }
            });
        }
    }

    /// One of them. Not reactive.
    pub fn get(&self, id: &JobId) -> Option<Arc<Job>> {
        self.list
            .with_untracked(|list| list.iter().find(|job| job.id == *id).cloned())
    }

    /// All of them, the newest first. Reactive.
    pub fn all(&self) -> Vec<Arc<Job>> {
        self.list.with(Clone::clone)
    }

    /// All of them, the newest first. Not reactive.
    pub fn all_untracked(&self) -> Vec<Arc<Job>> {
        self.list.with_untracked(Clone::clone)
    }

    /// Those asked together under this name, in the order they were asked. Reactive.
    pub fn of_batch(&self, batch: &str) -> Vec<Arc<Job>> {
        self.list.with(|list| {
            let asked = list.iter().rev();
            asked
                .filter(|job| job.batch.as_deref() == Some(batch))
                .cloned()
                .collect()
        })
    }

    /// Those asked of this machine, the newest first. Reactive.
    pub fn of_machine(&self, account: &str, machine: &MachineId) -> Vec<Arc<Job>> {
        self.list.with(|list| {
            let asked = list.iter();
            asked
                .filter(|job| is_about(job, account, machine))
                .cloned()
                .collect()
        })
    }

    /// How many are still open. Reactive.
    pub fn open(&self) -> usize {
        self.list
            .with(|list| list.iter().filter(|job| job.phase.is_open()).count())
    }

    /// The last batch asked before this time that has not come to its end. Reactive.
    pub fn under_way(&self, before: Timestamp) -> Option<String> {
        self.list.with(|list| {
            let earlier = list.iter().filter(|job| job.asked < before);
            let mut open = earlier.filter(|job| job.phase.is_open());
            open.find_map(|job| job.batch.clone())
        })
    }

    /// Those that are still open. Reactive.
    pub fn all_open(&self) -> Open {
        self.list.with(|list| {
            let open = list.iter().filter(|job| job.phase.is_open());
            Open(open.cloned().collect())
        })
    }

    /// What is being done to this machine. Reactive.
    pub fn open_for(&self, account: &str, machine: &MachineId) -> Option<Arc<Job>> {
        self.list.with(|list| find_open(list, account, machine))
    }

    /// What is being done to this machine. Not reactive.
    pub fn open_for_untracked(&self, account: &str, machine: &MachineId) -> Option<Arc<Job>> {
        self.list
            .with_untracked(|list| find_open(list, account, machine))
    }

    /// Forgets an account's jobs; gives their ids.
    pub fn forget(&self, account: &str) -> Vec<String> {
        let is_its = |job: &&Arc<Job>| job.account == account;
        let gone = self.list.with_untracked(|list| {
            let its = list.iter().filter(is_its);
            its.map(|job| job.id.0.clone()).collect::<Vec<_>>()
        });
        self.list
            .update(|list| list.retain(|job| job.account != account));
        gone
    }

    /// Forgets every job that has ended; gives their ids.
    pub fn forget_ended(&self) -> Vec<String> {
        let gone = self.list.with_untracked(|list| {
            let ended = list.iter().filter(|job| !job.phase.is_open());
            ended.map(|job| job.id.0.clone()).collect()
        });
        self.list
            .update(|list| list.retain(|job| job.phase.is_open()));
        gone
    }

    /// Forgets the jobs with these ids, a line each.
    pub(super) fn drop_ids(&self, ids: &str) {
        self.list
            .update(|list| list.retain(|job| !ids.lines().any(|id| id == job.id.0)));
    }

    /// Whether a person stopped this batch.
    pub(super) fn is_stopped(&self, batch: &str) -> bool {
        self.stopped
            .with_untracked(|stopped| stopped.iter().any(|one| one == batch))
    }

    /// Whether this tab carries it out.
    pub(super) fn is_running(&self, id: &JobId) -> bool {
        self.running.with_untracked(|running| running.contains(id))
    }

    /// Says why the journal cannot be read.
    pub(super) fn fail(&self, words: String) {
        self.problem.set(Some(words));
    }
}

/// Jobs that are still open, the newest first.
pub struct Open(Vec<Arc<Job>>);

impl Open {
    /// The state a machine will be in for as long as something is being done to it.
    pub fn pending(&self, account: &str, machine: &MachineId) -> Option<State> {
        let job = find_open(&self.0, account, machine)?;
        job.order.verb.pending()
    }
}

fn is_about(job: &Job, account: &str, machine: &MachineId) -> bool {
    let made = job.ticket.as_ref().and_then(|ticket| ticket.made.as_ref());
    job.account == account
        && (job.order.target.id == *machine || made.is_some_and(|made| made.id == *machine))
}

fn find_open(list: &[Arc<Job>], account: &str, machine: &MachineId) -> Option<Arc<Job>> {
    list.iter()
        .find(|job| job.phase.is_open() && is_about(job, account, machine))
        .cloned()
}

#[cfg(test)]
mod tests {
    use leptos::prelude::{Get, Memo, Owner};
    use pilothouse_core::{Machine, Order, Verb};

    use super::*;

    const OPENED: i64 = 100;

    fn job(id: &str, asked: i64, phase: Phase, batch: Option<&str>) -> Job {
        let order = Order::new(Verb::Start, Machine::bare("1", "web-1").target());
        let asked = Timestamp::from_second(asked).unwrap();
        let id = JobId(id.to_owned());
        let mut job = Job::new(id, "a", order, Before::default(), asked);
        job.phase = phase;
        job.batch = batch.map(str::to_owned);
        job
    }

    #[test]
    fn what_an_earlier_page_left_is_found_as_the_journal_is_read() {
        Owner::new().with(|| {
            let jobs = Jobs::default();
            let opened = Timestamp::from_second(OPENED).unwrap();
            let under_way = Memo::new(move |_| jobs.under_way(opened));
            let expect = |why: &str, batch: Option<&str>| {
                assert_eq!(under_way.get().as_deref(), batch, "{why}");
            };
            expect("nothing is read yet", None);
            for (id, asked, phase, batch, why, found) in [
                ("1", 10, Phase::Sent, None, "asked alone", None),
                ("2", 20, Phase::Done, Some("old"), "at its end", None),
                (
                    "3",
                    OPENED,
                    Phase::Drafted,
                    Some("new"),
                    "asked since",
                    None,
                ),
                (
                    "4",
                    30,
                    Phase::Drafted,
                    Some("one"),
                    "under way",
                    Some("one"),
                ),
                (
                    "5",
                    40,
                    Phase::Sent,
                    Some("two"),
                    "a later one",
                    Some("two"),
                ),
                (
                    "5",
                    40,
                    Phase::Failed,
                    Some("two"),
                    "the later ends",
                    Some("one"),
                ),
            ] {
                jobs.take(job(id, asked, phase, batch));
                expect(why, found);
            }
        });
    }
}
