//! The machine's storage volumes.

use pilothouse_core::{ByteSize, Content, Disk, Error, MachineId};

use super::{Answers, is_of, label, machine, price, rows};
use crate::node::Node;

/// Volumes from the machine (e24cloud reference, "The VM object"), with what the list of volumes
/// ("Volumes") knows of them: names, grades, whether they are shared, what they cost.
///
/// Without the list, the machine's own word is shown and why there is no more.
pub(super) fn tell(id: &MachineId, answers: &Answers) -> Result<Vec<Content>, Error> {
    let machine = machine(answers.get(0)?, id)?;
    let listed = answers
        .get(1)
        .and_then(|answer| rows(answer, "storage_volumes"));
    let mut facts = Vec::new();
    let known = match listed {
        Ok(rows) => rows,
        Err(error) => {
            facts.push(("Names and prices".to_owned(), error.message));
            &[]
        }
    };
    let mut disks = Vec::new();
    let mut add = |own: Node<'_>, more: Node<'_>| {
        disks.push(disk(own, more));
        if let Some(price) = price(more) {
            facts.push((label(more), price));
        }
    };
    let own = machine.get("storage_volumes").rows();
    for own in own.iter().map(Node::from).filter(|own| own.is_object()) {
        let mut same = known.iter().map(Node::from).filter(|more| same(own, *more));
        add(own, same.next().unwrap_or(own));
    }
    for more in known.iter().map(Node::from) {
        // Attached, though the machine's own record does not say so yet.
        let is_told = own.iter().any(|own| same(Node::from(own), more));
        if is_of(more, id) && !is_told {
            add(more, more);
        }
    }
    let mut contents = vec![Content::Disks(disks)];
    if !facts.is_empty() {
        contents.push(Content::Facts(facts));
    }
    Ok(contents)
}

fn same(one: Node<'_>, other: Node<'_>) -> bool {
    let id = one.get("id").text();
    id.is_some() && id == other.get("id").text()
}

fn disk(own: Node<'_>, more: Node<'_>) -> Disk {
    let either = |key: &str| {
        let told = own.get(key);
        if told.is_there() { told } else { more.get(key) }
    };
    let mut kind = either("type").text().unwrap_or_default();
    if kind.eq_ignore_ascii_case("ssd") || kind.eq_ignore_ascii_case("hdd") {
        kind.make_ascii_uppercase();
    }
    if either("shared_disk").flag() == Some(true) {
        let comma = if kind.is_empty() { "" } else { ", " };
        kind.push_str(comma);
        kind.push_str("shared");
    }
    Disk {
        id: either("id").text().unwrap_or_default(),
        name: either("label").text().unwrap_or_default(),
        size: either("size").number().map(ByteSize::from_gib),
        kind,
        boots: either("system_disk").flag(),
        state: String::new(),
    }
}
