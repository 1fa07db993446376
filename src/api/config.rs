//! What whoever put the panel on a server has set: `config.json` beside it, and the proxy's own
//! word about its routes.

use std::collections::BTreeMap;

use gloo_net::http::RequestBuilder;
use serde::{Deserialize, de::DeserializeOwned};
use web_sys::{RequestCache, RequestCredentials};

/// `config.json`. Every member is optional; unknown ones are ignored.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct Config {
    /// The proxy's base URL; empty for where the panel came from; absent for no proxy.
    pub proxy: Option<String>,
    /// Accounts offered ready-made.
    pub accounts: Vec<Offer>,
}

/// A ready-made account. Credentials in a file anybody can fetch are no secret: this is for
/// sandboxes.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct Offer {
    /// Unique, stable.
    pub id: String,
    /// What it is called.
    pub label: String,
    /// Provider id.
    pub provider: String,
    /// Base URL.
    pub endpoint: String,
    /// The proxy's route; absent for a direct connection.
    #[serde(default)]
    pub route: Option<String>,
    /// Which login.
    #[serde(default)]
    pub login: String,
    /// Its fields.
    #[serde(default)]
    pub credentials: BTreeMap<String, String>,
    /// Marked as a place to play.
    #[serde(default)]
    pub sandbox: bool,
}

/// One route as the proxy describes it.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct RouteInfo {
    /// Its name.
    pub name: String,
    /// The provider it is meant for.
    #[serde(default)]
    pub provider: Option<String>,
    /// The upstream's public origin, or its pattern.
    #[serde(default)]
    pub upstream: Option<String>,
}

impl RouteInfo {
    /// Whether the route covers several hosts.
    pub fn is_wildcard(&self) -> bool {
        self.upstream
            .as_deref()
            .is_some_and(|upstream| upstream.contains('*'))
    }
}

#[derive(Deserialize)]
struct WellKnown {
    #[serde(default)]
    routes: Vec<RouteInfo>,
}

/// Reads `config.json` from beside the page; the default where there is none.
///
/// # Errors
/// In words, when there is one and it cannot be understood.
pub async fn load() -> Result<Config, String> {
    match fetch("config.json").await {
        Fetched::Value(config) => Ok(config),
        Fetched::Absent => Ok(Config::default()),
        Fetched::Wrong(why) => Err(format!(
            "config.json beside this page cannot be used: {why}"
        )),
    }
}

/// The routes of the proxy at this base URL; empty where there is no proxy.
pub async fn routes(base: &str) -> Vec<RouteInfo> {
    let url = format!("{}/.well-known/pilothouse", base.trim_end_matches('/'));
    match fetch::<WellKnown>(&url).await {
        Fetched::Value(known) => known.routes,
        Fetched::Absent | Fetched::Wrong(_) => Vec::new(),
    }
}

enum Fetched<T> {
    Value(T),
    Absent,
    Wrong(String),
}

async fn fetch<T: DeserializeOwned>(url: &str) -> Fetched<T> {
    let sent = RequestBuilder::new(url)
        .cache(RequestCache::NoCache)
        .credentials(RequestCredentials::Omit)
        .send()
        .await;
    let Ok(answer) = sent else {
        return Fetched::Absent;
    };
    if !answer.ok() {
        return Fetched::Absent;
    }
    match answer.text().await {
        Ok(text) => serde_json::from_slice(text.as_bytes())
            .map_or_else(|e| Fetched::Wrong(e.to_string()), Fetched::Value),
        Err(_) => Fetched::Absent,
    }
}
