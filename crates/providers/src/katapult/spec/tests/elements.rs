//! Every element and attribute: read, refused, and refused where it does not belong.

use std::collections::BTreeSet;

use super::{around, read};
use crate::{
    katapult::spec::{
        Spec,
        schema::places,
        schema_parts::{Count, Element},
    },
    xml::Problem,
};

/// (where it stands, how it is written, how it is not).
const ELEMENTS: &[(&str, &str, &str)] = &[
    ("", "<Zone>zone_1</Zone>", "<Zone/>"),
    (
        "",
        r#"<Zone by="permalink">uk-1-a</Zone>"#,
        r#"<Zone by="name">A</Zone>"#,
    ),
    (
        "",
        "<DataCenter>dc_1</DataCenter>",
        "<DataCenter> </DataCenter>",
    ),
    (
        "",
        r#"<DataCenter by="name">North 1</DataCenter>"#,
        r#"<DataCenter by="number">1</DataCenter>"#,
    ),
    (
        "",
        r#"<DataCenter by="permalink">north-1</DataCenter>"#,
        r#"<DataCenter by="">x</DataCenter>"#,
    ),
    (
        "",
        "<Resources>\n    <Memory>4</Memory>\n  </Resources>",
        "<Resources>4</Resources>",
    ),
    ("Resources", "<Package>vmpkg_1</Package>", "<Package/>"),
    (
        "Resources",
        r#"<Package by="permalink">pebble</Package>"#,
        r#"<Package by="name">Pebble</Package>"#,
    ),
    ("Resources", "<Memory>16</Memory>", "<Memory>16 GB</Memory>"),
    (
        "Resources",
        "<CPUCores>4</CPUCores>",
        "<CPUCores>0</CPUCores>",
    ),
    (
        "",
        "<DiskTemplate>\n    <Version by=\"number\">2</Version>\n  </DiskTemplate>",
        "<DiskTemplate>dtpl_1</DiskTemplate>",
    ),
    (
        "DiskTemplate",
        "<DiskTemplate>dtpl_1</DiskTemplate>",
        "<DiskTemplate/>",
    ),
    (
        "DiskTemplate",
        r#"<DiskTemplate by="permalink">templates/alma-9</DiskTemplate>"#,
        r#"<DiskTemplate by="name">Alma</DiskTemplate>"#,
    ),
    (
        "DiskTemplate",
        r#"<Version by="number">2</Version>"#,
        r#"<Version by="number">two</Version>"#,
    ),
    (
        "DiskTemplate",
        r#"<Version by="number">2</Version>"#,
        r#"<Version by="id">2</Version>"#,
    ),
    (
        "DiskTemplate",
        r#"<Option key="agent">yes</Option>"#,
        "<Option>yes</Option>",
    ),
    (
        "DiskTemplate",
        r#"<Option key="root_password"/>"#,
        r#"<Option key=" ">yes</Option>"#,
    ),
    ("", "<ISO>iso_1</ISO>", "<ISO/>"),
    ("", "<SystemDisks/>", "<SystemDisks>40</SystemDisks>"),
    ("SystemDisks", "<Disk/>", "<Disk>Boot</Disk>"),
    (
        "SystemDisks/Disk",
        "<Name>Boot</Name>",
        r#"<Name by="name">Boot</Name>"#,
    ),
    (
        "SystemDisks/Disk",
        "<Size>40</Size>",
        "<Size>4294967296</Size>",
    ),
    (
        "SystemDisks/Disk",
        "<Speed>ssd</Speed>",
        "<Speed>SSD</Speed>",
    ),
    ("SystemDisks/Disk", "<Speed>nvme</Speed>", "<Speed/>"),
    (
        "SystemDisks/Disk",
        "<IOProfile>diop_1</IOProfile>",
        "<IOProfile/>",
    ),
    (
        "SystemDisks/Disk",
        r#"<IOProfile by="permalink">fast</IOProfile>"#,
        r#"<IOProfile by="name">Fast</IOProfile>"#,
    ),
    (
        "SystemDisks/Disk",
        "<FileSystemType>xfs</FileSystemType>",
        r#"<FileSystemType type="new">xfs</FileSystemType>"#,
    ),
    (
        "SystemDisks/Disk",
        "<BackupPolicies>\n        <BackupPolicy/>\n      </BackupPolicies>",
        "<BackupPolicies>7</BackupPolicies>",
    ),
    (
        "SystemDisks/Disk/BackupPolicies",
        "<BackupPolicy/>",
        "<BackupPolicy>7</BackupPolicy>",
    ),
    (
        "",
        "<SharedDisks>\n    <Disk>disk_1</Disk>\n  </SharedDisks>",
        "<SharedDisks>disk_1</SharedDisks>",
    ),
    ("SharedDisks", "<Disk>disk_1</Disk>", "<Disk/>"),
    (
        "SharedDisks",
        r#"<Disk by="name">Shared 1</Disk>"#,
        r#"<Disk by="permalink">shared-1</Disk>"#,
    ),
    (
        "",
        "<BackupPolicies>\n    <BackupPolicy/>\n  </BackupPolicies>",
        r#"<BackupPolicies all="yes"/>"#,
    ),
    (
        "BackupPolicies",
        "<BackupPolicy/>",
        "<BackupPolicy>daily</BackupPolicy>",
    ),
    (
        "BackupPolicies/BackupPolicy",
        "<Retention>7</Retention>",
        "<Retention>-7</Retention>",
    ),
    (
        "BackupPolicies/BackupPolicy",
        "<Schedule>\n        <Time>0</Time>\n      </Schedule>",
        "<Schedule>daily</Schedule>",
    ),
    (
        "BackupPolicies/BackupPolicy/Schedule",
        "<Interval>hourly</Interval>",
        "<Interval>minutely</Interval>",
    ),
    (
        "BackupPolicies/BackupPolicy/Schedule",
        "<Interval>daily</Interval>",
        "<Interval>Daily</Interval>",
    ),
    (
        "BackupPolicies/BackupPolicy/Schedule",
        "<Interval>weekly</Interval>",
        "<Interval/>",
    ),
    (
        "BackupPolicies/BackupPolicy/Schedule",
        "<Interval>monthly</Interval>",
        "<Interval>1</Interval>",
    ),
    (
        "BackupPolicies/BackupPolicy/Schedule",
        "<Frequency>2</Frequency>",
        "<Frequency>1.5</Frequency>",
    ),
    (
        "BackupPolicies/BackupPolicy/Schedule",
        "<Time>3</Time>",
        "<Time>03:00</Time>",
    ),
    (
        "",
        "<NetworkInterfaces/>",
        "<NetworkInterfaces>1</NetworkInterfaces>",
    ),
    (
        "NetworkInterfaces",
        "<NetworkInterface/>",
        "<NetworkInterface>eth0</NetworkInterface>",
    ),
    (
        "NetworkInterfaces/NetworkInterface",
        "<Network>netw_1</Network>",
        "<Network/>",
    ),
    (
        "NetworkInterfaces/NetworkInterface",
        r#"<Network by="permalink">public</Network>"#,
        r#"<Network by="name">Public</Network>"#,
    ),
    (
        "NetworkInterfaces/NetworkInterface",
        "<VirtualNetwork>vnet_1</VirtualNetwork>",
        r#"<VirtualNetwork by="permalink">x</VirtualNetwork>"#,
    ),
    (
        "NetworkInterfaces/NetworkInterface",
        "<SpeedProfile>nsp_1</SpeedProfile>",
        "<SpeedProfile/>",
    ),
    (
        "NetworkInterfaces/NetworkInterface",
        r#"<SpeedProfile by="permalink">1gbps</SpeedProfile>"#,
        r#"<SpeedProfile by="number">1</SpeedProfile>"#,
    ),
    (
        "NetworkInterfaces/NetworkInterface",
        r#"<IPAddressAllocation type="new"/>"#,
        "<IPAddressAllocation/>",
    ),
    (
        "NetworkInterfaces/NetworkInterface",
        r#"<IPAddressAllocation type="existing"/>"#,
        r#"<IPAddressAllocation type="old"/>"#,
    ),
    (
        ALLOCATION,
        "<Version>4</Version>",
        "<Version>ipv4</Version>",
    ),
    (
        ALLOCATION,
        "<Version>6</Version>",
        r#"<Version by="number">6</Version>"#,
    ),
    (ALLOCATION, "<Subnet>sbnt_1</Subnet>", "<Subnet/>"),
    (
        ALLOCATION,
        r#"<Subnet by="address">203.0.113.0/29</Subnet>"#,
        r#"<Subnet by="permalink">x</Subnet>"#,
    ),
    (ALLOCATION, "<IPAddress>ip_1</IPAddress>", "<IPAddress/>"),
    (
        ALLOCATION,
        r#"<IPAddress by="address">203.0.113.9</IPAddress>"#,
        r#"<IPAddress by="name">x</IPAddress>"#,
    ),
    (
        "",
        "<Hostname>\n    <Hostname>shop-2</Hostname>\n  </Hostname>",
        "<Hostname>shop-2</Hostname>",
    ),
    (
        "",
        "<Hostname>\n    <Hostname type=\"random\"/>\n  </Hostname>",
        "<Hostname/>",
    ),
    ("Hostname", "<Hostname>shop-2</Hostname>", "<Hostname/>"),
    (
        "Hostname",
        r#"<Hostname type="random"/>"#,
        r#"<Hostname type="random">shop-2</Hostname>"#,
    ),
    (
        "Hostname",
        r#"<Hostname type="random"/>"#,
        r#"<Hostname type="guessed"/>"#,
    ),
    ("", "<Name>Shop 2</Name>", "<Name>Shop<Name>2</Name></Name>"),
    (
        "",
        "<Description>A &lt; B &amp; C</Description>",
        "<Description>A <b>B</b></Description>",
    ),
    ("", "<Group>vmgrp_1</Group>", "<Group/>"),
    (
        "",
        r#"<Group by="name">shops</Group>"#,
        r#"<Group by="permalink">shops</Group>"#,
    ),
    (
        "",
        "<AuthorizedKeys continuous_management=\"no\"/>",
        "<AuthorizedKeys continuous_management=\"maybe\"/>",
    ),
    (
        "",
        "<AuthorizedKeys continuous_management=\"yes\"/>",
        "<AuthorizedKeys>all</AuthorizedKeys>",
    ),
    (
        "AuthorizedKeys",
        r#"<Users all="yes"/>"#,
        r#"<Users all="all"/>"#,
    ),
    ("AuthorizedKeys/Users", "<User>user_1</User>", "<User/>"),
    (
        "AuthorizedKeys/Users",
        r#"<User by="email_address">a@example.net</User>"#,
        r#"<User by="name">A</User>"#,
    ),
    (
        "AuthorizedKeys",
        r#"<SSHKeys all="yes"/>"#,
        "<SSHKeys>all</SSHKeys>",
    ),
    (
        "AuthorizedKeys/SSHKeys",
        "<SSHKey>ssh-ed25519 AAAA a@example.net</SSHKey>",
        "<SSHKey/>",
    ),
    (
        "",
        "<Tags>\n    <Tag>web</Tag>\n  </Tags>",
        "<Tags>web</Tags>",
    ),
    ("Tags", "<Tag>web</Tag>", "<Tag> </Tag>"),
];

const ALLOCATION: &str = "NetworkInterfaces/NetworkInterface/IPAddressAllocation type=\"new\"";

/// A document with an element where it stands.
fn placed(place: &str, element: &str) -> String {
    let names = || place.split('/').filter(|name| !name.is_empty());
    let text = names().rev().fold(element.to_owned(), |inside, tag| {
        format!("<{tag}>{inside}</{}>", name(tag))
    });
    around(&text)
}

/// The name of an element.
fn name(element: &str) -> &str {
    element
        .trim_start_matches('<')
        .split([' ', '>', '/'])
        .next()
        .unwrap()
}

/// The byte a problem is at.
fn at(text: &str, problem: &Problem) -> usize {
    let lines = text.split_inclusive('\n').take(problem.line as usize - 1);
    lines.map(str::len).sum::<usize>() + problem.column as usize - 1
}

#[test]
fn every_element_is_read_and_written_or_refused() {
    for (place, right, wrong) in ELEMENTS {
        let text = placed(place, right);
        let written = read(&text).write();
        assert!(written.contains(right), "{text}\n{written}");
        let text = placed(place, wrong);
        let problems = Spec::parse(&text).expect_err(&text);
        let found = at(&text, &problems[0]);
        let there = text.find(wrong).unwrap()..text.find(wrong).unwrap() + wrong.len();
        assert_eq!(problems.len(), 1, "{text}: {problems:?}");
        assert!(there.contains(&found), "{text}: {problems:?}");
    }
}

#[test]
fn every_element_and_attribute_is_in_the_table() {
    let plain = |place: &str| {
        let last = place.rsplit('/').next().unwrap_or_default();
        name(last).to_owned()
    };
    let told: BTreeSet<_> = ELEMENTS
        .iter()
        .map(|(place, right, _)| (plain(place), name(right).to_owned()))
        .collect();
    let pair = |owner: &Element, part: &Element| {
        let owner = if owner.name == "VirtualMachineSpec" {
            ""
        } else {
            owner.name
        };
        (owner.to_owned(), part.name.to_owned())
    };
    for (owner, part) in places() {
        let pair = pair(owner, part.element);
        let is_alias = pair == ("Name".to_owned(), "Name".to_owned());
        assert!(told.contains(&pair) || is_alias, "{pair:?}");
        for attribute in part.element.attributes {
            let values = attribute
                .values
                .iter()
                .filter(|value| !["id", "no"].contains(*value));
            for value in values {
                let written = format!(" {}=\"{value}\"", attribute.name);
                let is_told = ELEMENTS.iter().any(|(place, right, _)| {
                    (plain(place), name(right).to_owned()) == pair && right.contains(&written)
                });
                assert!(is_told, "{pair:?}{written}");
            }
        }
    }
}

#[test]
fn an_element_does_not_belong_anywhere_else() {
    for (place, right, _) in ELEMENTS {
        let element = name(right);
        // In the reverse of its place: what belongs below does not belong here, and the other way.
        let elsewhere = match (*place, element) {
            ("", "Name" | "DiskTemplate" | "Hostname" | "BackupPolicies") => "Tags",
            ("", _) => "Resources",
            (_, "DiskTemplate" | "Name" | "BackupPolicies" | "Hostname") => "Tags",
            _ => "",
        };
        let text = placed(elsewhere, right);
        let problems = Spec::parse(&text).expect_err(&text);
        let words = &problems[0].words;
        let expected = format!("“{element}” does not belong in “");
        assert!(words.starts_with(&expected), "{text}: {words}");
    }
}

#[test]
fn one_is_one_and_many_are_many() {
    for (owner, part) in places() {
        let row = ELEMENTS.iter().find(|(place, right, _)| {
            let last = name(place.rsplit('/').next().unwrap_or_default());
            let last = if last.is_empty() {
                "VirtualMachineSpec"
            } else {
                last
            };
            last == owner.name && name(right) == part.element.name
        });
        let Some((place, right, _)) = row else {
            continue;
        };
        let text = placed(place, &right.repeat(2));
        match (part.count, Spec::parse(&text)) {
            (Count::Any, Ok(spec)) => {
                let written = spec.write();
                assert_eq!(written.matches(right).count(), 2, "{text}\n{written}");
            }
            (Count::AtMostOne | Count::One, Err(problems)) => {
                let second = text.rfind(right).unwrap();
                assert_eq!(at(&text, &problems[0]), second, "{text}: {problems:?}");
                assert!(problems[0].words.contains("only one"), "{problems:?}");
            }
            (count, result) => panic!("{text}: {count:?} {result:?}"),
        }
    }
}

#[test]
fn what_is_read_but_never_written() {
    for (text, written) in [
        (r#"<Zone by="id">zone_1</Zone>"#, "<Zone>zone_1</Zone>"),
        (
            "<Zone>\n zone_1 <!-- here -->\n</Zone>",
            "<Zone>zone_1</Zone>",
        ),
        ("<Zone><![CDATA[zone_1]]></Zone>", "<Zone>zone_1</Zone>"),
        ("<Name><Name>Shop</Name></Name>", "<Name>Shop</Name>"),
        ("<Name> Shop </Name>", "<Name> Shop </Name>"),
        (
            "<DiskTemplate><Version>2</Version></DiskTemplate>",
            r#"<Version by="number">2</Version>"#,
        ),
        (
            "<Resources><Memory> 016 </Memory></Resources>",
            "<Memory>16</Memory>",
        ),
        (
            "<Name/><Tags/><Resources/><DiskTemplate/><Description> </Description>",
            "<VirtualMachineSpec/>",
        ),
        (
            r#"<AuthorizedKeys><Users all="no"/><SSHKeys/></AuthorizedKeys>"#,
            "<VirtualMachineSpec/>",
        ),
        ("<BackupPolicies/><SharedDisks/>", "<VirtualMachineSpec/>"),
    ] {
        let found = read(&around(text)).write();
        assert!(found.contains(written), "{text}\n{found}");
    }
}
