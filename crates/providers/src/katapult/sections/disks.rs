//! A machine's disks.

use pilothouse_core::{Access, ByteSize, Call, Content, Disk, Flow, Pages, Target};

use super::below;
use crate::{
    katapult::{answer::page, auth, flows::Shown},
    node::Node,
};

/// `GET /virtual_machines/virtual_machine/disks`.
pub(super) fn disks(access: &Access, target: &Target) -> Box<dyn Flow<Content>> {
    let (access, target) = (access.clone(), target.clone());
    let pages = Pages::new(move |number, _| {
        let request = auth::get(&access, &below("disks", &target, number))?;
        Ok(Call::new(request, move |response| {
            page(response, "disks", number, disk)
        }))
    });
    Box::new(Shown::new(pages, Content::Disks))
}

/// A disk in its place in the machine; an answer without the place is the disk itself.
fn disk(row: Node) -> Option<Disk> {
    let disk = match row.get("disk") {
        disk if disk.is_object() => disk,
        _ => row,
    };
    let on_boot = match row.get("attach_on_boot").flag() {
        Some(false) => "not attached at boot",
        _ => "",
    };
    let state = |node: Node| node.get("state").text().map(|it| it.replace('_', " "));
    let attachment = row.get("disk").is_object().then(|| state(row)).flatten();
    let states: Vec<String> = [state(disk), attachment].into_iter().flatten().collect();
    Some(Disk {
        id: disk.get("id").text()?,
        name: disk.get("name").text().unwrap_or_default(),
        size: disk.get("size_in_gb").number().map(ByteSize::from_gib),
        kind: on_boot.to_owned(),
        boots: row.get("boot").flag(),
        state: states.join(", "),
    })
}
