//! Disks (OnApp reference, "Disks").

use pilothouse_core::{ByteSize, Content, Disk, Error};
use serde_json::Value;

use crate::{
    node::Node,
    onapp::wire::{bad_answer, inside},
    words::one_line,
};

/// `GET /virtual_machines/:id/disks`.
pub(super) fn read(body: &Value) -> Result<Content, Error> {
    let list = Node::from(body);
    if !list.is_list() {
        return Err(bad_answer("is not a list of disks"));
    }
    Ok(Content::Disks(list.items().filter_map(disk).collect()))
}

fn disk(item: Node<'_>) -> Option<Disk> {
    let node = inside(item, "disk");
    let text = |key| node.get(key).text().map(|text| one_line(&text));
    let is = |key: &str| node.get(key).flag() == Some(true);
    let id = text("id")?;
    let purpose = match (is("primary"), is("is_swap")) {
        (true, _) => Some("primary".to_owned()),
        (_, true) => Some("swap".to_owned()),
        _ => None,
    };
    let kind: Vec<String> = [purpose, text("file_system"), text("mount_point")]
        .into_iter()
        .flatten()
        .collect();
    let state = match (node.get("built").flag(), is("locked")) {
        (_, true) => "locked",
        (Some(false), _) => "not built",
        (Some(true), _) => "built",
        (None, _) => "",
    };
    Some(Disk {
        name: text("label")
            .or_else(|| text("identifier"))
            .unwrap_or_default(),
        size: node.get("disk_size").number().map(ByteSize::from_gib),
        kind: kind.join(", "),
        boots: node.get("primary").flag(),
        state: state.to_owned(),
        id,
    })
}
