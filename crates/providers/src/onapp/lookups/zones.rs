//! Where a machine, its disks and its interfaces can be (OnApp reference, "Infrastructure").

use pilothouse_core::Choice;
use serde_json::Value;

use super::source::{Source, Where, amount, details, each, labelled, word};
use crate::{node::Node, onapp::wire};

pub(super) const PLACES: &[Source] = &[
    Source {
        at: Where::Panel("/settings/hypervisor_zones"),
        read: |body| each(body, "hypervisor_group", place),
    },
    Source {
        at: Where::User("/limits"),
        read: |body| of_limits(body, "hypervisor_groups"),
    },
];

pub(super) const HOSTS: &[Source] = &[
    Source {
        at: Where::Panel("/settings/hypervisors"),
        read: |body| each(body, "hypervisor", host),
    },
    Source {
        at: Where::User("/hypervisors"),
        read: |body| each(body, "hypervisor", host),
    },
];

pub(super) const NETWORK_ZONES: &[Source] = &[
    Source {
        at: Where::Panel("/settings/network_zones"),
        read: |body| each(body, "network_group", labelled),
    },
    Source {
        at: Where::User("/network_zones"),
        read: |body| each(body, "network_group", labelled),
    },
    // 2.x
    Source {
        at: Where::Panel("/network_zones"),
        read: |body| each(body, "network_group", labelled),
    },
];

pub(super) const NETWORKS: &[Source] = &[Source {
    at: Where::Panel("/settings/networks"),
    read: |body| each(body, "network", network),
}];

pub(super) const DISK_ZONES: &[Source] = &[
    Source {
        at: Where::Panel("/settings/data_store_zones"),
        read: |body| each(body, "data_store_group", disk_zone),
    },
    Source {
        at: Where::User("/data_store_zones"),
        read: |body| each(body, "data_store_group", disk_zone),
    },
    // 2.x
    Source {
        at: Where::Panel("/data_store_zones"),
        read: |body| each(body, "data_store_group", disk_zone),
    },
];

/// Only zones for virtual servers; the others are for hardware. Panels of release 2 call one a
/// pack.
fn place(node: Node<'_>) -> Option<Choice> {
    let node = wire::inside(node, "pack");
    if node
        .get("server_type")
        .str()
        .is_some_and(|kind| kind != "virtual")
    {
        return None;
    }
    let mut choice = labelled(node)?;
    choice.detail = details([
        amount(node, "max_host_cpu", " processors on one host"),
        amount(node, "max_host_free_memory", " MB free on one host"),
    ]);
    if node.get("closed").flag() == Some(true) {
        choice.closed = Some("This zone takes no new machines.".to_owned());
    }
    Some(choice)
}

fn host(node: Node<'_>) -> Option<Choice> {
    let mut choice = labelled(node)?;
    choice.detail = details([
        word(node, "hypervisor_type"),
        amount(node, "free_memory", " MB free"),
    ]);
    choice.tags.extend(word(node, "hypervisor_type"));
    let is = |key: &str| node.get(key).flag();
    choice.closed = if is("online") == Some(false) {
        Some("This host is offline.".to_owned())
    } else if is("enabled") == Some(false) {
        Some("This host is switched off for new machines.".to_owned())
    } else {
        None
    };
    Some(choice)
}

fn network(node: Node<'_>) -> Option<Choice> {
    let mut choice = labelled(node)?;
    choice.detail = details([
        word(node, "identifier"),
        word(node, "vlan").map(|vlan| ["VLAN ", &vlan].concat()),
    ]);
    Some(choice)
}

fn disk_zone(node: Node<'_>) -> Option<Choice> {
    let mut choice = labelled(node)?;
    if let Some(size) = node.get("min_disk_size").number().filter(|size| *size > 0) {
        choice.detail = format!("at least {size} GB a disk");
        choice.least.push(("disk".to_owned(), size));
    }
    Some(choice)
}

/// What the limits list of zones: objects, with or without envelope, or bare numbers; no source
/// shows one.
fn of_limits(body: &Value, list: &str) -> Vec<Choice> {
    let limits = wire::inside(Node::from(body), "limits");
    let choice = |item: Node<'_>| {
        let group = wire::inside(item, "hypervisor_group");
        if group.is_object() {
            return labelled(group);
        }
        let id = item.number()?.to_string();
        let label = ["Zone ", &id].concat();
        Some(Choice::new(id, label))
    };
    limits.get(list).items().filter_map(choice).collect()
}
