//! Templates and ISO images (OnApp reference, "Templates" and "Template store").

use pilothouse_core::{ByteSize, Choice};
use serde_json::Value;

use super::source::{Source, Where, details, each, labelled, word};
use crate::{node::Node, onapp::wire};

pub(super) const SOURCES: &[Source] = &[
    Source {
        at: Where::Whole("/template_store"),
        read: store,
    },
    Source {
        at: Where::Panel("/templates"),
        read: |body| each(body, "image_template", template),
    },
];

pub(super) const ISO_SOURCES: &[Source] = &[Source {
    at: Where::Panel("/template_isos"),
    read: |body| each(body, "image_template_iso", iso),
}];

/// Deeper than any tree of groups is drawn.
const DEEPEST: usize = 16;
/// Kinds of licence a group can allow.
const LICENCES: [&str; 3] = ["mak", "kms", "own"];

/// The templates of all groups, in the groups' order.
fn store(body: &Value) -> Vec<Choice> {
    let mut choices = Vec::new();
    for item in Node::from(body).items() {
        group(item, DEEPEST, &mut choices);
    }
    choices
}

/// JSON has no envelope here, XML names everything.
fn group(item: Node<'_>, deep: usize, choices: &mut Vec<Choice>) {
    let group = wire::inside(item, "image_template_group");
    for relation in group.get("relations").items() {
        let relation = wire::inside(relation, "relation");
        let image = relation.get("image_template");
        let Some(mut choice) = template(wire::inside(image, "image_template")) else {
            continue;
        };
        choice.detail = details([word(group, "label"), Some(choice.detail)]);
        let allowed = LICENCES
            .iter()
            .filter(|kind| group.get(kind).flag() == Some(true));
        choice.tags.extend(allowed.map(|kind| (*kind).to_owned()));
        choices.push(choice);
    }
    if deep > 0 {
        for child in group.get("children").items() {
            self::group(child, deep - 1, choices);
        }
    }
}

/// What ordinary machines are made from: not what is switched off, nor what belongs to content
/// delivery and load balancers.
fn template(node: Node<'_>) -> Option<Choice> {
    let hidden = node
        .get("state")
        .str()
        .is_some_and(|state| state != "active")
        || node.get("cdn").flag() == Some(true)
        || node.get("operating_system_distro").str() == Some("lbva");
    if hidden || !node.is_object() {
        return None;
    }
    let mut choice = labelled(node)?;
    let swap = node.get("allowed_swap").flag();
    describe(node, &mut choice);
    if let Some(swap) = swap {
        choice
            .sets
            .push(("swap".to_owned(), u8::from(swap).to_string()));
    }
    Some(choice)
}

fn iso(node: Node<'_>) -> Option<Choice> {
    let mut choice = template(node)?;
    choice.sets.clear();
    Some(choice)
}

fn describe(node: Node<'_>, choice: &mut Choice) {
    let memory = node
        .get("min_memory_size")
        .number()
        .filter(|size| *size > 0);
    let disk = node.get("min_disk_size").number().filter(|size| *size > 0);
    let least = [
        memory.map(|size| ByteSize::from_mib(size).to_string() + " memory"),
        disk.map(|size| ByteSize::from_gib(size).to_string() + " disk"),
    ];
    let least: Vec<String> = least.into_iter().flatten().collect();
    let least = (!least.is_empty()).then(|| ["at least ", &least.join(", ")].concat());
    let version = word(node, "version").map(|version| ["version ", &version].concat());
    choice.detail = details([
        word(node, "operating_system_distro"),
        word(node, "operating_system_arch"),
        version,
        least,
    ]);
    choice
        .least
        .extend(memory.map(|size| ("memory".to_owned(), size)));
    choice
        .least
        .extend(disk.map(|size| ("disk".to_owned(), size)));
    choice.tags.extend(word(node, "operating_system"));
    if node.get("allowed_swap").flag() == Some(true) {
        choice.tags.push("swap".to_owned());
    }
    choice.tags.extend(virtualization(node));
}

/// `"xen,kvm"` in old releases, a list later.
fn virtualization(node: Node<'_>) -> Vec<String> {
    let field = node.get("virtualization");
    let mut kinds: Vec<String> = field.items().filter_map(Node::text).collect();
    if let Some(text) = field.str() {
        let parts = text.split(',').map(str::trim);
        kinds.extend(parts.filter(|part| !part.is_empty()).map(str::to_owned));
    }
    kinds
}
