//! Where secrets are. For now only in this tab's memory: a reload forgets them.

pub mod reveal;

use leptos::prelude::{RwSignal, Update, With, WithUntracked};
use pilothouse_core::Credentials;

/// Credentials by account id.
#[derive(Clone, Copy, Default)]
pub struct Keyring {
    keys: RwSignal<Vec<(String, Credentials)>>,
}

impl Keyring {
    /// Takes an account's credentials in.
    pub fn put(&self, account: &str, credentials: Credentials) {
        self.keys.update(|keys| {
            keys.retain(|(id, _)| id != account);
            keys.push((account.to_owned(), credentials));
        });
    }

    /// An account's credentials, to sign a request with.
    pub fn get(&self, account: &str) -> Option<Credentials> {
        self.keys.with_untracked(|keys| {
            let found = keys.iter().find(|(id, _)| id == account);
            found.map(|(_, credentials)| credentials.clone())
        })
    }

    /// Whether there are any for this account. Reactive.
    pub fn has(&self, account: &str) -> bool {
        self.keys
            .with(|keys| keys.iter().any(|(id, _)| id == account))
    }

    /// Forgets an account's credentials.
    pub fn forget(&self, account: &str) {
        self.keys.update(|keys| {
            keys.retain(|(id, _)| id != account);
        });
    }
}
