//! How large the machine is.

use roxmltree::Node;

use super::{reference::Reference, values, writer::Writer};

/// `Resources`: either a package or, where the organization may, memory and cores of one's own.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Resources {
    /// `Package`.
    pub(crate) package: Option<Reference>,
    /// `Memory`, in GB.
    pub(crate) memory: Option<u32>,
    /// `CPUCores`.
    pub(crate) cores: Option<u32>,
}

impl Resources {
    pub(super) fn read(node: Node<'_, '_>) -> Self {
        Self {
            package: values::child(node, "Package").map(Reference::read),
            memory: values::child(node, "Memory").and_then(values::number),
            cores: values::child(node, "CPUCores").and_then(values::number),
        }
    }

    pub(super) fn write(&self, writer: &mut Writer) {
        writer.section("Resources", &[], |writer| {
            if let Some(package) = &self.package {
                package.write("Package", writer);
            }
            writer.number("Memory", self.memory);
            writer.number("CPUCores", self.cores);
        });
    }
}
