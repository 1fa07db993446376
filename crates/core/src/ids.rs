//! Identifiers as types, so that one cannot be handed in where another is meant.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A machine's identifier as its provider writes it; unique within one account.
///
/// Numbers arrive here as text: an id is never calculated with.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct MachineId(String);

impl MachineId {
    /// Takes the provider's own spelling, unchanged.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The provider's spelling.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for MachineId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
