//! One tab asks each provider how its machines are, and tells the others.
//!
//! Of the tabs somebody is looking at, the one that holds an account's lock looks at that account
//! every so often; the others hear what it was told.

use std::time::Duration;

use leptos::{
    prelude::{GetUntracked, Set, Update},
    task::spawn_local,
};
use pilothouse_core::{Error, Machine, MachineId, Timestamp};
use serde::{Deserialize, Serialize};

use crate::{
    api::{clock, page, tabs},
    store::{Store, holding::Holding, reading},
};

/// How soon a tab notices that it is looked at, or no longer.
const GLANCE: Duration = Duration::from_secs(2);

/// What one tab was told of an account.
#[derive(Debug, Serialize, Deserialize)]
pub(in crate::store) struct News {
    /// Account id.
    pub(in crate::store) account: String,
    /// What.
    pub(in crate::store) what: Told,
}

/// What a tab can be told of an account's machines.
#[derive(Debug, Serialize, Deserialize)]
pub(in crate::store) enum Told {
    /// A page of a list that was begun at this time.
    Page(Timestamp, Vec<Machine>),
    /// That list is complete.
    Complete(Timestamp),
    /// The list could not be read.
    Failed(Error),
    /// One machine.
    Machine(Box<Machine>),
    /// A machine that is gone.
    Gone(MachineId),
}

impl Store {
    /// Contends for every account this tab could look at, for as long as the tab lives.
    pub(super) fn contend(self) {
        spawn_local(async move {
            loop {
                for holding in self.holdings.get_untracked() {
                    let able = self.keyring.get(&holding.account.id).is_some();
                    let free = !holding.contends.get_untracked();
                    if able && free && !page::is_hidden() {
                        holding.contends.set(true);
                        spawn_local(async move { lead(self, holding).await });
                    }
                }
                clock::sleep(GLANCE).await;
            }
        });
    }

    /// Takes in what another tab was told.
    pub(super) fn take_news(self, news: News) {
        let Some(holding) = self.holding(&news.account) else {
            return;
        };
        match news.what {
            Told::Page(began, machines) => holding
                .roster
                .maybe_update(|roster| roster.take_all(machines, began)),
            Told::Complete(began) => {
                holding
                    .roster
                    .maybe_update(|roster| roster.keep_seen_since(began));
                holding.last_look.set(Some(began));
                holding.set_status(|status| {
                    status.fresh = Some(clock::now());
                    status.error = None;
                });
            }
            Told::Failed(error) => holding.set_status(|status| status.error = Some(error)),
            Told::Machine(machine) => {
                let id = machine.id.clone();
                reading::take(&holding, id, Ok(*machine));
            }
            Told::Gone(id) => holding.roster.update(|roster| roster.drop(&id)),
        }
    }
}

/// Looks at an account for all tabs, from when its lock is free until nobody looks at this tab.
async fn lead(store: Store, holding: Holding) {
    let held = tabs::lock(&["account ", &holding.account.id].concat()).await;
    let has_locks = held.is_some();
    let is_there = || store.holding_by_key(&holding.key()).is_some();
    holding.leads.set(true);
    while is_there() && !page::is_hidden() {
        clock::sleep(GLANCE).await;
    }
    if has_locks {
        holding.leads.set(false);
    }
    drop(held);
    holding.contends.set(false);
}
