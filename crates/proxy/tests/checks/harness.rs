//! A raw client, a raw upstream, and a proxy between them.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use pilothouse_proxy::{Config, Proxy};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;
use tokio::time::timeout;

/// An answer as it came over the wire.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
    pub(crate) raw: Vec<u8>,
}

impl Answer {
    pub(crate) fn parse(raw: &[u8]) -> Self {
        let end = raw
            .windows(4)
            .position(|four| four == b"\r\n\r\n")
            .unwrap_or_else(|| panic!("no head in {:?}", String::from_utf8_lossy(raw)));
        let head = str::from_utf8(&raw[..end]).unwrap();
        let mut lines = head.split("\r\n");
        let status = lines.next().unwrap()[9..12].parse().unwrap();
        let headers = lines
            .map(|line| {
                let (name, value) = line.split_once(':').unwrap();
                (name.to_ascii_lowercase(), value.trim().to_owned())
            })
            .collect();
        Self {
            status,
            headers,
            body: raw[end + 4..].to_vec(),
            raw: raw.to_vec(),
        }
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let mut found = self.headers.iter().filter(|(given, _)| given == name);
        let first = found.next().map(|(_, value)| value.as_str());
        assert!(found.next().is_none(), "{name} is there twice");
        first
    }

    /// The proxy's own error code.
    pub(crate) fn code(&self) -> &str {
        self.header("pilothouse-error").unwrap_or("")
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

/// What an upstream does with a connection after its answer.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Then {
    Close,
    KeepOpen,
    /// Says nothing more and keeps the connection.
    Hang,
}

/// A server that records every byte it is sent and answers with fixed bytes.
pub(crate) struct Upstream {
    pub(crate) addr: SocketAddr,
    received: Arc<Mutex<Vec<Vec<u8>>>>,
    connections: Arc<Mutex<usize>>,
    closed: Arc<Mutex<usize>>,
    task: JoinHandle<()>,
}

impl Drop for Upstream {
    fn drop(&mut self) {
        self.task.abort();
    }
}

pub(crate) const OK: &[u8] =
    b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}";

impl Upstream {
    pub(crate) async fn new() -> Self {
        Self::answering(OK, Then::KeepOpen).await
    }

    pub(crate) async fn answering(answer: impl Into<Vec<u8>>, then: Then) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let addr = listener.local_addr().unwrap();
        let received = Arc::new(Mutex::new(Vec::new()));
        let connections = Arc::new(Mutex::new(0));
        let closed = Arc::new(Mutex::new(0));
        let answer = Arc::new(answer.into());
        let task = tokio::spawn({
            let (received, connections, closed) = (
                Arc::clone(&received),
                Arc::clone(&connections),
                Arc::clone(&closed),
            );
            async move {
                loop {
                    let (mut socket, _) = listener.accept().await.unwrap();
                    *connections.lock().unwrap() += 1;
                    let (received, closed, answer) = (
                        Arc::clone(&received),
                        Arc::clone(&closed),
                        Arc::clone(&answer),
                    );
                    tokio::spawn(async move {
                        while let Some(request) = read_request(&mut socket).await {
                            received.lock().unwrap().push(request);
                            if socket.write_all(&answer).await.is_err() || then == Then::Close {
                                break;
                            }
                            if then == Then::Hang {
                                let mut rest = [0; 64];
                                while matches!(socket.read(&mut rest).await, Ok(1..)) {}
                                break;
                            }
                        }
                        let _ = socket.shutdown().await;
                        *closed.lock().unwrap() += 1;
                    });
                }
            }
        });
        Self {
            addr,
            received,
            connections,
            closed,
            task,
        }
    }

    /// Everything received so far, request by request, as text.
    pub(crate) fn received(&self) -> Vec<String> {
        let received = self.received.lock().unwrap();
        received
            .iter()
            .map(|bytes| String::from_utf8_lossy(bytes).into_owned())
            .collect()
    }

    pub(crate) fn connections(&self) -> usize {
        *self.connections.lock().unwrap()
    }

    pub(crate) fn closed(&self) -> usize {
        *self.closed.lock().unwrap()
    }

    /// The one request received: its head's lines and its body.
    pub(crate) fn only_request(&self) -> (Vec<String>, String) {
        let received = self.received();
        assert_eq!(received.len(), 1, "{received:?}");
        let (head, body) = received[0].split_once("\r\n\r\n").unwrap();
        (head.split("\r\n").map(str::to_owned).collect(), body.into())
    }
}

async fn read_request(socket: &mut TcpStream) -> Option<Vec<u8>> {
    let mut request = Vec::new();
    loop {
        let text = String::from_utf8_lossy(&request).to_ascii_lowercase();
        if let Some(end) = text.find("\r\n\r\n") {
            let length = text
                .split("\r\n")
                .find_map(|line| line.strip_prefix("content-length: "))
                .map_or(0, |length| length.parse::<usize>().unwrap());
            if request.len() >= end + 4 + length {
                return Some(request);
            }
        }
        let mut space = [0; 4096];
        let read = socket.read(&mut space).await.ok()?;
        if read == 0 {
            return None;
        }
        request.extend_from_slice(&space[..read]);
    }
}

/// A proxy with one route `onapp` to an upstream, and what it may need besides.
pub(crate) struct Setup {
    pub(crate) top: String,
    pub(crate) route: String,
}

impl Default for Setup {
    fn default() -> Self {
        Self {
            top: String::new(),
            route: r#"methods = ["GET", "HEAD", "POST", "PUT", "DELETE"]
                      request_headers = ["x-date"]
                      response_headers = ["x-extra"]"#
                .into(),
        }
    }
}

pub(crate) const PANEL: &str = "https://panel.example.com";

impl Setup {
    pub(crate) fn config(&self, upstream: SocketAddr) -> Config {
        Config::parse(&format!(
            r#"
            listen = "127.0.0.1:0"
            panel_origins = ["{PANEL}"]
            unsafe_allow_loopback = true
            {}
            [[route]]
            name = "onapp"
            provider = "onapp"
            upstream = "http://{upstream}"
            unsafe_http = true
            {}
            "#,
            self.top, self.route
        ))
        .unwrap()
    }

    pub(crate) async fn start(&self, upstream: &Upstream) -> Proxy {
        Proxy::start(self.config(upstream.addr)).await.unwrap()
    }
}

/// Sends bytes and reads until the other side closes.
pub(crate) async fn raw(proxy: SocketAddr, bytes: impl AsRef<[u8]>) -> Answer {
    Answer::parse(&raw_bytes(proxy, bytes).await)
}

pub(crate) async fn raw_bytes(proxy: SocketAddr, bytes: impl AsRef<[u8]>) -> Vec<u8> {
    let mut socket = TcpStream::connect(proxy).await.unwrap();
    // It may answer and close before everything is written.
    let _ = socket.write_all(bytes.as_ref()).await;
    let mut all = Vec::new();
    timeout(Duration::from_secs(10), socket.read_to_end(&mut all))
        .await
        .expect("the proxy neither answered nor closed")
        .unwrap();
    all
}

/// A request from the panel's page; `lines` are header lines, each with its CRLF.
pub(crate) async fn ask(
    proxy: SocketAddr,
    method: &str,
    target: &str,
    lines: &str,
    body: &str,
) -> Answer {
    let lines = format!("Origin: {PANEL}\r\n{lines}");
    ask_without_origin(proxy, method, target, &lines, body).await
}

pub(crate) async fn ask_without_origin(
    proxy: SocketAddr,
    method: &str,
    target: &str,
    lines: &str,
    body: &str,
) -> Answer {
    let length = if body.is_empty() {
        String::new()
    } else {
        format!("Content-Length: {}\r\n", body.len())
    };
    raw(
        proxy,
        format!(
            "{method} {target} HTTP/1.1\r\nHost: {proxy}\r\nConnection: close\r\n{lines}{length}\r\n{body}"
        ),
    )
    .await
}
