//! What a machine's page shows beyond the fleet's row (Katapult reference, "VM objects",
//! "Disks and backups", "IP addresses and interfaces" and "Organizations, user, policy").
//!
//! Katapult keeps no list of what happened to a machine, so there is no activity.

mod backups;
mod disks;
mod interfaces;
mod limits;
mod overview;

use pilothouse_core::{Access, Section, Target, Topic};

/// Each part with how to read it.
pub(super) fn sections(access: &Access, target: &Target) -> Vec<Section> {
    vec![
        Section {
            title: "Overview",
            topic: Topic::Overview,
            read: overview::overview(access, target),
        },
        Section {
            title: "Addresses",
            topic: Topic::Network,
            read: overview::addresses(access, target),
        },
        Section {
            title: "Disks",
            topic: Topic::Disks,
            read: disks::disks(access, target),
        },
        Section {
            title: "Network interfaces",
            topic: Topic::Network,
            read: Box::new(interfaces::Interfaces::new(access, target)),
        },
        Section {
            title: "Backups",
            topic: Topic::Disks,
            read: backups::backups(access, target),
        },
        Section {
            title: "Limits of the organization",
            topic: Topic::Overview,
            read: limits::limits(access, target),
        },
    ]
}

/// Names and values; values that are not there are left out.
#[derive(Default)]
struct Facts(Vec<(String, String)>);

impl Facts {
    fn add(&mut self, name: &str, value: Option<String>) {
        let value = value.filter(|value| !value.trim().is_empty());
        self.0.extend(value.map(|value| (name.to_owned(), value)));
    }
}

/// A page of something a machine has.
fn below(what: &str, target: &Target, page: u32) -> String {
    let machine = super::find::MACHINE.query(target.id.as_str());
    let per_page = super::answer::PER_PAGE;
    format!("/virtual_machines/virtual_machine/{what}?{machine}&page={page}&per_page={per_page}")
}
