//! The proxy's configuration for a run against the sandbox.

use anyhow::Result;
use serde::Serialize;

use super::endpoints::Endpoint;

/// Headers a provider's requests carry besides the usual ones.
const HEADERS: [(&str, &[&str]); 2] = [("e24cloud", &["x-date"]), ("bigv", &["x-yubikey-otp"])];

#[derive(Serialize)]
struct Configuration<'a> {
    listen: String,
    unsafe_allow_loopback: bool,
    route: Vec<Route<'a>>,
}

#[derive(Serialize)]
struct Route<'a> {
    name: &'a str,
    provider: &'a str,
    upstream: String,
    methods: &'a [&'a str],
    request_headers: &'a [&'a str],
    unsafe_http: bool,
}

/// The TOML for a proxy on this port, with a route to every provider that needs one.
pub(super) fn configuration(port: u16, endpoints: &[Endpoint]) -> Result<String> {
    let route = endpoints
        .iter()
        .filter(|endpoint| !endpoint.cors)
        .map(|endpoint| Route {
            name: &endpoint.id,
            provider: &endpoint.id,
            upstream: endpoint.origin(),
            methods: &["GET", "POST", "PUT", "DELETE"],
            request_headers: HEADERS
                .iter()
                .find(|(id, _)| *id == endpoint.id)
                .map_or(&[], |(_, names)| names),
            unsafe_http: true,
        })
        .collect();
    Ok(toml::to_string(&Configuration {
        listen: format!("127.0.0.1:{port}"),
        unsafe_allow_loopback: true,
        route,
    })?)
}

#[cfg(test)]
mod tests {
    use super::super::endpoints::{Announcement, tests::LINE};
    use super::*;

    #[test]
    fn only_providers_that_need_the_proxy_have_a_route() {
        let endpoints = Announcement::read(LINE).unwrap().endpoints;
        let text = configuration(4000, &endpoints).unwrap();
        let read: toml::Table = text.parse().unwrap();
        assert_eq!(read["listen"].as_str(), Some("127.0.0.1:4000"));
        let routes = read["route"].as_array().unwrap();
        assert_eq!(routes.len(), 1, "{text}");
        assert_eq!(
            routes[0]["upstream"].as_str(),
            Some("http://127.0.0.1:4101")
        );
    }
}
