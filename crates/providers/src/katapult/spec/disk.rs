//! The disks the machine is made with.

use roxmltree::Node;

use super::{backup::BackupPolicy, reference::Reference, values, words::Word, writer::Writer};

/// `SystemDisks/Disk`. The first of a machine is the one it boots from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct SystemDisk {
    /// `Name`; not blank.
    pub(crate) name: Option<String>,
    /// `Size`, in GB.
    pub(crate) size: Option<u32>,
    /// `Speed`.
    pub(crate) speed: Option<Speed>,
    /// `IOProfile`.
    pub(crate) io_profile: Option<Reference>,
    /// `FileSystemType`: `ext4` and `xfs` are known. No space around it.
    pub(crate) file_system: Option<String>,
    /// `BackupPolicies`, for this disk alone.
    pub(crate) backups: Vec<BackupPolicy>,
}

/// `Speed`: what the disk is stored on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Speed {
    /// Solid state.
    Ssd,
    /// Solid state, on the fast bus.
    Nvme,
}

impl Word for Speed {
    const WORDS: &'static [(&'static str, Self)] = &[("ssd", Self::Ssd), ("nvme", Self::Nvme)];
}

impl SystemDisk {
    pub(super) fn read(node: Node<'_, '_>) -> Self {
        let speed = values::child(node, "Speed").map(values::word);
        let file_system = values::child(node, "FileSystemType").map(values::word);
        Self {
            name: values::child(node, "Name").and_then(values::text),
            size: values::child(node, "Size").and_then(values::number),
            speed: speed.as_deref().and_then(Speed::from_word),
            io_profile: values::child(node, "IOProfile").map(Reference::read),
            file_system: file_system.filter(|word| !word.is_empty()),
            backups: BackupPolicy::read_all(node),
        }
    }

    pub(super) fn write(&self, writer: &mut Writer) {
        writer.container("Disk", &[], |writer| {
            writer.text("Name", self.name.as_deref());
            writer.number("Size", self.size);
            writer.text("Speed", self.speed.map(Word::word));
            if let Some(profile) = &self.io_profile {
                profile.write("IOProfile", writer);
            }
            writer.text("FileSystemType", self.file_system.as_deref());
            BackupPolicy::write_all(&self.backups, writer);
        });
    }
}
