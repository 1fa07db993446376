//! What is installed on the first disk.

use std::fmt;

use roxmltree::Node;

use super::{reference::Reference, values, writer::Writer};

/// `DiskTemplate`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Template {
    /// The nested `DiskTemplate`.
    pub(crate) image: Option<Reference>,
    /// `Version`, by its number; the latest if `None`.
    pub(crate) version: Option<u32>,
    /// `Option`, any number.
    pub(crate) options: Vec<TemplateOption>,
}

/// `Option`: an answer to something the template asks.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct TemplateOption {
    /// `key`: which question. Not empty, no space around it.
    pub(crate) key: String,
    /// The answer to the letter. May be empty, and may be a password.
    pub(crate) value: String,
}

impl fmt::Debug for TemplateOption {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}: [hidden]", self.key)
    }
}

impl Template {
    pub(super) fn read(node: Node<'_, '_>) -> Self {
        let option = |node: Node<'_, '_>| TemplateOption {
            key: node.attribute("key").unwrap_or_default().trim().to_owned(),
            value: values::whole_text(&node),
        };
        Self {
            image: values::child(node, "DiskTemplate").map(Reference::read),
            version: values::child(node, "Version").and_then(values::number),
            options: values::children(node, "Option").map(option).collect(),
        }
    }

    pub(super) fn write(&self, writer: &mut Writer) {
        writer.section("DiskTemplate", &[], |writer| {
            if let Some(image) = &self.image {
                image.write("DiskTemplate", writer);
            }
            if let Some(version) = self.version {
                let by_number = [("by", "number")];
                writer.leaf("Version", &by_number, &version.to_string());
            }
            for option in &self.options {
                writer.leaf("Option", &[("key", &option.key)], &option.value);
            }
        });
    }
}
