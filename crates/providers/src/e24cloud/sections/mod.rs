//! What a machine's own page shows beyond what the fleet knows of it (e24cloud reference, "The VM
//! object" and "Volumes, images, addresses, VLANs").
//!
//! Lists of the account are read whole and what belongs to the machine is picked out: nothing
//! can be asked for by machine.

use pilothouse_core::{
    Access, Content, Error, ErrorKind, HourlyPrice, MachineId, Section, Target, Topic,
};
use serde_json::Value;

use super::{actions::path, wire};
use crate::node::Node;
use gather::{Answers, Gather};

mod details;
mod disks;
mod gather;
mod images;
mod network;

/// Every part of a machine's page, in its order.
pub(super) fn sections(access: &Access, target: &Target) -> Vec<Section> {
    let machine = path(target);
    let section = |topic, title, paths: &[&str], tell: Tell| Section {
        title,
        topic,
        read: Box::new(Gather::new(access, target.id.clone(), paths, tell)),
    };
    vec![
        section(Topic::Overview, "Details", &[&machine], details::tell),
        section(
            Topic::Disks,
            "Disks",
            &[&machine, "/v2/storage-volumes"],
            disks::tell,
        ),
        section(
            Topic::Disks,
            "Disk images",
            &[&machine, "/v2/disk-images"],
            images::tell,
        ),
        section(Topic::Network, "Network", &[&machine], network::interfaces),
        // The slash at its end is the provider's.
        section(
            Topic::Network,
            "Addresses",
            &["/v2/ipv4-addresses/"],
            network::addresses,
        ),
        section(
            Topic::Network,
            "Private networks",
            &["/v2/vlans"],
            network::vlans,
        ),
    ]
}

/// Makes a section's contents of the answers to its requests.
type Tell = fn(&MachineId, &Answers) -> Result<Vec<Content>, Error>;

/// The machine in an answer: the one with this id if there are several, else the first.
fn machine<'a>(answer: &'a Value, id: &MachineId) -> Result<Node<'a>, Error> {
    let found = Node::from(answer).get("virtual_machine");
    let rows = found.rows();
    if found.is_list() && rows.is_empty() {
        let words = "e24cloud no longer has this machine.";
        return Err(Error::new(ErrorKind::NotFound, words));
    }
    let mut nodes = rows.iter().map(Node::from);
    let same = nodes.find(|node| is(*node, id));
    let found = same.unwrap_or_else(|| found.object());
    if found.is_object() {
        return Ok(found);
    }
    Err(wire::bad_answer("has no machine"))
}

/// A list of the account, by its member of the answer.
fn rows<'a>(answer: &'a Value, key: &str) -> Result<&'a [Value], Error> {
    let list = Node::from(answer).get(key);
    if !list.is_list() && !list.is_object() {
        return Err(wire::bad_answer(
            "lacks the list that was asked for, or it is no list",
        ));
    }
    Ok(list.rows())
}

/// Whether something belongs to the machine: shared things name several.
fn is_of(node: Node<'_>, id: &MachineId) -> bool {
    let owners = [node.get("virtual_machine"), node.get("virtual_machines")];
    let mut owners = owners.iter().flat_map(|owner| owner.rows());
    owners.any(|owner| is(Node::from(owner), id))
}

fn is(node: Node<'_>, id: &MachineId) -> bool {
    node.get("id").text().as_deref() == Some(id.as_str())
}

/// What something costs, in words; in which currency is not stated.
fn price(node: Node<'_>) -> Option<String> {
    let price = HourlyPrice::from_decimal(&node.get("cost_per_hour").text()?, None)?;
    Some([&price.to_string(), " an hour"].concat())
}

/// A size in GB, in words.
fn gigabytes(node: Node<'_>) -> Option<String> {
    let size = node.get("size").number()?;
    Some(pilothouse_core::ByteSize::from_gib(size).to_string())
}

/// The name of something that may have none.
fn label(node: Node<'_>) -> String {
    let label = node.get("label").text();
    label
        .or_else(|| node.get("id").text())
        .unwrap_or_else(|| "Unnamed".to_owned())
}
