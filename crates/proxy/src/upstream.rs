//! Where a route leads: scheme, host (or one wildcard label), port. Written by the operator,
//! compared strictly, never taken from a request.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// An upstream origin.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Upstream {
    tls: bool,
    host: Pattern,
    port: u16,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Pattern {
    Name(String),
    Address(IpAddr),
    /// What follows one free label, with its dot: `.api.example.net`.
    AnyLabel(String),
}

/// The host that one request goes to.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Host {
    /// Lower-case ASCII, no trailing dot.
    Name(String),
    Address(IpAddr),
}

impl Upstream {
    /// Reads `https://host[:port]`, `http://…` or `https://*.rest`.
    ///
    /// # Errors
    /// What is wrong, as the end of a sentence that begins with "the upstream".
    pub(crate) fn parse(text: &str) -> Result<Self, &'static str> {
        let (tls, authority) = if let Some(rest) = text.strip_prefix("https://") {
            (true, rest)
        } else if let Some(rest) = text.strip_prefix("http://") {
            (false, rest)
        } else {
            return Err("must begin with https:// or http://");
        };
        if authority.contains(['/', '?', '#', '@', '\\']) {
            return Err("must be an origin only: no path, query, fragment or user name");
        }
        let (host, port) = split_port(authority)?;
        let port = port.unwrap_or(if tls { 443 } else { 80 });
        let host = if let Some(rest) = host.strip_prefix('*') {
            let name = rest.strip_prefix('.').unwrap_or_default();
            if !is_name(name) || !name.contains('.') {
                return Err(
                    "may have a wildcard only as `*.` before a domain of two or more parts",
                );
            }
            Pattern::AnyLabel(rest.to_owned())
        } else {
            match Host::parse(host).ok_or("must name a host in lower-case ASCII")? {
                Host::Name(name) => Pattern::Name(name),
                Host::Address(address) => Pattern::Address(address),
            }
        };
        Ok(Self { tls, host, port })
    }

    /// Whether it is spoken to with TLS.
    pub(crate) const fn is_encrypted(&self) -> bool {
        self.tls
    }

    /// The port, fixed by the route.
    pub(crate) const fn port(&self) -> u16 {
        self.port
    }

    /// The one host, unless it is a wildcard.
    pub(crate) fn fixed_host(&self) -> Option<Host> {
        match &self.host {
            Pattern::Name(name) => Some(Host::Name(name.clone())),
            Pattern::Address(address) => Some(Host::Address(*address)),
            Pattern::AnyLabel(_) => None,
        }
    }

    /// Whether a host is the wildcard with its one label filled in.
    pub(crate) fn admits(&self, host: &Host) -> bool {
        let (Pattern::AnyLabel(rest), Host::Name(name)) = (&self.host, host) else {
            return false;
        };
        name.strip_suffix(rest.as_str()).is_some_and(is_label)
    }

    /// What to send as `Host`.
    pub(crate) fn authority(&self, host: &Host) -> String {
        match (self.tls, self.port) {
            (true, 443) | (false, 80) => host.to_string(),
            (_, port) => format!("{host}:{port}"),
        }
    }
}

impl fmt::Display for Upstream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let scheme = if self.tls { "https" } else { "http" };
        match &self.host {
            Pattern::AnyLabel(rest) => write!(f, "{scheme}://*{rest}")?,
            Pattern::Name(name) => write!(f, "{scheme}://{name}")?,
            Pattern::Address(address) => {
                write!(f, "{scheme}://{}", Host::Address(*address))?;
            }
        }
        match (self.tls, self.port) {
            (true, 443) | (false, 80) => Ok(()),
            (_, port) => write!(f, ":{port}"),
        }
    }
}

impl Host {
    /// Reads a host: a lower-case ASCII name (IDNA already applied, no trailing dot), a dotted
    /// quad or a bracketed IPv6 address. Other ways to write an address are not names either.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        if let Some(inner) = text.strip_prefix('[').and_then(|t| t.strip_suffix(']')) {
            let address: Ipv6Addr = inner.parse().ok()?;
            return Some(Self::Address(address.into()));
        }
        if let Ok(address) = text.parse::<Ipv4Addr>() {
            return Some(Self::Address(address.into()));
        }
        is_name(text).then(|| Self::Name(text.to_owned()))
    }
}

impl fmt::Display for Host {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Name(name) => f.write_str(name),
            Self::Address(IpAddr::V4(address)) => write!(f, "{address}"),
            Self::Address(IpAddr::V6(address)) => write!(f, "[{address}]"),
        }
    }
}

/// Host and port of `host[:port]`.
pub(crate) fn split_port(authority: &str) -> Result<(&str, Option<u16>), &'static str> {
    let bracket = authority.rfind(']').unwrap_or(0);
    let Some(colon) = authority.rfind(':').filter(|at| *at > bracket) else {
        return Ok((authority, None));
    };
    let (host, port) = authority.split_at(colon);
    let port = port.trim_start_matches(':');
    let plain = !port.is_empty() && port.bytes().all(|b| b.is_ascii_digit());
    match port.parse::<u16>() {
        Ok(number) if plain && number > 0 && !host.ends_with(':') => Ok((host, Some(number))),
        _ => Err("must have a port between 1 and 65535, or none"),
    }
}

/// A DNS name in lower-case ASCII whose last label is not a number (decimal, octal or
/// hexadecimal: resolvers would read those as addresses).
fn is_name(text: &str) -> bool {
    let last = text.rsplit('.').next().unwrap_or_default();
    let number = last.bytes().all(|b| b.is_ascii_digit()) || last.starts_with("0x");
    text.len() <= 253 && !number && text.split('.').all(is_label)
}

fn is_label(text: &str) -> bool {
    let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
    (1..=63).contains(&text.len())
        && text.bytes().all(plain)
        && !text.starts_with('-')
        && !text.ends_with('-')
}

#[cfg(test)]
mod tests {
    use super::{Host, Upstream};

    #[test]
    fn reads_origins_and_prints_them() {
        for (text, printed) in [
            ("https://api.example.net", "https://api.example.net"),
            ("https://api.example.net:443", "https://api.example.net"),
            (
                "https://api.example.net:8443",
                "https://api.example.net:8443",
            ),
            ("http://127.0.0.1:4101", "http://127.0.0.1:4101"),
            ("http://[::1]:80", "http://[::1]"),
            ("https://*.api.example.net", "https://*.api.example.net"),
            ("https://xn--zk-yja.example", "https://xn--zk-yja.example"),
        ] {
            assert_eq!(Upstream::parse(text).unwrap().to_string(), printed);
        }
    }

    #[test]
    fn refuses_other_things() {
        for text in [
            "",
            "api.example.net",
            "ftp://a.example",
            "https://",
            "https://a.example/",
            "https://a.example/x",
            "https://a.example?x",
            "https://u@a.example",
            "https://a.example.",
            "https://A.example",
            "https://a..example",
            "https://a.example:",
            "https://a.example:0",
            "https://a.example:65536",
            "https://a.example:+80",
            "https://a.example::80",
            "https://[a.example]",
            "https://[::1",
            "https://::1",
            "https://żółw.example",
            "https://a_b.example",
            "https://*",
            "https://*.example",
            "https://a.*.example",
            "https://*a.example.net",
            "https://*.*.example.net",
            "https://*.a.example.",
            "https://2130706433",
            "https://0x7f000001",
            "https://127.1",
            "https://0177.0.0.1",
            "https://127.0.0.0x1",
            "https://1.2.3.4.5",
            "https://-a.example",
            "https://a b.example",
            "https://a.example\\@b.example",
            "https://a.example#b.example",
        ] {
            assert!(Upstream::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_wildcard_is_exactly_one_label() {
        let upstream = Upstream::parse("https://*.example.com").unwrap();
        let admits = |text: &str| Host::parse(text).is_some_and(|host| upstream.admits(&host));
        assert!(admits("a.example.com"));
        assert!(admits("eu-1.example.com"));
        for text in [
            "example.com",
            ".example.com",
            "a.b.example.com",
            "a.example.com.",
            "A.example.com",
            "[a.example.com]",
            "evil.com",
            "a.example.com.evil.com",
            "evil#.example.com",
            "evil@a.example.com",
            "a@.example.com",
            "a\\.example.com",
            "a\t.example.com",
            "a\r\n.example.com",
            "a．example.com",
            "a.example。com",
            "-.example.com",
            "a:80.example.com",
            "a.example.com:443",
            "a/.example.com",
            "a%2e.example.com",
            "aexample.com",
            "127.0.0.1",
            "*.example.com",
        ] {
            assert!(!admits(text), "{text}");
        }
    }
}
