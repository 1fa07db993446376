//! What clients written by other people send, as they send it.

use super::{Panel, basic, header, tree};
use crate::onapp::{auth, xml_in};
use serde_json::{Value, json};

const PROLOG: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";

/// The wrapper that speaks XML puts a root of its own around what has none in JSON.
#[test]
fn flags_are_found_in_body_query_and_any_root() {
    // line, content type, body; the machine is in recovery mode afterwards
    let table = [
        ("startup.json", "application/json", r#"{"mode":"recovery"}"#),
        ("startup.json?mode=recovery", "application/json", ""),
        ("startup.json?mode=recovery", "application/json", "\"\""),
        (
            "startup.xml",
            "application/xml",
            "<tmp_holder><mode>recovery</mode></tmp_holder>",
        ),
        (
            "startup.xml",
            "application/xml",
            "<virtual_machine><mode>recovery</mode></virtual_machine>",
        ),
    ];
    for (action, kind, body) in table {
        let mut panel = Panel::new();
        let body = if body.starts_with('<') {
            format!("{PROLOG}{body}")
        } else {
            body.to_owned()
        };
        let response = panel.send(&format!("POST /virtual_machines/504/{action}"), kind, &body);
        assert_eq!(response.status().as_u16(), 201, "{action} {body}");
        panel.wait(10.0);
        assert_eq!(panel.show(504)["recovery_mode"], true, "{action} {body}");
    }
}

#[test]
fn a_build_is_asked_for_in_every_spelling() {
    let json_body =
        r#"{"virtual_machine":{"template_label":"Ubuntu 22.04 x64","required_startup":"1"}}"#;
    let xml_body = "<virtual_machine><template_label>Ubuntu 22.04 x64</template_label>\
                    <required_startup type=\"boolean\">true</required_startup></virtual_machine>";
    let mut panel = Panel::new();
    let identifier = panel.show(501)["identifier"].as_str().unwrap().to_owned();
    for (kind, body) in [("json", json_body), ("xml", xml_body)] {
        for name in ["501", identifier.as_str()] {
            for suffix in ["", ".json", ".xml"] {
                if !suffix.is_empty() && suffix != format!(".{kind}") {
                    continue;
                }
                let line = format!("POST /virtual_machines/{name}/build{suffix}");
                let response = panel.send(&line, &format!("application/{kind}"), body);
                assert_eq!(response.status().as_u16(), 201, "{line}");
                assert!(header(&response, "location").ends_with(&identifier));
                assert!(header(&response, "content-type").contains(kind));
                panel.wait(60.0);
                let machine = panel.show(501);
                assert_eq!(machine["template_id"], 2);
                assert_eq!(
                    (&machine["built"], &machine["booted"]),
                    (&json!(true), &json!(true))
                );
            }
        }
    }
}

/// A Python library sends null for the port speed and a bare key, and finds its own id first.
#[test]
fn a_library_orders_reads_and_deletes() {
    let mut panel = Panel::new();
    let user = panel.get("/profile.json")["user"]["id"].clone();
    let (status, key) = panel.json(
        &format!("POST /users/{user}/ssh_keys.json"),
        &json!({"key": "ssh-rsa AAAA"}),
    );
    assert_eq!(
        (status, key["ssh_key"]["created_at"].is_string()),
        (201, true)
    );
    let order = json!({"virtual_machine": {
        "label": "lc", "memory": 1024, "cpus": 1, "cpu_shares": 100, "hostname": "lc",
        "template_id": "1", "primary_disk_size": 10, "swap_disk_size": 1,
        "required_virtual_machine_build": 1, "required_ip_address_assignment": 1,
        "rate_limit": null, "recipe_ids": [1], "type_of_format": "ext4",
        "primary_network_id": 2, "data_store_group_primary_id": 2, "hypervisor_group_id": 2,
    }});
    let (status, machine) = panel.json("POST /virtual_machines.json", &order);
    assert_eq!(status, 201, "{machine}");
    let identifier = machine["virtual_machine"]["identifier"]
        .as_str()
        .unwrap()
        .to_owned();
    let id = machine["virtual_machine"]["id"].as_u64().unwrap();
    panel.wait(60.0);
    let machine = panel.show(id);
    assert_eq!(machine["ip_addresses"][0]["ip_address"]["network_id"], 2);
    assert!([3, 4].contains(&machine["hypervisor_id"].as_u64().unwrap()));
    let disks = panel.get(&format!("/virtual_machines/{id}/disks.json"));
    assert_eq!(disks[0]["disk"]["data_store_id"], 2);
    assert_eq!(
        panel.history(id).last().unwrap(),
        "run_recipe_on_vm complete"
    );
    let line = format!(
        "DELETE /virtual_machines/{identifier}.json?convert_last_backup=0&destroy_all_backups=0"
    );
    assert_eq!(panel.json(&line, &Value::Null).0, 204);
}

/// That library's reader of addresses knows no IPv6, so one such address would hide all machines.
#[test]
fn no_seeded_machine_has_an_ipv6_address() {
    let mut panel = Panel::new();
    for machine in panel.get("/virtual_machines.json").as_array().unwrap() {
        for address in machine["virtual_machine"]["ip_addresses"]
            .as_array()
            .unwrap()
        {
            assert_eq!(address["ip_address"]["ipv4"], true, "{machine}");
        }
    }
}

/// The vendor's SDK signs in with an API key and follows by the object a transaction is about.
#[test]
fn a_job_is_followed_by_what_it_is_about() {
    let mut panel = Panel::new();
    let basic = basic(auth::EMAIL, auth::FIRST_KEY);
    let headers = [
        ("authorization", basic.as_str()),
        ("accept", "application/json"),
        ("content-type", "application/json"),
        ("connection", "close"),
    ];
    for (action, name) in [
        ("shutdown", "stop_virtual_machine"),
        ("startup", "startup_virtual_machine"),
    ] {
        let response = panel.raw(
            &format!("POST /virtual_machines/501/{action}.json"),
            &headers,
            "",
        );
        assert_eq!(response.status().as_u16(), 201);
        let mut seen = Vec::new();
        for _ in 0..6 {
            let response = panel.raw("GET /transactions.json?per_page=100", &headers, "");
            let list = tree(&response);
            let mine = list
                .as_array()
                .unwrap()
                .iter()
                .map(|one| &one["transaction"])
                .find(|one| {
                    one["associated_object_id"] == 501
                        && one["associated_object_type"] == "VirtualMachine"
                });
            assert_eq!(mine.unwrap()["action"], name);
            let status = mine.unwrap()["status"].as_str().unwrap().to_owned();
            if seen.last() != Some(&status) {
                seen.push(status);
            }
            panel.wait(1.0);
        }
        assert_eq!(seen, ["pending", "running", "complete"]);
    }
}

#[test]
fn parts_are_written_in_xml_too() {
    // line, body, root of the answer
    let table = [
        (
            "POST /virtual_machines/501/disks.xml",
            "<disk><data_store_id>1</data_store_id><disk_size type=\"integer\">2</disk_size></disk>",
            "disk",
        ),
        (
            "POST /virtual_machines/501/backups.xml",
            "<backup><note>x</note></backup>",
            "backup",
        ),
        (
            "POST /virtual_machines/501/network_interfaces.xml",
            "<network_interface><network_join_id>4</network_join_id></network_interface>",
            "network_interface",
        ),
        (
            "POST /virtual_machines/501/ip_addresses.xml",
            "<ip_address_join><network_interface_id>2501</network_interface_id><ip_address_id>9200</ip_address_id></ip_address_join>",
            "ip_address_join",
        ),
        (
            "POST /virtual_machines/501/change_owner.xml",
            "<tmp_holder><user_id>6</user_id></tmp_holder>",
            "virtual_machine",
        ),
        (
            "POST /users/5/ssh_keys.xml",
            "<ssh_key><key>ssh-rsa AAAA</key></ssh_key>",
            "ssh_key",
        ),
        (
            "POST /settings/disks/301/schedules.xml",
            "<schedule><period>days</period></schedule>",
            "schedule",
        ),
    ];
    let mut panel = Panel::new();
    for (line, body, root) in table {
        let (status, text) = panel.xml(line, &format!("{PROLOG}{body}"));
        assert_eq!(status, 201, "{line}: {text}");
        assert_eq!(xml_in::read(&text).unwrap().keys().next().unwrap(), root);
        panel.wait(60.0);
    }
    let (status, text) = panel.xml(
        "PUT /settings/disks/302.xml",
        "<disk><disk_size>3</disk_size></disk>",
    );
    assert_eq!((status, text.as_str()), (204, ""));
}

#[test]
fn newer_panels_number_their_answers() {
    let mut panel = Panel::new();
    let numbers = [0, 1]
        .map(|_| header(&panel.send("GET /version.json", "*/*", ""), "x-request-id").to_owned());
    assert_ne!(numbers[0], numbers[1]);
    assert!(!numbers[0].is_empty());
}
