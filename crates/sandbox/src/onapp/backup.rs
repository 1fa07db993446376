//! A backup as the panel keeps it, and how it looks on the wire; source: `OnApp` reference,
//! section 12.

use super::dialect::Dialect;
use super::machine::identifier;
use super::template::Template;
use jiff::Timestamp;
use serde_json::{Value, json};

/// A backup.
#[derive(Clone, Debug)]
pub(super) struct Backup {
    pub(super) id: u32,
    pub(super) machine: u32,
    /// Of the machine it was made of, which may be gone.
    pub(super) machine_identifier: String,
    /// The disk it is an image of; none if it is an incremental one of the whole machine.
    pub(super) disk: Option<u32>,
    pub(super) user: u32,
    pub(super) template: u32,
    pub(super) note: Option<String>,
    /// GB on the disks it was made of.
    pub(super) covers: u32,
    pub(super) built_at: Option<Timestamp>,
    pub(super) locked: bool,
    pub(super) created_at: Timestamp,
    pub(super) updated_at: Timestamp,
}

impl Backup {
    /// It is whole.
    pub(super) fn finish(&mut self, at: Timestamp) {
        self.built_at = self.built_at.or(Some(at));
        self.locked = false;
        self.updated_at = at;
    }

    /// The object inside `{"backup": …}`.
    pub(super) fn view(&self, dialect: Dialect, template: Option<&Template>) -> Value {
        // KB; an invented third of what the disks hold.
        let size = self.built_at.map_or(0, |_| self.covers * 349_525);
        let size = match dialect {
            Dialect::Legacy => json!(size.to_string()),
            Dialect::Modern => json!(size),
        };
        let (target, kind) = match self.disk {
            Some(disk) => (disk, "Disk"),
            None => (self.machine, "VirtualMachine"),
        };
        let incremental = self.disk.is_none();
        json!({
            "id": self.id,
            "identifier": identifier(self.id ^ 0x00ba_c000),
            "backup_type": if incremental { "incremental" } else { "normal" },
            "backup_size": size,
            "built": self.built_at.is_some(),
            "built_at": dialect.maybe_date(self.built_at),
            "locked": self.locked,
            "disk_id": self.disk,
            "target_id": target,
            "target_type": kind,
            "template_id": self.template,
            "operating_system": template.map(|template| template.system),
            "operating_system_distro": template.map(|template| template.distro),
            "min_disk_size": template.map(|template| template.min_disk),
            "min_memory_size": template.map(|template| template.min_memory),
            "allowed_swap": template.map(Template::allows_swap),
            "allowed_hot_migrate": template.map(|template| template.system != "freebsd"),
            "allow_resize_without_reboot": template.map(Template::resizes_hot),
            "backup_server_id": null,
            "initiated": "manual",
            "note": self.note,
            "marked_for_delete": false,
            "volume_id": null,
            "user_id": self.user,
            "created_at": dialect.date(self.created_at),
            "updated_at": dialect.date(self.updated_at),
        })
    }
}
