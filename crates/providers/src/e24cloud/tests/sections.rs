//! The parts of a machine's page.

use pilothouse_core::{
    ByteSize, Content, Disk, Error, ErrorKind, Interface, Operator, Response, Section,
};
use serde_json::{Value, json};

use super::{E24CloudOperator, ID, access, answer, full, now, one, run, target};

fn section(title: &str) -> Section {
    let sections = E24CloudOperator.sections(&access(), &target(), now());
    let mut sections = sections.into_iter();
    sections.find(|section| section.title == title).unwrap()
}

/// What a section shows when its requests are answered with these.
fn shown(title: &str, answers: &[(&str, Response)]) -> Result<Vec<Content>, Error> {
    run(section(title).read, answers)
}

fn ok(body: &Value) -> Response {
    answer(200, body.to_string())
}

fn vm() -> String {
    format!("/v2/virtual-machines/{ID}")
}

fn facts(pairs: &[(&str, &str)]) -> Content {
    let pairs = pairs.iter();
    Content::Facts(pairs.map(|(a, b)| ((*a).into(), (*b).into())).collect())
}

#[test]
fn details_are_those_that_are_told() {
    let mut machine = full();
    machine["autoscaler"] = json!({"active": true});
    let expected = facts(&[
        ("Cost", "0.1250 an hour"),
        ("Template", "3001"),
        ("Zone id", "e"),
        ("Managed by e24cloud", "no"),
        ("Autoscaler", "yes"),
        ("Transfer used", "0.50"),
        ("Owner", "Ada"),
    ]);
    for machine in [machine.clone(), json!([{"id": "other"}, machine])] {
        let found = shown("Details", &[(&vm(), one(&machine))]).unwrap();
        assert_eq!(found, std::slice::from_ref(&expected));
    }
    let bare = shown("Details", &[(&vm(), one(&json!({"id": ID})))]).unwrap();
    assert_eq!(bare, [facts(&[])]);
}

#[test]
fn disks_are_told_by_the_machine_and_the_list_together() {
    let list = json!({"success": true, "storage_volumes": [
        {"id": "c", "label": "root", "size": 20, "cost_per_hour": "0.01", "type": "ssd", "system_disk": 1},
        {"id": "x", "label": "not its", "size": 9, "cost_per_hour": "5", "virtual_machine": {"id": "other"}},
        {"id": "d", "label": null, "size": 31, "cost_per_hour": null, "type": "HDD", "system_disk": 0},
        {"id": "f", "label": "share", "size": "5", "cost_per_hour": 0.5, "shared_disk": true,
         "virtual_machines": [{"id": "other"}, {"id": ID}]},
        null,
    ]});
    let disk = |id: &str, name: &str, size: u64, kind: &str, boots| Disk {
        id: id.into(),
        name: name.into(),
        size: Some(ByteSize::from_gib(size)),
        kind: kind.into(),
        boots,
        state: String::new(),
    };
    let path = "/v2/storage-volumes";
    let found = shown("Disks", &[(&vm(), one(&full())), (path, ok(&list))]).unwrap();
    assert_eq!(
        found,
        [
            Content::Disks(vec![
                disk("c", "root", 20, "SSD", Some(true)),
                disk("d", "", 30, "HDD", Some(false)),
                disk("f", "share", 5, "shared", None),
            ]),
            facts(&[("root", "0.0100 an hour"), ("share", "0.5000 an hour")]),
        ]
    );
    for (response, words) in [
        (answer(404, "Not Found"), "nothing there"),
        (answer(200, r#"{"success":false,"error":"tired"}"#), "tired"),
        (ok(&json!({"success": true})), "lacks the list"),
    ] {
        let found = shown("Disks", &[(&vm(), one(&full())), (path, response)]).unwrap();
        let [Content::Disks(disks), Content::Facts(facts)] = &found[..] else {
            panic!("{found:?}")
        };
        assert_eq!(
            disks[..],
            [
                disk("c", "", 20, "SSD", Some(true)),
                disk("d", "", 30, "", Some(false)),
            ]
        );
        assert!(facts[0].1.contains(words), "{facts:?}");
    }
}

#[test]
fn images_are_those_of_its_disks() {
    let list = json!({"success": true, "disk_images": [
        {"id": "i1", "label": "before", "size": 20, "cost_per_hour": "0.002", "storage_volume": {"id": "c", "label": "root"}},
        {"id": "i2", "label": "other", "size": 20, "storage_volume": {"id": "x"}},
        {"id": "i3", "label": null, "storage_volume": [{"id": "d"}]},
        {"id": "i4", "storage_volume": null}, {"id": "i5", "storage_volume": {}}, null,
    ]});
    let path = "/v2/disk-images";
    let found = shown("Disk images", &[(&vm(), one(&full())), (path, ok(&list))]).unwrap();
    assert_eq!(
        found,
        [facts(&[
            ("before", "20 GB, of root, 0.0020 an hour"),
            ("i3", "")
        ])]
    );
    let failed = shown(
        "Disk images",
        &[(&vm(), one(&full())), (path, answer(404, ""))],
    );
    assert_eq!(failed.unwrap_err().kind, ErrorKind::NotFound);
}

#[test]
fn interfaces_are_public_and_private() {
    let mut machine = full();
    machine["networks"][0]["mac_address"] = json!("52:54:00:00:00:02");
    let found = shown("Network", &[(&vm(), one(&machine))]).unwrap();
    let expected = [
        Interface {
            id: String::new(),
            name: "Public".into(),
            mac: "52:54:00:00:00:01".into(),
            network: String::new(),
            addresses: vec!["198.51.100.7".into(), "198.51.100.6".into()],
            detail: "By DHCP: 198.51.100.7".into(),
        },
        Interface {
            id: "4".into(),
            name: "Private".into(),
            mac: "52:54:00:00:00:02".into(),
            network: "lan".into(),
            addresses: vec![],
            detail: "vlan".into(),
        },
    ];
    assert_eq!(found, [Content::Interfaces(expected.to_vec())]);
    let bare = shown("Network", &[(&vm(), one(&json!({"id": ID})))]).unwrap();
    assert_eq!(bare, [Content::Interfaces(vec![])]);
}

#[test]
fn addresses_and_private_networks_are_picked_out_of_the_lists() {
    let addresses = json!({"success": true, "ipv4_addresses": [
        {"id": "a", "ipv4_address": "198.51.100.6", "cost_per_hour": "0.003", "dhcp": true,
         "attach_time": "2026-05-04 03:02:01", "virtual_machine": {"id": ID, "label": "mail"}},
        {"id": "b", "ipv4_address": "198.51.100.9", "virtual_machine": {"id": "other"}},
        {"id": "c", "ipv4_address": "198.51.100.8", "virtual_machine": [{"id": ID}]},
        {"id": "d", "ipv4_address": "198.51.100.5", "virtual_machine": null},
        {"id": "e", "virtual_machine": {"id": ID}},
    ]});
    let vlans = json!({"success": true, "vlans": [
        {"id": 4, "label": "lan", "cost_per_hour": 0, "task": [],
         "virtual_machines": [{"id": ID, "label": "mail"}, {"id": "o", "label": "web"}, null]},
        {"id": 5, "label": null, "virtual_machines": [{"id": ID}]},
        {"id": 6, "label": "dmz", "virtual_machines": []},
    ]});
    for (title, path, list, expected) in [
        (
            "Addresses",
            "/v2/ipv4-addresses/",
            addresses,
            facts(&[
                (
                    "198.51.100.6",
                    "by DHCP, since 2026-05-04 03:02:01, 0.0030 an hour",
                ),
                ("198.51.100.8", ""),
            ]),
        ),
        (
            "Private networks",
            "/v2/vlans",
            vlans,
            facts(&[("lan", "with web, 0.0000 an hour"), ("5", "")]),
        ),
    ] {
        assert_eq!(shown(title, &[(path, ok(&list))]).unwrap(), [expected]);
        for (response, kind) in [
            (answer(404, ""), ErrorKind::NotFound),
            (answer(200, r#"{"success":false}"#), ErrorKind::Refused),
            (ok(&json!({"success": true})), ErrorKind::BadAnswer),
        ] {
            let error = shown(title, &[(path, response)]).unwrap_err();
            assert_eq!(error.kind, kind, "{title}");
        }
    }
}

#[test]
fn without_the_machine_there_is_nothing_to_show() {
    for title in ["Details", "Disks", "Disk images", "Network"] {
        let mut flow = section(title).read;
        flow.next(now()).unwrap();
        let error = flow.receive(now(), Ok(answer(404, ""))).unwrap_err();
        assert_eq!(error.kind, ErrorKind::NotFound);
        assert!(matches!(flow.next(now()), Ok(pilothouse_core::Step::Done)));
    }
    let path = vm();
    for (machine, kind) in [
        (json!([]), ErrorKind::NotFound),
        (json!("x"), ErrorKind::BadAnswer),
        (json!(null), ErrorKind::BadAnswer),
    ] {
        let error = shown("Details", &[(&path, one(&machine))]).unwrap_err();
        assert_eq!(error.kind, kind, "{machine}");
    }
}
