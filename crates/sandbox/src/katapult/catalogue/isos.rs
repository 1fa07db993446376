//! Disc images. No endpoint lists or attaches them (reference, Places and networks); a
//! specification can name one and a machine shows the one it has.

use serde_json::{Value, json};

use super::Listed;

/// A disc image.
pub(in crate::katapult) struct Iso {
    pub(in crate::katapult) id: &'static str,
    name: &'static str,
}

/// Every disc image.
pub(in crate::katapult) static ISOS: [Iso; 1] = [Iso {
    id: "iso_Jc8wP5dXq2VnT7kR",
    name: "Rescue disc",
}];

impl Listed for Iso {
    fn id(&self) -> &'static str {
        self.id
    }
    fn permalink(&self) -> Option<&'static str> {
        None
    }
}

impl Iso {
    /// As machines show it.
    pub(in crate::katapult) fn shown(&self) -> Value {
        json!({"id": self.id, "name": self.name, "operating_system": null})
    }
}
