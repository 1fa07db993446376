//! A real server over raw sockets.

use super::*;
use base64::Engine;
use serde_json::{Value, json};
use std::io::{Read, Write};
use std::net::TcpStream;
use tokio::runtime::Runtime;

struct Running {
    sandbox: Sandbox,
    /// The provider the test talks to.
    port: u16,
    // Dropped after the sandbox; its threads serve while the test talks.
    _runtime: Runtime,
}

impl Running {
    fn new(options: SandboxOptions) -> Self {
        let runtime = Runtime::new().unwrap();
        let sandbox = runtime.block_on(Sandbox::start(options)).unwrap();
        let port = sandbox.endpoint("e24cloud").unwrap().port;
        Self {
            sandbox,
            port,
            _runtime: runtime,
        }
    }

    fn talking_to(mut self, id: &str) -> Self {
        self.port = self.sandbox.endpoint(id).unwrap().port;
        self
    }

    /// Everything that comes back until the server closes.
    fn raw(&self, request: &str) -> Vec<u8> {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        stream
            .set_read_timeout(Some(Duration::from_secs(10)))
            .unwrap();
        stream.write_all(request.as_bytes()).unwrap();
        let mut all = Vec::new();
        // A reset is one way of closing.
        let _ = stream.read_to_end(&mut all);
        all
    }

    /// (status, header section, body); none when the connection closed without an answer.
    fn send(&self, method: &str, target: &str, body: &str) -> Option<(u16, String, String)> {
        let got = self.raw(&format!(
            "{method} {target} HTTP/1.1\r\nHost: sim.example\r\nConnection: close\r\n\
             Content-Type: application/json\r\nContent-Length: {}\r\nX-Odd: A b  C\r\n\
             Authorization: Basic {}\r\n\r\n{body}",
            body.len(),
            // What opens the simulated BigV; nobody else looks at it.
            base64::engine::general_purpose::STANDARD.encode("sandbox:sandbox-opens-nothing"),
        ));
        let text = String::from_utf8(got).unwrap();
        let (head, body) = text.split_once("\r\n\r\n")?;
        let status = head.split(' ').nth(1)?.parse().ok()?;
        Some((status, head.to_owned(), body.to_owned()))
    }

    fn admin(&self, method: &str, path: &str, body: &Value) -> Value {
        let body = if body.is_null() {
            String::new()
        } else {
            body.to_string()
        };
        let (status, _, text) = self
            .send(method, &format!("/_sandbox{path}"), &body)
            .unwrap();
        assert_eq!(status, 200, "{method} {path}: {text}");
        serde_json::from_str(&text).unwrap()
    }

    fn fault(&self, fault: Value) {
        self.admin("DELETE", "/faults", &Value::Null);
        self.admin("POST", "/faults", &fault);
    }

    fn received(&self) -> Vec<Value> {
        self.admin("GET", "/requests", &Value::Null)
            .as_array()
            .unwrap()
            .clone()
    }
}

fn quick() -> SandboxOptions {
    SandboxOptions {
        pace: 0.0,
        ..SandboxOptions::default()
    }
}

#[test]
fn every_provider_has_its_port() {
    let running = Running::new(quick());
    let ids: Vec<_> = running.sandbox.endpoints().iter().map(|e| e.id).collect();
    assert_eq!(ids, ["onapp", "katapult", "e24cloud", "bigv"]);
    for endpoint in running.sandbox.endpoints() {
        assert!(
            endpoint
                .base_url
                .starts_with(&format!("http://127.0.0.1:{}", endpoint.port))
        );
        assert!(TcpStream::connect(("127.0.0.1", endpoint.port)).is_ok());
    }
}

#[test]
fn the_record_holds_the_request_exactly() {
    let running = Running::new(quick());
    let target = "/v2/a%2Fb?q=%C5%BC&&plus=+&x";
    running.send("PUT", target, "{\"name\":  \"żółw\"}");
    let list = running.received();
    assert_eq!(list.len(), 1, "the tester's own calls are not recorded");
    let entry = &list[0];
    assert_eq!(entry["seq"], 1);
    assert_eq!(entry["method"], "PUT");
    assert_eq!(entry["target"], target);
    assert_eq!(entry["body"], "{\"name\":  \"żółw\"}");
    assert!(entry["status"].is_u64());
    assert_eq!(entry["fault"], Value::Null);
    let headers = entry["headers"].as_array().unwrap();
    assert!(headers.contains(&json!(["host", "sim.example"])));
    assert!(headers.contains(&json!(["x-odd", "A b  C"])));
    running.admin("DELETE", "/requests", &Value::Null);
    assert!(running.received().is_empty());
}

#[test]
fn statuses_instead_of_the_provider() {
    let running = Running::new(quick());
    for (kind, status, holds) in [
        ("status-429", 429, "retry-after: 7"),
        ("status-500", 500, "text/plain"),
        ("status-503", 503, "retry-after: 7"),
        ("html", 502, "text/html"),
    ] {
        running.fault(json!({"kind": kind, "times": 1, "retry_after": 7}));
        let (got, head, _) = running.send("GET", "/v2/virtual-machines", "").unwrap();
        assert_eq!(got, status, "{kind}");
        assert!(head.to_lowercase().contains(holds), "{kind}: {head}");
        let (after, ..) = running.send("GET", "/v2/virtual-machines", "").unwrap();
        assert_ne!(after, status, "{kind} strikes once");
        let last = running.received();
        let struck = &last[last.len() - 2];
        assert_eq!(struck["fault"], kind);
        assert_eq!(struck["status"], status);
    }
}

#[test]
fn connections_close_before_or_after() {
    let running = Running::new(quick());
    for kind in ["reset-before", "reset-after", "down"] {
        running.fault(json!({"kind": kind}));
        for _ in 0..2 {
            assert!(
                running.send("GET", "/v2/regions", "").is_none(),
                "{kind} answers nothing"
            );
        }
        assert_eq!(running.received().last().unwrap()["status"], Value::Null);
        running.admin("DELETE", "/faults", &Value::Null);
        assert!(running.send("GET", "/v2/regions", "").is_some());
    }
}

#[test]
fn spoilt_answers() {
    let running = Running::new(quick());
    let plain = running.send("GET", "/v2/nothing", "").unwrap();

    running.fault(json!({"kind": "truncated", "times": 1}));
    let (status, head, body) = running.send("GET", "/v2/nothing", "").unwrap();
    assert_eq!(status, plain.0);
    let announced = format!("content-length: {}", plain.2.len());
    assert!(head.to_lowercase().contains(&announced), "{head}");
    assert_eq!(body, plain.2[..plain.2.len() / 2]);

    running.fault(json!({"kind": "empty", "times": 1}));
    let (status, _, body) = running.send("GET", "/v2/nothing", "").unwrap();
    assert_eq!((status, body.as_str()), (plain.0, ""));

    running.fault(json!({"kind": "wrong-type", "times": 1}));
    let (_, _, body) = running.send("GET", "/v2/nothing", "").unwrap();
    assert!(serde_json::from_str::<Value>(&body).unwrap().is_array());

    running.fault(json!({"kind": "slow", "times": 1, "delay_ms": 300}));
    let begun = std::time::Instant::now();
    assert_eq!(running.send("GET", "/v2/nothing", "").unwrap().0, plain.0);
    assert!(begun.elapsed() >= Duration::from_millis(300));

    running.fault(json!({"kind": "huge", "times": 1}));
    let got = running.raw("GET /v2/nothing HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
    assert!(got.len() > 50_000_000, "{}", got.len());
}

#[test]
fn latency_reset_and_overview() {
    let running = Running::new(quick());
    running.admin("POST", "/latency", &json!({"ms": 200}));
    let begun = std::time::Instant::now();
    running.send("GET", "/v2/regions", "");
    assert!(begun.elapsed() >= Duration::from_millis(200));
    running.admin("POST", "/faults", &json!({"kind": "html"}));
    running.admin("POST", "/reset", &Value::Null);
    let overview = running.admin("GET", "", &Value::Null);
    assert_eq!(overview["id"], "e24cloud");
    assert_eq!(overview["latency_ms"], 0);
    assert_eq!(overview["requests"], 0);
    assert_eq!(overview["faults"], json!([]));
    for (method, path, body, status) in [
        ("POST", "/_sandbox/faults", "{\"kind\":\"sideways\"}", 400),
        ("POST", "/_sandbox/latency", "{}", 400),
        ("GET", "/_sandbox/nothing", "", 404),
    ] {
        assert_eq!(running.send(method, path, body).unwrap().0, status);
    }
}

#[test]
fn a_body_over_the_limit_is_refused() {
    let running = Running::new(quick());
    let body = "x".repeat(10 * 1024 * 1024 + 1);
    let answer = running.send("POST", "/v2/regions", &body);
    // The server may close before everything was sent; what it never does is carry it out.
    assert!(answer.is_none_or(|(status, ..)| status == 413));
    assert!(running.received().is_empty());
}

#[test]
fn a_taken_port_is_one_sentence() {
    let taken = std::net::TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let port = taken.local_addr().unwrap().port();
    let runtime = Runtime::new().unwrap();
    let error = runtime
        .block_on(Sandbox::start(SandboxOptions {
            port_base: port - 1,
            ..quick()
        }))
        .err()
        .unwrap();
    let text = error.to_string();
    assert!(text.contains(&format!("port {port} ")), "{text}");
    assert!(text.contains("--port-base"), "{text}");
    assert!(!text.contains('\n'));
}

#[test]
fn shutdown_frees_the_ports() {
    let runtime = Runtime::new().unwrap();
    let sandbox = runtime.block_on(Sandbox::start(quick())).unwrap();
    let port = sandbox.endpoints()[0].port;
    runtime.block_on(sandbox.shutdown());
    assert!(TcpStream::connect(("127.0.0.1", port)).is_err());
}

#[test]
fn some_faults_reach_the_provider_and_some_do_not() {
    let running = Running::new(quick()).talking_to("bigv");
    let path = "/accounts/acme/groups/default/virtual_machines/web1";
    let memory = || {
        let (status, _, body) = running.send("GET", path, "").unwrap();
        assert_eq!(status, 200, "{body}");
        serde_json::from_str::<Value>(&body).unwrap()["memory"]
            .as_u64()
            .unwrap()
    };
    for (kind, reaches) in [
        ("status-429", false),
        ("status-500", false),
        ("status-503", false),
        ("html", false),
        ("reset-before", false),
        ("reset-after", true),
        ("truncated", true),
        ("wrong-type", true),
        ("empty", true),
        ("slow", true),
    ] {
        let before = memory();
        running.fault(json!({"kind": kind, "times": 1, "method": "PUT", "delay_ms": 1}));
        running.send("PUT", path, &json!({"memory": before + 1}).to_string());
        let wanted = if reaches { before + 1 } else { before };
        assert_eq!(memory(), wanted, "{kind}");
    }
    running.admin("POST", "/reset", &Value::Null);
    assert_eq!(memory(), 1024, "a reset undoes everything");
}

#[test]
fn one_connection_carries_many_requests() {
    let running = Running::new(quick());
    let one = "GET /v2/regions HTTP/1.1\r\nHost: a\r\n\r\n";
    let last = "GET /v2/regions HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
    let text = String::from_utf8(running.raw(&format!("{one}{one}{last}"))).unwrap();
    assert_eq!(text.matches("HTTP/1.1 403").count(), 3, "{text}");
}
