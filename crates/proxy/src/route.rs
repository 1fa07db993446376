//! What a route allows, and the aim of one request: the single value that is checked and sent.

use std::sync::Arc;

use http::Method;

use crate::address::Allowance;
use crate::errors::Failure;
use crate::target::Target;
use crate::upstream::{Host, Upstream};

/// One way through the proxy, as the operator wrote it.
#[derive(Debug)]
pub(crate) struct Route {
    pub(crate) name: String,
    pub(crate) provider: String,
    pub(crate) upstream: Upstream,
    /// Begins and ends with a slash.
    pub(crate) prefix: String,
    pub(crate) methods: Vec<Method>,
    /// Empty for every path under the prefix.
    pub(crate) shapes: Vec<Shape>,
    pub(crate) request_headers: Vec<String>,
    pub(crate) response_headers: Vec<String>,
    pub(crate) content_types: Vec<String>,
    pub(crate) allowance: Allowance,
    /// DER certificates of authorities trusted besides the public ones.
    pub(crate) authorities: Vec<rustls::pki_types::CertificateDer<'static>>,
}

/// One allowed method and path: `GET /machines/*`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Shape {
    method: Method,
    parts: Vec<String>,
}

/// Where one request goes. Nothing else decides it, and nothing else is sent.
#[derive(Clone, Debug)]
pub(crate) struct Aim {
    pub(crate) route: Arc<Route>,
    pub(crate) host: Host,
    /// Path and query as they came, without the route's own segments.
    pub(crate) target: String,
}

impl Aim {
    /// Aims what follows a route's name.
    pub(crate) fn take(
        route: Arc<Route>,
        method: &Method,
        rest: Option<Target<'_>>,
    ) -> Result<Self, Failure> {
        let rest = rest.ok_or(Failure::BadRequest("The path ends where it should begin."))?;
        let (host, rest) = match route.upstream.fixed_host() {
            Some(host) => (host, rest),
            None => named_host(&route.upstream, rest)?,
        };
        if !route.methods.contains(method) {
            return Err(Failure::ForbiddenMethod);
        }
        if !route.leads_to(method, rest.path()) {
            return Err(Failure::ForbiddenPath);
        }
        Ok(Self {
            host,
            target: rest.as_sent(),
            route,
        })
    }

    /// What to send as `Host`.
    pub(crate) fn authority(&self) -> String {
        self.route.upstream.authority(&self.host)
    }
}

fn named_host<'a>(upstream: &Upstream, rest: Target<'a>) -> Result<(Host, Target<'a>), Failure> {
    let (name, rest) = rest
        .split_first()
        .ok_or(Failure::BadRequest("The path ends where it should begin."))?;
    let host = Host::parse(&name.to_ascii_lowercase())
        .ok_or(Failure::BadRequest("The host in the path is malformed."))?;
    if !upstream.admits(&host) {
        return Err(Failure::ForbiddenHost);
    }
    Ok((host, rest))
}

impl Route {
    fn leads_to(&self, method: &Method, path: &str) -> bool {
        let inside = path.starts_with(&self.prefix) || self.prefix.strip_suffix('/') == Some(path);
        inside
            && (self.shapes.is_empty() || self.shapes.iter().any(|shape| shape.fits(method, path)))
    }
}

impl Shape {
    /// Reads `METHOD /path`, where `*` stands for one segment and a last `**` for any.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let (method, path) = text.split_once(' ')?;
        let plain = method.bytes().all(|byte| byte.is_ascii_uppercase());
        let method = Method::from_bytes(method.as_bytes()).ok()?;
        Target::parse(path).ok().filter(|_| plain)?;
        let parts: Vec<String> = path.split('/').skip(1).map(str::to_owned).collect();
        let last = parts.len().checked_sub(1)?;
        let well_formed = parts
            .iter()
            .enumerate()
            .all(|(at, part)| !part.contains('*') || part == "*" || (part == "**" && at == last));
        (well_formed && !path.contains('?')).then_some(Self { method, parts })
    }

    /// The method it allows.
    pub(crate) const fn method(&self) -> &Method {
        &self.method
    }

    fn fits(&self, method: &Method, path: &str) -> bool {
        if self.method != *method {
            return false;
        }
        let mut given = path.split('/').skip(1);
        for part in &self.parts {
            match (part.as_str(), given.next()) {
                ("**", Some(_)) => return true,
                ("*", Some(segment)) if !segment.is_empty() => {}
                (part, Some(segment)) if part == segment && part != "*" => {}
                _ => return false,
            }
        }
        given.next().is_none()
    }
}

#[cfg(test)]
mod tests {
    use http::Method;

    use super::Shape;

    #[test]
    fn shapes_fit_what_they_say() {
        for (shape, method, path, fits) in [
            ("GET /machines", Method::GET, "/machines", true),
            ("GET /machines", Method::GET, "/machines/", false),
            ("GET /machines", Method::POST, "/machines", false),
            ("GET /machines", Method::GET, "/machinesx", false),
            ("GET /machines/*", Method::GET, "/machines/7", true),
            ("GET /machines/*", Method::GET, "/machines/", false),
            ("GET /machines/*", Method::GET, "/machines/7/8", false),
            (
                "POST /machines/*/start",
                Method::POST,
                "/machines/7/start",
                true,
            ),
            (
                "POST /machines/*/start",
                Method::POST,
                "/machines/7/stop",
                false,
            ),
            ("GET /v1/**", Method::GET, "/v1/a/b", true),
            ("GET /v1/**", Method::GET, "/v1", false),
            ("GET /v1/**", Method::GET, "/v1/", true),
            ("GET /v1/**", Method::GET, "/v10/a", false),
        ] {
            assert_eq!(
                Shape::parse(shape).unwrap().fits(&method, path),
                fits,
                "{shape} {path}"
            );
        }
        for text in [
            "",
            "GET",
            "GET machines",
            "get /a",
            "GET /a//b",
            "GET /a*",
            "GET /**/a",
            "GET /a?b",
        ] {
            assert!(Shape::parse(text).is_none(), "{text}");
        }
    }
}
