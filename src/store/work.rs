//! Asking for things: a job is drafted here, and carried out by the [engine](super::engine), which
//! is fetched when it is first needed.

use std::{sync::Arc, time::Duration};

use leptos::{
    prelude::{RwSignal, Update, WithUntracked},
    task::spawn_local,
};
use pilothouse_core::{Input, Order, Verb};

use super::{
    Store,
    engine::{self, Wish},
    holding::Holding,
    jobs::{Before, Job, JobId, Phase},
    rows::RowKey,
};
use crate::{
    api::{clock, page, storage},
    split::NotFetched,
};

/// Where it is kept that there are open jobs.
pub(super) const OPEN_JOBS: &str = "open-jobs";

/// What makes ids no other tab makes.
#[derive(Clone, Copy)]
pub struct Ids {
    tab: RwSignal<String>,
    count: RwSignal<u32>,
}

impl Ids {
    /// A tab's name and nothing counted yet.
    pub fn new() -> Self {
        let chance = (js_sys::Math::random() * 1e9) as u64;
        let tab = [
            clock::now().as_millisecond().to_string(),
            chance.to_string(),
        ];
        Self {
            tab: RwSignal::new(tab.join("-")),
            count: RwSignal::default(),
        }
    }

    /// The tab's name: every id begins with it.
    pub fn tab(self) -> String {
        self.tab.with_untracked(Clone::clone)
    }

    /// An id this tab makes once.
    pub fn next(self) -> String {
        self.count.update(|count| *count += 1);
        let count = self.count.with_untracked(ToString::to_string);
        [self.tab(), count].join("-")
    }
}

impl Default for Ids {
    fn default() -> Self {
        Self::new()
    }
}

/// How many jobs are drafted before the page gets its turn.
const AT_A_TIME: usize = 50;

/// What is entered for a machine.
pub type Entered = Arc<dyn Fn(&RowKey) -> Input>;

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
        self.wish(Wish::Start);
        id
    }

    /// The same for many machines, with what is entered for each. Gives the name under which they
    /// are found together. What is not written down yet when it is stopped never is.
    pub fn order_all(self, keys: Vec<RowKey>, verb: Verb, input: Entered) -> String {
        let batch = self.ids.next();
        let name = batch.clone();
        spawn_local(async move {
            for some in keys.chunks(AT_A_TIME) {
                if self.jobs.is_stopped(&name) {
                    return;
                }
                for key in some {
                    self.draft_in(key, verb, Some(name.clone()), input(key));
                }
                self.wish(Wish::Start);
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
        self.wish(Wish::Start);
        id
    }

    fn draft(self, holding: &Holding, ask: Ask) -> JobId {
        let id = JobId(self.ids.next());
        let before = before(holding, &ask);
        let account = holding.account.id.clone();
        let mut job = Job::new(id.clone(), account, ask.order, before, clock::now());
        job.account_label.clone_from(&holding.account.label);
        job.machine = ask.machine;
        job.batch = ask.batch;
        job.again_of = ask.again_of;
        self.jobs.take(job);
        self.jobs.unkept.update(|unkept| unkept.push(id.clone()));
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
        self.wish(Wish::Stop(batch.to_owned()));
    }

    /// Takes back a job that has not been sent yet.
    pub fn stop_job(self, id: &JobId) {
        self.wish(Wish::StopOne(id.clone()));
    }

    /// Forgets every job that has ended, here, in the journal and in every other tab.
    pub fn forget_ended_jobs(self) {
        self.wish(Wish::ForgetEnded);
    }

    /// Takes up what was asked in earlier and other tabs: at once if anything of it is open, else
    /// when somebody begins to use the page, or has looked at it for a while. Until then the first
    /// view has the network for itself.
    pub fn take_up_jobs(self) {
        spawn_local(async move {
            if !storage::load(OPEN_JOBS).unwrap_or(false) {
                page::first_use().await;
            }
            self.wish(Wish::Join);
        });
    }

    /// The same at once, for a page that shows them.
    pub fn take_up_jobs_now(self) {
        self.wish(Wish::Join);
    }

    /// Has the engine do something, once it is here.
    pub(super) fn wish(self, wish: Wish) {
        spawn_local(async move {
            match engine::engine().await {
                Ok(engine) => engine(self, wish),
                Err(NotFetched) => self.end_drafts(),
            }
        });
    }

    /// Without an engine nothing can be sent: says so of everything that waits in this tab.
    fn end_drafts(self) {
        for job in self.jobs.all_untracked() {
            if job.phase == Phase::Drafted && job.id.0.starts_with(&self.ids.tab()) {
                let mut job = Job::clone(&job);
                job.phase = Phase::Failed;
                job.ended = Some(clock::now());
                job.note = ["Not sent. ", NotFetched::WORDS].concat();
                self.jobs.take(job);
            }
        }
    }
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
