//! The document a machine is built from (Katapult reference, "The document").
//!
//! One element is one type; [`schema`] says in one table what a text may look like, so that
//! reading never meets a surprise. Where sources disagree every form is read, and the
//! best-attested one written.

use pilothouse_core::{Error, Form, Input};
use roxmltree::Node;

mod advice;
mod allocation;
mod authorized_keys;
mod backup;
mod disk;
mod document;
mod form;
mod hostname;
mod interface;
mod reference;
mod resources;
mod schema;
mod schema_parts;
mod suggest;
mod template;
mod validate;
mod values;
mod words;
mod writer;

#[cfg(test)]
mod tests;

pub(crate) use document::SpecDocument;

use crate::xml::Problem;
use advice::Advice;
use authorized_keys::AuthorizedKeys;
use backup::BackupPolicy;
use disk::SystemDisk;
pub(crate) use hostname::Hostname;
use interface::Interface;
use reference::Reference;
use resources::Resources;
use template::Template;
use writer::Writer;

/// `VirtualMachineSpec`. An element that holds nothing is as good as none, but for the two where
/// none means that the provider decides.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Spec {
    /// `Zone`.
    pub(crate) zone: Option<Reference>,
    /// `DataCenter`.
    pub(crate) data_center: Option<Reference>,
    /// `Resources`.
    pub(crate) resources: Resources,
    /// `DiskTemplate`.
    pub(crate) template: Template,
    /// `ISO`, by its id. Not empty, no space around it.
    pub(crate) iso: Option<String>,
    /// `SystemDisks`; one sized by the package if `None`.
    pub(crate) system_disks: Option<Vec<SystemDisk>>,
    /// `SharedDisks`.
    pub(crate) shared_disks: Vec<Reference>,
    /// `BackupPolicies`, for the whole machine.
    pub(crate) backups: Vec<BackupPolicy>,
    /// `NetworkInterfaces`; what the provider gives if `None`.
    pub(crate) interfaces: Option<Vec<Interface>>,
    /// `Hostname`.
    pub(crate) hostname: Option<Hostname>,
    /// `Name`; not blank.
    pub(crate) name: Option<String>,
    /// `Description`; not blank.
    pub(crate) description: Option<String>,
    /// `Group`.
    pub(crate) group: Option<Reference>,
    /// `AuthorizedKeys`.
    pub(crate) authorized_keys: AuthorizedKeys,
    /// `Tags`: names work, ids are sent by one of the provider's own clients. Not empty, no
    /// space around them.
    pub(crate) tags: Vec<String>,
}

impl Spec {
    /// Reads a document, its elements in any order.
    ///
    /// # Errors
    /// Every place that keeps it from being read, in reading order, at most a hundred; only the
    /// first when it is not even XML.
    pub(crate) fn parse(text: &str) -> Result<Self, Vec<Problem>> {
        let document = validate::validate(text)?;
        Ok(Self::read(document.root_element()))
    }

    /// What the provider would refuse in a document that can be read; empty when nothing is
    /// known to be wrong.
    pub(crate) fn check(&self) -> Vec<Advice> {
        advice::check(self)
    }

    /// The document as text, in the order and the layout of the server's own copies.
    pub(crate) fn write(&self) -> String {
        let mut writer = Writer::new();
        writer.container(schema::SPEC.name, &[], |writer| self.write_parts(writer));
        writer.finish()
    }

    /// The form that describes a document.
    pub(crate) fn form() -> Form {
        form::form()
    }

    /// What the document says as entries of that form.
    pub(crate) fn to_input(&self) -> Input {
        form::to_input(self)
    }

    /// The document these entries describe. Of `before`, the document they were taken from, what
    /// the form cannot say is kept: a part nobody changed an entry of stays as it was.
    ///
    /// # Errors
    /// [`ErrorKind::Invalid`](pilothouse_core::ErrorKind::Invalid) naming every entry that has
    /// no place in a document.
    pub(crate) fn from_input(input: &Input, before: &Self) -> Result<Self, Error> {
        form::from_input(input, before)
    }

    fn read(node: Node<'_, '_>) -> Self {
        let part = |name| values::child(node, name);
        let system_disks = |disks| values::children(disks, "Disk").map(SystemDisk::read);
        let interfaces = |node| values::children(node, "NetworkInterface").map(Interface::read);
        let shared_disks = part("SharedDisks").into_iter();
        let tags = part("Tags").into_iter();
        Self {
            zone: part("Zone").map(Reference::read),
            data_center: part("DataCenter").map(Reference::read),
            resources: part("Resources").map(Resources::read).unwrap_or_default(),
            template: part("DiskTemplate").map(Template::read).unwrap_or_default(),
            iso: part("ISO").map(values::word),
            system_disks: part("SystemDisks").map(|node| system_disks(node).collect()),
            shared_disks: shared_disks
                .flat_map(|node| values::children(node, "Disk"))
                .map(Reference::read)
                .collect(),
            backups: BackupPolicy::read_all(node),
            interfaces: part("NetworkInterfaces").map(|node| interfaces(node).collect()),
            hostname: part("Hostname").and_then(Hostname::read),
            name: part("Name").and_then(name),
            description: part("Description").and_then(values::text),
            group: part("Group").map(Reference::read),
            authorized_keys: part("AuthorizedKeys")
                .map(AuthorizedKeys::read)
                .unwrap_or_default(),
            tags: tags
                .flat_map(|node| values::children(node, "Tag"))
                .map(values::word)
                .collect(),
        }
    }

    fn write_parts(&self, writer: &mut Writer) {
        let reference = |writer: &mut Writer, name, reference: &Option<Reference>| {
            if let Some(reference) = reference {
                reference.write(name, writer);
            }
        };
        reference(writer, "Zone", &self.zone);
        reference(writer, "DataCenter", &self.data_center);
        self.resources.write(writer);
        self.template.write(writer);
        writer.text("ISO", self.iso.as_deref());
        if let Some(disks) = &self.system_disks {
            writer.container("SystemDisks", &[], |writer| {
                for disk in disks {
                    disk.write(writer);
                }
            });
        }
        writer.section("SharedDisks", &[], |writer| {
            for disk in &self.shared_disks {
                disk.write("Disk", writer);
            }
        });
        BackupPolicy::write_all(&self.backups, writer);
        if let Some(interfaces) = &self.interfaces {
            writer.container("NetworkInterfaces", &[], |writer| {
                for interface in interfaces {
                    interface.write(writer);
                }
            });
        }
        if let Some(hostname) = &self.hostname {
            hostname.write(writer);
        }
        writer.text("Name", self.name.as_deref());
        writer.text("Description", self.description.as_deref());
        reference(writer, "Group", &self.group);
        self.authorized_keys.write(writer);
        writer.section("Tags", &[], |writer| {
            for tag in &self.tags {
                writer.leaf("Tag", &[], tag);
            }
        });
    }
}

/// `Name` or `Name/Name`.
fn name(node: Node<'_, '_>) -> Option<String> {
    values::text(values::child(node, "Name").unwrap_or(node))
}
