//! Who may ask, from which page, and with what: the rules that hold before a route is used.

use http::{HeaderValue, Method};

use crate::config::AccessKey;
use crate::errors::Failure;
use crate::head::Head;
use crate::route::Route;
use crate::upstream::Host;

/// The header of the proxy's own authentication; never sent on.
pub(crate) const ACCESS_HEADER: &str = "pilothouse-access";

/// Hosts that are ours and origins that may use us.
#[derive(Debug)]
pub(crate) struct Policy {
    hosts: Vec<String>,
    origins: Vec<String>,
    access_key: Option<AccessKey>,
}

/// The page a request comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Caller {
    /// No browser, or a browser reading from its page's own origin.
    Unsaid,
    /// One of ours; the value to echo.
    Known(HeaderValue),
    Foreign,
}

impl Policy {
    /// Our own origins are added to those configured: plain HTTP for hosts that only this machine
    /// can mean, HTTPS for all others (TLS ends in front of us).
    pub(crate) fn new(
        hosts: Vec<String>,
        mut origins: Vec<String>,
        access_key: Option<AccessKey>,
    ) -> Self {
        for host in &hosts {
            let scheme = if is_local(host) { "http" } else { "https" };
            let own = format!("{scheme}://{host}");
            if !origins.contains(&own) {
                origins.push(own);
            }
        }
        Self {
            hosts,
            origins,
            access_key,
        }
    }

    /// Refuses requests for hosts that are not ours: another name that leads here (DNS rebinding)
    /// or a confused server in front.
    pub(crate) fn check_host(&self, head: &Head) -> Result<(), Failure> {
        let host = head
            .value("host")
            .ok_or(Failure::BadRequest("The request names no host."))?;
        let host = host.to_ascii_lowercase();
        if self.hosts.iter().any(|ours| ours.as_bytes() == host) {
            Ok(())
        } else {
            Err(Failure::WrongHost)
        }
    }

    /// Compares the whole origin, byte by byte.
    pub(crate) fn caller(&self, head: &Head) -> Caller {
        let Some(origin) = head.value("origin") else {
            return Caller::Unsaid;
        };
        let known = self.origins.iter().find(|ours| ours.as_bytes() == origin);
        match known.map(|ours| HeaderValue::from_str(ours)) {
            Some(Ok(value)) => Caller::Known(value),
            _ => Caller::Foreign,
        }
    }

    /// Asks for the access key, where there is one.
    pub(crate) fn check_access(&self, head: &Head) -> Result<(), Failure> {
        let Some(key) = &self.access_key else {
            return Ok(());
        };
        match head.value(ACCESS_HEADER) {
            Some(given) if key.is(given) => Ok(()),
            _ => Err(Failure::AccessDenied),
        }
    }

    /// Whether callers must send the access key.
    pub(crate) const fn asks_for_key(&self) -> bool {
        self.access_key.is_some()
    }
}

/// Foreign pages may not ask at all; what changes something must say that it is from ours.
pub(crate) fn check_origin(method: &Method, caller: &Caller) -> Result<(), Failure> {
    match caller {
        Caller::Known(_) => Ok(()),
        Caller::Unsaid if matches!(*method, Method::GET | Method::HEAD) => Ok(()),
        Caller::Unsaid | Caller::Foreign => Err(Failure::ForbiddenOrigin),
    }
}

/// A body must say what it is, and be something the route takes.
pub(crate) fn check_content_type(head: &Head, route: &Route) -> Result<(), Failure> {
    let Some(value) = head.value("content-type") else {
        return if head.has_body() {
            Err(Failure::ForbiddenContentType)
        } else {
            Ok(())
        };
    };
    let essence = value.split(|byte| *byte == b';').next().unwrap_or_default();
    let essence = essence.trim_ascii_end().to_ascii_lowercase();
    if route
        .content_types
        .iter()
        .any(|allowed| allowed.as_bytes() == essence)
    {
        Ok(())
    } else {
        Err(Failure::ForbiddenContentType)
    }
}

fn is_local(authority: &str) -> bool {
    let host = crate::upstream::split_port(authority).map_or(authority, |(host, _)| host);
    match Host::parse(host) {
        Some(Host::Address(address)) => address.is_loopback(),
        Some(Host::Name(name)) => name == "localhost",
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use http::Method;

    use super::{Caller, Policy, check_origin};
    use crate::head;

    fn policy() -> Policy {
        Policy::new(
            vec!["127.0.0.1:4000".into(), "panel.example.net".into()],
            vec!["https://panel.example.com".into()],
            None,
        )
    }

    fn caller(origin: &str) -> Caller {
        let text = format!("GET / HTTP/1.1\r\nHost: x\r\nOrigin: {origin}\r\n\r\n");
        policy().caller(&head::parse(text.as_bytes(), 100).unwrap())
    }

    #[test]
    fn only_exact_origins_are_known() {
        for origin in [
            "https://panel.example.com",
            "http://127.0.0.1:4000",
            "https://panel.example.net",
        ] {
            assert!(matches!(caller(origin), Caller::Known(value) if value == origin));
        }
        for origin in [
            "null",
            "",
            "*",
            "http://panel.example.com",
            "https://panel.example.com:443",
            "https://panel.example.com/",
            "https://panel.example.com.evil.example",
            "https://evilpanel.example.com",
            "https://evil.example/https://panel.example.com",
            "https://panel.example.co",
            "https://PANEL.example.com",
            "https://panel-example.com",
            "https://panel.example.com https://evil.example",
            "http://127.0.0.1:40000",
            "http://127.0.0.1",
            "http://panel.example.net",
            "https://panel.example.com\u{e9}",
        ] {
            assert_eq!(caller(origin), Caller::Foreign, "{origin}");
        }
    }

    #[test]
    fn changing_things_needs_a_known_page() {
        for method in [Method::POST, Method::PUT, Method::PATCH, Method::DELETE] {
            assert!(check_origin(&method, &Caller::Unsaid).is_err());
            assert!(check_origin(&method, &Caller::Foreign).is_err());
        }
        assert!(check_origin(&Method::GET, &Caller::Unsaid).is_ok());
        assert!(check_origin(&Method::GET, &Caller::Foreign).is_err());
    }
}
