//! The panel's only way out: everything that touches the network, the clock, the window or the
//! browser's storage.

pub mod clipboard;
pub mod clock;
pub mod config;
pub mod download;
pub mod driver;
pub mod journal;
pub mod line;
pub mod log;
pub mod page;
pub mod random;
pub mod storage;
pub mod tabs;
pub mod transport;
pub mod via;
