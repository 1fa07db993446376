//! What journeys are made with: a stage, a browser, and ways to find things as people do.

mod axe;
mod browser;
mod environment;
mod find;
mod fleet;
mod held;
mod journey;
mod page;
mod provider;
mod stage;
mod tests;

pub(crate) use journey::journey;
pub(crate) use stage::Scene;
