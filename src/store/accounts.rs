//! Accounts: whose machines, at which provider, reached how. No secrets here.

use std::collections::BTreeMap;

use pilothouse_core::{Credentials, Endpoint};
use serde::{Deserialize, Serialize};

use crate::api::{
    config::{Offer, RouteInfo},
    storage,
    via::Via,
};

const NAME: &str = "accounts";
/// How many colours `style/tokens.css` has for telling accounts apart.
pub const COLOURS: u8 = 8;

/// One account with one provider.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Account {
    /// Unique, stable, made here.
    pub id: String,
    /// What its owner calls it.
    pub label: String,
    /// The provider's id.
    pub provider: String,
    /// The provider's address.
    pub endpoint: Endpoint,
    /// How requests get there.
    pub via: Via,
    /// Which of the provider's logins.
    pub login: String,
    /// Which of the colours, from 0.
    pub colour: u8,
    /// Values of the provider's preferences that are not the usual ones.
    #[serde(default)]
    pub preferences: BTreeMap<String, String>,
    /// A place to play; comes from the configuration and is not kept.
    #[serde(default)]
    pub sandbox: bool,
}

impl Account {
    /// The proxy's route it goes through; none for a direct connection.
    pub fn route(&self) -> Option<&str> {
        match &self.via {
            Via::Direct => None,
            Via::Route { name, .. } => Some(name),
        }
    }
}

/// The accounts kept in this browser.
pub fn load() -> Vec<Account> {
    storage::load(NAME).unwrap_or_default()
}

/// Keeps them.
pub fn save(accounts: &[Account]) {
    storage::save(NAME, &accounts);
}

/// A ready-made account and its credentials.
///
/// # Errors
/// In words, when its endpoint is no URL.
pub fn from_offer(
    offer: &Offer,
    proxy: Option<&str>,
    routes: &[RouteInfo],
    colour: u8,
) -> Result<(Account, Credentials), String> {
    let endpoint = Endpoint::parse(&offer.endpoint)
        .map_err(|error| format!("Account {}: {error}", offer.label))?;
    let via = match (&offer.route, proxy) {
        (Some(name), Some(base)) => Via::Route {
            base: base.to_owned(),
            name: name.clone(),
            wildcard: routes
                .iter()
                .any(|route| route.name == *name && route.is_wildcard()),
        },
        (Some(name), None) => {
            return Err(format!(
                "Account {} wants the route {name}, but no proxy is set.",
                offer.label
            ));
        }
        (None, _) => Via::Direct,
    };
    // One by one: collecting brings a way of sorting with it, for two or three.
    let mut preferences = BTreeMap::new();
    for (key, value) in &offer.preferences {
        preferences.insert(key.clone(), value.clone());
    }
    let account = Account {
        id: offer.id.clone(),
        label: offer.label.clone(),
        provider: offer.provider.clone(),
        endpoint,
        via,
        login: offer.login.clone(),
        colour: colour % COLOURS,
        preferences,
        sandbox: offer.sandbox,
    };
    let credentials = offer
        .credentials
        .iter()
        .fold(Credentials::new(&offer.login), |all, (key, value)| {
            all.with(key, value)
        });
    Ok((account, credentials))
}
