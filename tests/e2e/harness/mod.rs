//! What journeys are made with: a stage, a browser, and ways to find things as people do.

mod axe;
mod browser;
mod console;
mod engine;
mod environment;
mod find;
mod fleet;
mod hands;
mod held;
mod journey;
mod page;
mod plain_server;
mod ports;
mod provider;
mod screen;
mod stage;
mod tabs;
mod tests;

pub(crate) use find::Query;
pub(crate) use fleet::Fleet;
pub(crate) use journey::journey;
pub(crate) use page::Page;
pub(crate) use plain_server::PlainServer;
pub(crate) use provider::{Provider, Received};
pub(crate) use stage::{Scene, Stage};
