//! Ports for programs that have to be told theirs.

use std::{
    net::{Ipv4Addr, TcpListener},
    process,
    sync::atomic::{AtomicU16, Ordering},
};

use anyhow::{Result, bail};

/// Below the ports the system gives to whoever asks for any: what is free now stays free until
/// the program opens it.
const FIRST: u16 = 12_000;
const COUNT: u16 = 20_000;

/// One nobody has, and that is never returned again.
pub(super) fn free() -> Result<u16> {
    static TAKEN: AtomicU16 = AtomicU16::new(0);
    // Test programs that run side by side begin far from each other.
    let start = process::id().wrapping_mul(97) % u32::from(COUNT);
    for _ in 0..COUNT {
        let offset = TAKEN.fetch_add(1, Ordering::Relaxed);
        let port = FIRST + (start as u16 + offset % COUNT) % COUNT;
        if TcpListener::bind((Ipv4Addr::LOCALHOST, port)).is_ok() {
            return Ok(port);
        }
    }
    bail!("no port from {FIRST} on is free")
}
