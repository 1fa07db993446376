//! What was known when something was asked: what a later look is compared with.

use pilothouse_core::{ByteSize, Machine, MachineId, State, Timestamp};
use serde::{Deserialize, Serialize};

/// What was known of the world when something was asked of it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Before {
    /// The machine it was asked of; `None` when nobody had seen it.
    pub machine: Option<Seen>,
    /// For a new machine: those that had the wanted name already. `None` when the account's list
    /// was not known, and then no machine is ever taken for the new one.
    pub named: Option<Vec<MachineId>>,
}

/// What was seen of a machine.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seen {
    /// Its state.
    pub state: State,
    /// What it was called.
    #[serde(default)]
    pub name: String,
    /// Virtual processors.
    #[serde(default)]
    pub cpus: Option<u32>,
    /// Memory.
    #[serde(default)]
    pub memory: Option<ByteSize>,
    /// The sum of its disks.
    #[serde(default)]
    pub disk: Option<ByteSize>,
    /// The image it was made from.
    #[serde(default)]
    pub image: Option<String>,
    /// Labels and groups.
    #[serde(default)]
    pub tags: Vec<String>,
    /// When the provider had last changed its record.
    #[serde(default)]
    pub changed: Option<Timestamp>,
}

impl Before {
    /// Before something is asked of this machine.
    pub fn machine(machine: &Machine) -> Self {
        Self {
            machine: Some(Seen::of(machine)),
            named: None,
        }
    }

    /// Before a machine of this name is made in an account with these machines.
    pub fn making<'a>(name: &str, machines: impl IntoIterator<Item = &'a Machine>) -> Self {
        let named = machines.into_iter().filter(|one| one.name == name);
        Self {
            machine: None,
            named: Some(named.map(|one| one.id.clone()).collect()),
        }
    }
}

impl Seen {
    /// What is to be seen of this machine.
    pub fn of(machine: &Machine) -> Self {
        Self {
            state: machine.state,
            name: machine.name.clone(),
            cpus: machine.cpus,
            memory: machine.memory,
            disk: machine.disk,
            image: machine.image.clone(),
            tags: machine.tags.clone(),
            changed: machine.changed,
        }
    }
}
