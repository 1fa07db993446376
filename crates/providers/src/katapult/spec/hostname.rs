//! What the machine calls itself.

use roxmltree::Node;

use super::{values, writer::Writer};

/// `Hostname/Hostname`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Hostname {
    /// `type="random"`: the provider makes one up.
    Random,
    /// This one. Not empty, no space around it; the server turns it into lower case.
    Given(String),
}

impl Hostname {
    pub(super) fn read(node: Node<'_, '_>) -> Option<Self> {
        let inner = values::child(node, "Hostname")?;
        Some(if inner.has_attribute("type") {
            Self::Random
        } else {
            Self::Given(values::word(inner))
        })
    }

    pub(super) fn write(&self, writer: &mut Writer) {
        writer.container("Hostname", &[], |writer| match self {
            Self::Random => writer.leaf("Hostname", &[("type", "random")], ""),
            Self::Given(name) => writer.leaf("Hostname", &[], name),
        });
    }
}
