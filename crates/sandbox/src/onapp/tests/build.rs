//! Installing systems, creating, changing and deleting machines.

use super::{Dialect, Panel, Seed};
use serde_json::{Value, json};

const LINUX: [&str; 5] = [
    "format_disk complete",
    "format_disk complete",
    "provisioning complete",
    "configure_operating_system complete",
    "startup_virtual_machine complete",
];

#[test]
fn the_published_requests_build_in_json_and_xml() {
    let json_body = r#"{"virtual_machine":{"template_id":"1","required_startup":"1"}}"#;
    let xml_body = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><virtual_machine><template_id>1\
                    </template_id><required_startup>1</required_startup></virtual_machine>";
    for (suffix, kind, body) in [
        ("json", "application/json", json_body),
        ("xml", "application/xml", xml_body),
    ] {
        let mut panel = Panel::new();
        let id = panel.id_of("cache-lon-01");
        let line = format!("POST /virtual_machines/{id}/build.{suffix}");
        let response = panel.send(&line, kind, body);
        assert_eq!(response.status().as_u16(), 201, "{suffix}");
        let text = String::from_utf8(response.into_body()).unwrap();
        assert!(text.contains("Debian 12 x64"), "{text}");
        assert_eq!(panel.flags(id), [false, true, false, false]);
        panel.wait(60.0);
        assert_eq!(panel.flags(id), [true, false, false, true]);
        assert_eq!(panel.history(id), LINUX);
    }
}

#[test]
fn a_template_is_named_in_many_ways() {
    let table = [
        (json!({"template_id": 1}), 201),
        (json!({"template_id": "1"}), 201),
        (json!({"template_label": "Debian 12 x64"}), 201),
        (json!({"template_id": 99}), 422),
        (json!({"template_id": "one"}), 422),
        (json!({"template_id": 7}), 422),
        (json!({"template_label": "No such"}), 422),
        (json!({}), 422),
    ];
    for (parameters, expected) in table {
        let mut panel = Panel::new();
        let (status, body) = panel.json(
            "POST /virtual_machines/501/build.json",
            &json!({"virtual_machine": parameters}),
        );
        assert_eq!(status, expected, "{parameters}: {body}");
        if status == 422 {
            assert!(body["errors"]["template_id"][0].is_string(), "{body}");
            assert_eq!(panel.flags(501), [true, false, false, true]);
        }
    }
    let mut panel = Panel::new();
    let (status, _) = panel.post("/virtual_machines/501/build.json?virtual_machine[template_id]=1");
    assert_eq!(status, 201);
    // Without a content type the body is not read.
    let line = "POST /virtual_machines/502/build.json";
    let basic = super::basic(crate::onapp::auth::LOGIN, crate::onapp::auth::PASSWORD);
    let body = r#"{"virtual_machine":{"template_id":1}}"#;
    let response = panel.raw(line, &[("authorization", &basic)], body);
    assert_eq!(response.status().as_u16(), 422);
}

#[test]
fn a_running_machine_is_stopped_before_it_is_rebuilt() {
    let mut panel = Panel::new();
    let body = json!({"virtual_machine": {"template_id": 2, "required_startup": 0}});
    let (status, answer) = panel.json("POST /virtual_machines/501/build.json", &body);
    assert_eq!(status, 201);
    assert_eq!(answer["virtual_machine"]["built"], false);
    panel.wait(60.0);
    assert_eq!(panel.flags(501), [false, false, false, true]);
    assert_eq!(panel.history(501)[0], "stop_virtual_machine complete");
    assert_eq!(panel.show(501)["template_label"], "Ubuntu 22.04 x64");
}

#[test]
fn a_failed_build_can_be_read_and_tried_again() {
    let mut panel = Panel::new();
    let body = json!({"virtual_machine": {"template_id": 8, "required_startup": true}});
    panel.json("POST /virtual_machines/501/build.json", &body);
    panel.wait(60.0);
    let machine = panel.show(501);
    assert_eq!(machine["state"], "failed");
    assert_eq!(panel.flags(501), [false, false, false, false]);
    let history = panel.history(501);
    assert_eq!(history[3], "provisioning failed");
    assert_eq!(
        history[4..],
        [
            "configure_operating_system cancelled",
            "startup_virtual_machine cancelled",
        ]
    );
    // The answer to the next attempt still says `failed`.
    let body = json!({"virtual_machine": {"template_id": 1, "required_startup": true}});
    let (status, answer) = panel.json("POST /virtual_machines/501/build.json", &body);
    assert_eq!(status, 201);
    assert_eq!(answer["virtual_machine"]["state"], "failed");
    panel.wait(60.0);
    assert_eq!(panel.show(501)["state"], "delivered");
    assert_eq!(panel.flags(501), [true, false, false, true]);
}

#[test]
fn the_seeded_failure_has_its_reason() {
    let mut panel = Panel::new();
    let id = panel.id_of("batch-waw-07");
    let machine = panel.show(id);
    assert_eq!(machine["state"], "failed");
    assert_eq!(panel.flags(id), [false, false, false, false]);
    assert_eq!(
        panel.history(id),
        [
            "build_disk complete",
            "provisioning failed",
            "configure_operating_system cancelled"
        ]
    );
}

#[test]
fn a_machine_from_a_medium_is_not_rebuilt() {
    let mut panel = Panel::new();
    let id = panel.id_of("rescue-york-01");
    let text = "The action is not available to the virtual server because it's built from ISO.";
    for action in ["build", "rebuild_network"] {
        let body = json!({"virtual_machine": {"template_id": 1}});
        let (status, body) =
            panel.json(&format!("POST /virtual_machines/{id}/{action}.json"), &body);
        assert_eq!((status, body), (422, json!({"errors": [text]})));
    }
}

fn order() -> Value {
    json!({
        "label": "New one", "hostname": "new-one", "template_id": 1, "memory": 1024, "cpus": 1,
        "cpu_shares": 100, "primary_disk_size": 10, "swap_disk_size": 1,
        "required_virtual_machine_build": 1, "required_ip_address_assignment": 1,
    })
}

#[test]
fn a_machine_is_created_built_and_started() {
    let mut panel = Panel::new();
    let body = json!({"virtual_machine": order()});
    let (status, answer) = panel.json("POST /virtual_machines.json", &body);
    let machine = &answer["virtual_machine"];
    let id = machine["id"].as_u64().unwrap();
    assert_eq!(status, 201);
    assert_eq!(machine["ip_addresses"], json!([]));
    assert_eq!(machine["total_disk_size"], 11);
    assert_eq!(panel.flags(id), [false, true, false, false]);
    panel.wait(60.0);
    assert_eq!(panel.flags(id), [true, false, false, true]);
    assert_eq!(panel.show(id)["ip_addresses"].as_array().unwrap().len(), 1);
    assert_eq!(
        panel.history(id)[..2],
        ["build_disk complete", "build_disk complete"]
    );
}

#[test]
fn an_order_names_every_problem_by_its_field() {
    let table = [
        ("label", json!(""), "can't be blank"),
        ("hostname", Value::Null, "can't be blank"),
        ("hostname", json!("a b"), "is invalid"),
        ("memory", json!("lots"), "is not a number"),
        ("memory", json!(1), "must be greater than or equal to 512"),
        ("cpus", json!(1000), "must be less than or equal to 64"),
        (
            "primary_disk_size",
            json!(1),
            "must be greater than or equal to 5",
        ),
        ("template_id", json!(99), "is invalid"),
        (
            "initial_root_password",
            json!("abc"),
            "is too short (minimum is 6 characters)",
        ),
        ("selected_ip_address", json!("8.8.8.8"), "is invalid"),
        (
            "selected_ip_address",
            json!("192.0.2.4"),
            "has already been taken",
        ),
    ];
    let mut panel = Panel::new();
    for (field, value, text) in table {
        let mut order = order();
        order[field] = value;
        let body = json!({"virtual_machine": order});
        let (status, answer) = panel.json("POST /virtual_machines.json", &body);
        assert_eq!(status, 422, "{field}");
        assert_eq!(answer["errors"][field], json!([text]), "{answer}");
    }
    let (status, text) = panel.xml("POST /virtual_machines.xml", "<virtual_machine/>");
    assert_eq!(status, 422);
    assert!(
        text.contains("<error>Label can't be blank</error>"),
        "{text}"
    );
    assert_eq!(
        panel
            .get("/virtual_machines.json")
            .as_array()
            .unwrap()
            .len(),
        16
    );
}

#[test]
fn words_change_at_once_and_sizes_in_their_time() {
    let mut panel = Panel::new();
    let body = json!({"virtual_machine": {"label": "Renamed", "memory": "4096"}});
    let (status, answer) = panel.json("PUT /virtual_machines/501.json", &body);
    assert_eq!((status, answer), (204, Value::Null));
    let machine = panel.show(501);
    assert_eq!(
        (&machine["label"], &machine["memory"]),
        (&json!("Renamed"), &json!(2048))
    );
    assert_eq!(machine["locked"], true);
    let refused = panel.json("PUT /virtual_machines/501.json", &body);
    assert_eq!(refused.0, 422);
    let note = json!({"virtual_machine": {"note": "while locked"}});
    assert_eq!(panel.json("PUT /virtual_machines/501.json", &note).0, 204);
    panel.wait(10.0);
    let machine = panel.show(501);
    assert_eq!(
        (&machine["note"], &machine["memory"]),
        (&json!("while locked"), &json!(4096))
    );
    assert_eq!(panel.history(501), ["resize_vm_without_reboot complete"]);
}

#[test]
fn a_deleted_machine_can_be_read_until_it_is_gone() {
    let mut panel = Panel::new();
    let (status, answer) = panel.json("DELETE /virtual_machines/501.json", &Value::Null);
    assert_eq!((status, answer), (204, Value::Null));
    assert_eq!(panel.flags(501), [true, true, false, true]);
    panel.wait(10.0);
    let (status, _) = panel.json("GET /virtual_machines/501.json", &Value::Null);
    assert_eq!(status, 404);
    assert_eq!(
        panel
            .get("/virtual_machines.json")
            .as_array()
            .unwrap()
            .len(),
        15
    );
    let newest = &panel.get("/transactions.json")[0]["transaction"];
    assert_eq!(newest["action"], "destroy_virtual_machine");
    assert_eq!(newest["status"], "complete");
}

#[test]
fn old_panels_answer_edits_and_deletions_with_bodies() {
    let mut panel = Panel::speaking(Dialect::Legacy, Seed::Small);
    let body = json!({"virtual_machine": {"label": "Renamed"}});
    let (status, answer) = panel.json("PUT /virtual_machines/501.json", &body);
    assert_eq!(
        (status, &answer["virtual_machine"]["label"]),
        (201, &json!("Renamed"))
    );
    assert_eq!(answer["virtual_machine"]["total_disk_size"], "21.0");
    assert!(answer["virtual_machine"].get("price_per_hour").is_none());
    let (status, answer) = panel.json("DELETE /virtual_machines/501.json", &Value::Null);
    assert_eq!((status, answer), (200, json!({})));
}
