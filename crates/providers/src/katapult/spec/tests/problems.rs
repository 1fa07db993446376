//! What keeps a text from being read: where, and in which words.

use super::around;
use crate::katapult::spec::{Spec, SpecDocument};
use pilothouse_core::Document;

/// (what stands in the root, [(column in it, words)]).
const PROBLEMS: &[(&str, &[(u32, &str)])] = &[
    (
        "<Zonee>a</Zonee>",
        &[(1, "“Zonee” is no known element. Did you mean “Zone”?")],
    ),
    (
        "<datacenter>a</datacenter>",
        &[(
            1,
            "“datacenter” is no known element. Did you mean “DataCenter”?",
        )],
    ),
    (
        "<Pakage>a</Pakage>",
        &[(1, "“Pakage” is no known element. Did you mean “Package”?")],
    ),
    (
        "<Resources><Elephants/></Resources>",
        &[(
            12,
            "“Elephants” is no known element; “Resources” can hold “Package”, “Memory” or “CPUCores”.",
        )],
    ),
    (
        "<ISO><Elephants/></ISO>",
        &[(6, "“Elephants” is no known element; “ISO” holds text.")],
    ),
    (
        "<Disk/>",
        &[(
            1,
            "“Disk” does not belong in “VirtualMachineSpec”: it goes into “SystemDisks” or “SharedDisks”.",
        )],
    ),
    (
        "<Zone by=\"name\">a</Zone>",
        &[(
            7,
            "“by” of “Zone” has to be permalink, or left out for an id.",
        )],
    ),
    (
        "<DataCenter by=\"zip\">a</DataCenter>",
        &[(
            13,
            "“by” of “DataCenter” has to be permalink or name, or left out for an id.",
        )],
    ),
    (
        "<DiskTemplate><Version by=\"id\">1</Version></DiskTemplate>",
        &[(24, "“by” of “Version” has to be number.")],
    ),
    (
        "<Zone buy=\"permalink\">a</Zone>",
        &[(7, "“Zone” has no attribute “buy”. Did you mean “by”?")],
    ),
    (
        "<Zone colour=\"red\">a</Zone>",
        &[(7, "“Zone” has no attribute “colour”. It has by.")],
    ),
    (
        "<ISO by=\"id\">a</ISO>",
        &[(6, "“ISO” has no attribute “by”. It has none.")],
    ),
    (
        "<Zone xml:by=\"id\">a</Zone>",
        &[(7, "“by” of “Zone” has to be without a namespace.")],
    ),
    ("<Zone/>", &[(1, "“Zone” needs a value.")]),
    (
        "<Resources><Memory>big</Memory></Resources>",
        &[(
            12,
            "“Memory” has to be a whole number from 1 to 4294967295.",
        )],
    ),
    (
        "<Resources><Memory>+4</Memory></Resources>",
        &[(
            12,
            "“Memory” has to be a whole number from 1 to 4294967295.",
        )],
    ),
    (
        "<SystemDisks><Disk><Speed>fast</Speed></Disk></SystemDisks>",
        &[(20, "“Speed” has to be ssd or nvme.")],
    ),
    (
        "<DiskTemplate><Option/></DiskTemplate>",
        &[(15, "“Option” needs the attribute “key”.")],
    ),
    (
        "<DiskTemplate><Option key=\"\"/></DiskTemplate>",
        &[(23, "“key” of “Option” needs a value.")],
    ),
    (
        "<NetworkInterfaces><NetworkInterface><IPAddressAllocation/></NetworkInterface></NetworkInterfaces>",
        &[(
            38,
            "“IPAddressAllocation” needs the attribute “type”: new or existing.",
        )],
    ),
    (
        "<Hostname/>",
        &[(1, "“Hostname” needs a “Hostname” in it.")],
    ),
    (
        "<Hostname><Hostnam/></Hostname>",
        &[
            (1, "“Hostname” needs a “Hostname” in it."),
            (
                11,
                "“Hostnam” is no known element. Did you mean “Hostname”?",
            ),
        ],
    ),
    (
        "<Hostname><Hostname/></Hostname>",
        &[(11, "“Hostname” needs a value or the attribute “type”.")],
    ),
    (
        "<Hostname><Hostname type=\"random\">a</Hostname></Hostname>",
        &[(11, "“Hostname” has to be empty with the attribute “type”.")],
    ),
    ("<Tags>a</Tags>", &[(7, "“Tags” holds “Tag”, not text.")]),
    (
        "<Name>a<Name>b</Name></Name>",
        &[(7, "“Name” holds either text or “Name”, not both.")],
    ),
    (
        "<ISO>a</ISO><ISO>b</ISO>",
        &[(13, "“ISO” is here already; only one is allowed.")],
    ),
    (
        "<Zone xmlns=\"urn:a\">a</Zone>",
        &[(1, "“Zone” has to be without a namespace.")],
    ),
    (
        "<Zonee/><Zone/><Tags>x<Tag/></Tags><Zone a=\"\">b</Zone>",
        &[
            (1, "“Zonee” is no known element. Did you mean “Zone”?"),
            (9, "“Zone” needs a value."),
            (22, "“Tags” holds “Tag”, not text."),
            (23, "“Tag” needs a value."),
            (36, "“Zone” is here already; only one is allowed."),
            (42, "“Zone” has no attribute “a”. It has by."),
        ],
    ),
];

#[test]
fn every_problem_is_told_with_its_place() {
    for (body, problems) in PROBLEMS {
        let text = around(&format!("\n{body}"));
        let found = Spec::parse(&text).expect_err(body);
        let found: Vec<_> = found
            .iter()
            .map(|one| (one.line, one.column, one.words.as_str()))
            .collect();
        let expected: Vec<_> = problems
            .iter()
            .map(|(column, words)| (2, *column, *words))
            .collect();
        assert_eq!(found, expected, "{body}");
    }
}

#[test]
fn what_is_no_document_at_all_has_one_problem() {
    for (text, place, words) in [
        ("", (1, 1), "root"),
        ("shop", (1, 1), ""),
        (
            "<VirtualMachineSpec>\n <Zone>a</Zon>\n</VirtualMachineSpec>",
            (2, 9),
            "expected 'Zone'",
        ),
        ("<VirtualMachineSpec", (1, 1), ""),
        (
            "<VirtualMachineSpec><Zone a=1/></VirtualMachineSpec>",
            (1, 29),
            "",
        ),
        ("<!DOCTYPE a><VirtualMachineSpec/>", (1, 1), "DTD"),
        (
            "<a/>",
            (1, 1),
            "The outermost element has to be “VirtualMachineSpec”.",
        ),
        ("<virtualmachinespec/>", (1, 1), "“VirtualMachineSpec”"),
        (
            "<VirtualMachineSpec xmlns=\"urn:a\"><Zone/></VirtualMachineSpec>",
            (1, 1),
            "namespace",
        ),
        ("<VirtualMachineSpec/><VirtualMachineSpec/>", (1, 22), ""),
    ] {
        let found = SpecDocument.flaws(text);
        assert_eq!(found.len(), 1, "{text}: {found:?}");
        assert_eq!((found[0].line, found[0].column), place, "{text}: {found:?}");
        assert!(found[0].words.contains(words), "{text}: {found:?}");
    }
}

#[test]
fn values_are_not_quoted() {
    let text = around(
        "<Zone by=\"hunter2\">a</Zone><Resources>hunter2<Memory>hunter2</Memory></Resources>\
         <AuthorizedKeys continuous_management=\"hunter2\"/>",
    );
    let found = SpecDocument.flaws(&text);
    assert_eq!(found.len(), 4, "{found:?}");
    assert!(!format!("{found:?}").contains("hunter2"), "{found:?}");
}
