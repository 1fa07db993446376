//! Where a provider's API lives.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::{Error, ErrorKind};

/// An API's base URL: scheme, host, optional port, optional path. Never credentials, query or
/// fragment. The path is stored without a trailing slash, so that `{endpoint}{path}` is a URL.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Endpoint {
    scheme: Transport,
    authority: String,
    path: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Transport {
    Http,
    Https,
}

impl Endpoint {
    /// Reads a base URL as a person types it.
    ///
    /// # Errors
    /// [`ErrorKind::Setup`] that says which part is wrong and what is expected.
    pub fn parse(text: &str) -> Result<Self, Error> {
        let wrong = |why: &str| Error::new(ErrorKind::Setup, format!("The endpoint {why}"));
        let text = text.trim();
        if text.is_empty() {
            return Err(wrong(
                "is empty. Enter a URL such as https://cp.example.net.",
            ));
        }
        if text.contains(['?', '#']) {
            return Err(wrong(
                "must not have a query or fragment; enter only the base URL.",
            ));
        }
        let (scheme, rest) = text.split_once("://").unwrap_or_default();
        let scheme = match scheme {
            s if s.eq_ignore_ascii_case("https") => Transport::Https,
            s if s.eq_ignore_ascii_case("http") => Transport::Http,
            _ => return Err(wrong("must begin with https:// or http://.")),
        };
        let (authority, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
        if authority.contains('@') {
            return Err(wrong(
                "must not contain a user name or password; enter those below.",
            ));
        }
        if !is_authority(authority) {
            return Err(wrong(
                "has no usable host name. Enter one such as https://cp.example.net.",
            ));
        }
        if !path.bytes().all(is_path_byte) {
            return Err(wrong("has a path with characters that a URL cannot have."));
        }
        Ok(Self {
            scheme,
            authority: authority.to_ascii_lowercase(),
            path: path.trim_end_matches('/').to_owned(),
        })
    }

    /// Host and, where it is not the scheme's own, port: what a browser sends as `Host`.
    pub fn authority(&self) -> &str {
        match self.scheme {
            Transport::Https => self.authority.strip_suffix(":443"),
            Transport::Http => self.authority.strip_suffix(":80"),
        }
        .unwrap_or(&self.authority)
    }

    /// The host alone.
    pub fn host(&self) -> &str {
        match self.authority.rfind(':') {
            Some(at) if !self.authority.ends_with(']') => self.authority.split_at(at).0,
            _ => &self.authority,
        }
    }

    /// `https://host[:port]`, as a browser writes an origin.
    pub fn origin(&self) -> String {
        format!("{}://{}", self.scheme.as_str(), self.authority())
    }

    /// The path before every request's own; empty or beginning with a slash.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Whether what is sent can be read on the way.
    pub fn is_encrypted(&self) -> bool {
        self.scheme == Transport::Https
    }
}

/// `host`, `host:port`, `[v6]`, `[v6]:port`, in ASCII: a name with other letters is written in its
/// `xn--` form.
fn is_authority(text: &str) -> bool {
    let (host, port) = match text.strip_prefix('[') {
        Some(rest) => {
            let Some((address, port)) = rest.split_once(']') else {
                return false;
            };
            let is_v6 = address.contains(':')
                && address
                    .bytes()
                    .all(|b| b.is_ascii_hexdigit() || b == b':' || b == b'.');
            if !is_v6 {
                return false;
            }
            (
                "v6",
                port.strip_prefix(':').or(port.is_empty().then_some("1")),
            )
        }
        None => match text.split_once(':') {
            Some((host, port)) => (host, Some(port)),
            None => (text, Some("1")),
        },
    };
    let is_host = !host.is_empty()
        && host
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'.' || b == b'_');
    is_host && port.is_some_and(|port| port.parse::<u16>().is_ok_and(|port| port > 0))
}

/// What RFC 3986 allows in a path, and `%`.
const fn is_path_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric()
        || matches!(
            byte,
            b'/' | b'-'
                | b'.'
                | b'_'
                | b'~'
                | b'%'
                | b'!'
                | b'$'
                | b'&'
                | b'\''
                | b'('
                | b')'
                | b'*'
                | b'+'
                | b','
                | b';'
                | b'='
                | b':'
                | b'@'
        )
}

impl Transport {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Http => "http",
            Self::Https => "https",
        }
    }
}

impl fmt::Display for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.origin(), self.path)
    }
}

impl TryFrom<String> for Endpoint {
    type Error = Error;

    fn try_from(text: String) -> Result<Self, Error> {
        Self::parse(&text)
    }
}

impl From<Endpoint> for String {
    fn from(endpoint: Endpoint) -> Self {
        endpoint.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::Endpoint;

    #[test]
    fn reads_and_prints_base_urls() {
        for (text, printed, authority, host) in [
            (
                "https://api.example.net",
                "https://api.example.net",
                "api.example.net",
                "api.example.net",
            ),
            (
                " https://API.example.net/ ",
                "https://api.example.net",
                "api.example.net",
                "api.example.net",
            ),
            (
                "https://a.example:443/core/v1/",
                "https://a.example/core/v1",
                "a.example",
                "a.example",
            ),
            (
                "http://127.0.0.1:4103",
                "http://127.0.0.1:4103",
                "127.0.0.1:4103",
                "127.0.0.1",
            ),
            ("http://[::1]:80/x", "http://[::1]/x", "[::1]", "[::1]"),
        ] {
            let endpoint = Endpoint::parse(text).unwrap();
            assert_eq!(endpoint.to_string(), printed);
            assert_eq!(endpoint.authority(), authority);
            assert_eq!(endpoint.host(), host);
        }
    }

    #[test]
    fn refuses_what_is_not_a_base_url() {
        for text in [
            "",
            "api.example.net",
            "ftp://x",
            "https://",
            "https://u:p@x",
            "https://x/?a=1",
            "https://x#y",
            "https://a b",
            "https://a:0",
            "https://a:99999",
            "https://a:b",
            "https://żółw.example",
            "https://[::1",
            "https://[x]",
            "https://[::1]x",
            "https://a/b c",
            "https://a\\b",
            "https:/a",
        ] {
            assert!(Endpoint::parse(text).is_err(), "{text}");
        }
    }
}
