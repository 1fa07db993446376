//! The states a machine can be in, in the service's own words (reference, States and power).

/// A machine's state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum State {
    Stopped,
    Failed,
    Started,
    Starting,
    Allocated,
    Allocating,
    Resetting,
    Migrating,
    Stopping,
    ShuttingDown,
    Transferring,
    Orphaned,
}

impl State {
    /// The word on the wire.
    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::Stopped => "stopped",
            Self::Failed => "failed",
            Self::Started => "started",
            Self::Starting => "starting",
            Self::Allocated => "allocated",
            Self::Allocating => "allocating",
            Self::Resetting => "resetting",
            Self::Migrating => "migrating",
            Self::Stopping => "stopping",
            Self::ShuttingDown => "shutting_down",
            Self::Transferring => "transferring",
            Self::Orphaned => "orphaned",
        }
    }
}
