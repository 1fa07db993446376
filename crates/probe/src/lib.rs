//! Every act of every client, by name, with inputs and results as JSON: for the command line,
//! for feeding the readers anything, and for tests that want them all.
//!
//! Knows no provider and does no IO; whoever drives an act owns socket and clock.

mod act;
mod json;
mod names;
mod replay;
mod setting;

pub use act::act;
pub use json::request_as_json;
pub use names::{Act, acts};
pub use replay::{End, Replay, replay};
pub use setting::Setting;
