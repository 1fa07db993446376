//! Looking at accounts: all machines of one, now; all accounts, every so often.

use std::time::Duration;

use leptos::{
    prelude::{GetUntracked, Set, Update, WithUntracked},
    task::spawn_local,
};
use pilothouse_core::{Access, Error, ErrorKind};

use super::{
    Store,
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
            if let Err(error) = &result
                && !was_failing
            {
                self.announce(format!("{}: {error}", holding.account.label));
            }
            if result.is_ok() {
                self.go_on_with(&holding.account.id);
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
            if due && holding.line.quiet_until().is_none() {
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
    Ok(Access::new(holding.account.endpoint.clone(), credentials))
}

async fn look(store: Store, holding: &Holding) -> Result<(), Error> {
    let started = clock::now();
    holding.last_look.set(Some(started));
    let access = access(store, holding)?;
    let mut flow = holding.provider.list(&access);
    let wanted = || store.holds(&holding.account.id);
    driver::drive(flow.as_mut(), &holding.line, wanted, |page| {
        // Only news makes anybody look: most pages of most looks bring none.
        holding.roster.maybe_update(|roster| {
            let taken = page
                .into_iter()
                .map(|machine| roster.take(machine, started));
            taken.fold(false, |any, is_news| any | is_news)
        });
    })
    .await?;
    holding
        .roster
        .maybe_update(|roster| roster.keep_seen_since(started));
    Ok(())
}
