//! The templates machines are built from; source: `OnApp` reference, sections 13.1 and 13.2.

use super::dialect::Dialect;
use jiff::Timestamp;
use serde_json::{Value, json};
use std::borrow::Cow;

/// A template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Template {
    pub(super) id: u32,
    pub(super) label: Cow<'static, str>,
    /// `linux`, `windows` or `freebsd`
    pub(super) system: &'static str,
    pub(super) distro: &'static str,
    /// GB
    pub(super) min_disk: u32,
    /// MB
    pub(super) min_memory: u32,
    pub(super) kind: Kind,
    /// Whose it is; none for the panel's own.
    pub(super) user: Option<u32>,
    /// The template it was made from.
    pub(super) parent: Option<u32>,
}

/// What sort of template it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Builds.
    Image,
    /// Accepted, and every build of it fails.
    Broken,
    /// Withdrawn.
    Inactive,
    /// Of the panel's own services: CDN.
    Cdn,
    /// An installation medium, in a list of its own.
    Iso,
    /// A medium for another kind of host than most there are.
    ForeignIso,
    /// Made of a backup that is still being converted.
    Unfinished,
}

const fn template(
    id: u32,
    label: &'static str,
    (system, distro): (&'static str, &'static str),
    (min_disk, min_memory): (u32, u32),
    kind: Kind,
) -> Template {
    Template {
        id,
        label: Cow::Borrowed(label),
        system,
        distro,
        min_disk,
        min_memory,
        kind,
        user: None,
        parent: None,
    }
}

/// All of them.
pub(super) static ALL: [Template; 13] = [
    template(
        1,
        "Debian 12 x64",
        ("linux", "ubuntu"),
        (5, 512),
        Kind::Image,
    ),
    template(
        2,
        "Ubuntu 22.04 x64",
        ("linux", "ubuntu"),
        (6, 1024),
        Kind::Image,
    ),
    template(
        3,
        "CentOS 7.9 x64",
        ("linux", "rhel"),
        (6, 512),
        Kind::Image,
    ),
    template(
        4,
        "AlmaLinux 9.3 x64",
        ("linux", "rhel"),
        (10, 1024),
        Kind::Image,
    ),
    template(
        5,
        "FreeBSD 13.2 x64",
        ("freebsd", "freebsd"),
        (10, 512),
        Kind::Image,
    ),
    template(
        6,
        "Windows 2019 STD x64",
        ("windows", "2019"),
        (40, 2048),
        Kind::Image,
    ),
    template(
        7,
        "Debian 6 x86",
        ("linux", "ubuntu"),
        (5, 128),
        Kind::Inactive,
    ),
    template(
        8,
        "Sim Fails To Build x64",
        ("linux", "ubuntu"),
        (5, 256),
        Kind::Broken,
    ),
    template(
        10,
        "Load Balancer Virtual Appliance",
        ("linux", "lbva"),
        (5, 512),
        Kind::Image,
    ),
    template(
        11,
        "CDN Edge Server",
        ("linux", "rhel"),
        (20, 2048),
        Kind::Cdn,
    ),
    template(
        30,
        "SystemRescue 10 ISO",
        ("linux", "other"),
        (5, 512),
        Kind::Iso,
    ),
    template(
        31,
        "Memtest86+ ISO",
        ("linux", "other"),
        (1, 128),
        Kind::Iso,
    ),
    template(
        32,
        "vCenter Tools ISO",
        ("linux", "other"),
        (1, 128),
        Kind::ForeignIso,
    ),
];

impl Template {
    /// Machines can be built from it.
    pub(super) fn builds(&self) -> bool {
        matches!(self.kind, Kind::Image | Kind::Broken | Kind::Cdn)
    }

    /// An installation medium.
    pub(super) fn is_medium(&self) -> bool {
        matches!(self.kind, Kind::Iso | Kind::ForeignIso)
    }

    /// Whether it has a swap disk; Windows has none.
    pub(super) fn allows_swap(&self) -> bool {
        self.system != "windows"
    }

    /// Memory and processors can change while it runs.
    pub(super) fn resizes_hot(&self) -> bool {
        self.system == "linux"
    }

    /// The object inside `{"image_template": …}`.
    pub(super) fn view(&self, dialect: Dialect, installed: Timestamp) -> Value {
        let virtualization = match (dialect, self.kind) {
            (Dialect::Legacy, Kind::ForeignIso) => json!("vcenter"),
            (Dialect::Legacy, _) => json!("xen,kvm"),
            (Dialect::Modern, Kind::ForeignIso) => json!(["vcenter"]),
            (Dialect::Modern, _) => json!(["xen", "kvm", "kvm_virtio"]),
        };
        let arch = if self.label.ends_with("x86") {
            "x86"
        } else {
            "x64"
        };
        let file = self.label.to_lowercase().replace(' ', "-");
        let type_name = if self.is_medium() {
            "ImageTemplateIso"
        } else {
            "ImageTemplate"
        };
        json!({
            "id": self.id,
            "label": self.label,
            "type": type_name,
            "operating_system": self.system,
            "operating_system_distro": self.distro,
            "operating_system_arch": arch,
            "operating_system_edition": (self.system == "windows").then_some("STD"),
            "operating_system_tail": null,
            "version": "1.4",
            "file_name": format!("{file}-1.4.tgz"),
            "checksum": format!("{:08x}", crate::names::spread(self.id)).repeat(4),
            "state": match self.kind {
                Kind::Inactive => "inactive",
                Kind::Unfinished => "new",
                _ => "active",
            },
            "min_disk_size": self.min_disk,
            "min_memory_size": self.min_memory,
            "template_size": self.min_disk * 120_000,
            "allowed_swap": self.allows_swap(),
            "allowed_hot_migrate": self.system != "freebsd",
            "allow_resize_without_reboot": self.resizes_hot(),
            "resize_without_reboot_policy": {"kvm": {"centos6": "0"}, "xen": {"centos6": "7"}},
            "virtualization": virtualization,
            "user_id": self.user,
            "parent_template_id": self.parent,
            "backup_server_id": null,
            "manager_id": file,
            "remote_id": null,
            "cdn": self.kind == Kind::Cdn,
            "smart_server": false,
            "baremetal_server": false,
            "application_server": false,
            "draas": false,
            "datacenter_id": null,
            "ext4": true,
            "initial_username": if self.system == "windows" { "administrator" } else { "root" },
            "initial_password": null,
            "locked": self.kind == Kind::Unfinished,
            "created_at": dialect.date(installed),
            "updated_at": dialect.date(installed),
        })
    }
}
