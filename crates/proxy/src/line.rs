//! Open connections to upstreams. Reading requests may use one again; requests that change
//! something always get a fresh one, so that none is ever lost on a connection that had just died.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use http_body_util::Full;
use hyper::client::conn::http1::{self, SendRequest};
use hyper_util::rt::TokioIo;
use tokio::task::AbortHandle;
use tokio::time::{Instant, timeout};

use crate::connect::{NoConnection, Stream};
use crate::upstream::Host;

/// Idle connections older than this are not trusted to be alive.
const FRESH: Duration = Duration::from_secs(15);
/// For a connection to notice that its last answer is over.
const SETTLE: Duration = Duration::from_millis(50);
/// Idle connections kept for one host of one route.
const MOST_IDLE: usize = 16;

/// One connection. Dropping it cuts it, whatever is going on.
pub(crate) struct Line {
    pub(crate) sender: SendRequest<Full<Bytes>>,
    _driver: Driver,
}

struct Driver(AbortHandle);

impl Drop for Driver {
    fn drop(&mut self) {
        self.0.abort();
    }
}

impl Line {
    /// Begins to speak HTTP on a new connection.
    pub(crate) async fn open(
        stream: Box<dyn Stream>,
        most_head_bytes: usize,
    ) -> Result<Self, NoConnection> {
        let (sender, connection) = http1::Builder::new()
            .max_buf_size(most_head_bytes.max(8192))
            .handshake(TokioIo::new(stream))
            .await
            .map_err(|_| NoConnection)?;
        let driver = tokio::spawn(async move {
            // How it ends is seen by whoever waits for the answer.
            let _ = connection.await;
        });
        Ok(Self {
            sender,
            _driver: Driver(driver.abort_handle()),
        })
    }

    /// Waits until another request may be sent; `false` when there will be no other.
    async fn becomes_free(&mut self) -> bool {
        matches!(timeout(SETTLE, self.sender.ready()).await, Ok(Ok(())))
    }
}

type Key = (String, Host);
type Idle = HashMap<Key, Vec<(Instant, Line)>>;

/// The idle connections.
#[derive(Clone, Default)]
pub(crate) struct Lines(Arc<Mutex<Idle>>);

impl Lines {
    /// An idle connection to this host, if a usable one is there.
    pub(crate) async fn take(&self, route: &str, host: &Host) -> Option<Line> {
        let key = (route.to_owned(), host.clone());
        while let Some((since, mut line)) = self.pop(&key) {
            if since.elapsed() < FRESH && line.becomes_free().await {
                return Some(line);
            }
        }
        None
    }

    fn pop(&self, key: &Key) -> Option<(Instant, Line)> {
        let mut idle = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        idle.get_mut(key)?.pop()
    }

    fn put(&self, key: Key, line: Line) {
        let mut idle = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        idle.retain(|_, lines| {
            lines.retain(|(since, line)| since.elapsed() < FRESH && !line.sender.is_closed());
            !lines.is_empty()
        });
        let lines = idle.entry(key).or_default();
        if lines.len() < MOST_IDLE {
            lines.push((Instant::now(), line));
        }
    }
}

/// A connection in use, with the place it goes back to.
pub(crate) struct Borrowed {
    pub(crate) line: Line,
    pub(crate) lines: Lines,
    pub(crate) route: String,
    pub(crate) host: Host,
}

impl Borrowed {
    /// Keeps the connection for another request.
    pub(crate) fn give_back(self) {
        self.lines.put((self.route, self.host), self.line);
    }
}
