//! What reading tells of an order whose answer was lost.

use pilothouse_core::{Machine, MachineId};

use crate::Phase;

/// News of an order that is found out about by reading.
#[derive(Debug)]
pub(crate) enum News {
    /// The provider showed this machine.
    Saw(Box<Machine>),
    /// The provider has no such machine any more.
    Gone(MachineId),
    /// It is seen to be under way.
    UnderWay,
    /// This is the machine that was to be made.
    Found(Box<Machine>),
    /// This is how it ends, with what was read of it.
    End(Phase, String),
}
