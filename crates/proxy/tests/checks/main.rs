//! The proxy's checklist, over real sockets. Requests are written byte by byte, because an HTTP
//! library would be too polite to send most of them.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

mod canary;
mod cors;
mod harness;
mod limits;
mod panel;
mod passing;
mod requests;
mod ssrf;
mod targets;
mod tls;
