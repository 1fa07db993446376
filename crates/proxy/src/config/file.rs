//! The configuration as written, and the one place that judges it.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context as _, Result, bail, ensure};
use http::{Method, Uri};
use ipnet::IpNet;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject as _;
use serde::Deserialize;

use super::{AccessKey, Config};
use crate::address::Allowance;
use crate::headers;
use crate::limits::Limits;
use crate::route::{Route, Shape};
use crate::target::Target;
use crate::upstream::{Host, Upstream};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct File {
    #[serde(default = "default_listen")]
    listen: SocketAddr,
    #[serde(default)]
    panel_origins: Vec<String>,
    #[serde(default)]
    hosts: Vec<String>,
    dist: Option<PathBuf>,
    access_key: Option<String>,
    #[serde(default)]
    trusted_proxies: Vec<IpNet>,
    #[serde(default)]
    unsafe_allow_loopback: bool,
    #[serde(default)]
    unsafe_public: bool,
    #[serde(default)]
    limits: Limits,
    #[serde(default)]
    route: Vec<RouteFile>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RouteFile {
    name: String,
    provider: String,
    upstream: String,
    #[serde(default = "default_prefix")]
    path_prefix: String,
    #[serde(default = "default_methods")]
    methods: Vec<String>,
    #[serde(default)]
    allow: Vec<String>,
    #[serde(default)]
    request_headers: Vec<String>,
    #[serde(default)]
    response_headers: Vec<String>,
    #[serde(default = "default_content_types")]
    content_types: Vec<String>,
    #[serde(default)]
    private_networks: Vec<IpNet>,
    ca_file: Option<PathBuf>,
    #[serde(default)]
    unsafe_http: bool,
}

fn default_listen() -> SocketAddr {
    SocketAddr::from(([127, 0, 0, 1], 4000))
}

fn default_prefix() -> String {
    "/".to_owned()
}

fn default_methods() -> Vec<String> {
    vec!["GET".to_owned()]
}

fn default_content_types() -> Vec<String> {
    vec!["application/json".to_owned()]
}

impl File {
    pub(super) fn into_config(self, folder: &Path) -> Result<Config> {
        let mut warnings = Vec::new();
        for origin in &self.panel_origins {
            check_origin(origin)?;
        }
        for host in &self.hosts {
            ensure!(
                is_authority(host),
                "hosts: {host:?} is not host[:port] in lower case"
            );
        }
        if self.unsafe_public {
            warnings.push("unsafe_public: everybody who can connect may use this proxy".to_owned());
        }
        if self.unsafe_allow_loopback {
            warnings.push(
                "unsafe_allow_loopback: routes may lead to services of this machine".to_owned(),
            );
        }
        if let Some(key) = &self.access_key {
            ensure!(
                key.len() >= 16 && key.bytes().all(|byte| byte.is_ascii_graphic()),
                "access_key: use 16 or more visible ASCII characters"
            );
        }
        let mut routes: Vec<Arc<Route>> = Vec::new();
        for route in self.route {
            let name = route.name.clone();
            ensure!(
                routes.iter().all(|other| other.name != name),
                "route {name:?} is there twice"
            );
            let route = route
                .into_route(self.unsafe_allow_loopback, folder, &mut warnings)
                .with_context(|| format!("route {name:?}"))?;
            routes.push(Arc::new(route));
        }
        Ok(Config {
            listen: self.listen,
            panel_origins: self.panel_origins,
            hosts: self.hosts,
            dist: self.dist.map(|dist| folder.join(dist)),
            access_key: self.access_key.map(AccessKey),
            unsafe_public: self.unsafe_public,
            trusted_proxies: self.trusted_proxies,
            limits: self.limits,
            routes,
            warnings,
        })
    }
}

impl RouteFile {
    fn into_route(self, loopback: bool, folder: &Path, warn: &mut Vec<String>) -> Result<Route> {
        ensure!(
            is_route_name(&self.name),
            "name: use up to 32 of a-z, 0-9 and -"
        );
        ensure!(
            is_route_name(&self.provider),
            "provider: use up to 32 of a-z, 0-9 and -"
        );
        let upstream = Upstream::parse(&self.upstream)
            .map_err(|why| anyhow::anyhow!("upstream: the upstream {why}"))?;
        let allowance = Allowance {
            loopback,
            networks: self.private_networks,
        };
        if let Some(Host::Address(address)) = upstream.fixed_host() {
            ensure!(
                allowance.admits(address),
                "upstream: {address} is not a public address; name its network in \
                 private_networks (link-local and metadata addresses are never allowed, loopback \
                 needs unsafe_allow_loopback)"
            );
        }
        if !upstream.is_encrypted() {
            ensure!(
                self.unsafe_http,
                "upstream: {upstream} is not encrypted; say unsafe_http = true if that is meant"
            );
            warn.push(format!(
                "unsafe_http: route {:?} sends credentials to {upstream} IN THE CLEAR",
                self.name
            ));
        }
        for network in &allowance.networks {
            warn.push(format!("route {:?} may lead into {network}", self.name));
        }
        ensure!(
            Target::parse(&self.path_prefix).is_ok() && !self.path_prefix.contains('?'),
            "path_prefix: {:?} is not a plain path",
            self.path_prefix
        );
        let mut prefix = self.path_prefix;
        if !prefix.ends_with('/') {
            prefix.push('/');
        }
        let methods = self
            .methods
            .iter()
            .map(|text| method(text))
            .collect::<Result<Vec<_>>>()?;
        let shapes = self
            .allow
            .iter()
            .map(|text| match Shape::parse(text) {
                Some(shape) if methods.contains(shape.method()) => Ok(shape),
                Some(_) => bail!("allow: the method of {text:?} is not among methods"),
                None => bail!("allow: {text:?} is not `METHOD /path/*/…/**`"),
            })
            .collect::<Result<Vec<_>>>()?;
        for name in &self.request_headers {
            ensure!(
                headers::may_be_sent_on(name),
                "request_headers: {name:?} is never sent on, or not a lower-case name"
            );
        }
        for name in &self.response_headers {
            ensure!(
                headers::may_be_answered(name),
                "response_headers: {name:?} is never passed back, or not a lower-case name"
            );
        }
        for text in &self.content_types {
            ensure!(
                text.split('/').count() == 2
                    && text.bytes().all(|b| b.is_ascii_lowercase()
                        || b.is_ascii_digit()
                        || b"/.+-".contains(&b)),
                "content_types: {text:?} is not type/subtype in lower case"
            );
        }
        let authorities = match &self.ca_file {
            Some(file) => certificates(&folder.join(file))?,
            None => Vec::new(),
        };
        Ok(Route {
            name: self.name,
            provider: self.provider,
            upstream,
            prefix,
            methods,
            shapes,
            request_headers: self.request_headers,
            response_headers: self.response_headers,
            content_types: self.content_types,
            allowance,
            authorities,
        })
    }
}

fn certificates(file: &Path) -> Result<Vec<CertificateDer<'static>>> {
    let found = CertificateDer::pem_file_iter(file)
        .and_then(Iterator::collect::<Result<Vec<_>, _>>)
        .with_context(|| format!("ca_file: cannot read {}", file.display()))?;
    ensure!(
        !found.is_empty(),
        "ca_file: no certificate in {}",
        file.display()
    );
    Ok(found)
}

fn method(text: &str) -> Result<Method> {
    let plain = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_uppercase());
    ensure!(
        plain && !matches!(text, "CONNECT" | "TRACE" | "OPTIONS"),
        "methods: {text:?} cannot be allowed"
    );
    Method::from_bytes(text.as_bytes()).context("methods")
}

fn is_route_name(text: &str) -> bool {
    (1..=32).contains(&text.len())
        && text
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
}

fn is_authority(text: &str) -> bool {
    crate::upstream::split_port(text).is_ok_and(|(host, _)| Host::parse(host).is_some())
}

/// Exactly as a browser writes it, or it would never match.
fn check_origin(text: &str) -> Result<()> {
    let uri: Option<Uri> = text.parse().ok();
    let port = uri.as_ref().and_then(Uri::port_u16);
    let (authority, usual) = if let Some(rest) = text.strip_prefix("https://") {
        (rest, 443)
    } else if let Some(rest) = text.strip_prefix("http://") {
        (rest, 80)
    } else {
        bail!("panel_origins: {text:?} does not begin with https:// or http://");
    };
    ensure!(
        is_authority(authority) && port != Some(usual),
        "panel_origins: {text:?} is not an origin as browsers write it: scheme://host[:port], \
         lower case, no path, no usual port"
    );
    Ok(())
}
