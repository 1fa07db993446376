//! What passes, and how: bytes, headers, answers, redirects.

use crate::harness::{Answer, PANEL, Setup, Then, Upstream, ask, raw, raw_bytes};

/// Checks 12 and 40: what was checked is what the upstream received.
#[tokio::test]
async fn path_query_and_body_arrive_byte_for_byte() {
    let body = "{ \"a\" :1,\n\t\"ż\":\"\u{1F680}\" }\r\n\r\n";
    for target in [
        "/virtual_machines.json",
        "/",
        "/a%20b/%C5%BC?x=%0A&y=+&&z",
        "/v1/x?organization[id]=1&virtual_machine%5bid%5D=2&q=a//b/../c?d/e",
        "/a?",
        "/~a!$&'()*+,=:@-._",
    ] {
        let upstream = Upstream::new().await;
        let proxy = Setup::default().start(&upstream).await;
        let answer = ask(
            proxy.addr(),
            "POST",
            &format!("/onapp{target}"),
            "Content-Type: application/json\r\n",
            body,
        )
        .await;
        assert_eq!((answer.status, answer.text().as_str()), (200, "{}"));
        let (lines, received) = upstream.only_request();
        assert_eq!(lines[0], format!("POST {target} HTTP/1.1"));
        assert_eq!(received, body);
    }
}

#[tokio::test]
async fn chunked_bodies_arrive_whole_with_a_length() {
    let upstream = Upstream::new().await;
    let proxy = Setup::default().start(&upstream).await;
    let request = format!(
        "POST /onapp/a HTTP/1.1\r\nHost: {}\r\nOrigin: {PANEL}\r\nContent-Type: application/json\r\n\
         Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n3\r\n{{\"a\r\n5\r\n\":1}}\n\r\n0\r\n\r\n",
        proxy.addr()
    );
    assert_eq!(raw(proxy.addr(), request).await.status, 200);
    let (lines, body) = upstream.only_request();
    assert!(lines.contains(&"content-length: 8".to_owned()), "{lines:?}");
    assert!(!lines.iter().any(|line| line.contains("chunked")));
    assert_eq!(body, "{\"a\":1}\n");
}

#[tokio::test]
async fn a_length_is_sent_where_one_is_expected() {
    for (method, lines, expected) in [
        ("GET", "", false),
        ("DELETE", "", false),
        ("DELETE", "Content-Length: 0\r\n", true),
        ("POST", "", true),
        ("POST", "Content-Length: 0\r\n", true),
        ("PUT", "", true),
    ] {
        let upstream = Upstream::new().await;
        let proxy = Setup::default().start(&upstream).await;
        let answer = ask(proxy.addr(), method, "/onapp/a", lines, "").await;
        assert_eq!(answer.status, 200);
        let (sent, _) = upstream.only_request();
        let lengths = sent
            .iter()
            .filter(|line| line.starts_with("content-length: 0"));
        assert_eq!(lengths.count(), usize::from(expected), "{method} {sent:?}");
    }
}

/// Checks 15 and 21: a list of what passes; everything else stays behind.
#[tokio::test]
async fn only_listed_request_headers_arrive() {
    let upstream = Upstream::new().await;
    let setup = Setup {
        top: "access_key = \"0123456789abcdef-key\"".into(),
        ..Setup::default()
    };
    let proxy = setup.start(&upstream).await;
    let lines = "Accept: application/json\r\nAccept-Language: pl\r\nAuthorization: Basic YTpi\r\n\
        Content-Type: application/json\r\nIf-None-Match: \"x\"\r\nX-Date: today\r\n\
        Pilothouse-Access: 0123456789abcdef-key\r\n\
        Cookie: a=b\r\nReferer: https://x.example/\r\nForwarded: for=1.2.3.4\r\n\
        X-Forwarded-For: 1.2.3.4\r\nX-Forwarded-Host: x\r\nX-Real-IP: 1.2.3.4\r\n\
        Proxy-Authorization: Basic eDp5\r\nProxy-Connection: keep-alive\r\nSec-Fetch-Site: cross-site\r\n\
        Accept-Encoding: gzip\r\nUser-Agent: Browser\r\nX-HTTP-Method-Override: DELETE\r\n\
        Upgrade: websocket\r\nKeep-Alive: 5\r\nTE: trailers\r\nVia: x\r\nX-Other: 1\r\nDNT: 1\r\n";
    let answer = ask(proxy.addr(), "GET", "/onapp/a", lines, "").await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    let (mut lines, _) = upstream.only_request();
    lines.sort();
    assert_eq!(
        lines,
        [
            "GET /a HTTP/1.1".to_owned(),
            "accept-language: pl".into(),
            "accept: application/json".into(),
            "authorization: Basic YTpi".into(),
            "content-type: application/json".into(),
            format!("host: {}", upstream.addr),
            "if-none-match: \"x\"".into(),
            format!("user-agent: pilothouse/{}", env!("CARGO_PKG_VERSION")),
            "x-date: today".into(),
        ]
    );
}

/// Check 16.
#[tokio::test]
async fn what_connection_names_is_dropped() {
    let upstream = Upstream::new().await;
    let proxy = Setup::default().start(&upstream).await;
    let answer = ask(
        proxy.addr(),
        "GET",
        "/onapp/a",
        "Connection: X-Date, accept-LANGUAGE\r\nX-Date: today\r\nAccept-Language: pl\r\nAccept: a/b\r\n",
        "",
    )
    .await;
    assert_eq!(answer.status, 200);
    let (lines, _) = upstream.only_request();
    let text = lines.join("\n");
    assert!(text.contains("accept: a/b"));
    assert!(
        !text.contains("x-date") && !text.contains("accept-language"),
        "{text}"
    );
}

/// Check 21: without the key nothing passes.
#[tokio::test]
async fn the_access_key_is_asked_for() {
    let upstream = Upstream::new().await;
    let setup = Setup {
        top: "access_key = \"0123456789abcdef-key\"".into(),
        ..Setup::default()
    };
    let proxy = setup.start(&upstream).await;
    for lines in [
        "",
        "Pilothouse-Access: \r\n",
        "Pilothouse-Access: 0123456789abcdef-kez\r\n",
        "Pilothouse-Access: 0123456789abcdef-key1\r\n",
        "Authorization: 0123456789abcdef-key\r\n",
    ] {
        let answer = ask(proxy.addr(), "GET", "/onapp/a", lines, "").await;
        assert_eq!((answer.status, answer.code()), (401, "access_denied"));
    }
    assert_eq!(upstream.connections(), 0);
}

/// Checks 19 and 20.
#[tokio::test]
async fn only_listed_answer_headers_come_back() {
    let upstream = Upstream::answering(
        "HTTP/1.1 201 Created\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\
         Set-Cookie: a=b\r\nServer: x\r\nX-Powered-By: y\r\nAccess-Control-Allow-Origin: *\r\n\
         Access-Control-Allow-Credentials: true\r\nContent-Security-Policy: default-src *\r\n\
         Cache-Control: public\r\nLocation: /machines/7\r\nRefresh: 0; url=/x\r\n\
         WWW-Authenticate: Basic\r\nPilothouse-Error: forged\r\nX-Accel-Redirect: /etc\r\n\
         Strict-Transport-Security: max-age=1\r\nLink: </x>; rel=preload\r\nX-Secret: s\r\n\
         X-Content-Type-Options: off\r\nVary: Cookie\r\nClear-Site-Data: \"*\"\r\n\
         ETag: \"e\"\r\nRetry-After: 3\r\nX-RateLimit-Remaining: 5\r\nX-Request-Id: r\r\nX-Page: 1\r\n\
         X-Limit: 2\r\nX-Total: 3\r\nX-Extra: yes\r\nDate: Tue, 02 Jun 2026 10:15:30 GMT\r\n\r\n{}",
        Then::KeepOpen,
    )
    .await;
    let proxy = Setup::default().start(&upstream).await;
    let answer = ask(proxy.addr(), "GET", "/onapp/a", "", "").await;
    assert_eq!((answer.status, answer.text().as_str()), (201, "{}"));
    let mut headers: Vec<String> = answer
        .headers
        .iter()
        .map(|(name, value)| format!("{name}: {value}"))
        .collect();
    headers.sort();
    assert_eq!(
        headers,
        [
            &format!("access-control-allow-origin: {PANEL}"),
            "access-control-expose-headers: pilothouse-error, retry-after, x-limit, x-page, \
             x-request-id, x-total, x-ratelimit-remaining, x-extra",
            "cache-control: no-store",
            "connection: close",
            "content-length: 2",
            "content-security-policy: sandbox; default-src 'none'",
            "content-type: application/json",
            "date: Tue, 02 Jun 2026 10:15:30 GMT",
            "etag: \"e\"",
            "referrer-policy: no-referrer",
            "retry-after: 3",
            "vary: Origin",
            "x-content-type-options: nosniff",
            "x-extra: yes",
            "x-limit: 2",
            "x-page: 1",
            "x-ratelimit-remaining: 5",
            "x-request-id: r",
            "x-total: 3",
        ]
    );
}

/// Check 27.
#[tokio::test]
async fn redirects_are_errors() {
    for status in [300, 301, 302, 303, 305, 307, 308] {
        let upstream = Upstream::answering(
            format!(
                "HTTP/1.1 {status} X\r\nLocation: https://elsewhere.example/?t=1\r\nContent-Length: 3\r\n\r\nabc"
            ),
            Then::KeepOpen,
        )
        .await;
        let proxy = Setup::default().start(&upstream).await;
        let answer = ask(proxy.addr(), "GET", "/onapp/a", "", "").await;
        assert_eq!((answer.status, answer.code()), (502, "upstream_redirect"));
        assert_eq!(answer.header("location"), None);
        assert_eq!(answer.header("access-control-allow-origin"), Some(PANEL));
        assert!(!String::from_utf8_lossy(&answer.raw).contains("elsewhere"));
        assert_eq!(upstream.received().len(), 1);
    }
}

/// Check 28, the upstream's half: statuses are the provider's words and pass unchanged.
#[tokio::test]
async fn other_statuses_pass_unchanged() {
    for status in [200, 202, 304, 400, 401, 403, 404, 409, 422, 429, 500, 503] {
        let body = if status == 304 { "" } else { "{\"e\":1}" };
        let upstream = Upstream::answering(
            format!(
                "HTTP/1.1 {status} X\r\nRetry-After: 7\r\nContent-Length: {}\r\n\r\n{body}",
                body.len()
            ),
            Then::KeepOpen,
        )
        .await;
        let proxy = Setup::default().start(&upstream).await;
        let answer = ask(proxy.addr(), "GET", "/onapp/a", "", "").await;
        assert_eq!((answer.status, answer.text().as_str()), (status, body));
        assert_eq!(answer.header("retry-after"), Some("7"));
        assert_eq!(answer.code(), "");
    }
}

#[tokio::test]
async fn compressed_answers_stay_compressed() {
    let upstream = Upstream::answering(
        b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 4\r\n\r\n\x1f\x8b\x08\x00"
            .as_slice(),
        Then::KeepOpen,
    )
    .await;
    let proxy = Setup::default().start(&upstream).await;
    let answer = ask(proxy.addr(), "GET", "/onapp/a", "", "").await;
    assert_eq!(answer.header("content-encoding"), Some("gzip"));
    assert_eq!(answer.body, b"\x1f\x8b\x08\x00");
}

#[tokio::test]
async fn an_answer_to_head_has_its_length_and_no_body() {
    let upstream = Upstream::answering(
        "HTTP/1.1 200 OK\r\nContent-Length: 123\r\n\r\n",
        Then::KeepOpen,
    )
    .await;
    let proxy = Setup::default().start(&upstream).await;
    let answer = ask(proxy.addr(), "HEAD", "/onapp/a", "", "").await;
    assert_eq!(answer.header("content-length"), Some("123"));
    assert_eq!(answer.text(), "");
}

#[tokio::test]
async fn connections_are_kept_and_requests_kept_apart() {
    let upstream = Upstream::new().await;
    let proxy = Setup::default().start(&upstream).await;
    let one = |path: &str, last: &str| {
        format!(
            "GET /onapp/{path} HTTP/1.1\r\nHost: {}\r\n{last}\r\n",
            proxy.addr()
        )
    };
    let requests = format!(
        "{}{}{}",
        one("a", ""),
        one("b", ""),
        one("c", "Connection: close\r\n")
    );
    let answers = String::from_utf8(raw_bytes(proxy.addr(), requests).await).unwrap();
    assert_eq!(answers.matches("HTTP/1.1 200 OK").count(), 3);
    let paths: Vec<String> = upstream
        .received()
        .iter()
        .map(|request| request.lines().next().unwrap().to_owned())
        .collect();
    assert_eq!(
        paths,
        ["GET /a HTTP/1.1", "GET /b HTTP/1.1", "GET /c HTTP/1.1"]
    );
    assert_eq!(upstream.connections(), 1, "reads share a connection");
}

#[tokio::test]
async fn what_changes_something_gets_its_own_connection() {
    let upstream = Upstream::new().await;
    let proxy = Setup::default().start(&upstream).await;
    for method in ["GET", "POST", "DELETE"] {
        ask(proxy.addr(), method, "/onapp/a", "", "").await;
    }
    assert_eq!(upstream.connections(), 3);
}

/// A refused request behind a good one: both are answered, in order, and nothing after is read.
#[tokio::test]
async fn a_bad_request_in_a_pipeline_ends_it() {
    let upstream = Upstream::new().await;
    let proxy = Setup::default().start(&upstream).await;
    let host = proxy.addr();
    let requests = format!(
        "GET /onapp/a HTTP/1.1\r\nHost: {host}\r\n\r\nGET /onapp/b HTTP/1.1\r\nHost: {host}\r\nBad_Name: 1\r\n\r\n\
         GET /onapp/c HTTP/1.1\r\nHost: {host}\r\n\r\n"
    );
    let answers = raw_bytes(proxy.addr(), requests).await;
    let text = String::from_utf8(answers).unwrap();
    let second = text.find("HTTP/1.1 400").unwrap();
    assert!(text.starts_with("HTTP/1.1 200 OK"));
    assert_eq!(text.matches("HTTP/1.1 ").count(), 2, "{text}");
    let refused = Answer::parse(&text.as_bytes()[second..]);
    assert_eq!(refused.header("connection"), Some("close"));
    assert_eq!(upstream.received().len(), 1);
}
