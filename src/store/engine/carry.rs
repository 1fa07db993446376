//! Carrying out jobs: those of this tab, and those an ended tab has left.

use std::{sync::Arc, time::Duration};

use leptos::{
    prelude::{GetUntracked, Set, Update, WithUntracked},
    task::spawn_local,
};
use pilothouse_core::{Access, Error, ErrorKind, Orders, Provider, Timestamp, Verb};
use pilothouse_jobs::{AT_ONCE, Task, Work, startable};

use super::{Told, share};
use crate::{
    api::{clock, journal, storage},
    store::{
        Store,
        holding::Holding,
        jobs::{Job, JobId, Phase},
        reading, refresh,
        work::OPEN_JOBS,
    },
};

/// Requests kept back for following what has begun before more is begun.
const RESERVE: usize = 10;

impl Store {
    /// Takes back what has not been sent yet of what is meant.
    pub(super) fn stop_waiting(self, is_meant: &dyn Fn(&Job) -> bool) {
        for job in self.jobs.all_untracked() {
            if is_meant(&job) && job.phase == Phase::Drafted && !self.jobs.is_running(&job.id) {
                let mut job = Job::clone(&job);
                if job.stop(clock::now()) {
                    self.take_job(job.clone());
                    spawn_local(async move {
                        let _kept = write(&job).await;
                    });
                }
            }
        }
    }

    /// Takes in how a job stands now, here and in every other tab.
    fn take_job(self, job: Job) {
        share::tell_job(self, &job);
        let out = self.jobs.take(job);
        let is_open = |job: &Arc<Job>| job.phase.is_open();
        storage::save(OPEN_JOBS, &self.jobs.all_untracked().iter().any(is_open));
        if !out.is_empty() {
            spawn_local(async move {
                let _forgotten = journal::forget(&out).await;
            });
        }
    }

    /// Forgets jobs that are not in the list any more in the journal and in every other tab.
    pub(super) fn forget(self, gone: &[String]) {
        share::tell_forgotten(self, gone);
        let gone = gone.to_vec();
        spawn_local(async move {
            let _forgotten = journal::forget(&gone).await;
        });
    }

    /// Writes down what was asked since, so that a reload does not lose it, then starts what can.
    pub(super) fn begin(self) {
        let Some(asked) = self.jobs.unkept.try_update(std::mem::take) else {
            return;
        };
        let jobs: Vec<_> = asked.iter().filter_map(|id| self.jobs.get(id)).collect();
        spawn_local(async move {
            storage::save(OPEN_JOBS, &true);
            let entries: Vec<_> = jobs.iter().filter_map(|job| entry(job).ok()).collect();
            if !entries.is_empty() {
                // If this browser keeps nothing, the job itself will say so before it is sent.
                let _kept = journal::keep(&entries).await;
            }
            for job in &jobs {
                share::tell_job(self, job);
            }
            self.start_waiting();
        });
    }

    /// Starts those of this tab's jobs whose turn has come.
    pub(super) fn start_waiting(self) {
        let all = self.jobs.all_untracked();
        let (mut waiting, mut running) = (Vec::new(), Vec::new());
        let stuck = self.jobs.stuck.with_untracked(Clone::clone);
        let is_open = |job: &&Arc<Job>| job.phase.is_open() && !stuck.contains(&job.id);
        for job in all.iter().rev().filter(is_open) {
            if self.jobs.is_running(&job.id) {
                running.push(&**job);
            } else if self.carries(&job.id) && self.holds(&job.account) {
                waiting.push(&**job);
            }
        }
        if waiting.is_empty() || !self.has_joined() {
            return;
        }
        let quiet: Vec<_> = self.holdings.with_untracked(|holdings| {
            let asked = holdings.iter();
            asked
                .filter_map(|h| Some((h.account.id.clone(), next_turn(h)?)))
                .collect()
        });
        for id in startable(clock::now(), &waiting, &running, &quiet, AT_ONCE) {
            self.run(id);
        }
        let is_waking = self.jobs.is_waking.get_untracked();
        if let Some((_, until)) = quiet.iter().min_by_key(|(_, until)| *until)
            && !is_waking
        {
            let left = until.as_millisecond() - clock::now().as_millisecond();
            let left = u64::try_from(left).unwrap_or(0) + 100;
            self.jobs.is_waking.set(true);
            spawn_local(async move {
                clock::sleep(Duration::from_millis(left)).await;
                self.jobs.is_waking.set(false);
                self.start_waiting();
            });
        }
    }

    /// Goes on with an account's jobs that wanted something which may be here now.
    pub(super) fn go_on_with(self, account: &str) {
        let all = self.jobs.all_untracked();
        let is_its = |id: &JobId| {
            all.iter()
                .any(|job| job.id == *id && job.account == account)
        };
        self.jobs
            .stuck
            .update(|stuck| stuck.retain(|id| !is_its(id)));
        self.start_waiting();
    }

    /// Carries a job out, from wherever it is.
    fn run(self, id: JobId) {
        self.jobs.running.update(|running| running.push(id.clone()));
        spawn_local(async move {
            if let Some(job) = self.jobs.get(&id)
                && let Some(holding) = self.holding(&job.account)
            {
                carry_out(self, &holding, &job).await;
            }
            self.jobs
                .running
                .update(|running| running.retain(|one| *one != id));
            self.start_waiting();
        });
    }
}

/// When more of an account's jobs may begin: after the quiet its provider asked for, and within
/// the requests it allows in a minute. `None` for now.
fn next_turn(holding: &Holding) -> Option<Timestamp> {
    let limit = holding.provider.facts().requests_per_minute;
    let pause = holding.line.pause(limit, RESERVE)?;
    clock::now().checked_add(pause).ok()
}

async fn write(job: &Job) -> Result<(), String> {
    let entry = entry(job)?;
    journal::keep(&[entry]).await
}

fn entry(job: &Job) -> Result<(String, String), String> {
    let entry = String::from_utf8(job.write()?).map_err(|error| error.to_string())?;
    Ok((job.id.0.clone(), entry))
}

/// What a job is carried out with.
struct Hands {
    orders: Arc<dyn Orders>,
    client: Arc<dyn Provider>,
    access: Access,
}

/// The clients a job needs, fetched where that is needed, and what its account is let in with.
async fn hands(store: Store, holding: &Holding) -> Result<Hands, Error> {
    let client = store.client(holding).await?;
    let orders: Arc<dyn Orders> = store.operator(holding).await?;
    let access = refresh::access(store, holding)?;
    Ok(Hands {
        orders,
        client,
        access,
    })
}

/// The job, knowing which machines other jobs have made: none of those is the one it makes.
fn knowing_others(store: Store, job: &Job) -> Job {
    let mut job = job.clone();
    if job.order.verb == Verb::Create {
        for other in store.jobs.all_untracked() {
            let made = other.ticket.as_ref().and_then(|it| it.made.as_ref());
            if let Some(made) = made.filter(|_| other.account == job.account && other.id != job.id)
            {
                job.exclude(made.id.clone());
            }
        }
    }
    job
}

async fn carry_out(store: Store, holding: &Holding, job: &Job) {
    let hands = match hands(store, holding).await {
        Ok(hands) => hands,
        Err(error) => {
            store.jobs.stuck.update(|stuck| stuck.push(job.id.clone()));
            return cannot_go_on(store, job, &error.message);
        }
    };
    let job = knowing_others(store, job);
    let mut work = Work::new(hands.orders, hands.client, hands.access, job.clone());
    let is_wanted = || store.holds(&holding.account.id);
    while is_wanted() {
        match work.next(clock::now()) {
            Task::Keep(job) => {
                let kept = write(&job).await;
                store.take_job(*job);
                work.kept(kept);
            }
            Task::Send(request) => {
                let limit = holding.provider.facts().requests_per_minute;
                while let Some(pause) = holding.line.pause(limit, 0) {
                    clock::sleep(pause).await;
                }
                let answer = holding.line.send(&request).await;
                work.receive(clock::now(), answer);
            }
            Task::Wait(time) => clock::sleep(time).await,
            Task::Saw(machine) => {
                store.tell(holding, || Told::Machine(machine.clone()));
                reading::take(holding, machine.id.clone(), Ok(*machine));
            }
            Task::Gone(id) => {
                store.tell(holding, || Told::Gone(id.clone()));
                let gone = Error::new(ErrorKind::NotFound, "");
                reading::take(holding, id, Err(gone));
            }
            Task::End(job) => {
                // Of many at once their page says when the last has ended.
                if job.batch.is_none() {
                    let words = [job.order.verb.label(), " ", &job.machine, ": "].concat();
                    let words = [&words, job.phase.word(), ". ", &job.note].concat();
                    store.announce_end(words, job.phase);
                }
                store.take_job(*job);
                return;
            }
        }
        store.jobs.show(&job.id, work.job().phase);
    }
}

/// A job this tab has not what it needs for: one that was never sent ends; one that was sent stays
/// open until somebody brings what is missing.
fn cannot_go_on(store: Store, job: &Job, why: &str) {
    let mut job = job.clone();
    if job.phase == Phase::Drafted {
        job.phase = Phase::Failed;
        job.ended = Some(clock::now());
        job.note = ["Not sent. ", why].concat();
        let kept = job.clone();
        spawn_local(async move {
            let _kept = write(&kept).await;
        });
    } else {
        job.note = ["What became of it could not be read yet. ", why].concat();
    }
    store.take_job(job);
}
