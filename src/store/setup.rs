//! Setting accounts up: what can be chosen, trying it, keeping it.

use std::{collections::BTreeMap, sync::Arc};

use pilothouse_core::{Credentials, Endpoint, Error, ErrorKind, Facts};

use super::{
    Store,
    accounts::{Account, COLOURS},
    holding::Holding,
    refresh::access_with,
};
use crate::api::{clock, config, via::Via};
pub use config::RouteInfo;
use leptos::prelude::{GetUntracked, WithUntracked};

/// An account as it is typed.
#[derive(Clone, Debug, Default)]
pub struct Draft {
    /// The account to change; none for a new one.
    pub id: Option<String>,
    /// What it shall be called; empty for its host.
    pub label: String,
    /// Provider id.
    pub provider: String,
    /// Base URL.
    pub endpoint: String,
    /// The proxy's route; none for a direct connection.
    pub route: Option<String>,
    /// Which login.
    pub login: String,
    /// Its fields' values, in their order.
    pub values: Vec<String>,
    /// The values of the provider's preferences, in their order.
    pub preferences: Vec<String>,
}

/// Every provider that can be chosen.
pub fn providers() -> Vec<&'static Facts> {
    pilothouse_providers::all()
        .iter()
        .map(|provider| provider.facts())
        .collect()
}

/// One provider's facts.
pub fn facts(provider: &str) -> Option<&'static Facts> {
    pilothouse_providers::by_id(provider).map(|provider| provider.facts())
}

impl Store {
    /// The proxy's routes; none where there is no proxy.
    pub async fn routes(self) -> Vec<RouteInfo> {
        config::routes(&self.proxy.get_untracked().unwrap_or_default()).await
    }

    /// Tries an account's way in, unless told not to, then keeps the account and looks at it.
    /// Answers with words about who was let in.
    ///
    /// # Errors
    /// What is wrong with what was typed, or what the provider says; nothing is kept then.
    pub async fn set_up(
        self,
        draft: &Draft,
        routes: &[RouteInfo],
        test: bool,
    ) -> Result<String, Error> {
        let provider = pilothouse_providers::by_id(&draft.provider)
            .ok_or_else(|| Error::new(ErrorKind::Setup, "Choose a provider."))?;
        let (account, credentials) = self.read(draft, provider.facts(), routes)?;
        let mut words = String::new();
        if test {
            let access = access_with(&account, credentials.clone());
            let holding = Holding::new(Arc::new(account.clone()), provider.clone(), self.log);
            let provider = self.client(&holding).await?;
            let call = provider.check(&access, clock::now())?;
            let answer = holding.line.send(&call.request).await?;
            words = call.read(&answer)?;
        }
        self.keyring.put(&account.id, credentials);
        if let Some(holding) = self.hold(account) {
            self.announce(format!("{} saved. {words}", holding.account.label));
            self.refresh(&holding);
        }
        Ok(words)
    }

    fn read(
        self,
        draft: &Draft,
        facts: &Facts,
        routes: &[RouteInfo],
    ) -> Result<(Account, Credentials), Error> {
        let endpoint = Endpoint::parse(&draft.endpoint)?;
        let known = draft
            .id
            .as_ref()
            .and_then(|id| self.holding(id))
            .map(|held| held.account);
        let typed = draft.label.trim();
        let via = match &draft.route {
            None => Via::Direct,
            Some(name) => Via::Route {
                base: self.proxy.get_untracked().unwrap_or_default(),
                name: name.clone(),
                wildcard: routes
                    .iter()
                    .any(|route| route.name == *name && route.is_wildcard()),
            },
        };
        let account = Account {
            id: draft.id.clone().unwrap_or_else(|| self.new_id()),
            label: if typed.is_empty() {
                endpoint.host()
            } else {
                typed
            }
            .to_owned(),
            provider: facts.id.to_owned(),
            endpoint,
            via,
            login: draft.login.clone(),
            colour: known
                .as_ref()
                .map_or_else(|| self.next_colour(), |account| account.colour),
            preferences: preferences(draft, facts),
            sandbox: known.is_some_and(|account| account.sandbox),
        };
        Ok((account, credentials(draft, facts)?))
    }

    /// Unique among this browser's accounts: time and count are enough for that.
    fn new_id(self) -> String {
        let count = self.holdings.with_untracked(Vec::len);
        format!("a{}-{count}", clock::now().as_millisecond())
    }

    fn next_colour(self) -> u8 {
        self.holdings
            .with_untracked(|holdings| holdings.len() as u8 % COLOURS)
    }
}

/// Those that are not the usual ones.
fn preferences(draft: &Draft, facts: &Facts) -> BTreeMap<String, String> {
    let chosen = facts.preferences.iter().zip(&draft.preferences);
    chosen
        .filter(|(preference, value)| {
            let mut others = preference.values.iter().skip(1);
            others.any(|(other, _)| other == value)
        })
        .map(|(preference, value)| (preference.key.to_owned(), value.clone()))
        .collect()
}

fn credentials(draft: &Draft, facts: &Facts) -> Result<Credentials, Error> {
    let login = facts.logins.iter().find(|login| login.id == draft.login);
    let fields = login.map_or(&[][..], |login| login.fields);
    let mut credentials = Credentials::new(&draft.login);
    for (field, value) in fields.iter().zip(&draft.values) {
        let value = value.trim();
        if field.required && value.is_empty() {
            let words = format!("{} is missing.", field.label);
            return Err(Error::new(ErrorKind::Setup, words.clone()).with_field(field.key, words));
        }
        credentials = credentials.with(field.key, value);
    }
    Ok(credentials)
}
