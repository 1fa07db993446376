//! The specification document a build shows: the service's own normalised copy, two spaces a
//! level and a newline at the end (reference, What the server hands back).

use std::fmt::Write;

use quick_xml::escape::escape;

use super::catalogue::{networks::Network, packages::Package, places::Zone, templates::Template};

/// The document of a simple build.
pub(super) fn compose(
    zone: &Zone,
    package: &Package,
    template: Option<&Template>,
    options: &[(String, String)],
    network: Option<&Network>,
    hostname: &str,
) -> String {
    let mut out = String::from("<?xml version=\"1.0\"?>\n<VirtualMachineSpec>\n");
    let mut line = |depth: usize, text: String| {
        // Writing to a string cannot fail.
        let _ = writeln!(out, "{}{text}", "  ".repeat(depth));
    };
    line(1, format!("<Zone>{}</Zone>", zone.id));
    line(1, "<Resources>".to_owned());
    line(2, format!("<Package>{}</Package>", package.id));
    line(1, "</Resources>".to_owned());
    if let Some(template) = template {
        line(1, "<DiskTemplate>".to_owned());
        line(2, format!("<DiskTemplate>{}</DiskTemplate>", template.id));
        for (key, value) in options {
            let (key, value) = (escape(key.as_str()), escape(value.as_str()));
            line(2, format!("<Option key=\"{key}\">{value}</Option>"));
        }
        line(1, "</DiskTemplate>".to_owned());
    }
    if let Some(network) = network {
        line(1, "<NetworkInterfaces>".to_owned());
        line(2, "<NetworkInterface>".to_owned());
        line(3, format!("<Network>{}</Network>", network.id));
        line(3, "<IPAddressAllocation type=\"new\">".to_owned());
        line(4, "<Version>4</Version>".to_owned());
        line(3, "</IPAddressAllocation>".to_owned());
        line(2, "</NetworkInterface>".to_owned());
        line(1, "</NetworkInterfaces>".to_owned());
    }
    line(1, "<Hostname>".to_owned());
    line(2, format!("<Hostname>{}</Hostname>", escape(hostname)));
    line(1, "</Hostname>".to_owned());
    line(
        1,
        "<AuthorizedKeys continuous_management=\"no\"/>".to_owned(),
    );
    line(0, "</VirtualMachineSpec>".to_owned());
    out
}
