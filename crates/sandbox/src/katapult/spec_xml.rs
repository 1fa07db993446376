//! The specification document of a build that was ordered without one (reference, What the
//! server hands back).

use super::{
    catalogue::{networks::Network, packages::Package, places::Zone, templates::Template},
    xml::Element,
};

/// The document of a simple build.
pub(super) fn compose(
    zone: &Zone,
    package: &Package,
    template: Option<&Template>,
    options: &[(String, String)],
    network: Option<&Network>,
    hostname: &str,
) -> String {
    let mut parts = vec![
        Element::new("Zone", zone.id),
        Element::holding("Resources", vec![Element::new("Package", package.id)]),
    ];
    if let Some(template) = template {
        let mut inner = vec![Element::new("DiskTemplate", template.id)];
        inner.extend(
            options
                .iter()
                .map(|(key, value)| Element::new("Option", value.as_str()).with("key", key)),
        );
        parts.push(Element::holding("DiskTemplate", inner));
    }
    if let Some(network) = network {
        let version = Element::new("Version", "4");
        let address = Element::holding("IPAddressAllocation", vec![version]).with("type", "new");
        let network = Element::new("Network", network.id);
        let interface = Element::holding("NetworkInterface", vec![network, address]);
        parts.push(Element::holding("NetworkInterfaces", vec![interface]));
    }
    let inner = Element::new("Hostname", hostname);
    parts.push(Element::holding("Hostname", vec![inner]));
    parts.push(Element::new("AuthorizedKeys", "").with("continuous_management", "no"));
    Element::holding("VirtualMachineSpec", parts).document()
}
