//! Sizes in bytes and times; one struct so that tests can be quick and operators strict.

use std::time::Duration;

use serde::Deserialize;

/// The `[limits]` table. Times are in milliseconds.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Limits {
    pub(crate) connections: usize,
    pub(crate) connections_per_client: usize,
    /// Requests one client may send to one route in a minute; 0 for as many as it likes.
    pub(crate) requests_per_minute: u32,
    pub(crate) target_bytes: usize,
    pub(crate) head_bytes: usize,
    pub(crate) body_bytes: usize,
    pub(crate) answer_head_bytes: usize,
    pub(crate) answer_body_bytes: u64,
    head_ms: u64,
    body_ms: u64,
    connect_ms: u64,
    first_byte_ms: u64,
    idle_ms: u64,
    total_ms: u64,
    write_stall_ms: u64,
    drain_ms: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connections: 512,
            connections_per_client: 128,
            requests_per_minute: 6000,
            target_bytes: 4096,
            head_bytes: 16 * 1024,
            body_bytes: 1024 * 1024,
            answer_head_bytes: 64 * 1024,
            answer_body_bytes: 32 * 1024 * 1024,
            head_ms: 15_000,
            body_ms: 30_000,
            connect_ms: 10_000,
            first_byte_ms: 60_000,
            idle_ms: 30_000,
            total_ms: 180_000,
            write_stall_ms: 30_000,
            drain_ms: 5_000,
        }
    }
}

impl Limits {
    /// From a connection's last answer to the end of its next head.
    pub(crate) const fn head(&self) -> Duration {
        Duration::from_millis(self.head_ms)
    }

    /// For a request's whole body.
    pub(crate) const fn body(&self) -> Duration {
        Duration::from_millis(self.body_ms)
    }

    /// For name, connection and TLS handshake together.
    pub(crate) const fn connect(&self) -> Duration {
        Duration::from_millis(self.connect_ms)
    }

    /// From the request to the answer's head.
    pub(crate) const fn first_byte(&self) -> Duration {
        Duration::from_millis(self.first_byte_ms)
    }

    /// Between two pieces of an answer.
    pub(crate) const fn idle(&self) -> Duration {
        Duration::from_millis(self.idle_ms)
    }

    /// For the exchange with the upstream from beginning to end.
    pub(crate) const fn total(&self) -> Duration {
        Duration::from_millis(self.total_ms)
    }

    /// How long a client may refuse bytes.
    pub(crate) const fn write_stall(&self) -> Duration {
        Duration::from_millis(self.write_stall_ms)
    }

    /// How long a shutdown waits for exchanges to end.
    pub(crate) const fn drain(&self) -> Duration {
        Duration::from_millis(self.drain_ms)
    }
}
