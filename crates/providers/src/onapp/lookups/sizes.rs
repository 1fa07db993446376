//! Ready-made sizes (OnApp reference, "Infrastructure").

use pilothouse_core::{ByteSize, Choice};

use super::source::{Source, Where, amount, details, each, labelled};
use crate::node::Node;

pub(super) const PACKAGES: &[Source] = &[Source {
    at: Where::Panel("/instance_packages"),
    read: |body| each(body, "instance_package", package),
}];

fn package(node: Node<'_>) -> Option<Choice> {
    let mut choice = labelled(node)?;
    let memory = node.get("memory").number().map(ByteSize::from_mib);
    let disk = node.get("disk_size").number().map(ByteSize::from_gib);
    let cpus = node.get("cpus").number().map(|count| match count {
        1 => "1 processor".to_owned(),
        count => format!("{count} processors"),
    });
    choice.detail = details([
        cpus,
        memory.map(|memory| format!("{memory} memory")),
        disk.map(|disk| format!("{disk} disk")),
        amount(node, "bandwidth", " GB traffic"),
    ]);
    Some(choice)
}
