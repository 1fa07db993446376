//! The specification document of a build that was ordered without one (reference, What the
//! server hands back).

use super::{
    build::Contents,
    catalogue::{networks::Network, packages::Package, places::Zone},
    disk::Plan,
    xml::Element,
};

/// The document of a simple build.
pub(super) fn compose(
    zone: &Zone,
    package: &Package,
    contents: Option<&Contents>,
    disks: &[Plan],
    network: Option<&Network>,
    hostname: &str,
) -> String {
    let mut parts = vec![
        Element::new("Zone", zone.id),
        Element::holding("Resources", vec![Element::new("Package", package.id)]),
    ];
    if let Some(contents) = contents {
        let number = contents.version.number.to_string();
        let mut inner = vec![
            Element::new("DiskTemplate", contents.template.id),
            Element::new("Version", number).with("by", "number"),
        ];
        inner.extend(
            contents
                .options
                .iter()
                .map(|(key, value)| Element::new("Option", value.as_str()).with("key", key)),
        );
        parts.push(Element::holding("DiskTemplate", inner));
    }
    let disks = disks.iter().map(disk).collect();
    parts.push(Element::holding("SystemDisks", disks));
    if let Some(network) = network {
        let mut inner = vec![Element::new("Network", network.id)];
        inner.extend(["4", "6"].map(|version| {
            let version = Element::new("Version", version);
            Element::holding("IPAddressAllocation", vec![version]).with("type", "new")
        }));
        let interface = Element::holding("NetworkInterface", inner);
        parts.push(Element::holding("NetworkInterfaces", vec![interface]));
    }
    let inner = Element::new("Hostname", hostname);
    parts.push(Element::holding("Hostname", vec![inner]));
    parts.push(Element::new("AuthorizedKeys", "").with("continuous_management", "no"));
    Element::holding("VirtualMachineSpec", parts).document()
}

fn disk(plan: &Plan) -> Element {
    let mut parts = vec![
        Element::new("Name", plan.name.as_str()),
        Element::new("Size", plan.size_in_gb.to_string()),
        Element::new("Speed", plan.speed.as_str()),
    ];
    if let Some(profile) = plan.io_profile {
        parts.push(Element::new("IOProfile", profile.id));
    }
    if let Some(file_system) = &plan.file_system {
        parts.push(Element::new("FileSystemType", file_system.as_str()));
    }
    Element::holding("Disk", parts)
}
