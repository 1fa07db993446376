//! What a machine's page and the trash show.

use pilothouse_core::{
    ByteSize, Content, Disk, ErrorKind, Interface, MachineId, Operator, Response, Verb,
};
use proptest::prelude::*;
use serde_json::{Value, json};

use super::{
    VM, access, answer, counted, fault, full, json_like, limited_to, looks,
    lookups::{Run, run},
    now, orders, target,
};
use crate::katapult::KatapultOperator;

fn ok(body: &Value) -> Response {
    answer(200, body.to_string())
}

fn read(title: &str, answers: Vec<Response>) -> Run<Content> {
    let sections = KatapultOperator.sections(&access(), &target(), now());
    let mut section = sections.into_iter().find(|it| it.title == title).unwrap();
    let mut answers = answers.into_iter();
    let ran = run(section.read.as_mut(), |_, target| {
        Ok(answers
            .next()
            .unwrap_or_else(|| panic!("asks for {target}")))
    });
    assert!(answers.next().is_none(), "asks for all of them");
    ran
}

fn facts(ran: &Run<Content>) -> Vec<(&str, &str)> {
    let [Content::Facts(facts)] = ran.yielded.as_slice() else {
        panic!("facts: {:?}", ran.end);
    };
    facts
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect()
}

#[test]
fn the_overview_has_everything_but_the_password() {
    let mut body = full();
    let vm = &mut body["virtual_machine"];
    vm["description"] = json!("Ours");
    vm["group"] = json!({"id": "vmgrp_1", "name": "shop"});
    vm["use_dedicated_cpus"] = json!(false);
    vm["gpus"] = json!([{"id": null, "status": "attached", "type": {"name": "RTX"}}]);
    vm["attached_iso"] = json!({"id": "iso_1", "name": "Rescue"});
    vm["hypervisor"] = json!({"id": "h", "name": "hv-1"});
    vm["suspended"] = json!(true);
    vm["suspended_at"] = json!(1_767_225_600);
    body["annotations"] = json!([{"key": "shift", "value": "night"}, {"key": "bare", "value": ""}]);
    let ran = read("Overview", vec![ok(&body)]);
    assert_eq!(
        ran.asked,
        [format!(
            "/virtual_machines/virtual_machine?virtual_machine%5Bid%5D={VM}"
        )]
    );
    assert_eq!(
        facts(&ran),
        [
            ("Host name", "shop-1"),
            ("Full name", "shop-1.acme.katapult.cloud"),
            ("Description", "Ours"),
            ("Organization", "Acme"),
            ("Zone", "Aurora"),
            ("Data center", "London"),
            ("Package", "ROCK-6"),
            ("Processors", "shared"),
            ("GPU", "RTX, attached"),
            ("Group", "shop"),
            ("Tags", "web, eu"),
            ("ISO", "Rescue"),
            ("Hypervisor", "hv-1"),
            ("Created", "2026-01-01 00:00:00 UTC"),
            ("Suspended since", "2026-01-01 00:00:00 UTC"),
            ("Annotation shift", "night"),
        ]
    );
    assert!(!format!("{:?}", ran.yielded).contains("hunter2"));
    let ran = read(
        "Overview",
        vec![ok(&json!({"virtual_machine": {"id": VM}}))],
    );
    assert_eq!(facts(&ran), []);
    let ran = read("Overview", vec![fault(406, "object_in_trash")]);
    assert_eq!(ran.end.unwrap_err().kind, ErrorKind::NotFound);
}

#[test]
fn addresses_have_names() {
    let ips = json!([
        {"address": "198.51.100.9", "reverse_dns": "a.example", "vip": true, "label": "www", "network": {"name": "Public"}},
        {"address": "2001:db8::9", "reverse_dns": null, "vip": false},
        {"reverse_dns": "nobody"},
    ]);
    let ran = read(
        "Addresses",
        vec![ok(
            &json!({"virtual_machine": {"id": VM, "ip_addresses": ips}}),
        )],
    );
    assert_eq!(
        facts(&ran),
        [
            (
                "198.51.100.9",
                "a.example, Public, www, can be moved to another machine"
            ),
            ("2001:db8::9", "no reverse name"),
        ]
    );
}

#[test]
fn disks_are_read_from_either_shape() {
    let inner = json!({"id": "disk_1", "name": "Boot", "size_in_gb": 20, "wwn": "w", "state": "built", "created_at": 1});
    let boot = Disk {
        id: "disk_1".into(),
        name: "Boot".into(),
        size: Some(ByteSize::from_gib(20)),
        boots: Some(true),
        state: "built, attached".into(),
        ..Disk::default()
    };
    let flat = Disk {
        boots: None,
        state: "built".into(),
        ..boot.clone()
    };
    let late = Disk {
        kind: "not attached at boot".into(),
        boots: Some(false),
        state: "built, detached".into(),
        ..boot.clone()
    };
    for (row, disk) in [
        (
            json!({"disk": inner, "attach_on_boot": true, "boot": true, "state": "attached"}),
            boot,
        ),
        (
            json!({"disk": inner, "attach_on_boot": false, "boot": false, "state": "detached"}),
            late,
        ),
        (inner.clone(), flat),
    ] {
        let body = json!({"disks": [row, {"disk": {}}, null], "pagination": counted(1, 1)});
        let ran = read("Disks", vec![ok(&body)]);
        assert_eq!(
            ran.asked,
            [format!(
                "/virtual_machines/virtual_machine/disks?virtual_machine%5Bid%5D={VM}&page=1&per_page=100"
            )]
        );
        assert_eq!(ran.yielded, [Content::Disks(vec![disk])]);
    }
}

#[test]
fn interfaces_are_read_one_by_one() {
    let listed = |id: &str| {
        json!({"id": id, "name": "Public on web", "network": {"name": "Public"}, "virtual_network": null,
        "ip_addresses": [{"id": "ip_1", "address": "198.51.100.9"}]})
    };
    let mut whole = listed("vmnet_1");
    whole["mac_address"] = json!("52:54:00:00:00:01");
    whole["state"] = json!("attached");
    whole["speed_profile"] = json!({"id": "nsp_1", "name": "1 Gbit/s"});
    let list =
        json!({"virtual_machine_network_interfaces": [listed("vmnet_1"), listed("vmnet_2"), {}]});
    let one = json!({"virtual_machine_network_interface": whole});
    let ran = read(
        "Network interfaces",
        vec![ok(&list), ok(&one), fault(403, "scope_not_granted")],
    );
    let below = "/virtual_machine_network_interfaces/virtual_machine_network_interface?virtual_machine_network_interface%5Bid%5D=";
    assert_eq!(
        ran.asked[1..],
        [format!("{below}vmnet_1"), format!("{below}vmnet_2")]
    );
    let bare = Interface {
        id: "vmnet_2".into(),
        name: "Public on web".into(),
        network: "Public".into(),
        addresses: vec!["198.51.100.9".into()],
        ..Interface::default()
    };
    let full = Interface {
        id: "vmnet_1".into(),
        mac: "52:54:00:00:00:01".into(),
        detail: "attached, 1 Gbit/s".into(),
        ..bare.clone()
    };
    assert_eq!(ran.yielded, [Content::Interfaces(vec![full, bare])]);
    assert_eq!(ran.end, Ok(()));
    let ran = read("Network interfaces", vec![fault(403, "scope_not_granted")]);
    assert_eq!(ran.end.unwrap_err().kind, ErrorKind::Forbidden);
}

#[test]
fn backups_say_when_and_of_what() {
    let schedule = json!({"interval": "daily", "next_invocation_at": 1_767_225_600});
    let rows = json!([
        {"id": "p1", "retention": 7, "target": {"target": {"id": VM, "name": "Web"}}, "schedule": schedule},
        {"id": "p2", "retention": null, "target": {"id": "disk_1", "name": "Boot"}, "schedule": null},
        {"retention": 1},
    ]);
    let ran = read("Backups", vec![ok(&json!({"disk_backup_policies": rows}))]);
    assert!(
        ran.asked[0].ends_with("&include_disks=true"),
        "{:?}",
        ran.asked
    );
    assert_eq!(
        facts(&ran),
        [
            ("Web", "daily, 7 kept, next 2026-01-01 00:00:00 UTC"),
            ("Boot", "")
        ]
    );
}

#[test]
fn limits_are_those_of_the_machines_organization() {
    let policy = json!({
        "policy_type": "auto", "policy_name": "Standard",
        "limits": {
            "virtual_machines": {"limit": 10, "current": 3, "unit": null},
            "virtual_machine_memory": {"limit": 64, "current": 12, "unit": "GB"},
            "disk_space": {"limit": null, "current": 5, "unit": "GB"},
            "disk_iops": {"limit": 500, "unit": "IOPS"}, "network_speed": {"limit": null},
        },
        "features": {"zone_selection": {"permitted": false}},
        "reasons_for_disallowing_resource_creation": ["An invoice is overdue"],
    });
    let title = "Limits of the organization";
    let ran = read(title, vec![ok(&full()), ok(&policy)]);
    assert_eq!(
        ran.asked[1],
        "/organizations/organization/policy?organization%5Bid%5D=org_1"
    );
    assert_eq!(
        facts(&ran),
        [
            ("Nothing can be created", "An invoice is overdue"),
            ("Policy", "Standard"),
            ("Machines", "3 of 10"),
            ("Memory", "12 of 64 GB"),
            ("Disk space", "5 GB, no limit"),
            ("Disk IOPS", "at most 500 IOPS"),
            ("Choosing a zone", "no"),
        ]
    );
    let ran = read(title, vec![ok(&json!({"virtual_machine": {"id": VM}}))]);
    assert_eq!(facts(&ran), []);
    let managed = fault(400, "policy_not_available_for_managed_organizations");
    let ran = read(title, vec![ok(&full()), managed]);
    assert_eq!(ran.end.unwrap_err().kind, ErrorKind::Unsupported);
}

#[test]
fn the_trash_says_what_until_when() {
    let rows = json!([
        {"id": "trsh_1", "keep_until": 1_767_225_600, "object_id": VM, "object_type": "VirtualMachine"},
        {"id": "trsh_2", "keep_until": null, "object_id": "disk_1", "object_type": "Disk"},
        {"id": "trsh_3", "object_id": null, "object_type": "LoadBalancer"},
        {"object_id": "vm_nobody"},
    ]);
    let body = json!({"trash_objects": rows, "pagination": counted(1, 1)});
    let read = |account: &str, answers: Vec<Response>| {
        let mut answers = answers.into_iter();
        let mut flow = KatapultOperator.trash(&limited_to(account)).unwrap();
        run(flow.as_mut(), |_, _| Ok(answers.next().unwrap()))
    };
    let ran = read("acme", vec![ok(&body)]);
    assert_eq!(
        ran.asked,
        [
            "/organizations/organization/trash_objects?organization%5Bsub_domain%5D=acme&page=1&per_page=100"
        ]
    );
    let all: Vec<_> = (ran.yielded[0].iter())
        .map(|it| {
            (
                it.target.locator.as_str(),
                it.target.id.as_str(),
                it.kind.as_str(),
                it.machine.clone(),
                it.until.map(pilothouse_core::Timestamp::as_second),
            )
        })
        .collect();
    assert_eq!(
        all,
        [
            (
                "trsh_1",
                VM,
                "machine",
                Some(MachineId::new(VM)),
                Some(1_767_225_600)
            ),
            ("trsh_2", "disk_1", "disk", None, None),
            ("trsh_3", "", "load balancer", None, None),
        ]
    );
    let none = || ok(&json!({"trash_objects": []}));
    let ran = read("", vec![super::organizations(), ok(&body), none(), none()]);
    assert_eq!((ran.asked.len(), ran.yielded.concat().len()), (4, 3));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn no_answer_makes_any_reader_panic(status in prop::sample::select(vec![200u16, 400, 404, 406, 503]), body in json_like()) {
        let keyed = json!({
            "virtual_machine": {"id": "a", "organization": {"id": "b"}, "zone": body, "gpus": body,
                "ip_addresses": body, "tag_names": body, "created_at": body, "suspended": true},
            "annotations": body, "disks": body, "disk_backup_policies": body, "trash_objects": body,
            "virtual_machine_network_interfaces": [{"id": "a", "ip_addresses": body}, body],
            "virtual_machine_network_interface": body, "limits": body, "features": body,
            "reasons_for_disallowing_resource_creation": body, "pagination": body,
            "virtual_machine_build": {"state": "complete", "virtual_machine": body}, "task": body,
            "console_session": body, "error": {"code": "validation_error", "detail": body},
        });
        for body in [body, keyed] {
            let response = || answer(status, body.to_string());
            let mut left = 20;
            let mut serve = |_: usize, _: &str| {
                left -= 1;
                Ok(if left > 0 { response() } else { answer(500, "") })
            };
            for mut section in KatapultOperator.sections(&access(), &target(), now()) {
                let _ = run(section.read.as_mut(), &mut serve);
            }
            let _ = run(KatapultOperator.trash(&access()).unwrap().as_mut(), &mut serve);
            let _ = KatapultOperator.console(&access(), now(), &target()).unwrap().read(&response());
            for (verb, input) in [
                (Verb::Create, json!({"way": "spec", "organization": "a", "xml": "<VirtualMachineSpec/>"})),
                (Verb::Rename, json!({"name": "a"})),
                (Verb::Resize, json!({"way": "package", "package": "a"})),
                (Verb::Delete, json!({})),
                (Verb::Restore, json!({})),
                (Verb::Purge, json!({})),
            ] {
                let _ = orders::call(verb, &input).unwrap().read(&response());
                for task in [None, Some("task_1"), Some("vmbuild_1")] {
                    if task.is_some() || verb != Verb::Create && verb != Verb::Purge {
                        let _ = looks::call(verb, target(), task, 0).read(&response());
                    }
                }
            }
        }
    }
}
