//! A machine as every screen knows it.

use serde::{Deserialize, Serialize};

use crate::{ByteSize, HourlyPrice, MachineId, State, Timestamp};

/// One virtual machine. `None` and empty mean "the provider did not say", never zero.
///
/// All text is the provider's and is shown as text, whatever it contains. Secrets in a
/// provider's answer (root and console passwords) have no place here and are dropped on reading.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Machine {
    /// Unique within its account.
    pub id: MachineId,
    /// What its owner calls it; may be empty, may be any text.
    pub name: String,
    /// What it is doing.
    pub state: State,
    /// The provider's own word or words for the state, for whoever wants to know.
    pub provider_state: String,
    /// Addresses, the main one first; no prefix lengths.
    pub addresses: Vec<String>,
    /// Virtual processors.
    pub cpus: Option<u32>,
    /// Memory.
    pub memory: Option<ByteSize>,
    /// The sum of its disks.
    pub disk: Option<ByteSize>,
    /// Zone, data center, region: where it is, in the provider's words.
    pub place: Option<String>,
    /// The image, template or distribution it was made from.
    pub image: Option<String>,
    /// What it costs an hour as it is now.
    pub price: Option<HourlyPrice>,
    /// Labels and groups its owner gave it.
    pub tags: Vec<String>,
    /// When it was made.
    pub created: Option<Timestamp>,
    /// When the provider last changed its record.
    pub changed: Option<Timestamp>,
    /// How its provider addresses it where the id alone is not enough, such as a path. Opaque to
    /// all but the client that wrote it.
    pub locator: String,
}

impl Machine {
    /// A machine of which only the identity is known.
    pub fn bare(id: impl Into<String>, name: impl Into<String>) -> Self {
        Self {
            id: MachineId::new(id),
            name: name.into(),
            state: State::Unread,
            provider_state: String::new(),
            addresses: Vec::new(),
            cpus: None,
            memory: None,
            disk: None,
            place: None,
            image: None,
            price: None,
            tags: Vec::new(),
            created: None,
            changed: None,
            locator: String::new(),
        }
    }

    /// What a request needs to address it.
    pub fn target(&self) -> Target {
        Target {
            id: self.id.clone(),
            locator: self.locator.clone(),
        }
    }
}

impl Target {
    /// No machine: the account as a whole.
    pub fn account() -> Self {
        Self {
            id: MachineId::new(""),
            locator: String::new(),
        }
    }

    /// Whether no machine is meant.
    pub fn is_account(&self) -> bool {
        self.id.as_str().is_empty()
    }
}

/// Enough of a machine to send a request about it, now or after a reload.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Target {
    /// [`Machine::id`]
    pub id: MachineId,
    /// [`Machine::locator`]
    pub locator: String,
}
