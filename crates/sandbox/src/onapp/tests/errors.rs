//! Every refusal whose words are recorded, word for word.

use super::{Dialect, Panel, Seed};
use serde_json::{Value, json};

const STORE: &str = "Data store cannot be associated with this virtual machine.";
const AUTOSCALE: &str = "Autoscale is not supported for this VS type.";

/// Line, body, answer; all of them 422 and without consequences.
fn refusals() -> Vec<(&'static str, Value, Value)> {
    let errors = |tree: Value| json!({"errors": tree});
    vec![
        (
            "POST /virtual_machines/503/disks",
            json!({"disk": {"disk_size": 5, "data_store_id": 3}}),
            errors(json!([STORE])),
        ),
        (
            "POST /virtual_machines/503/disks/305/migrate",
            json!({"disk": {"data_store_id": 3}}),
            errors(json!([STORE])),
        ),
        (
            "POST /virtual_machines/503/disks",
            json!({"disk": {"disk_size": 5, "data_store_id": 1, "primary": true}}),
            errors(json!({"primary": ["has already been taken"]})),
        ),
        (
            "POST /virtual_machines/503/disks",
            json!({"disk": {"disk_size": "big"}}),
            errors(json!({
                "disk_size": ["is not a number"], "data_store_id": ["can't be blank"],
            })),
        ),
        (
            "PUT /settings/disks/320",
            json!({"disk": {"disk_size": 9}}),
            errors(json!({"disk_size": ["cannot be decreased for VM built from ISO template"]})),
        ),
        (
            "PUT /settings/disks/311",
            json!({"disk": {"disk_size": 79}}),
            errors(json!({"disk_size": ["cannot be decreased for Windows"]})),
        ),
        (
            "POST /virtual_machines/501/network_interfaces",
            json!({"network_interface": {"network_join_id": 4, "primary": 1}}),
            errors(json!({"primary": ["already has primary allocation."]})),
        ),
        (
            "POST /virtual_machines/501/ip_addresses",
            json!({"ip_address": {"network_interface_id": 2501, "address": "192.0.2.4"}}),
            errors(json!({"selected_ip_address": ["is already allocated to this network card"]})),
        ),
        (
            "POST /virtual_machines/501/ip_addresses",
            json!({"ip_address_join": {"network_interface_id": 2501, "ip_address_id": 9001}}),
            errors(json!({"ip_address_id": ["is already allocated to this network card"]})),
        ),
        (
            "POST /virtual_machines/511/autoscale_enable",
            Value::Null,
            errors(json!({"enable_autoscale": [AUTOSCALE]})),
        ),
        (
            "PUT /virtual_machines/506",
            json!({"virtual_machine": {"enable_autoscale": 1}}),
            errors(json!({"enable_autoscale": [AUTOSCALE]})),
        ),
        (
            "POST /virtual_machines/504/startup",
            json!({"iso_id": 32}),
            json!({"error":
                "Template virtualization is not compatible with compute resource type"}),
        ),
        (
            "POST /virtual_machines/501/cd_boot/enable",
            Value::Null,
            json!({"error":
                "The action is available only to virtual servers built from ISO."}),
        ),
        (
            "POST /virtual_machines/501/firewall_rules",
            json!({"firewall_rule": {"command": "LET", "port": "many"}}),
            errors(json!({
                "network_interface_id": ["can't be blank"],
                "command": ["is not included in the list"],
                "protocol": ["can't be blank"],
                "port": ["is invalid"],
            })),
        ),
    ]
}

#[test]
fn what_is_refused_is_refused_in_the_recorded_words() {
    let mut panel = Panel::new();
    for (line, body, expected) in refusals() {
        let (status, answer) = panel.json(line, &body);
        assert_eq!((status, answer), (422, expected), "{line} {body}");
    }
    let open = panel.get("/transactions.json?per_page=all");
    assert_eq!(open.as_array().unwrap().len(), 3, "{open}");
}

#[test]
fn a_medium_asks_for_memory_and_disk() {
    // MB, GB, answer
    let table = [
        (512, 5, Value::Null),
        (
            256,
            5,
            json!("Virtual server must have at least 512MB of RAM"),
        ),
        (
            512,
            2,
            json!("Virtual server primary disk size must be at least 5GB"),
        ),
    ];
    for (memory, disk, expected) in table {
        let mut panel = Panel::new();
        // The medium with no demands of its own.
        let order = json!({"virtual_machine": {
            "label": "m", "hostname": "m", "template_id": 31, "memory": memory, "cpus": 1,
            "primary_disk_size": disk, "required_virtual_machine_build": 1,
            "required_virtual_machine_startup": 0,
        }});
        let (status, machine) = panel.json("POST /virtual_machines", &order);
        assert_eq!(status, 201, "{machine}");
        panel.wait(60.0);
        let id = machine["virtual_machine"]["id"].as_u64().unwrap();
        let line = format!("POST /virtual_machines/{id}/startup?iso_id=30");
        let (_, answer) = panel.json(&line, &Value::Null);
        assert_eq!(answer["error"], expected, "{answer}");
    }
}

#[test]
fn machines_kept_apart_do_not_meet() {
    let mut panel = Panel::new();
    let partner = panel.show(504)["hypervisor_id"].clone();
    let own = panel.show(501)["hypervisor_id"].clone();
    assert_ne!(own, partner);
    let apart = json!({"virtual_machine": {"strict_virtual_machine_id": 504}});
    let to = |host: &Value| json!({"virtual_machine": {"destination": host}});
    let refused = json!(["Virtual Server cannot be migrated"]);
    let id = "/virtual_machine/strict_virtual_machine_id";
    panel.script(&[
        (
            "PUT /virtual_machines/501/segregation",
            apart,
            204,
            "",
            Value::Null,
        ),
        (
            "GET /virtual_machines/501",
            Value::Null,
            200,
            id,
            json!(504),
        ),
        (
            "POST /virtual_machines/501/migration",
            to(&partner),
            422,
            "/errors/base",
            refused.clone(),
        ),
        (
            "POST /virtual_machines/504/migrate",
            to(&own),
            422,
            "/errors/base",
            refused.clone(),
        ),
        (
            "POST /virtual_machines/501/migration",
            to(&own),
            422,
            "/errors/base",
            refused.clone(),
        ),
        (
            "POST /virtual_machines/501/migration",
            to(&json!(5)),
            422,
            "/errors/base",
            refused,
        ),
        (
            "DELETE /virtual_machines/501/segregation",
            Value::Null,
            204,
            "",
            Value::Null,
        ),
        (
            "POST /virtual_machines/501/migration",
            to(&partner),
            201,
            id,
            Value::Null,
        ),
        (
            "GET /virtual_machines/501",
            Value::Null,
            200,
            "/virtual_machine/hypervisor_id",
            partner.clone(),
        ),
    ]);
    assert_eq!(panel.history(501), ["hot_migrate complete"]);
}

#[test]
fn old_panels_refuse_in_old_words() {
    let mut panel = Panel::speaking(Dialect::Legacy, Seed::Small);
    let order = json!({"virtual_machine": {
        "label": "m", "hostname": "m", "template_id": 1, "memory": 512, "cpus": 1,
        "primary_disk_size": 5,
    }});
    let (status, body) = panel.json("POST /virtual_machines", &order);
    let expected = json!({"errors": ["Network interfaces is invalid"]});
    assert_eq!((status, body), (422, expected));
    let unknown = json!({"user_id": 99});
    let (status, _) = panel.json("POST /virtual_machines/501/change_owner", &unknown);
    assert_eq!(status, 500);
}
