//! Looking at accounts: all machines of one, now; all accounts, every so often.

use std::time::Duration;

use leptos::{
    prelude::{GetUntracked, Set, Update, WithUntracked},
    task::spawn_local,
};
use pilothouse_core::{Access, Credentials, Error, ErrorKind, Machine};

use super::{
    Store,
    accounts::Account,
    engine::{News, Told, Wish},
    holding::{Holding, NO_CREDENTIALS},
    reading,
};
use crate::api::{clock, driver, page};

/// How often ages on the screen move on.
const TICK: Duration = Duration::from_secs(5);

impl Store {
    /// Starts a look at every account that is not being looked at already.
    pub fn refresh_all(self) {
        self.now.set(clock::now());
        for holding in self.holdings.get_untracked() {
            self.refresh(&holding);
        }
    }

    /// Starts a look at one account, unless one is under way.
    pub fn refresh(self, holding: &Holding) {
        if holding.status.with_untracked(|status| status.is_loading) {
            return;
        }
        let holding = holding.clone();
        holding.set_status(|status| status.is_loading = true);
        spawn_local(async move {
            let result = look(self, &holding).await;
            let was_failing = holding
                .status
                .with_untracked(|status| status.error.is_some());
            if let Err(error) = &result {
                self.tell(&holding, || Told::Failed(error.clone()));
            }
            if let Err(error) = &result
                && !was_failing
            {
                self.announce(format!("{}: {error}", holding.account.label));
            }
            if result.is_ok() {
                self.wish(Wish::GoOn(holding.account.id.clone()));
            }
            holding.set_status(|status| {
                status.is_loading = false;
                match result {
                    Ok(()) => {
                        status.fresh = Some(clock::now());
                        status.error = None;
                    }
                    Err(error) => status.error = Some(error),
                }
            });
            if holding.provider.facts().state_needs_reading {
                reading::start(self, &holding);
            }
        });
    }

    /// Tells the other tabs, if there are any, what this one was told.
    pub(super) fn tell(self, holding: &Holding, what: impl FnOnce() -> Told) {
        if self.tabs.has_others() {
            let (account, what) = (holding.account.id.clone(), what());
            self.wish(Wish::Tell(News { account, what }));
        }
    }

    /// Keeps the time, and looks at everything as often as the person likes, while somebody is
    /// looking at this tab.
    pub fn keep_fresh(self) {
        spawn_local(async move {
            loop {
                clock::sleep(TICK).await;
                if page::is_hidden() {
                    continue;
                }
                self.now.set(clock::now());
                let every = i64::from(self.settings.get_untracked().refresh_seconds);
                if every > 0 {
                    self.refresh_due(every);
                }
            }
        });
    }

    /// Starts a look at every account whose last one is this many seconds old.
    fn refresh_due(self, seconds: i64) {
        for holding in self.holdings.get_untracked() {
            let due = holding
                .last_look
                .get_untracked()
                .is_none_or(|at| clock::now().as_second() - at.as_second() >= seconds);
            let leads = holding.leads.get_untracked();
            if due && leads && holding.line.quiet_until().is_none() {
                self.refresh(&holding);
            }
        }
    }
}

/// An account's endpoint and credentials.
///
/// # Errors
/// When this tab has no credentials for it.
pub fn access(store: Store, holding: &Holding) -> Result<Access, Error> {
    let credentials = store.keyring.get(&holding.account.id).ok_or_else(|| {
        Error::new(
            ErrorKind::Setup,
            "Its credentials were kept for an earlier tab only. Enter them again to go on.",
        )
        .with_code(Some(NO_CREDENTIALS))
    })?;
    Ok(access_with(&holding.account, credentials))
}

/// What a client needs to know of an account, with these credentials.
pub fn access_with(account: &Account, credentials: Credentials) -> Access {
    let mut access = Access::new(account.endpoint.clone(), credentials);
    access.preferences.clone_from(&account.preferences);
    access
}

async fn look(store: Store, holding: &Holding) -> Result<(), Error> {
    let started = clock::now();
    holding.last_look.set(Some(started));
    let access = access(store, holding)?;
    let mut flow = store.client(holding).await?.list(&access);
    let wanted = || store.holds(&holding.account.id);
    driver::drive(&mut *flow, &holding.line, wanted, |page: Vec<Machine>| {
        store.tell(holding, || Told::Page(started, page.clone()));
        // Only news makes anybody look: most pages of most looks bring none.
        holding
            .roster
            .maybe_update(|roster| roster.take_all(page, started));
    })
    .await?;
    holding
        .roster
        .maybe_update(|roster| roster.keep_seen_since(started));
    store.tell(holding, || Told::Complete(started));
    Ok(())
}
