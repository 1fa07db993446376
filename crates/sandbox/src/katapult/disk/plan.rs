//! A disk somebody wants, and making it.

use super::{Disk, Installation, Work};
use crate::katapult::{
    World,
    build::Contents,
    catalogue::{places::DataCenter, profiles::IoProfile},
    machine::Annotation,
    organization::Organization,
};

/// Sizes a disk can have, in GB. The real limits are a matter of policy.
pub(in crate::katapult) const SIZES: std::ops::RangeInclusive<u32> = 1..=10_000;

/// What a disk shall be.
#[derive(Clone)]
pub(in crate::katapult) struct Plan {
    pub(in crate::katapult) name: String,
    pub(in crate::katapult) size_in_gb: u32,
    /// `nvme` or `ssd`.
    pub(in crate::katapult) speed: String,
    pub(in crate::katapult) io_profile: Option<&'static IoProfile>,
    /// `scsi` or `virtio`.
    pub(in crate::katapult) bus_type: Option<String>,
    pub(in crate::katapult) file_system: Option<String>,
    pub(in crate::katapult) contents: Option<Contents>,
    pub(in crate::katapult) annotations: Vec<Annotation>,
}

impl Plan {
    /// A disk of which only name and size are given.
    pub(in crate::katapult) fn plain(name: &str, size_in_gb: u32) -> Self {
        Self {
            name: name.to_owned(),
            size_in_gb,
            speed: "ssd".to_owned(),
            io_profile: None,
            bus_type: Some("virtio".to_owned()),
            file_system: None,
            contents: None,
            annotations: Vec::new(),
        }
    }
}

impl World {
    /// Makes a disk, built, and gives its id.
    pub(in crate::katapult) fn make_disk(
        &mut self,
        organization: &'static Organization,
        data_center: &'static DataCenter,
        plan: Plan,
        created_at: i64,
    ) -> String {
        let id = self.serial.next("disk");
        let count = self.serial.count("disk");
        let installation = plan.contents.map(|contents| Installation {
            id: self.serial.next("dinst"),
            contents,
        });
        let disk = Disk {
            id: id.clone(),
            organization,
            name: plan.name,
            size_in_gb: plan.size_in_gb,
            wwn: format!("5000c5{count:010x}"),
            work: Work::Built,
            created_at,
            speed: plan.speed,
            io_profile: plan.io_profile,
            bus_type: plan.bus_type,
            data_center,
            assignment: None,
            installation,
            file_system: plan.file_system,
            annotations: plan.annotations,
            trash: None,
        };
        self.disks.insert(&id, disk);
        id
    }
}
