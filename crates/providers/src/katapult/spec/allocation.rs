//! The addresses an interface is given.

use roxmltree::Node;

use super::{reference::Reference, values, words::Word, writer::Writer};

/// `IPAddressAllocation`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Allocation {
    /// `type`.
    pub(crate) kind: AllocationKind,
    /// `Version`, of a new one.
    pub(crate) version: Option<IpVersion>,
    /// `Subnet`, of a new one.
    pub(crate) subnet: Option<Reference>,
    /// `IPAddress`, for an existing one.
    pub(crate) address: Option<Reference>,
}

/// Where an address comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum AllocationKind {
    /// The provider picks a free one.
    New,
    /// The organization has it already.
    Existing,
}

impl Word for AllocationKind {
    const WORDS: &'static [(&'static str, Self)] =
        &[("new", Self::New), ("existing", Self::Existing)];
}

/// Of the Internet Protocol. Digits here, though `ipv4` and `ipv6` elsewhere in the API.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum IpVersion {
    /// `4`.
    Four,
    /// `6`.
    Six,
}

impl Word for IpVersion {
    const WORDS: &'static [(&'static str, Self)] = &[("4", Self::Four), ("6", Self::Six)];
}

impl Allocation {
    pub(super) fn read(node: Node<'_, '_>) -> Self {
        let kind = node.attribute("type").and_then(AllocationKind::from_word);
        let version = values::child(node, "Version").map(values::word);
        Self {
            kind: kind.unwrap_or(AllocationKind::New),
            version: version.as_deref().and_then(IpVersion::from_word),
            subnet: values::child(node, "Subnet").map(Reference::read),
            address: values::child(node, "IPAddress").map(Reference::read),
        }
    }

    pub(super) fn write(&self, writer: &mut Writer) {
        let kind = [("type", self.kind.word())];
        writer.container("IPAddressAllocation", &kind, |writer| {
            writer.text("Version", self.version.map(Word::word));
            if let Some(subnet) = &self.subnet {
                subnet.write("Subnet", writer);
            }
            if let Some(address) = &self.address {
                address.write("IPAddress", writer);
            }
        });
    }
}
