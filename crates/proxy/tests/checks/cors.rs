//! Which pages may use the proxy, and what they may read.

use serde_json::json;

use crate::harness::{PANEL, Setup, Upstream, ask, ask_without_origin};

/// Checks 22 and 25.
#[tokio::test]
async fn only_known_origins_may_use_it() {
    let upstream = Upstream::new().await;
    let proxy = Setup::default().start(&upstream).await;
    let own = format!("http://{}", proxy.addr());
    for origin in [PANEL, &own] {
        for method in ["GET", "POST", "DELETE"] {
            let line = format!("Origin: {origin}\r\n");
            let answer = ask_without_origin(proxy.addr(), method, "/onapp/a", &line, "").await;
            assert_eq!(answer.status, 200);
            assert_eq!(answer.header("access-control-allow-origin"), Some(origin));
            assert_eq!(answer.header("vary"), Some("Origin"));
            assert_eq!(answer.header("access-control-allow-credentials"), None);
        }
    }
    let passed = upstream.received().len();
    for origin in [
        "null",
        "*",
        "",
        "https://panel.example.com.evil.example",
        "https://evilpanel.example.com",
        "https://panel.example.comx",
        "https://panel.example.com:443",
        "https://panel.example.com/",
        "http://panel.example.com",
        "HTTPS://PANEL.EXAMPLE.COM",
        "https://panel.example.com, https://evil.example",
        "http://127.0.0.1",
        "http://127.0.0.1:1",
    ] {
        for method in ["GET", "POST", "PUT", "DELETE", "OPTIONS"] {
            let line = format!("Origin: {origin}\r\nAccess-Control-Request-Method: POST\r\n");
            let answer = ask_without_origin(proxy.addr(), method, "/onapp/a", &line, "").await;
            assert_eq!(
                (answer.status, answer.code()),
                (403, "forbidden_origin"),
                "{origin}"
            );
            assert_eq!(
                answer.header("access-control-allow-origin"),
                None,
                "{origin}"
            );
            assert_eq!(answer.header("vary"), Some("Origin"));
        }
    }
    for method in ["POST", "PUT", "DELETE"] {
        let answer = ask_without_origin(proxy.addr(), method, "/onapp/a", "", "").await;
        assert_eq!((answer.status, answer.code()), (403, "forbidden_origin"));
    }
    assert_eq!(upstream.received().len(), passed);
    let answer = ask_without_origin(proxy.addr(), "GET", "/onapp/a", "", "").await;
    assert_eq!(answer.status, 200);
    assert_eq!(answer.header("access-control-allow-origin"), None);
    assert_eq!(answer.header("vary"), Some("Origin"));
}

/// Check 23.
#[tokio::test]
async fn preflights_are_answered_from_the_route() {
    let upstream = Upstream::new().await;
    let proxy = Setup::default().start(&upstream).await;
    let answer = ask(
        proxy.addr(),
        "OPTIONS",
        "/onapp/a",
        "Access-Control-Request-Method: PATCH\r\nAccess-Control-Request-Headers: x-evil\r\n",
        "",
    )
    .await;
    assert_eq!(answer.status, 204);
    assert_eq!(answer.header("access-control-allow-origin"), Some(PANEL));
    assert_eq!(answer.header("vary"), Some("Origin"));
    assert_eq!(
        answer.header("access-control-allow-methods"),
        Some("GET, HEAD, POST, PUT, DELETE")
    );
    assert_eq!(
        answer.header("access-control-allow-headers"),
        Some(
            "accept, accept-language, authorization, content-type, if-match, if-modified-since, \
             if-none-match, if-unmodified-since, x-date"
        )
    );
    assert_eq!(answer.header("access-control-allow-credentials"), None);
    let answer = ask(proxy.addr(), "OPTIONS", "/onapp/a", "", "").await;
    assert_eq!((answer.status, answer.code()), (403, "forbidden_method"));
    assert_eq!(upstream.connections(), 0);
}

/// Check 24; what an upstream sent besides is in `only_listed_answer_headers_come_back`.
#[tokio::test]
async fn pages_may_read_what_they_need() {
    let upstream = Upstream::new().await;
    let proxy = Setup::default().start(&upstream).await;
    for target in ["/onapp/a", "/nowhere/a", "/onapp/a;b"] {
        let answer = ask(proxy.addr(), "GET", target, "", "").await;
        assert_eq!(
            answer.header("access-control-expose-headers"),
            Some("pilothouse-error, retry-after, x-limit, x-page, x-request-id, x-total"),
            "{target}"
        );
    }
}

#[tokio::test]
async fn the_index_names_routes() {
    let upstream = Upstream::new().await;
    let proxy = Setup::default().start(&upstream).await;
    let answer = ask(proxy.addr(), "GET", "/.well-known/pilothouse", "", "").await;
    assert_eq!(answer.status, 200);
    assert_eq!(answer.header("access-control-allow-origin"), Some(PANEL));
    assert_eq!(answer.header("content-type"), Some("application/json"));
    let body: serde_json::Value = serde_json::from_slice(&answer.body).unwrap();
    assert_eq!(
        body,
        json!({"routes": [{
            "name": "onapp", "provider": "onapp", "upstream": format!("http://{}", upstream.addr)
        }]})
    );
    let answer = ask(proxy.addr(), "POST", "/.well-known/pilothouse", "", "").await;
    assert_eq!((answer.status, answer.code()), (403, "forbidden_method"));
}
