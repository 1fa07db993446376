//! Carrying out jobs: one tab carries out each, and takes over those of a tab that has ended.

use std::{sync::Arc, time::Duration};

use leptos::{
    prelude::{GetUntracked, Set, Update, WithUntracked},
    task::spawn_local,
};
use pilothouse_core::{ErrorKind, Input, Order, Orders, Timestamp, Verb};
use pilothouse_jobs::{AT_ONCE, Task, Work, startable};

use super::{
    Store,
    holding::Holding,
    jobs::{Before, Job, JobId, Phase},
    reading, refresh,
    rows::RowKey,
    share,
};
use crate::api::{clock, journal};

/// Requests kept back for following what has begun before more is begun.
const RESERVE: usize = 10;
/// How many jobs are written down before the page gets its turn.
const AT_A_TIME: usize = 50;

/// Something to be asked of an account's provider.
#[derive(Clone, Debug)]
pub struct Ask {
    /// What, of which machine, with what input.
    pub order: Order,
    /// The machine's name; for a new machine the wanted one.
    pub machine: String,
    /// What it is asked together with.
    pub batch: Option<String>,
    /// The job a person repeats with it.
    pub again_of: Option<JobId>,
}

impl Ask {
    /// Asked alone, for the first time.
    pub fn new(order: Order, machine: impl Into<String>) -> Self {
        Self {
            order,
            machine: machine.into(),
            batch: None,
            again_of: None,
        }
    }
}

impl Store {
    /// Asks for something that needs no input of a machine that nothing is being done to. A
    /// machine that is being worked on, or that is not there any more, is left alone.
    pub fn order(self, key: &RowKey, verb: Verb) -> Option<JobId> {
        let id = self.draft_in(key, verb, None, Input::default());
        self.start_waiting();
        id
    }

    /// The same for many machines, with what is entered for each. Gives the name under which they
    /// are found together. Those that are not written down yet when it is stopped never are.
    pub fn order_all(
        self,
        keys: Vec<RowKey>,
        verb: Verb,
        input: Arc<dyn Fn(&RowKey) -> Input>,
    ) -> String {
        let batch = self.tab.next_id();
        let name = batch.clone();
        spawn_local(async move {
            for some in keys.chunks(AT_A_TIME) {
                if self.jobs.is_stopped(&name) {
                    return;
                }
                for key in some {
                    self.draft_in(key, verb, Some(name.clone()), input(key));
                }
                self.start_waiting();
                // Thousands are not written down while somebody waits for the page to move.
                clock::sleep(Duration::ZERO).await;
            }
        });
        batch
    }

    fn draft_in(
        self,
        key: &RowKey,
        verb: Verb,
        batch: Option<String>,
        input: Input,
    ) -> Option<JobId> {
        let holding = self.holding(&key.account)?;
        let busy = self.jobs.open_for_untracked(&key.account, &key.machine);
        if busy.is_some() {
            return None;
        }
        let (target, name) = holding.roster.with_untracked(|roster| {
            let machine = &roster.get(&key.machine)?.machine;
            Some((machine.target(), machine.name.clone()))
        })?;
        let order = Order {
            input,
            ..Order::new(verb, target)
        };
        let ask = Ask {
            batch,
            ..Ask::new(order, name)
        };
        Some(self.draft(&holding, ask))
    }

    /// Writes a job down and carries it out when its turn comes.
    pub fn ask(self, holding: &Holding, ask: Ask) -> JobId {
        let id = self.draft(holding, ask);
        self.start_waiting();
        id
    }

    fn draft(self, holding: &Holding, ask: Ask) -> JobId {
        let id = JobId(self.tab.next_id());
        let before = before(holding, &ask);
        let account = holding.account.id.clone();
        let mut job = Job::new(id.clone(), account, ask.order, before, clock::now());
        job.account_label.clone_from(&holding.account.label);
        job.machine = ask.machine;
        job.batch = ask.batch;
        job.again_of = ask.again_of;
        self.take_job(job);
        id
    }

    /// Asks once more for what a job asked for, because a person says so. `None` when secrets were
    /// entered for it, or its account is gone: then its form has to be filled in anew.
    pub fn ask_again(self, id: &JobId) -> Option<JobId> {
        let job = self.jobs.get(id).filter(|job| !job.phase.is_open())?;
        let holding = self.holding(&job.account)?;
        if job.had_secrets {
            return None;
        }
        let ask = Ask {
            order: job.order.clone(),
            machine: job.machine.clone(),
            batch: job.batch.clone(),
            again_of: Some(id.clone()),
        };
        Some(self.ask(&holding, ask))
    }

    /// Takes back what has not been sent yet of what was asked under this name.
    pub fn stop_batch(self, batch: &str) {
        self.jobs
            .stopped
            .update(|stopped| stopped.push(batch.to_owned()));
        for job in self.jobs.all_untracked() {
            let is_of_it = job.batch.as_deref() == Some(batch);
            if is_of_it && job.phase == Phase::Drafted && !self.jobs.is_running(&job.id) {
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
        if !out.is_empty() {
            spawn_local(async move {
                let _forgotten = journal::forget(&out).await;
            });
        }
    }

    /// Forgets every job that has ended, here, in the journal and in every other tab.
    pub fn forget_ended_jobs(self) {
        let gone = self.jobs.forget_ended();
        share::tell_forgotten(self, &gone);
        spawn_local(async move {
            let _forgotten = journal::forget(&gone).await;
        });
    }

    /// Forgets an account's jobs, here, in the journal and in every other tab.
    pub(super) fn forget_jobs_of(self, account: &str) {
        let gone = self.jobs.forget(account);
        share::tell_forgotten(self, &gone);
        spawn_local(async move {
            let _forgotten = journal::forget(&gone).await;
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
        if waiting.is_empty() {
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

/// When the next request of an account may go out: after the quiet its provider asked for, and
/// within the requests it allows in a minute. `None` for now.
fn next_turn(holding: &Holding) -> Option<Timestamp> {
    let limit = holding.provider.facts().requests_per_minute;
    let pause = holding.line.pause(limit, RESERVE)?;
    clock::now().checked_add(pause).ok()
}

/// What a later look will be compared with.
fn before(holding: &Holding, ask: &Ask) -> Before {
    let target = &ask.order.target;
    holding.roster.with_untracked(|roster| {
        if target.is_account() {
            let machines = roster.entries().iter().map(|entry| &entry.machine);
            // Without a complete list, a machine of that name may have been there before.
            let complete = holding
                .status
                .with_untracked(|status| status.fresh.is_some());
            if complete {
                Before::making(&ask.machine, machines)
            } else {
                Before::default()
            }
        } else {
            roster
                .get(&target.id)
                .map_or_else(Before::default, |entry| Before::machine(&entry.machine))
        }
    })
}

async fn write(job: &Job) -> Result<(), String> {
    let entry = job.write()?;
    journal::keep(&job.id.0, &String::from_utf8_lossy(&entry)).await
}

/// Who carries out orders of this verb; the complete client is fetched where it is needed.
async fn orders(
    store: Store,
    holding: &Holding,
    verb: Verb,
) -> Result<Arc<dyn Orders>, pilothouse_core::Error> {
    if Verb::POWER.contains(&verb) {
        return Ok(holding.provider.clone());
    }
    let operator = store.operator(holding).await?;
    Ok(operator)
}

async fn carry_out(store: Store, holding: &Holding, job: &Job) {
    let ready = match orders(store, holding, job.order.verb).await {
        Ok(orders) => refresh::access(store, holding).map(|access| (orders, access)),
        Err(error) => Err(error),
    };
    let (orders, access) = match ready {
        Ok(ready) => ready,
        Err(error) => {
            store.jobs.stuck.update(|stuck| stuck.push(job.id.clone()));
            return cannot_go_on(store, job, &error.message);
        }
    };
    let mut work = Work::new(orders, holding.provider.clone(), access, job.clone());
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
            Task::Saw(machine) => reading::take(holding, machine.id.clone(), Ok(*machine)),
            Task::Gone(id) => {
                let gone = pilothouse_core::Error::new(ErrorKind::NotFound, "");
                reading::take(holding, id, Err(gone));
            }
            Task::End(job) => {
                let words = [job.order.verb.label(), " ", &job.machine, ": "].concat();
                store.announce([&words, job.phase.word(), ". ", &job.note].concat());
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
