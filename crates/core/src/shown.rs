//! A request as it may be shown to a person, logged and copied: without its secrets.

use std::fmt::Write as _;

use crate::{Request, Safety, Timestamp};

/// A request without its secrets. Headers that let in hold a shell variable's name instead, such
/// as `$AUTHORIZATION`, and secrets in the body their own names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown {
    /// Such as `POST`.
    pub method: String,
    /// The provider's own URL, also where a proxy stands in between.
    pub url: String,
    /// (name, value), in the order they were set.
    pub headers: Vec<(String, String)>,
    /// The body as text; empty for none.
    pub body: String,
    /// Whether it may be repeated.
    pub safety: Safety,
}

impl Shown {
    /// What may be shown of a request.
    pub fn of(request: &Request) -> Self {
        let header = |(name, value): (&http::HeaderName, &http::HeaderValue)| {
            let value = if value.is_sensitive() {
                variable(name.as_str())
            } else {
                String::from_utf8_lossy(value.as_bytes()).into_owned()
            };
            (name.as_str().to_owned(), value)
        };
        Self {
            method: request.method.as_str().to_owned(),
            url: [request.endpoint.origin(), request.target()].concat(),
            headers: request.headers.iter().map(header).collect(),
            body: String::from_utf8_lossy(request.shown_body()).into_owned(),
            safety: request.safety,
        }
    }

    /// The same request as a command for a shell. Text from anywhere is quoted, so that pasting it
    /// runs nothing but `curl`; only the variables of secret headers are left to the shell.
    pub fn curl(&self) -> String {
        let mut line = ["curl -X ", &self.method, " ", &quoted(&self.url)].concat();
        for (name, value) in &self.headers {
            let is_variable = *value == variable(name);
            let text = [name, ": ", value].concat();
            let text = if is_variable {
                ["\"", &text, "\""].concat()
            } else {
                quoted(&text)
            };
            // Writing to a text cannot fail.
            let _written = write!(line, " \\\n  -H {text}");
        }
        if !self.body.is_empty() {
            let _written = write!(line, " \\\n  --data-raw {}", quoted(&self.body));
        }
        line
    }
}

/// One request and what came of it, for the log.
#[derive(Clone, Debug, PartialEq)]
pub struct Exchange {
    /// When it was sent.
    pub at: Timestamp,
    /// What was sent.
    pub request: Shown,
    /// HTTP status; `None` while it is under way, and where no answer came.
    pub status: Option<u16>,
    /// Milliseconds until the answer was read whole, or until it was clear that there is none;
    /// `None` while it is under way.
    pub took: Option<u64>,
    /// Bytes of the answer's body. The answer itself is not kept: it may hold secrets.
    pub size: usize,
    /// Why there is no answer, in words; empty where there is one.
    pub problem: String,
}

fn variable(header: &str) -> String {
    ["$", &header.to_ascii_uppercase().replace('-', "_")].concat()
}

/// In single quotes, for any POSIX shell.
fn quoted(text: &str) -> String {
    ["'", &text.replace('\'', "'\\''"), "'"].concat()
}

#[cfg(test)]
mod tests {
    use http::{HeaderName, Method};

    use super::Shown;
    use crate::{Endpoint, Request, Safety, SecretString};

    #[test]
    fn a_command_holds_no_secret_and_runs_nothing_else() {
        let endpoint = Endpoint::parse("https://example.net/api").unwrap();
        let request = Request::new(Method::POST, &endpoint, "/machines", Safety::Unsafe)
            .with_secret_header(
                HeaderName::from_static("x-auth-token"),
                &SecretString::from("hunter2".to_owned()),
            )
            .unwrap()
            .with_json(&serde_json::json!({"name": "it's $(reboot)"}));
        let shown = Shown::of(&request);
        assert_eq!(
            shown.curl(),
            "curl -X POST 'https://example.net/api/machines' \\\n  -H 'accept: application/json' \\\n  -H \"x-auth-token: $X_AUTH_TOKEN\" \\\n  -H 'content-type: application/json' \\\n  --data-raw '{\"name\":\"it'\\''s $(reboot)\"}'"
        );
        assert!(!format!("{shown:?}").contains("hunter2"));
    }
}
