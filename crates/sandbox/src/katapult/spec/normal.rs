//! The document as the service keeps it (reference, What the server hands back): in its own
//! order, the place and speeds by id, the template's version and the keys' management spelt out,
//! existing addresses by address, and the hostname as it became.

use crate::katapult::{
    World,
    build::Contents,
    catalogue::{Listed, places::Zone, profiles::SPEEDS},
    xml::Element,
};

/// The order of elements. Where the ones not in any recording stand is a guess.
const ORDER: [&str; 15] = [
    "Zone",
    "DataCenter",
    "Resources",
    "DiskTemplate",
    "SystemDisks",
    "SharedDisks",
    "NetworkInterfaces",
    "Hostname",
    "Name",
    "Description",
    "Group",
    "AuthorizedKeys",
    "BackupPolicies",
    "Tags",
    "ISO",
];

/// The normalised document.
pub(super) fn normalised(
    world: &World,
    spec: &Element,
    zone: &Zone,
    hostname: &str,
    contents: Option<&Contents>,
) -> Element {
    let mut spec = spec.clone();
    if let Some(place) = spec.child_mut("DataCenter") {
        *place = Element::new("DataCenter", zone.data_center.id);
    }
    spec.children.retain(|child| child.name != "Hostname");
    let inner = Element::new("Hostname", hostname);
    spec.children
        .push(Element::holding("Hostname", vec![inner]));
    if let Some(container) = spec.child_mut("DiskTemplate")
        && let Some(contents) = contents
    {
        number_version(container, contents.version.number);
    }
    if let Some(container) = spec.child_mut("NetworkInterfaces") {
        for interface in &mut container.children {
            settle(world, interface);
        }
    }
    if spec.child("AuthorizedKeys").is_none() {
        spec.children.push(Element::new("AuthorizedKeys", ""));
    }
    if let Some(keys) = spec.child_mut("AuthorizedKeys")
        && keys.attribute("continuous_management").is_none()
    {
        let attribute = ("continuous_management".to_owned(), "no".to_owned());
        keys.attributes.push(attribute);
    }
    let rank = |element: &Element| {
        let mut known = ORDER.iter();
        known
            .position(|name| *name == element.name)
            .unwrap_or(ORDER.len())
    };
    spec.children.sort_by_key(rank);
    spec
}

/// Says which version of the template it is, after the template itself.
fn number_version(container: &mut Element, number: u32) {
    let version = Element::new("Version", number.to_string()).with("by", "number");
    container.children.retain(|child| child.name != "Version");
    let mut children = container.children.iter();
    let place = children.position(|child| child.name == "DiskTemplate");
    let place = place.map_or(0, |place| place + 1);
    container.children.insert(place, version);
}

/// Speed by id, existing addresses by address.
fn settle(world: &World, interface: &mut Element) {
    if let Some(speed) = interface.child_mut("SpeedProfile")
        && speed.attribute("by") == Some("permalink")
        && let Some(known) = SPEEDS
            .iter()
            .find(|one| one.permalink() == Some(speed.text.as_str()))
    {
        *speed = Element::new("SpeedProfile", known.id);
    }
    for allocation in &mut interface.children {
        if let Some(address) = allocation.child_mut("IPAddress")
            && address.attribute("by") != Some("address")
            && let Some(known) = world.ips.shelf.get(&address.text)
        {
            *address = Element::new("IPAddress", known.text.as_str()).with("by", "address");
        }
    }
}
