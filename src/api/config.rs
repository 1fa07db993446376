//! What whoever put the panel on a server has set: `config.json` beside it, and the proxy's own
//! word about its routes.

use gloo_net::http::RequestBuilder;
use serde_json::Value;
use web_sys::{RequestCache, RequestCredentials};

/// `config.json`. Every member is optional; unknown ones are ignored.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Config {
    /// The proxy's base URL; empty for where the panel came from; absent for no proxy.
    pub proxy: Option<String>,
    /// Accounts offered ready-made.
    pub accounts: Vec<Offer>,
}

/// A ready-made account. Credentials in a file anybody can fetch are no secret: this is for
/// sandboxes.
#[derive(Clone, Debug, PartialEq)]
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
    pub route: Option<String>,
    /// Which login.
    pub login: String,
    /// Its fields: (key, value).
    pub credentials: Vec<(String, String)>,
    /// Values of its provider's preferences: (key, value).
    pub preferences: Vec<(String, String)>,
    /// Marked as a place to play.
    pub sandbox: bool,
}

/// One route as the proxy describes it.
#[derive(Clone, Debug, PartialEq)]
pub struct RouteInfo {
    /// Its name.
    pub name: String,
    /// The provider it is meant for.
    pub provider: Option<String>,
    /// The upstream's public origin, or its pattern.
    pub upstream: Option<String>,
}

impl Config {
    fn read(value: &Value) -> Result<Self, String> {
        let accounts = value.get("accounts").and_then(Value::as_array);
        let accounts = accounts.map_or(&[][..], Vec::as_slice);
        Ok(Self {
            proxy: text(value, "proxy"),
            accounts: accounts.iter().map(Offer::read).collect::<Result<_, _>>()?,
        })
    }
}

impl Offer {
    fn read(value: &Value) -> Result<Self, String> {
        let needed = |key: &str| text(value, key).ok_or_else(|| format!("an account has no {key}"));
        Ok(Self {
            id: needed("id")?,
            label: needed("label")?,
            provider: needed("provider")?,
            endpoint: needed("endpoint")?,
            route: text(value, "route"),
            login: text(value, "login").unwrap_or_default(),
            credentials: texts(value, "credentials"),
            preferences: texts(value, "preferences"),
            sandbox: value
                .get("sandbox")
                .and_then(Value::as_bool)
                .unwrap_or_default(),
        })
    }
}

impl RouteInfo {
    /// Whether the route covers several hosts.
    pub fn is_wildcard(&self) -> bool {
        self.upstream
            .as_deref()
            .is_some_and(|upstream| upstream.contains('*'))
    }

    fn read(value: &Value) -> Option<Self> {
        let (provider, upstream) = (text(value, "provider"), text(value, "upstream"));
        text(value, "name").map(|name| Self {
            name,
            provider,
            upstream,
        })
    }
}

/// Reads `config.json` from beside the page; the default where there is none.
///
/// # Errors
/// In words, when there is one and it cannot be understood.
pub async fn load() -> Result<Config, String> {
    let config = match fetch("config.json").await {
        None => Ok(Config::default()),
        Some(value) => value.and_then(|value| Config::read(&value)),
    };
    config.map_err(|why| format!("config.json beside this page cannot be used: {why}."))
}

/// The routes of the proxy at this base URL; empty where there is no proxy.
pub async fn routes(base: &str) -> Vec<RouteInfo> {
    let url = format!("{}/.well-known/pilothouse", base.trim_end_matches('/'));
    let Some(Ok(known)) = fetch(&url).await else {
        return Vec::new();
    };
    let routes = known.get("routes").and_then(Value::as_array);
    routes
        .into_iter()
        .flatten()
        .filter_map(RouteInfo::read)
        .collect()
}

/// The members of an object that are texts.
fn texts(value: &Value, key: &str) -> Vec<(String, String)> {
    let members = value.get(key).and_then(Value::as_object);
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    members
        .into_iter()
        .flatten()
        .map(|(key, value)| (key.clone(), text(value)))
        .collect()
}

fn text(value: &Value, key: &str) -> Option<String> {
    value.get(key).and_then(Value::as_str).map(str::to_owned)
}

/// A JSON file; nothing where there is none.
async fn fetch(url: &str) -> Option<Result<Value, String>> {
    let sent = RequestBuilder::new(url)
        .cache(RequestCache::NoCache)
        .credentials(RequestCredentials::Omit)
        .send()
        .await;
    let answer = sent.ok().filter(gloo_net::http::Response::ok)?;
    let body = answer.binary().await.ok()?;
    Some(serde_json::from_slice(&body).map_err(|error| error.to_string()))
}
