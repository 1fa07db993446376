//! System disks, shared disks and backup policies of a specification.

use super::Reader;
use crate::katapult::{
    backup::{INTERVALS, Schedule},
    build::{Contents, DiskOrder, Retained, SYSTEM_DISK},
    catalogue::profiles::IO_PROFILES,
    disk::{Plan, SIZES},
    machine::Size,
    xml::Element,
};

fn children<'a>(of: &'a Element, name: &'a str) -> impl Iterator<Item = &'a Element> {
    of.children.iter().filter(move |child| child.name == name)
}

impl Reader<'_> {
    /// The disks, the first of which is booted from and gets the template. Without any there is
    /// one as big as the package says.
    pub(super) fn system_disks(
        &mut self,
        size: Option<Size>,
        contents: Option<Contents>,
    ) -> Vec<DiskOrder> {
        let default_size = size.map_or(0, Size::disk);
        let mut disks = Vec::new();
        if let Some(container) = self.spec.child("SystemDisks") {
            for element in children(container, "Disk") {
                let default = (disks.is_empty()).then_some(default_size);
                disks.push(self.system_disk(element, disks.len() + 1, default));
            }
        }
        if disks.is_empty() {
            disks.push(DiskOrder {
                plan: Plan::plain(SYSTEM_DISK, default_size),
                policies: Vec::new(),
            });
        }
        if let Some(first) = disks.first_mut() {
            first.plan.contents = contents;
        }
        disks
    }

    fn system_disk(&mut self, element: &Element, number: usize, default: Option<u32>) -> DiskOrder {
        let name = element.text_at(&["Name"]);
        let name = name.map_or_else(|| format!("Disk {number}"), str::to_owned);
        let size = self.number(element, "Size").or(default).unwrap_or_default();
        if !SIZES.contains(&size) && (default.is_none() || element.child("Size").is_some()) {
            self.fault(format!("Size of disk {number} is not included in the list"));
        }
        let speed = self.one_of(element, "Speed", &["ssd", "nvme"]);
        let file_system = self.one_of(element, "FileSystemType", &["ext4", "xfs"]);
        let io_profile = element
            .child("IOProfile")
            .and_then(|profile| self.refer(&IO_PROFILES, profile, &["permalink"]));
        DiskOrder {
            plan: Plan {
                speed: speed.unwrap_or_else(|| "ssd".to_owned()),
                io_profile,
                file_system,
                ..Plan::plain(&name, size)
            },
            policies: self.policies(element),
        }
    }

    /// A word an element holds, if it is one of those it may hold.
    fn one_of(&mut self, inside: &Element, name: &str, words: &[&str]) -> Option<String> {
        let text = inside.text_at(&[name])?;
        if !words.contains(&text) {
            self.fault(format!("{name} is not included in the list"));
        }
        Some(text.to_owned())
    }

    /// Ids of disks that are there already.
    pub(super) fn shared_disks(&mut self) -> Vec<String> {
        let Some(container) = self.spec.child("SharedDisks") else {
            return Vec::new();
        };
        let mut ids = Vec::new();
        for element in children(container, "Disk") {
            let Some(by) = self.by(element, &["name"]) else {
                continue;
            };
            let disk = self
                .world
                .find_disk(self.organization, &element.text, by == "name");
            let disk = disk.map(|disk| (disk.id.clone(), disk.assignment.is_some()));
            match self.found(element, disk) {
                Some((_, true)) => self.fault("Disk is already assigned to a virtual machine"),
                Some((id, false)) => ids.push(id),
                None => {}
            }
        }
        ids
    }

    /// The policies inside an element: the whole specification or one of its disks.
    pub(super) fn policies(&mut self, inside: &Element) -> Vec<Retained> {
        let Some(container) = inside.child("BackupPolicies") else {
            return Vec::new();
        };
        let policies = children(container, "BackupPolicy");
        policies.map(|policy| self.policy(policy)).collect()
    }

    fn policy(&mut self, element: &Element) -> Retained {
        let retention = self.number(element, "Retention").unwrap_or(1);
        let mut schedule = Schedule::default();
        if let Some(given) = element.child("Schedule") {
            if let Some(interval) = self.one_of(given, "Interval", &INTERVALS) {
                schedule.interval = interval;
            }
            let frequency = self.number(given, "Frequency");
            schedule.frequency = frequency.map_or(schedule.frequency, i64::from);
            let time = self.number(given, "Time");
            schedule.time = time.map_or(schedule.time, i64::from);
        }
        let faults = schedule.faults();
        self.faults.extend(faults);
        (retention, schedule)
    }
}
