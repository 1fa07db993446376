//! What can be asked of a machine, with one meaning everywhere.

use serde::{Deserialize, Serialize};

use crate::State;

/// A neutral action on one existing machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verb {
    /// Switch on.
    Start,
    /// Ask the guest to stop, and let it stay off.
    ShutDown,
    /// Pull the plug.
    PowerOff,
    /// Ask the guest to stop and bring it back.
    Reboot,
    /// Press the reset button: nothing is asked, nothing is saved.
    Reset,
}

impl Verb {
    /// Every verb, in the order a menu shows them.
    pub const ALL: [Self; 5] = [
        Self::Start,
        Self::ShutDown,
        Self::Reboot,
        Self::Reset,
        Self::PowerOff,
    ];

    /// The words on the button.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Start => "Start",
            Self::ShutDown => "Shut down",
            Self::PowerOff => "Power off",
            Self::Reboot => "Reboot",
            Self::Reset => "Reset",
        }
    }

    /// What a person would be told it means.
    pub const fn meaning(self) -> &'static str {
        match self {
            Self::Start => "Switch the machine on",
            Self::ShutDown => "Ask the system to stop; the machine stays off",
            Self::PowerOff => "Pull the plug: whatever is not on disk is lost",
            Self::Reboot => "Ask the system to stop and start again",
            Self::Reset => "Press the reset button: whatever is not on disk is lost",
        }
    }

    /// Whether work inside the machine may be lost.
    pub const fn is_harsh(self) -> bool {
        matches!(self, Self::PowerOff | Self::Reset)
    }

    /// What a machine is shown as between the click and the provider's own word.
    pub const fn pending(self) -> State {
        match self {
            Self::Start => State::Starting,
            Self::ShutDown | Self::PowerOff => State::Stopping,
            Self::Reboot | Self::Reset => State::Restarting,
        }
    }

    /// The state it leads to when all goes well.
    pub const fn goal(self) -> State {
        match self {
            Self::Start | Self::Reboot | Self::Reset => State::Running,
            Self::ShutDown | Self::PowerOff => State::Off,
        }
    }
}
