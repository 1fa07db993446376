//! What was asked of a provider, from the click to its end: never sent twice by machine, never
//! lost, whatever becomes of the page that asked.
//!
//! Nothing here does IO or reads a clock. Whoever has a network, a clock and somewhere to write
//! drives a [`Work`]: it asks for its [`Job`] to be kept before it asks for anything to be sent,
//! and a job read back from where it was kept goes on from what was written.

mod before;
mod clue;
mod job;
mod news;
mod pauses;
mod phase;
mod queue;
mod recheck;
mod search;
mod steady;
mod task;
mod work;

pub use before::{Before, Seen};
pub use job::{Job, JobId};
pub use phase::Phase;
pub use queue::{AT_ONCE, startable};
pub use task::Task;
pub use work::Work;
