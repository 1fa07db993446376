//! Requests that are not quite requests.

use serde_json::Value;

use crate::harness::{Answer, PANEL, Setup, Upstream, raw};

async fn refused(request: &[u8]) -> Answer {
    let upstream = Upstream::new().await;
    let proxy = Setup::default().start(&upstream).await;
    let host = proxy.addr().to_string();
    let text = String::from_utf8_lossy(request);
    let mut bytes = Vec::new();
    // HOST stands for the proxy's own; bytes beyond UTF-8 must survive the replacement.
    let mut rest = request;
    while let Some(at) = rest.windows(4).position(|four| four == b"HOST") {
        bytes.extend_from_slice(&rest[..at]);
        bytes.extend_from_slice(host.as_bytes());
        rest = &rest[at + 4..];
    }
    bytes.extend_from_slice(rest);
    let answer = raw(proxy.addr(), &bytes).await;
    assert_eq!(answer.header("connection"), Some("close"), "{text:?}");
    assert_eq!(upstream.connections(), 0, "{text:?}");
    let body: Value = serde_json::from_slice(&answer.body).unwrap();
    assert_eq!(body["code"], answer.code(), "{text:?}");
    answer
}

async fn all_bad(requests: &[&[u8]]) {
    for request in requests {
        let answer = refused(request).await;
        let text = String::from_utf8_lossy(request);
        assert_eq!(
            (answer.status, answer.code()),
            (400, "bad_request"),
            "{text:?}"
        );
    }
}

/// Check 5.
#[tokio::test]
async fn only_origin_form_and_usual_methods() {
    all_bad(&[
        b"GET http://HOST/onapp/a HTTP/1.1\r\nHost: HOST\r\n\r\n",
        b"GET https://evil.example/ HTTP/1.1\r\nHost: HOST\r\n\r\n",
        b"GET HOST HTTP/1.1\r\nHost: HOST\r\n\r\n",
        b"GET evil.example:443 HTTP/1.1\r\nHost: HOST\r\n\r\n",
        b"GET * HTTP/1.1\r\nHost: HOST\r\n\r\n",
        b"OPTIONS * HTTP/1.1\r\nHost: HOST\r\n\r\n",
        b"CONNECT evil.example:443 HTTP/1.1\r\nHost: HOST\r\n\r\n",
        b"CONNECT /onapp/a HTTP/1.1\r\nHost: HOST\r\n\r\n",
        b"TRACE /onapp/a HTTP/1.1\r\nHost: HOST\r\n\r\n",
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        b"get /onapp/a HTTP/1.1\r\nHost: HOST\r\n\r\n",
        b"G\xc4T /onapp/a HTTP/1.1\r\nHost: HOST\r\n\r\n",
    ])
    .await;
}

#[tokio::test]
async fn request_lines_are_exact() {
    all_bad(&[
        b"GET  /onapp/a HTTP/1.1\r\nHost: HOST\r\n\r\n",
        b"GET /onapp/a  HTTP/1.1\r\nHost: HOST\r\n\r\n",
        b"GET /onapp/a HTTP/1.1 \r\nHost: HOST\r\n\r\n",
        b" GET /onapp/a HTTP/1.1\r\nHost: HOST\r\n\r\n",
        b"GET\t/onapp/a\tHTTP/1.1\r\nHost: HOST\r\n\r\n",
        b"GET /onapp/a b HTTP/1.1\r\nHost: HOST\r\n\r\n",
        b"GET /onapp/a\r\nHost: HOST\r\n\r\n",
        b"GET /onapp/a HTTP/1.2\r\nHost: HOST\r\n\r\n",
        b"GET /onapp/a HTTP/0.9\r\nHost: HOST\r\n\r\n",
        b"GET /onapp/a HTTP/2\r\nHost: HOST\r\n\r\n",
        b"GET /onapp/a http/1.1\r\nHost: HOST\r\n\r\n",
        b"GET /onapp/a HTTP/1.1\nHost: HOST\n\n",
        b"GET /onapp/a HTTP/1.1\rHost: HOST\r\r",
        b"\r\nGET /onapp/a HTTP/1.1\r\nHost: HOST\r\n\r\n",
        b"\nGET /onapp/a HTTP/1.1\r\nHost: HOST\r\n\r\n",
        b"GET /onapp/\xc5\xbc HTTP/1.1\r\nHost: HOST\r\n\r\n",
        b"GET /onapp/a\x01 HTTP/1.1\r\nHost: HOST\r\n\r\n",
        b"GET /onapp/a\x00 HTTP/1.1\r\nHost: HOST\r\n\r\n",
        b"GET /onapp/a\x7f HTTP/1.1\r\nHost: HOST\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n",
    ])
    .await;
}

/// Check 17.
#[tokio::test]
async fn header_lines_are_exact() {
    all_bad(&[
        b"GET /onapp/a HTTP/1.1\r\nHost: HOST\r\nX_Date: 1\r\n\r\n",
        b"GET /onapp/a HTTP/1.1\r\nHost: HOST\r\nContent_Length: 5\r\n\r\n",
        b"GET /onapp/a HTTP/1.1\r\nHost: HOST\r\nX Date: 1\r\n\r\n",
        b"GET /onapp/a HTTP/1.1\r\nHost: HOST\r\nX-Date : 1\r\n\r\n",
        b"GET /onapp/a HTTP/1.1\r\nHost: HOST\r\nX-Date\t: 1\r\n\r\n",
        b"GET /onapp/a HTTP/1.1\r\nHost: HOST\r\n: 1\r\n\r\n",
        b"GET /onapp/a HTTP/1.1\r\nHost: HOST\r\nX-Date\r\n\r\n",
        b"GET /onapp/a HTTP/1.1\r\nHost: HOST\r\nX-D\xc3\xa4te: 1\r\n\r\n",
        b"GET /onapp/a HTTP/1.1\r\nHost: HOST\r\nX\"Date: 1\r\n\r\n",
        b"GET /onapp/a HTTP/1.1\r\nHost: HOST\r\nX(Date): 1\r\n\r\n",
        b"GET /onapp/a HTTP/1.1\r\nHost: HOST\r\nX-Date: 1\r\n folded\r\n\r\n",
        b"GET /onapp/a HTTP/1.1\r\nHost: HOST\r\nX-Date: 1\r\n\tfolded: 1\r\n\r\n",
        b"GET /onapp/a HTTP/1.1\r\n Host: HOST\r\nHost: HOST\r\n\r\n",
        b"GET /onapp/a HTTP/1.1\r\nHost: HOST\r\nX-Date: a\rb\r\n\r\n",
        b"GET /onapp/a HTTP/1.1\r\nHost: HOST\r\nX-Date: a\nb: c\r\n\r\n",
        b"GET /onapp/a HTTP/1.1\r\nHost: HOST\r\nX-Date: a\x00b\r\n\r\n",
        b"GET /onapp/a HTTP/1.1\r\nHost: HOST\r\nX-Date: a\x0bb\r\n\r\n",
        b"GET /onapp/a HTTP/1.1\r\nHost: HOST\r\nX-Date: \x0ca\r\n\r\n",
        b"GET /onapp/a HTTP/1.1\r\nHost: HOST\r\nX-Date: a\x7f\r\n\r\n",
        b"GET /onapp/a HTTP/1.1\r\nHost: HOST\r\nX-Date: \x1b[31m\r\n\r\n",
        b"GET /onapp/a HTTP/1.1\r\nHost: HOST\r\nHost: HOST\r\n\r\n",
        b"GET /onapp/a HTTP/1.1\r\nHost: HOST\r\nHost: evil.example\r\n\r\n",
        b"GET /onapp/a HTTP/1.1\r\nHost: HOST\r\nAuthorization: a\r\nauthorization: b\r\n\r\n",
        b"GET /onapp/a HTTP/1.1\r\nHost: HOST\r\nOrigin: a\r\nOrigin: b\r\n\r\n",
        b"GET /onapp/a HTTP/1.1\r\nHost: HOST\r\nExpect: magic\r\n\r\n",
    ])
    .await;
}

/// Check 18.
#[tokio::test]
async fn body_lengths_are_clear() {
    for lines in [
        "Content-Length: 2\r\nContent-Length: 2",
        "Content-Length: 2\r\nContent-Length: 3",
        "Content-Length: 2, 2",
        "Content-Length: +2",
        "Content-Length: -2",
        "Content-Length: 02",
        "Content-Length: 0x2",
        "Content-Length: 2 ",
        "Content-Length: 2.0",
        "Content-Length: 1 1",
        "Content-Length:",
        "Content-Length: 99999999999999999999",
        "Content-Length: 18446744073709551618",
        "Content-Length: 2\r\nTransfer-Encoding: chunked",
        "Transfer-Encoding: chunked\r\nContent-Length: 2",
        "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked",
        "Transfer-Encoding: chunked, chunked",
        "Transfer-Encoding: gzip, chunked",
        "Transfer-Encoding: identity",
        "Transfer-Encoding: chunked;q=1",
        "Transfer-Encoding: xchunked",
        "Transfer-Encoding: \"chunked\"",
        "Transfer-Encoding:",
        "Transfer-Encoding : chunked",
        "Transfer-Encoding: chunked\r\n ,identity",
        "Transfer-Encoding:\x0bchunked",
    ] {
        // A trailing blank is not part of a value; the case is kept to show what is.
        if lines == "Content-Length: 2 " {
            continue;
        }
        let request = format!(
            "POST /onapp/a HTTP/1.1\r\nHost: HOST\r\nOrigin: {PANEL}\r\nContent-Type: application/json\r\n{lines}\r\n\r\n{{}}"
        );
        all_bad(&[request.as_bytes()]).await;
    }
    all_bad(&[
        b"POST /onapp/a HTTP/1.0\r\nHost: HOST\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        b"GET /onapp/a HTTP/1.1\r\nHost: HOST\r\nContent-Length: 2\r\n\r\n{}",
        b"GET /onapp/a HTTP/1.1\r\nHost: HOST\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    ])
    .await;
}

#[tokio::test]
async fn chunks_are_exact() {
    for body in [
        "2;x=y\r\n{}\r\n0\r\n\r\n",
        "2\n{}\n0\n\n",
        "+2\r\n{}\r\n0\r\n\r\n",
        "2\r\n{}x\r\n0\r\n\r\n",
        "2\r\n{}\r\n0\r\nX-Trailer: 1\r\n\r\n",
        "ffffffffffffffff2\r\n{}\r\n0\r\n\r\n",
    ] {
        let request = format!(
            "POST /onapp/a HTTP/1.1\r\nHost: HOST\r\nOrigin: {PANEL}\r\nContent-Type: application/json\r\n\
             Transfer-Encoding: chunked\r\n\r\n{body}"
        );
        all_bad(&[request.as_bytes()]).await;
    }
}

/// Check 37: a fixed shape, a random id, nothing of the request.
#[tokio::test]
async fn errors_reflect_nothing() {
    let answer =
        refused(b"GET /zebra<script> HTTP/1.1\r\nHost: HOST\r\nX_Zebra: zebra\r\n\r\n").await;
    assert!(!String::from_utf8_lossy(&answer.raw).contains("zebra"));
    assert_eq!(answer.header("content-type"), Some("application/json"));
    assert_eq!(answer.header("x-content-type-options"), Some("nosniff"));
    assert_eq!(answer.header("cache-control"), Some("no-store"));
    assert_eq!(
        answer.header("content-security-policy"),
        Some("sandbox; default-src 'none'")
    );
    let body: Value = serde_json::from_slice(&answer.body).unwrap();
    let keys: Vec<&String> = body.as_object().unwrap().keys().collect();
    assert_eq!(keys, ["code", "message", "request_id"]);
    let id = body["request_id"].as_str().unwrap().to_owned();
    assert!(id.len() == 32 && id.bytes().all(|byte| byte.is_ascii_hexdigit()));
    let again =
        refused(b"GET /zebra<script> HTTP/1.1\r\nHost: HOST\r\nX_Zebra: zebra\r\n\r\n").await;
    assert_ne!(answer.body, again.body);
}

/// Check 26.
#[tokio::test]
async fn the_host_must_be_ours() {
    let upstream = Upstream::new().await;
    let proxy = Setup::default().start(&upstream).await;
    let port = proxy.addr().port();
    for (host, status) in [
        (format!("127.0.0.1:{port}"), 200),
        (format!("localhost:{port}"), 200),
        (format!("LocalHost:{port}"), 200),
        ("127.0.0.1".into(), 421),
        ("localhost".into(), 421),
        ("evil.example".into(), 421),
        (format!("evil.example:{port}"), 421),
        (format!("127.0.0.1.evil.example:{port}"), 421),
        (format!("localhost.:{port}"), 421),
        (format!("user@127.0.0.1:{port}"), 421),
        (format!("127.0.0.1:{port},evil.example"), 421),
        (format!("{}", upstream.addr), 421),
        (String::new(), 421),
    ] {
        let answer = raw(
            proxy.addr(),
            format!("GET /onapp/a HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"),
        )
        .await;
        assert_eq!(answer.status, status, "{host}");
    }
    let answer = raw(
        proxy.addr(),
        "GET /onapp/a HTTP/1.1\r\nConnection: close\r\n\r\n",
    )
    .await;
    assert_eq!((answer.status, answer.code()), (400, "bad_request"));
}
