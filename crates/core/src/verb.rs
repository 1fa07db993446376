//! What can be asked of a machine, with one meaning everywhere.

use serde::{Deserialize, Serialize};

use crate::State;

/// A neutral action. All but [`Create`](Verb::Create) and [`EmptyTrash`](Verb::EmptyTrash), which
/// are asked of an account, are asked of one existing machine.
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
    /// Switch off and hold off until resumed.
    Suspend,
    /// Release a suspended machine; it stays off.
    Resume,
    /// Start from a rescue system.
    Rescue,
    /// Take away a lock that was left behind.
    Unlock,
    /// Make a new machine.
    Create,
    /// Install an operating system anew.
    Rebuild,
    /// Give another name.
    Rename,
    /// Give other processors, memory or plan.
    Resize,
    /// Change what is written about it: notes, labels, group.
    Edit,
    /// Open its screen.
    Console,
    /// Press keys on its keyboard.
    SendKeys,
    /// Remove; where the provider keeps it for a while, it can be restored.
    Delete,
    /// Bring back what was deleted.
    Restore,
    /// Remove for good.
    Purge,
    /// Remove for good everything that was deleted.
    EmptyTrash,
}

impl Verb {
    /// The verbs of a power button, in the order a menu shows them.
    pub const POWER: [Self; 5] = [
        Self::Start,
        Self::ShutDown,
        Self::Reboot,
        Self::Reset,
        Self::PowerOff,
    ];

    /// Every other verb, in the order a menu shows them.
    pub const OTHER: [Self; 15] = [
        Self::Create,
        Self::Rebuild,
        Self::Rename,
        Self::Resize,
        Self::Edit,
        Self::Console,
        Self::SendKeys,
        Self::Suspend,
        Self::Resume,
        Self::Rescue,
        Self::Unlock,
        Self::Delete,
        Self::Restore,
        Self::Purge,
        Self::EmptyTrash,
    ];

    /// The words on the button.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Start => "Start",
            Self::ShutDown => "Shut down",
            Self::PowerOff => "Power off",
            Self::Reboot => "Reboot",
            Self::Reset => "Reset",
            Self::Suspend => "Suspend",
            Self::Resume => "Resume",
            Self::Rescue => "Rescue",
            Self::Unlock => "Unlock",
            Self::Create => "Create",
            Self::Rebuild => "Rebuild",
            Self::Rename => "Rename",
            Self::Resize => "Resize",
            Self::Edit => "Edit",
            Self::Console => "Console",
            Self::SendKeys => "Send keys",
            Self::Delete => "Delete",
            Self::Restore => "Restore",
            Self::Purge => "Purge",
            Self::EmptyTrash => "Empty trash",
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
            Self::Suspend => "Switch the machine off and hold it off",
            Self::Resume => "Release the machine; it stays off until started",
            Self::Rescue => "Start from a rescue system instead of the machine's own",
            Self::Unlock => "Take away a lock that finished work has left behind",
            Self::Create => "Make a new machine",
            Self::Rebuild => "Install an operating system anew: everything on the disks is lost",
            Self::Rename => "Give the machine another name",
            Self::Resize => "Give the machine other processors and memory",
            Self::Edit => "Change what is written about the machine",
            Self::Console => "Open the machine's screen",
            Self::SendKeys => "Press keys on the machine's keyboard",
            Self::Delete => "Remove the machine",
            Self::Restore => "Bring the deleted machine back",
            Self::Purge => "Remove the machine for good",
            Self::EmptyTrash => "Remove everything in the trash for good",
        }
    }

    /// [`Verb::meaning`] of each of [`Verb::POWER`], for a page that shows no other and need not
    /// carry the words of all.
    pub const POWER_MEANINGS: [(Self, &'static str); 5] = {
        let [start, shut_down, reboot, reset, power_off] = Self::POWER;
        [
            (start, start.meaning()),
            (shut_down, shut_down.meaning()),
            (reboot, reboot.meaning()),
            (reset, reset.meaning()),
            (power_off, power_off.meaning()),
        ]
    };

    /// Whether work inside the machine may be lost.
    pub const fn is_harsh(self) -> bool {
        matches!(
            self,
            Self::PowerOff
                | Self::Reset
                | Self::Suspend
                | Self::Rebuild
                | Self::Delete
                | Self::Purge
                | Self::EmptyTrash
        )
    }

    /// Whether it is asked of an account rather than of a machine.
    pub const fn is_for_account(self) -> bool {
        matches!(self, Self::Create | Self::EmptyTrash)
    }

    /// What a machine is shown as between the click and the provider's own word; `None` for what
    /// does not change its state.
    pub const fn pending(self) -> Option<State> {
        Some(match self {
            Self::Start | Self::Rescue => State::Starting,
            Self::ShutDown | Self::PowerOff | Self::Suspend => State::Stopping,
            Self::Reboot | Self::Reset => State::Restarting,
            Self::Create | Self::Rebuild => State::Building,
            Self::Resume | Self::Resize | Self::Restore => State::Busy,
            Self::Delete | Self::Purge => State::Deleting,
            _ => return None,
        })
    }

    /// The state it leads to when all goes well; `None` where it leads to none or to more than
    /// one.
    pub const fn goal(self) -> Option<State> {
        Some(match self {
            Self::Start | Self::Reboot | Self::Reset => State::Running,
            Self::ShutDown | Self::PowerOff => State::Off,
            Self::Suspend => State::Suspended,
            Self::Rescue => State::Rescue,
            Self::Delete => State::Deleted,
            _ => return None,
        })
    }

    /// Minutes after which it is no longer worth looking whether it has happened.
    pub const fn patience_minutes(self) -> i64 {
        match self {
            // Images of some gigabytes are copied by some providers while one waits.
            Self::Create | Self::Rebuild => 45,
            _ => 15,
        }
    }
}
