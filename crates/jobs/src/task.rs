//! What carrying a job to its end asks of whoever has a network, a clock and a place to write.

use std::time::Duration;

use pilothouse_core::{Machine, MachineId, Request};

use crate::Job;

/// What a [`Work`] wants of its driver next.
#[derive(Debug)]
pub enum Task {
    /// Write this down where it outlives the page, then say so with [`Work::kept`]. Until then
    /// nothing else is wanted. Percentages alone are not worth writing: they are in
    /// [`Work::job`].
    Keep(Box<Job>),
    /// Send this and hand what becomes of it to [`Work::receive`].
    Send(Box<Request>),
    /// Nothing to do for this long.
    Wait(Duration),
    /// The provider showed this machine just now.
    Saw(Box<Machine>),
    /// The provider says there is no such machine any more.
    Gone(MachineId),
    /// It has come to its end, which was asked to be kept before.
    End(Box<Job>),
}
