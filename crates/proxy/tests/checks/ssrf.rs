//! Addresses a name must not lead to. The table of networks is tested beside its code.

use std::future::Future;
use std::io;
use std::net::IpAddr;
use std::pin::Pin;
use std::sync::Mutex;

use pilothouse_proxy::{Config, Proxy, Resolve};

use crate::harness::{Answer, PANEL, Upstream, ask};

/// Gives its answers one after the other.
struct Rebinding(Mutex<Vec<io::Result<Vec<&'static str>>>>);

impl Resolve for Rebinding {
    fn resolve<'a>(
        &'a self,
        _: &'a str,
    ) -> Pin<Box<dyn Future<Output = io::Result<Vec<IpAddr>>> + Send + 'a>> {
        let next = self.0.lock().unwrap().remove(0);
        let parse = |found: Vec<&str>| found.iter().map(|ip| ip.parse().unwrap()).collect();
        Box::pin(async move { next.map(parse) })
    }
}

async fn start(
    upstream: &Upstream,
    extra: &str,
    answers: Vec<io::Result<Vec<&'static str>>>,
) -> Proxy {
    let config = Config::parse(&format!(
        "listen = \"127.0.0.1:0\"\npanel_origins = [\"{PANEL}\"]\n{extra}\n[limits]\nconnect_ms = 500\n[[route]]\n\
         name = \"a\"\nprovider = \"a\"\nupstream = \"http://a.example:{}\"\nunsafe_http = true\n\
         methods = [\"GET\", \"POST\"]",
        upstream.addr.port()
    ))
    .unwrap();
    Proxy::start_with(config, Rebinding(Mutex::new(answers)))
        .await
        .unwrap()
}

fn unreachable(answer: &Answer) {
    assert_eq!(
        (answer.status, answer.code()),
        (502, "upstream_unreachable")
    );
}

/// Checks 6, 7 and 10.
#[tokio::test]
async fn special_addresses_are_refused() {
    let upstream = Upstream::new().await;
    for found in [
        vec!["127.0.0.1"],
        vec!["::1"],
        vec!["::ffff:127.0.0.1"],
        vec!["10.0.0.1"],
        vec!["169.254.169.254"],
        vec!["0.0.0.0"],
        vec!["::"],
        vec!["1.1.1.1", "127.0.0.1"],
        vec![],
    ] {
        let proxy = start(&upstream, "", vec![Ok(found)]).await;
        unreachable(&ask(proxy.addr(), "GET", "/a/x", "", "").await);
    }
    let proxy = start(&upstream, "", vec![Err(io::Error::other("no"))]).await;
    unreachable(&ask(proxy.addr(), "GET", "/a/x", "", "").await);
    let loopback = "unsafe_allow_loopback = true";
    let proxy = start(&upstream, loopback, vec![Ok(vec!["127.0.0.1", "10.0.0.1"])]).await;
    unreachable(&ask(proxy.addr(), "GET", "/a/x", "", "").await);
    assert_eq!(upstream.connections(), 0);
}

/// Check 8: one look-up for each connection, and the connection goes where it said.
#[tokio::test]
async fn rebinding_does_not_help() {
    let upstream = Upstream::new().await;
    let proxy = start(
        &upstream,
        "unsafe_allow_loopback = true",
        vec![
            Ok(vec!["127.0.0.1"]),
            Ok(vec!["169.254.169.254"]),
            Ok(vec!["127.0.0.1"]),
        ],
    )
    .await;
    assert_eq!(ask(proxy.addr(), "POST", "/a/x", "", "").await.status, 200);
    unreachable(&ask(proxy.addr(), "POST", "/a/x", "", "").await);
    assert_eq!(ask(proxy.addr(), "POST", "/a/x", "", "").await.status, 200);
    let lines = upstream.received();
    let host = format!("host: a.example:{}\r\n", upstream.addr.port());
    assert!(lines.iter().all(|request| request.contains(&host)));
}
