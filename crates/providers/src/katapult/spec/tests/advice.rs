//! What the provider refuses in a document that can be read.

use super::{around, examples::SMALLEST};
use crate::katapult::spec::{Spec, SpecDocument};
use pilothouse_core::Document;

/// (column, form field, first words)
type Rule = (u32, &'static str, &'static str);

/// (a line of the document on its own, the rules it breaks). A package is
/// there when the line says nothing of resources, and a zone when it says nothing of places.
const RULES: &[(&str, &[Rule])] = &[
    ("<Name>a</Name>", &[]),
    ("<Tags/><DataCenter>a</DataCenter>", &[]),
    (
        "<Zone>a</Zone><DataCenter>b</DataCenter>",
        &[(1, "zone", "Give either a data center")],
    ),
    (
        "<Resources><Memory>4</Memory><CPUCores>2</CPUCores></Resources>",
        &[],
    ),
    ("<Resources/>", &[(1, "package", "A package, or memory")]),
    (
        "<Resources><Memory>4</Memory></Resources>",
        &[(1, "cpus", "Memory without")],
    ),
    (
        "<Resources><CPUCores>4</CPUCores></Resources>",
        &[(1, "memory", "Processor cores without")],
    ),
    (
        "<Resources><Package>a</Package><Memory>4</Memory></Resources>",
        &[(32, "memory", "Give either")],
    ),
    (
        "<Resources><CPUCores>4</CPUCores><Package>a</Package></Resources>",
        &[(12, "cpus", "Give either")],
    ),
    (
        "<DiskTemplate><Version>2</Version></DiskTemplate>",
        &[(1, "image", "A version and options")],
    ),
    (
        "<DiskTemplate><DiskTemplate>a</DiskTemplate><Option key=\"a\"/><Option key=\"b\"/><Option key=\"a\"/></DiskTemplate>",
        &[(79, "options[2].key", "This option is given already.")],
    ),
    (
        "<NetworkInterfaces><NetworkInterface><Network>a</Network></NetworkInterface><NetworkInterface/></NetworkInterfaces>",
        &[(77, "interfaces[1].network", "An interface needs")],
    ),
    (
        "<NetworkInterfaces><NetworkInterface><VirtualNetwork>a</VirtualNetwork><Network>a</Network></NetworkInterface></NetworkInterfaces>",
        &[(38, "interfaces[0].virtual_network", "Give either a network")],
    ),
    (
        "<NetworkInterfaces><NetworkInterface><Network>a</Network><IPAddressAllocation type=\"new\"><IPAddress>a</IPAddress></IPAddressAllocation></NetworkInterface></NetworkInterfaces>",
        &[(
            90,
            "interfaces[0].addresses[0].address",
            "A new address is picked",
        )],
    ),
    (
        "<NetworkInterfaces><NetworkInterface><Network>a</Network><IPAddressAllocation type=\"new\"/><IPAddressAllocation type=\"existing\"/></NetworkInterface></NetworkInterfaces>",
        &[(91, "interfaces[0].addresses[1].address", "Say which")],
    ),
    (
        "<NetworkInterfaces><NetworkInterface><Network>a</Network><IPAddressAllocation type=\"existing\"><IPAddress>a</IPAddress><Subnet>a</Subnet><Version>4</Version></IPAddressAllocation></NetworkInterface></NetworkInterfaces>",
        &[
            (
                119,
                "interfaces[0].addresses[0].subnet",
                "Only a new address",
            ),
            (
                137,
                "interfaces[0].addresses[0].version",
                "Only a new address",
            ),
        ],
    ),
    (
        "<AuthorizedKeys><Users all=\"yes\"><User>a</User></Users></AuthorizedKeys>",
        &[(17, "users", "Give either all")],
    ),
    (
        "<AuthorizedKeys><Users all=\"no\"><User>a</User></Users></AuthorizedKeys>",
        &[],
    ),
    (
        "<AuthorizedKeys><SSHKeys all=\"yes\"><SSHKey>a</SSHKey></SSHKeys></AuthorizedKeys>",
        &[(17, "ssh_keys", "Give either all")],
    ),
];

#[test]
fn every_rule_is_told_with_its_place_and_its_field() {
    for (line, rules) in RULES {
        let package = "<Resources><Package>a</Package></Resources>";
        let package = if line.contains("<Resources") {
            ""
        } else {
            package
        };
        let has_place = line.contains("<Zone") || line.contains("<DataCenter");
        let zone = if has_place { "" } else { "<Zone>a</Zone>" };
        let text = around(&format!("{package}{zone}\n{line}"));
        let found = SpecDocument.flaws(&text);
        let places: Vec<_> = found.iter().map(|flaw| (flaw.line, flaw.column)).collect();
        let expected: Vec<_> = rules.iter().map(|(column, ..)| (2, *column)).collect();
        assert_eq!(places, expected, "{line}: {found:?}");
        let advice = Spec::parse(&text).unwrap().check();
        for (_, field, words) in *rules {
            let told = advice.iter().find(|advice| advice.field == *field);
            let told = told.unwrap_or_else(|| panic!("{line}: {advice:?}"));
            assert!(told.words.starts_with(words), "{line}: {told:?}");
        }
    }
}

#[test]
fn what_is_missing_is_missing_from_the_root() {
    let found = SpecDocument.flaws("<!-- empty -->\n<VirtualMachineSpec/>");
    let found: Vec<_> = found.iter().map(ToString::to_string).collect();
    assert_eq!(
        found,
        [
            "line 2, column 1: A data center or a zone is needed.",
            "line 2, column 1: A package, or memory and processor cores, are needed.",
        ]
    );
    assert_eq!(SpecDocument.flaws(SMALLEST), []);
}
