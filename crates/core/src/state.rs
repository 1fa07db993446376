//! The states a machine can be seen in, one vocabulary for every provider.

use serde::{Deserialize, Serialize};

/// What a machine is doing, as far as its provider tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// On and left alone.
    Running,
    /// Off and left alone.
    Off,
    /// On its way up.
    Starting,
    /// On its way down, asked or forced.
    Stopping,
    /// Down for a moment, coming back by itself.
    Restarting,
    /// Being installed for the first time or anew.
    Building,
    /// Something is being done to it and the provider does not say what, or says it in a word
    /// nobody has documented.
    Busy,
    /// Running from a rescue image.
    Rescue,
    /// Held off by the provider or its billing.
    Suspended,
    /// Its last build or move failed; it needs a person.
    Failed,
    /// Exists, but no operating system has been put on it.
    NotBuilt,
    /// On its way out.
    Deleting,
    /// Deleted but kept for a while.
    Deleted,
    /// The list did not say and nobody has asked yet.
    Unread,
    /// Asked, and the answer did not say.
    Unknown,
}

/// The few looks a state can have on a screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Tone {
    /// ● on
    Running,
    /// ○ off
    Off,
    /// ◐ under way
    Changing,
    /// ▲ needs a person
    Failed,
    /// ? not known
    Unknown,
}

impl State {
    /// Every state, in the order a list of them is shown.
    pub const ALL: [Self; 15] = [
        Self::Running,
        Self::Off,
        Self::Starting,
        Self::Stopping,
        Self::Restarting,
        Self::Building,
        Self::Busy,
        Self::Rescue,
        Self::Suspended,
        Self::Failed,
        Self::NotBuilt,
        Self::Deleting,
        Self::Deleted,
        Self::Unread,
        Self::Unknown,
    ];

    /// How it looks.
    pub const fn tone(self) -> Tone {
        match self {
            Self::Running | Self::Rescue => Tone::Running,
            Self::Off | Self::Suspended | Self::NotBuilt | Self::Deleted => Tone::Off,
            Self::Starting
            | Self::Stopping
            | Self::Restarting
            | Self::Building
            | Self::Busy
            | Self::Deleting => Tone::Changing,
            Self::Failed => Tone::Failed,
            Self::Unread | Self::Unknown => Tone::Unknown,
        }
    }

    /// Whether the provider is at work on it, so that it is worth looking again soon.
    pub const fn is_changing(self) -> bool {
        matches!(self.tone(), Tone::Changing)
    }

    /// The word a person reads.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Running => "Running",
            Self::Off => "Off",
            Self::Starting => "Starting…",
            Self::Stopping => "Stopping…",
            Self::Restarting => "Restarting…",
            Self::Building => "Building…",
            Self::Busy => "Busy…",
            Self::Rescue => "Rescue",
            Self::Suspended => "Suspended",
            Self::Failed => "Failed",
            Self::NotBuilt => "Not built",
            Self::Deleting => "Deleting…",
            Self::Deleted => "Deleted",
            Self::Unread => "Reading…",
            Self::Unknown => "Unknown",
        }
    }
}
