//! What the sandbox says about itself when it has started.

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};

/// The sandbox's first line.
#[derive(Debug, Deserialize)]
pub(super) struct Announcement {
    pub(super) endpoints: Vec<Endpoint>,
}

impl Announcement {
    pub(super) fn read(line: &str) -> Result<Self> {
        serde_json::from_str(line).context("the sandbox's first line is not what was expected")
    }
}

/// One simulated provider.
#[derive(Debug, Deserialize, Serialize)]
pub(super) struct Endpoint {
    /// The provider's id.
    pub(super) id: String,
    /// Its port on 127.0.0.1.
    pub(super) port: u16,
    /// What the panel is given as the provider's endpoint.
    pub(super) base_url: String,
    /// Where tests read what was received, and order faults.
    pub(super) admin_url: String,
    /// A label for the account.
    pub(super) label: String,
    /// Which of the provider's logins the values are for.
    pub(super) login: String,
    /// The values of that login's fields.
    pub(super) values: BTreeMap<String, String>,
    /// It answers browsers itself, without the proxy.
    pub(super) cors: bool,
}

impl Endpoint {
    /// Scheme, host and port.
    pub(super) fn origin(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// Two providers: one behind the proxy, one that answers browsers itself.
    pub(in crate::run) const LINE: &str = r#"{"endpoints":[
        {"id":"onapp","port":4101,"base_url":"http://127.0.0.1:4101","admin_url":"http://127.0.0.1:4101/_sandbox",
         "label":"Sandbox OnApp","login":"password","values":{"login":"ada","password":"pw"},"cors":false},
        {"id":"katapult","port":4102,"base_url":"http://127.0.0.1:4102/core/v1","admin_url":"http://127.0.0.1:4102/_sandbox",
         "label":"Sandbox Katapult","login":"token","values":{"token":"t"},"cors":true}]}"#;

    #[test]
    fn the_announcement_is_read() {
        let endpoints = Announcement::read(LINE).unwrap().endpoints;
        assert_eq!(endpoints.len(), 2);
        assert_eq!(endpoints[1].origin(), "http://127.0.0.1:4102");
        assert!(Announcement::read("listening on 4101").is_err());
    }
}
