//! The files the proxy serves: the built panel with a configuration for this very run.

use std::path::Path;

use anyhow::Result;
use serde_json::{Value, json};

use super::endpoints::Endpoint;
use crate::files;

/// Makes `site` a copy of the built panel that knows these accounts.
pub(super) fn publish(dist: &Path, site: &Path, accounts: &[Endpoint]) -> Result<()> {
    files::mirror(dist, site)?;
    files::write(
        &site.join("config.json"),
        configuration(accounts).to_string(),
    )
}

/// The panel's runtime configuration: the proxy is where the panel came from, and every simulated
/// provider has an account. A provider that answers browsers itself is reached directly.
fn configuration(accounts: &[Endpoint]) -> Value {
    let accounts: Vec<Value> = accounts
        .iter()
        .map(|endpoint| {
            json!({
                "id": format!("sandbox-{}", endpoint.id),
                "label": endpoint.label,
                "provider": endpoint.id,
                "endpoint": endpoint.base_url,
                "route": (!endpoint.cors).then_some(&endpoint.id),
                "login": endpoint.login,
                "credentials": endpoint.values,
                "sandbox": true,
            })
        })
        .collect();
    json!({"proxy": "", "accounts": accounts})
}

#[cfg(test)]
mod tests {
    use super::super::endpoints::{Announcement, tests::LINE};
    use super::*;

    #[test]
    fn every_provider_has_an_account_and_those_that_need_it_a_route() {
        let endpoints = Announcement::read(LINE).unwrap().endpoints;
        assert_eq!(
            configuration(&endpoints),
            json!({"proxy": "", "accounts": [
                {"id": "sandbox-onapp", "label": "Sandbox OnApp", "provider": "onapp",
                 "endpoint": "http://127.0.0.1:4101", "route": "onapp", "login": "password",
                 "credentials": {"login": "ada", "password": "pw"}, "sandbox": true},
                {"id": "sandbox-katapult", "label": "Sandbox Katapult", "provider": "katapult",
                 "endpoint": "http://127.0.0.1:4102/core/v1", "route": null, "login": "token",
                 "credentials": {"token": "t"}, "sandbox": true},
            ]})
        );
    }

    #[test]
    fn what_a_build_no_longer_has_goes_away() {
        let place = crate::workspace::scratch("xtask-tests").join("site");
        let (dist, site) = (place.join("dist"), place.join("site"));
        files::write(&dist.join("index.html"), "new").unwrap();
        files::write(&dist.join("assets/a.css"), "a").unwrap();
        files::write(&site.join("index.html"), "old").unwrap();
        files::write(&site.join("stale.js"), "old").unwrap();
        files::write(&site.join("stale/b.css"), "old").unwrap();
        publish(&dist, &site, &[]).unwrap();
        let names: Vec<_> = files::entries(&site).unwrap();
        let names: Vec<_> = names.iter().map(std::fs::DirEntry::file_name).collect();
        assert_eq!(names, ["assets", "config.json", "index.html"]);
        assert_eq!(files::read(&site.join("index.html")).unwrap(), "new");
    }
}
