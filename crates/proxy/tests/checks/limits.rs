//! Sizes, times, and what happens when somebody leaves.

use std::time::{Duration, Instant};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::{sleep, timeout};

use crate::harness::{PANEL, Setup, Then, Upstream, ask, ask_without_origin, raw, raw_bytes};

fn limited(limits: &str) -> Setup {
    Setup {
        top: format!("[limits]\n{limits}"),
        ..Setup::default()
    }
}

/// Check 29: sizes.
#[tokio::test]
async fn requests_have_limits() {
    let upstream = Upstream::new().await;
    let proxy = limited("body_bytes = 100\ntarget_bytes = 200\nhead_bytes = 1000")
        .start(&upstream)
        .await;
    let addr = proxy.addr();
    let json = "Content-Type: application/json\r\n";
    let fits = ask(addr, "POST", "/onapp/a", json, &"x".repeat(100)).await;
    assert_eq!(fits.status, 200);
    let body = ask(addr, "POST", "/onapp/a", json, &"x".repeat(101)).await;
    assert_eq!((body.status, body.code()), (413, "too_large"));
    let chunked = format!(
        "POST /onapp/a HTTP/1.1\r\nHost: {addr}\r\nOrigin: {PANEL}\r\n{json}Transfer-Encoding: chunked\r\n\r\n\
         65\r\n{}\r\n0\r\n\r\n",
        "x".repeat(0x65)
    );
    assert_eq!(raw(addr, chunked).await.status, 413);
    let target = ask(addr, "GET", &format!("/onapp/{}", "a".repeat(200)), "", "").await;
    assert_eq!((target.status, target.code()), (414, "too_large"));
    // No end of line in sight.
    let endless = raw(addr, format!("GET /onapp/{}", "a".repeat(400))).await;
    assert_eq!(endless.status, 414);
    let head = ask(
        addr,
        "GET",
        "/onapp/a",
        &format!("A: {}\r\n", "a".repeat(1000)),
        "",
    )
    .await;
    assert_eq!((head.status, head.code()), (431, "too_large"));
    let endless = raw(
        addr,
        format!("GET /onapp/a HTTP/1.1\r\nA: {}", "a".repeat(2000)),
    )
    .await;
    assert_eq!(endless.status, 431);
    let many = ask(addr, "GET", "/onapp/a", &"A: b\r\n".repeat(70), "").await;
    assert_eq!(many.status, 431);
    assert_eq!(upstream.received().len(), 1);
}

#[tokio::test]
async fn slow_heads_and_bodies_end() {
    let upstream = Upstream::new().await;
    let proxy = limited("head_ms = 200\nbody_ms = 200")
        .start(&upstream)
        .await;
    let addr = proxy.addr();
    let begun = Instant::now();
    assert_eq!(
        raw_bytes(addr, "GET /onapp/a HTTP/1.1\r\nHost: ").await,
        b""
    );
    let body = format!(
        "POST /onapp/a HTTP/1.1\r\nHost: {addr}\r\nOrigin: {PANEL}\r\nContent-Type: application/json\r\nContent-Length: 5\r\n\r\nabc"
    );
    let slow = raw(addr, body).await;
    assert_eq!((slow.status, slow.code()), (408, "request_timeout"));
    assert!(begun.elapsed() < Duration::from_secs(5));
    assert_eq!(upstream.connections(), 0, "nothing half-sent");
}

#[tokio::test]
async fn silent_upstreams_end() {
    let upstream = Upstream::answering("", Then::Hang).await;
    let proxy = limited("first_byte_ms = 200").start(&upstream).await;
    let answer = ask(proxy.addr(), "GET", "/onapp/a", "", "").await;
    assert_eq!((answer.status, answer.code()), (504, "upstream_timeout"));
    let upstream = Upstream::answering(
        "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nbegun",
        Then::Hang,
    )
    .await;
    for limit in ["idle_ms = 200", "total_ms = 200"] {
        let proxy = limited(limit).start(&upstream).await;
        let answer = ask(proxy.addr(), "GET", "/onapp/a", "", "").await;
        assert_eq!((answer.status, answer.text().as_str()), (200, "begun"));
        assert_eq!(
            answer.header("content-length"),
            Some("100"),
            "it can be seen to be cut"
        );
    }
}

#[tokio::test]
async fn answers_have_limits() {
    let limits = "answer_body_bytes = 100\nanswer_head_bytes = 8192";
    for (answer, code) in [
        (
            format!(
                "HTTP/1.1 200 OK\r\nContent-Length: 101\r\n\r\n{}",
                "x".repeat(101)
            ),
            "upstream_too_large",
        ),
        (
            format!("HTTP/1.1 200 OK\r\nX-A: {}\r\n\r\n", "x".repeat(20_000)),
            "upstream_bad_answer",
        ),
        (
            "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\nabc".into(),
            "upstream_bad_answer",
        ),
        (
            "HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n".into(),
            "upstream_bad_answer",
        ),
        (
            "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n".into(),
            "upstream_bad_answer",
        ),
        ("SSH-2.0-OpenSSH\r\n\r\n".into(), "upstream_bad_answer"),
        (String::new(), "upstream_bad_answer"),
    ] {
        let upstream = Upstream::answering(answer.clone(), Then::Close).await;
        let proxy = limited(limits).start(&upstream).await;
        let refused = ask(proxy.addr(), "GET", "/onapp/a", "", "").await;
        assert_eq!(
            (refused.status, refused.code()),
            (502, code),
            "{answer:.60}"
        );
        assert_eq!(upstream.received().len(), 1, "never sent again");
    }
    let upstream = Upstream::answering(
        format!("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n60\r\n{0}\r\n60\r\n{0}\r\n0\r\n\r\n", "x".repeat(0x60)),
        Then::KeepOpen,
    )
    .await;
    let proxy = limited(limits).start(&upstream).await;
    let cut = ask(proxy.addr(), "GET", "/onapp/a", "", "").await;
    assert!(!cut.text().ends_with("0\r\n\r\n"), "{}", cut.text());
}

/// Check 38: whatever keeps a connection from being made, the answer is the same.
#[tokio::test]
async fn unreachable_upstreams_look_alike() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let closed = listener.local_addr().unwrap();
    drop(listener);
    let proxy = pilothouse_proxy::Proxy::start(Setup::default().config(closed))
        .await
        .unwrap();
    let answer = ask(proxy.addr(), "POST", "/onapp/a", "", "").await;
    assert_eq!(
        (answer.status, answer.code()),
        (502, "upstream_unreachable")
    );
    assert!(answer.text().contains("The provider could not be reached."));
}

/// Check 32.
#[tokio::test]
async fn a_client_that_leaves_takes_its_upstream_along() {
    for answer in ["", "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nbegun"] {
        let upstream = Upstream::answering(answer, Then::Hang).await;
        let proxy = Setup::default().start(&upstream).await;
        let mut client = TcpStream::connect(proxy.addr()).await.unwrap();
        let request = format!("GET /onapp/a HTTP/1.1\r\nHost: {}\r\n\r\n", proxy.addr());
        client.write_all(request.as_bytes()).await.unwrap();
        until(|| upstream.received().len() == 1).await;
        assert_eq!(upstream.closed(), 0);
        drop(client);
        until(|| upstream.closed() == 1).await;
    }
}

async fn until(reached: impl Fn() -> bool) {
    let wait = async {
        while !reached() {
            sleep(Duration::from_millis(10)).await;
        }
    };
    timeout(Duration::from_secs(5), wait).await.unwrap();
}

/// Check 29: slow-read.
#[tokio::test]
async fn a_client_that_does_not_read_is_left() {
    let size = 16 * 1024 * 1024;
    let upstream = Upstream::answering(
        format!(
            "HTTP/1.1 200 OK\r\nContent-Length: {size}\r\n\r\n{}",
            "x".repeat(size)
        ),
        Then::Hang,
    )
    .await;
    let proxy = limited("write_stall_ms = 300").start(&upstream).await;
    let mut client = TcpStream::connect(proxy.addr()).await.unwrap();
    let request = format!("GET /onapp/a HTTP/1.1\r\nHost: {}\r\n\r\n", proxy.addr());
    client.write_all(request.as_bytes()).await.unwrap();
    until(|| upstream.closed() == 1).await;
    drop(client);
}

#[tokio::test]
async fn large_answers_stream_through_whole() {
    let size = 16 * 1024 * 1024;
    let upstream = Upstream::answering(
        format!(
            "HTTP/1.1 200 OK\r\nContent-Length: {size}\r\n\r\n{}",
            "x".repeat(size)
        ),
        Then::KeepOpen,
    )
    .await;
    let proxy = Setup::default().start(&upstream).await;
    let answer = ask(proxy.addr(), "GET", "/onapp/a", "", "").await;
    assert_eq!(answer.body.len(), size);
}

/// Checks 28 and 31.
#[tokio::test]
async fn clients_have_a_rate() {
    let upstream = Upstream::new().await;
    let proxy = limited("requests_per_minute = 2").start(&upstream).await;
    for n in 0..4 {
        let line = format!("X-Forwarded-For: 192.0.2.{n}\r\n");
        let answer = ask(proxy.addr(), "GET", "/onapp/a", &line, "").await;
        if n < 2 {
            assert_eq!(answer.status, 200);
        } else {
            assert_eq!((answer.status, answer.code()), (429, "rate_limited"));
            assert_eq!(answer.header("retry-after"), Some("30"));
        }
    }
    let trusting = Setup {
        top: "trusted_proxies = [\"127.0.0.0/8\"]\n[limits]\nrequests_per_minute = 2".into(),
        ..Setup::default()
    };
    let proxy = trusting.start(&upstream).await;
    for (value, status) in [
        ("192.0.2.1", 200),
        ("192.0.2.9, 192.0.2.1", 200),
        ("192.0.2.8, 192.0.2.1", 429),
        ("192.0.2.1, 127.0.0.2", 429),
        ("192.0.2.2", 200),
        ("rubbish", 200),
    ] {
        let line = format!("X-Forwarded-For: {value}\r\n");
        let answer = ask(proxy.addr(), "GET", "/onapp/a", &line, "").await;
        assert_eq!(answer.status, status, "{value}");
    }
}

#[tokio::test]
async fn connections_of_one_client_have_a_limit() {
    let upstream = Upstream::new().await;
    let proxy = limited("connections_per_client = 2").start(&upstream).await;
    let mut held = Vec::new();
    for _ in 0..2 {
        held.push(TcpStream::connect(proxy.addr()).await.unwrap());
    }
    let mut third = TcpStream::connect(proxy.addr()).await.unwrap();
    let mut space = [0; 8];
    assert!(matches!(third.read(&mut space).await, Ok(0) | Err(_)));
    drop(held);
}

/// Check 39, the second half.
#[tokio::test]
async fn a_shutdown_lets_exchanges_end() {
    let upstream = Upstream::answering(
        "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nbeg",
        Then::Hang,
    )
    .await;
    let proxy = limited("idle_ms = 400\ndrain_ms = 3000")
        .start(&upstream)
        .await;
    let addr = proxy.addr();
    let mut idle = TcpStream::connect(addr).await.unwrap();
    let client =
        tokio::spawn(async move { ask_without_origin(addr, "GET", "/onapp/a", "", "").await });
    until(|| upstream.received().len() == 1).await;
    let begun = Instant::now();
    proxy.shutdown().await;
    assert!(begun.elapsed() > Duration::from_millis(100), "it waited");
    assert!(
        begun.elapsed() < Duration::from_secs(2),
        "but not for the idle one"
    );
    assert_eq!(client.await.unwrap().text(), "beg");
    let mut space = [0; 8];
    assert!(matches!(idle.read(&mut space).await, Ok(0) | Err(_)));
    assert!(TcpStream::connect(addr).await.is_err());
}
