//! What the providers told us and what we asked of them. Lives as long as the tab; pages come
//! and go in front of it.

pub mod accounts;
pub mod announcements;
pub mod drafts;
mod engine;
pub mod holding;
pub mod jobs;
pub mod listing;
pub mod operators;
pub mod passwords;
mod preview;
pub mod reading;
pub mod refresh;
pub mod roster;
pub mod rows;
pub mod settings;
pub mod setup;
pub mod views;
pub mod work;

use std::{ops::Deref, sync::Arc};

use leptos::prelude::{GetUntracked, RwSignal, Update, With, WithUntracked, expect_context};
use pilothouse_core::Timestamp;

use crate::{
    api::{clock, log::Log},
    vault::Keyring,
};
use accounts::Account;
use holding::Holding;
use jobs::Jobs;
use settings::Settings;
use views::Views;

/// Everything the panel knows. Copies are the same store, which lives as long as the tab.
#[derive(Clone, Copy)]
pub struct Store(&'static Everything);

impl Deref for Store {
    type Target = Everything;

    fn deref(&self) -> &Everything {
        self.0
    }
}

/// What there is to know.
pub struct Everything {
    /// One for each account, in the order they are shown.
    pub holdings: RwSignal<Vec<Holding>>,
    /// Credentials.
    pub keyring: Keyring,
    /// What was asked of providers.
    pub jobs: Jobs,
    /// What makes this tab's ids.
    pub ids: work::Ids,
    /// This tab among the browser's others.
    tabs: engine::Tabs,
    /// What went to providers and what came back.
    pub log: Log,
    /// How this person likes it.
    pub settings: RwSignal<Settings>,
    /// Views of the fleet with a name, and the usual one.
    pub views: RwSignal<Views>,
    /// The time, a few seconds old at most; for showing ages.
    pub now: RwSignal<Timestamp>,
    /// The last thing worth saying to somebody who cannot see the screen.
    pub announcement: RwSignal<String>,
    /// What waits to be said after it.
    announcements: announcements::Announcements,
    /// The complete clients fetched so far.
    pub operators: RwSignal<operators::Known>,
    /// What is wrong with the installation itself, in words.
    pub setup_problem: RwSignal<Option<String>>,
    /// The configuration has been read, so that "no accounts" means it.
    pub is_ready: RwSignal<bool>,
    /// The proxy's base URL, where there is one.
    pub proxy: RwSignal<Option<String>>,
}

impl Store {
    /// An empty store with this browser's settings.
    pub fn new() -> Self {
        Self(Box::leak(Box::new(Everything {
            holdings: RwSignal::default(),
            keyring: Keyring::default(),
            jobs: Jobs::default(),
            ids: work::Ids::new(),
            tabs: engine::Tabs::default(),
            log: Log::default(),
            settings: RwSignal::new(Settings::load()),
            views: RwSignal::new(Views::load()),
            now: RwSignal::new(clock::now()),
            announcement: RwSignal::default(),
            announcements: announcements::Announcements::default(),
            operators: RwSignal::default(),
            setup_problem: RwSignal::default(),
            is_ready: RwSignal::new(false),
            proxy: RwSignal::default(),
        })))
    }

    /// Adds an account to what is shown. Its machines come with the next refresh.
    pub fn hold(self, account: Account) -> Option<Holding> {
        let provider = pilothouse_providers::by_id(&account.provider)?;
        let holding = Holding::new(Arc::new(account), provider, self.log);
        self.holdings.update(|holdings| {
            holdings.retain(|old| old.account.id != holding.account.id);
            holdings.push(holding.clone());
        });
        self.save_accounts();
        Some(holding)
    }

    /// Forgets an account and everything that belongs to it.
    pub fn remove(self, account: &str) {
        self.holdings
            .update(|holdings| holdings.retain(|holding| holding.account.id != account));
        self.keyring.forget(account);
        self.log.forget(account);
        self.wish(engine::Wish::ForgetAccount(account.to_owned()));
        self.save_accounts();
    }

    /// The account with this id. Not reactive.
    pub fn holding(self, account: &str) -> Option<Holding> {
        self.holdings
            .with_untracked(|holdings| holdings.iter().find(|h| h.account.id == account).cloned())
    }

    /// The account with this [`Holding::key`]. Not reactive.
    pub fn holding_by_key(self, key: &str) -> Option<Holding> {
        self.holdings
            .with_untracked(|holdings| holdings.iter().find(|h| h.key() == key).cloned())
    }

    /// The keys of all accounts. Reactive.
    pub fn keys(self) -> Vec<String> {
        self.holdings
            .with(|holdings| holdings.iter().map(Holding::key).collect())
    }

    /// Whether an account is still there; work for one that is not stops.
    pub fn holds(self, account: &str) -> bool {
        self.holdings
            .with_untracked(|holdings| holdings.iter().any(|h| h.account.id == account))
    }

    /// Every account. Reactive.
    pub fn all(self) -> Vec<Holding> {
        self.holdings.with(Clone::clone)
    }

    /// Keeps the list of accounts in this browser, without their credentials.
    fn save_accounts(self) {
        let accounts: Vec<Account> = self
            .holdings
            .get_untracked()
            .iter()
            .filter(|holding| !holding.account.sandbox)
            .map(|holding| Account::clone(&holding.account))
            .collect();
        accounts::save(&accounts);
    }
}

impl Default for Store {
    fn default() -> Self {
        Self::new()
    }
}

/// The store, from inside a component.
pub fn use_store() -> Store {
    expect_context()
}
