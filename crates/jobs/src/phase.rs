//! How far a job has come.

use serde::{Deserialize, Serialize};

/// Where a job has got to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Phase {
    /// Written down; nothing that changes anything was sent.
    #[default]
    Drafted,
    /// A request that changes something is on its way, or what became of it is being read.
    Sent,
    /// The provider took all of it.
    Accepted,
    /// The provider works on it.
    Running {
        /// 0–100 where it counts.
        percent: Option<u8>,
    },
    /// It was seen to have happened, or the provider said so.
    Done,
    /// It certainly did not happen, or the provider says that it went wrong.
    Failed,
    /// Nobody knows whether it happened; a person decides.
    Unknown,
    /// A person took it back before it was sent.
    Stopped,
}

impl Phase {
    /// Whether anything is still to come.
    pub const fn is_open(self) -> bool {
        !matches!(
            self,
            Self::Done | Self::Failed | Self::Unknown | Self::Stopped
        )
    }

    /// The word a person reads.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Drafted => "Waiting",
            Self::Sent => "Sent",
            Self::Accepted => "Accepted",
            Self::Running { .. } => "Running",
            Self::Done => "Done",
            Self::Failed => "Failed",
            Self::Unknown => "Unknown",
            Self::Stopped => "Stopped",
        }
    }
}
