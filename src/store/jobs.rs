//! Jobs: what was asked of providers, from the click to the end. They live here, not on a page.

use std::sync::Arc;

use leptos::prelude::{RwSignal, Update, With, WithUntracked};
use pilothouse_core::{MachineId, Timestamp, Verb};

use super::rows::RowKey;

/// Where a job has got to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Phase {
    /// Written down, not sent.
    Drafted,
    /// On its way.
    Sent,
    /// The provider took it.
    Accepted,
    /// The provider works on it.
    Running {
        /// 0–100 where it counts.
        percent: Option<u8>,
    },
    /// It happened.
    Done,
    /// It did not happen.
    Failed,
    /// Nobody knows whether it happened; a person decides.
    Unknown,
}

impl Phase {
    /// Whether anything is still to come.
    pub const fn is_open(&self) -> bool {
        !matches!(self, Self::Done | Self::Failed | Self::Unknown)
    }

    /// The word a person reads.
    pub const fn word(&self) -> &'static str {
        match self {
            Self::Drafted => "Waiting",
            Self::Sent => "Sent",
            Self::Accepted => "Accepted",
            Self::Running { .. } => "Running",
            Self::Done => "Done",
            Self::Failed => "Failed",
            Self::Unknown => "Unknown",
        }
    }
}

/// One thing asked of one machine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Job {
    /// Counts up.
    pub id: u32,
    /// Account and machine.
    pub key: RowKey,
    /// The account's label when it was asked.
    pub account: String,
    /// The machine's name when it was asked.
    pub machine: String,
    /// What was asked.
    pub verb: Verb,
    /// When.
    pub asked: Timestamp,
    /// When it came to an end.
    pub ended: Option<Timestamp>,
    /// How far it is.
    pub phase: Phase,
    /// What there is to say about it, in words.
    pub note: String,
}

/// Jobs kept; older ended ones make room.
const KEPT: usize = 500;

/// All jobs, the newest first.
#[derive(Clone, Copy, Default)]
pub struct Jobs {
    list: RwSignal<Vec<Arc<Job>>>,
}

impl Jobs {
    /// Writes down a new job and gives its id.
    pub fn draft(&self, make: impl FnOnce(u32) -> Job) -> u32 {
        let mut id = 0;
        self.list.update(|list| {
            id = list.first().map_or(1, |newest| newest.id + 1);
            list.insert(0, Arc::new(make(id)));
            while list.len() > KEPT && list.last().is_some_and(|oldest| !oldest.phase.is_open()) {
                list.pop();
            }
        });
        id
    }

    /// Changes a job.
    pub fn change(&self, id: u32, change: impl FnOnce(&mut Job)) {
        self.list.update(|list| {
            if let Some(job) = list.iter_mut().find(|job| job.id == id) {
                change(Arc::make_mut(job));
            }
        });
    }

    /// All of them, the newest first. Reactive.
    pub fn all(&self) -> Vec<Arc<Job>> {
        self.list.with(Clone::clone)
    }

    /// How many are still open. Reactive.
    pub fn open(&self) -> usize {
        self.list
            .with(|list| list.iter().filter(|job| job.phase.is_open()).count())
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

    /// Forgets an account's jobs.
    pub fn forget(&self, account: &str) {
        self.list
            .update(|list| list.retain(|job| *job.key.account != *account));
    }
}

fn find_open(list: &[Arc<Job>], account: &str, machine: &MachineId) -> Option<Arc<Job>> {
    list.iter()
        .find(|job| {
            job.phase.is_open() && *job.key.account == *account && job.key.machine == *machine
        })
        .cloned()
}
