//! What the machine is connected to.

use roxmltree::Node;

use super::{allocation::Allocation, reference::Reference, values, writer::Writer};

/// `NetworkInterface`: in a network or in a virtual network.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Interface {
    /// `Network`.
    pub(crate) network: Option<Reference>,
    /// `VirtualNetwork`, by its id. Not empty, no space around it.
    pub(crate) virtual_network: Option<String>,
    /// `SpeedProfile`.
    pub(crate) speed_profile: Option<Reference>,
    /// `IPAddressAllocation`, any number.
    pub(crate) allocations: Vec<Allocation>,
}

impl Interface {
    pub(super) fn read(node: Node<'_, '_>) -> Self {
        let allocations = values::children(node, "IPAddressAllocation");
        Self {
            network: values::child(node, "Network").map(Reference::read),
            virtual_network: values::child(node, "VirtualNetwork").map(values::word),
            speed_profile: values::child(node, "SpeedProfile").map(Reference::read),
            allocations: allocations.map(Allocation::read).collect(),
        }
    }

    pub(super) fn write(&self, writer: &mut Writer) {
        writer.container("NetworkInterface", &[], |writer| {
            if let Some(network) = &self.network {
                network.write("Network", writer);
            }
            writer.text("VirtualNetwork", self.virtual_network.as_deref());
            if let Some(profile) = &self.speed_profile {
                profile.write("SpeedProfile", writer);
            }
            for allocation in &self.allocations {
                allocation.write(writer);
            }
        });
    }
}
