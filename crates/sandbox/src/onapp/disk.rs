//! A disk as the panel keeps it, and how it looks on the wire; source: `OnApp` reference,
//! section 10.

use super::dialect::Dialect;
use super::machine::identifier;
use jiff::Timestamp;
use serde_json::{Value, json};

/// A disk.
#[derive(Clone, Debug)]
#[allow(
    clippy::struct_excessive_bools,
    reason = "the panel's flags are independent of one another and are published one by one"
)]
pub(super) struct Disk {
    pub(super) id: u32,
    pub(super) label: Option<String>,
    /// GB
    pub(super) size: u32,
    pub(super) primary: bool,
    pub(super) swap: bool,
    /// The data store it lies on.
    pub(super) store: u32,
    pub(super) built: bool,
    /// A transaction of its own is open.
    pub(super) locked: bool,
    pub(super) autobackups: bool,
    pub(super) mounted: bool,
    pub(super) mount_point: Option<String>,
    pub(super) file_system: Option<String>,
    pub(super) linux_fstab: Option<bool>,
    pub(super) freebsd_fstab: Option<bool>,
    pub(super) min_iops: u32,
    pub(super) created_at: Timestamp,
    pub(super) updated_at: Timestamp,
}

impl Disk {
    /// An ordinary disk nobody has formatted yet; `size` in GB.
    pub(super) fn new(id: u32, size: u32, at: Timestamp) -> Self {
        Self {
            id,
            label: None,
            size,
            primary: false,
            swap: false,
            store: 1,
            built: false,
            locked: false,
            autobackups: false,
            mounted: false,
            mount_point: None,
            file_system: None,
            linux_fstab: None,
            freebsd_fstab: None,
            min_iops: 600,
            created_at: at,
            updated_at: at,
        }
    }

    /// The object inside `{"disk": …}`. `owner` is the machine and the disk's place in it,
    /// counted from 1.
    pub(super) fn view(&self, dialect: Dialect, owner: Option<(u32, usize)>) -> Value {
        let mut view = json!({
            "id": self.id,
            "identifier": identifier(self.id ^ 0x00d1_5c00),
            "label": self.label,
            "primary": self.primary,
            "is_swap": self.swap,
            "disk_size": self.size,
            "data_store_id": self.store,
            "disk_vm_number": owner.map(|(_, place)| place),
            "virtual_machine_id": owner.map(|(machine, _)| machine),
            "built": self.built,
            "locked": self.locked,
            "has_autobackups": self.autobackups,
            "mount_point": self.mount_point,
            "file_system": self.file_system,
            "add_to_linux_fstab": self.linux_fstab,
            "add_to_freebsd_fstab": self.freebsd_fstab,
            "min_iops": self.min_iops,
            "iqn": null,
            "volume_id": null,
            "created_at": dialect.date(self.created_at),
            "updated_at": dialect.date(self.updated_at),
        });
        if let (Dialect::Modern, Some(map)) = (dialect, view.as_object_mut()) {
            map.insert("mounted".to_owned(), json!(self.mounted));
            for key in ["max_iops", "burst_iops", "max_bw", "burst_bw"] {
                map.insert(key.to_owned(), Value::Null);
            }
            map.insert("io_limits".to_owned(), json!({}));
            map.insert("io_limits_override".to_owned(), json!(false));
        }
        view
    }
}
