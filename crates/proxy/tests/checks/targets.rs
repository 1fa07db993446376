//! Where requests may go.

use std::net::IpAddr;
use std::sync::{Arc, Mutex};

use pilothouse_proxy::{Config, Proxy, Resolve};

use crate::harness::{Setup, Upstream, ask};

/// Answers with fixed addresses and remembers what it was asked.
#[derive(Clone, Default)]
pub(crate) struct Names {
    pub(crate) addresses: Vec<IpAddr>,
    pub(crate) asked: Arc<Mutex<Vec<String>>>,
}

impl Resolve for Names {
    fn resolve<'a>(
        &'a self,
        name: &'a str,
    ) -> std::pin::Pin<Box<dyn Future<Output = std::io::Result<Vec<IpAddr>>> + Send + 'a>> {
        self.asked.lock().unwrap().push(name.to_owned());
        Box::pin(async { Ok(self.addresses.clone()) })
    }
}

/// Check 1.
#[tokio::test]
async fn unknown_routes_are_not_looked_up() {
    let names = Names::default();
    let config = Config::parse(
        "listen = \"127.0.0.1:0\"\n[[route]]\nname = \"bigv\"\nprovider = \"bigv\"\n\
         upstream = \"https://api.bigv.example\"",
    )
    .unwrap();
    let proxy = Proxy::start_with(config, names.clone()).await.unwrap();
    for target in [
        "/",
        "/x/a",
        "/bigvx/a",
        "/BIGV/a",
        "/bigv%20/a",
        "/api.bigv.example/a",
    ] {
        let lines = "";
        let answer =
            crate::harness::ask_without_origin(proxy.addr(), "GET", target, lines, "").await;
        assert_eq!(
            (answer.status, answer.code()),
            (404, "unknown_route"),
            "{target}"
        );
    }
    assert!(names.asked.lock().unwrap().is_empty());
}

#[tokio::test]
async fn no_routes_serve_nothing() {
    let config = Config::parse("listen = \"127.0.0.1:0\"").unwrap();
    let proxy = Proxy::start(config).await.unwrap();
    let answer = crate::harness::ask_without_origin(proxy.addr(), "GET", "/onapp/a", "", "").await;
    assert_eq!((answer.status, answer.code()), (404, "not_configured"));
}

/// Checks 2 and 3: the host of a wildcard route.
#[tokio::test]
async fn wildcard_hosts_are_compared_strictly() {
    let upstream = Upstream::new().await;
    let names = Names {
        addresses: vec![upstream.addr.ip()],
        ..Names::default()
    };
    let config = Config::parse(&format!(
        "listen = \"127.0.0.1:0\"\nunsafe_allow_loopback = true\n[[route]]\nname = \"e24\"\n\
         provider = \"e24cloud\"\nupstream = \"http://*.api.example.com:{}\"\nunsafe_http = true",
        upstream.addr.port()
    ))
    .unwrap();
    let proxy = Proxy::start_with(config, names.clone()).await.unwrap();
    let get = async |host: &str| {
        crate::harness::ask_without_origin(
            proxy.addr(),
            "GET",
            &format!("/e24/{host}/v2/x?y"),
            "",
            "",
        )
        .await
    };
    for host in ["eu-1.api.example.com", "EU-1.API.example.com"] {
        assert_eq!(get(host).await.status, 200, "{host}");
    }
    let (first, port) = (upstream.received()[0].clone(), upstream.addr.port());
    assert!(first.starts_with("GET /v2/x?y HTTP/1.1\r\n"), "{first}");
    assert!(
        first.contains(&format!("host: eu-1.api.example.com:{port}\r\n")),
        "{first}"
    );
    let asked = names.asked.lock().unwrap().len();
    for host in [
        "api.example.com",
        "a.b.api.example.com",
        "eu.api.example.com.",
        "eu.api.example.com.evil.com",
        "evil.com",
        "[eu.api.example.com]",
        "evil@eu.api.example.com",
        "eu.api.example.com@evil.com",
        "evil%23.api.example.com",
        "evil%40.api.example.com",
        "eu.api.example.com:80",
        "eu.api.example.com%00",
        "eu%09.api.example.com",
        "eu%0d%0a.api.example.com",
        "eu%5c.api.example.com",
        "eu%ef%bc%8eapi.example.com",
        "eu.api.example%e3%80%82com",
        "127.0.0.1",
        "2130706433",
        "0x7f000001",
        "[::1]",
        "*.api.example.com",
        "localhost",
        "-.api.example.com",
        "e_u.api.example.com",
        ".api.example.com",
        "..api.example.com",
    ] {
        let status = get(host).await.status;
        assert!(status == 400 || status == 403, "{host}: {status}");
    }
    assert_eq!(names.asked.lock().unwrap().len(), asked);
    assert_eq!(upstream.received().len(), 2);
}

/// Check 4.
#[test]
fn plain_http_must_be_said_and_is_shouted() {
    let text = |extra: &str| {
        format!(
            "[[route]]\nname = \"a\"\nprovider = \"a\"\nupstream = \"http://a.example\"\n{extra}"
        )
    };
    assert!(Config::parse(&text("")).is_err());
    let config = Config::parse(&text("unsafe_http = true")).unwrap();
    assert!(config.warnings()[0].contains("IN THE CLEAR"));
}

/// Check 12.
#[tokio::test]
async fn ambiguous_paths_are_refused() {
    let upstream = Upstream::new().await;
    let proxy = Setup::default().start(&upstream).await;
    for target in [
        "//onapp/a",
        "/onapp//a",
        "/onapp/./a",
        "/onapp/../a",
        "/onapp/a/..",
        "/onapp/%2e%2e/a",
        "/onapp/%2E/a",
        "/onapp/a%2fb",
        "/onapp/a%2Fb",
        "/onapp/a%5Cb",
        "/onapp/a\\b",
        "/onapp/a;b",
        "/onapp/a%00",
        "/onapp/a%0a",
        "/onapp/a%252e",
        "/onapp/a%c0%ae",
        "/onapp/a%",
        "/onapp/a#b",
        "/onapp/a?b#c",
        "/onapp/a?%00",
        "/onapp/a?x;y",
        "/onapp",
        "/onapp?x",
        "/onapp%2fa",
    ] {
        let answer = ask(proxy.addr(), "GET", target, "", "").await;
        let known = answer.status == 400 || (target == "/onapp%2fa" && answer.status == 404);
        assert!(known, "{target}: {}", answer.status);
    }
    assert_eq!(upstream.connections(), 0);
}

/// Check 13.
#[tokio::test]
async fn routes_allow_methods_paths_and_content_types() {
    let upstream = Upstream::new().await;
    let setup = Setup {
        route: r#"methods = ["GET", "POST"]
            path_prefix = "/v1"
            allow = ["GET /v1/machines", "GET /v1/machines/*", "POST /v1/machines/*/start"]"#
            .into(),
        ..Setup::default()
    };
    let proxy = setup.start(&upstream).await;
    for (method, target, content_type, body, expected) in [
        ("GET", "/v1/machines", "", "", ""),
        ("GET", "/v1/machines?page=2", "", "", ""),
        ("GET", "/v1/machines/7", "", "", ""),
        ("POST", "/v1/machines/7/start", "application/json", "{}", ""),
        (
            "POST",
            "/v1/machines/7/start",
            "Application/JSON; charset=utf-8",
            "{}",
            "",
        ),
        ("POST", "/v1/machines/7/start", "", "", ""),
        (
            "POST",
            "/v1/machines/7/start",
            "",
            "{}",
            "forbidden_content_type",
        ),
        (
            "POST",
            "/v1/machines/7/start",
            "text/plain",
            "{}",
            "forbidden_content_type",
        ),
        (
            "POST",
            "/v1/machines/7/start",
            "text/plain;application/json",
            "{}",
            "forbidden_content_type",
        ),
        (
            "POST",
            "/v1/machines/7/start",
            "application/jsonx",
            "{}",
            "forbidden_content_type",
        ),
        (
            "POST",
            "/v1/machines/7/start",
            "application/json,text/plain",
            "{}",
            "forbidden_content_type",
        ),
        (
            "POST",
            "/v1/machines/7/stop",
            "application/json",
            "{}",
            "forbidden_path",
        ),
        (
            "POST",
            "/v1/machines",
            "application/json",
            "{}",
            "forbidden_path",
        ),
        ("GET", "/v1/machines/", "", "", "forbidden_path"),
        ("GET", "/v1", "", "", "forbidden_path"),
        ("GET", "/v10/machines", "", "", "forbidden_path"),
        ("GET", "/machines", "", "", "forbidden_path"),
        ("DELETE", "/v1/machines/7", "", "", "forbidden_method"),
        ("HEAD", "/v1/machines/7", "", "", "forbidden_method"),
        ("BREW", "/v1/machines/7", "", "", "forbidden_method"),
    ] {
        let line = if content_type.is_empty() {
            String::new()
        } else {
            format!("Content-Type: {content_type}\r\n")
        };
        let answer = ask(
            proxy.addr(),
            method,
            &format!("/onapp{target}"),
            &line,
            body,
        )
        .await;
        let status = if expected.is_empty() { 200 } else { 403 };
        assert_eq!(
            (answer.status, answer.code()),
            (status, expected),
            "{method} {target}"
        );
    }
    assert_eq!(upstream.received().len(), 6);
}

/// Check 14 (that they are not logged is the canary's).
#[tokio::test]
async fn credentials_in_a_query_are_refused() {
    let upstream = Upstream::new().await;
    let proxy = Setup::default().start(&upstream).await;
    for query in [
        "token=x",
        "a=1&api_key=x",
        "user%5Bpassword%5d=x",
        "%6bey=x",
        "auth=x",
    ] {
        let answer = ask(proxy.addr(), "GET", &format!("/onapp/a?{query}"), "", "").await;
        assert_eq!(
            (answer.status, answer.code()),
            (400, "bad_request"),
            "{query}"
        );
    }
    assert_eq!(upstream.connections(), 0);
}
