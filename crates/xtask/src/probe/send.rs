//! Carrying an action out for real.

use std::{thread, time::Duration};

use anyhow::{Result, anyhow};
use pilothouse_core::{Error, ErrorKind, Request, Response, Step, Timestamp};
use pilothouse_probe::{act, request_as_json};
use serde_json::json;
use ureq::tls::{RootCerts, TlsConfig, TlsProvider};

use super::{About, from_environment, print};

/// Seconds for one exchange; some providers answer only when the work is done.
const PATIENCE: Duration = Duration::from_mins(2);
/// Larger answers are cut, which their readers then say.
const LARGEST: u64 = 200 * 1024 * 1024;

/// The machine's clock.
pub(crate) fn now() -> Timestamp {
    let since = std::time::UNIX_EPOCH.elapsed().unwrap_or_default();
    Timestamp::from_millisecond(since.as_millis() as i64).unwrap_or(Timestamp::UNIX_EPOCH)
}

/// Drives the action with a socket and the clock; whether it went well.
pub(super) fn run(about: &About) -> Result<bool> {
    let agent = agent();
    let setting = about.setting(from_environment)?;
    let mut act = act(&about.client()?, &about.act()?, &setting, now())?;
    loop {
        match act.next(now())? {
            Step::Send(request) => {
                eprintln!("{} {}", request.method, request.target());
                let answer = exchange(&agent, &request);
                if let Ok(answer) = &answer {
                    eprintln!("{}", answer.status());
                }
                if let Err(error) = act.receive(now(), answer) {
                    print(&json!({"failed": error, "request": request_as_json(&request)}));
                    return Ok(false);
                }
            }
            Step::Wait(time) => thread::sleep(time),
            Step::Yield(told) => print(&told),
            Step::Done => return Ok(true),
        }
    }
}

/// What sends requests.
pub(crate) fn agent() -> ureq::Agent {
    // Only the first call of a process does anything.
    let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
    ureq::Agent::config_builder()
        .timeout_global(Some(PATIENCE))
        .http_status_as_error(false)
        .max_redirects(0)
        .user_agent("pilothouse-probe")
        .tls_config(
            TlsConfig::builder()
                .provider(TlsProvider::Rustls)
                .root_certs(RootCerts::WebPki)
                .build(),
        )
        .build()
        .new_agent()
}

/// Sends one request.
pub(crate) fn exchange(agent: &ureq::Agent, request: &Request) -> Result<Response, Error> {
    let lost = |error: &dyn std::fmt::Display| {
        let words = format!("There is no answer: {error}.");
        Error::new(ErrorKind::Unreachable, words).for_request(request.safety)
    };
    let address = format!("{}{}", request.endpoint.origin(), request.target());
    let mut sent = http::Request::builder()
        .method(request.method.clone())
        .uri(address);
    for (name, value) in &request.headers {
        sent = sent.header(name, value);
    }
    let sent = sent
        .body(request.body.clone())
        .map_err(|error| Error::new(ErrorKind::Setup, error.to_string()))?;
    // Bodies go with GET and DELETE too where a provider wants them to.
    let sent = agent
        .configure_request(sent)
        .allow_non_standard_methods(true)
        .build();
    let (head, mut body) = agent.run(sent).map_err(|error| lost(&error))?.into_parts();
    let body = body.with_config().limit(LARGEST).read_to_vec();
    let body = body.map_err(|error| lost(&anyhow!(error)))?;
    Ok(Response::from_parts(head, body))
}
