//! Forms somebody began, kept in this browser without their secrets.

use std::time::Duration;

use leptos::task::spawn_local;
use pilothouse_core::{Input, Timestamp};
use serde::{Deserialize, Serialize};

use super::{
    Store,
    jobs::{JobId, Phase},
};
use crate::api::{clock, storage};

/// How often it is looked whether what was asked has been taken.
const LOOK: Duration = Duration::from_millis(500);

/// What was entered for a new machine of an account.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Draft {
    /// When it was last changed.
    pub at: Timestamp,
    /// What was entered, without secrets.
    pub input: Input,
}

fn name(account: &str) -> String {
    ["draft.", account].concat()
}

/// What was begun for an account.
pub fn load(account: &str) -> Option<Draft> {
    storage::load(&name(account))
}

/// Keeps what is entered; an earlier draft of that account makes room.
pub fn save(account: &str, input: Input) {
    let at = clock::now();
    storage::save(&name(account), &Draft { at, input });
}

/// Forgets what was begun for an account.
pub fn forget(account: &str) {
    storage::forget(&name(account));
}

/// Lets this much time pass, for keeping not every letter.
pub async fn settle() {
    clock::sleep(Duration::from_millis(600)).await;
}

/// Whether a provider has taken a job on.
pub fn is_taken(phase: Phase) -> bool {
    matches!(phase, Phase::Accepted | Phase::Running { .. } | Phase::Done)
}

impl Store {
    /// Forgets an account's draft once all of these jobs have been taken by the provider, unless it
    /// was changed since.
    pub fn forget_draft_after(self, account: &str, jobs: Vec<JobId>) {
        let (account, asked) = (account.to_owned(), clock::now());
        spawn_local(async move {
            loop {
                clock::sleep(LOOK).await;
                let all: Option<Vec<_>> = jobs.iter().map(|id| self.jobs.get(id)).collect();
                let Some(all) = all else { return };
                if all.iter().all(|job| is_taken(job.phase)) {
                    break;
                }
                if !all.iter().any(|job| job.phase.is_open()) {
                    return;
                }
            }
            if load(&account).is_some_and(|draft| draft.at <= asked) {
                forget(&account);
            }
        });
    }
}
