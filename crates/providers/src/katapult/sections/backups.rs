//! How a machine's disks are backed up.

use pilothouse_core::{Access, Call, Content, Flow, Pages, Target};

use super::{below, overview::moment};
use crate::{
    katapult::{answer::page, answer::text_at, auth, flows::Shown},
    node::Node,
};

/// `GET /virtual_machines/virtual_machine/disk_backup_policies`, those of its disks included.
pub(super) fn backups(access: &Access, target: &Target) -> Box<dyn Flow<Content>> {
    let (access, target) = (access.clone(), target.clone());
    let pages = Pages::new(move |number, _| {
        let below = below("disk_backup_policies", &target, number);
        let request = auth::get(&access, &[&below, "&include_disks=true"].concat())?;
        Ok(Call::new(request, move |response| {
            page(response, "disk_backup_policies", number, policy)
        }))
    });
    Box::new(Shown::new(pages, Content::Facts))
}

/// What is backed up, and how.
fn policy(row: Node) -> Option<(String, String)> {
    let schedule = row.get("schedule");
    let kept = row.get("retention").number();
    let parts = [
        schedule.get("interval").text(),
        kept.map(|count| format!("{count} kept")),
        moment(schedule.get("next_invocation_at")).map(|at| ["next ", &at].concat()),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    // Described as wrapped once more than it has to be; either is read.
    let name = text_at(row, &["target", "target", "name"])
        .or_else(|| text_at(row, &["target", "name"]))
        .or_else(|| row.get("id").text())?;
    Some((name, parts.join(", ")))
}
