//! Which transactions each request queues, in order.

use super::Panel;
use serde_json::{Value, json};

/// What a table row does: line, body, the machine it is about, its transactions afterwards.
type Row<'a> = (&'a str, Value, u64, &'a [&'a str]);

fn check(rows: &[Row]) {
    for (line, body, id, expected) in rows {
        let mut panel = Panel::new();
        let before = panel.history(*id).len();
        let (status, answer) = panel.json(line, body);
        assert!((200..300).contains(&status), "{line}: {answer}");
        panel.wait(120.0);
        let history = panel.history(*id);
        let expected: Vec<String> = expected
            .iter()
            .map(|one| format!("{one} complete"))
            .collect();
        assert_eq!(history[before..], expected, "{line} {body}");
        assert!(!panel.flags(*id)[1], "{line}");
    }
}

#[test]
fn actions_on_machines() {
    let vm = |body: Value| json!({"virtual_machine": body});
    check(&[
        (
            "POST /virtual_machines/502/reset_password",
            Value::Null,
            502,
            &[
                "stop_virtual_machine",
                "reset_root_password",
                "startup_virtual_machine",
            ],
        ),
        (
            "POST /virtual_machines/501/rebuild_network",
            json!({"force": 1}),
            501,
            &["rebuild_network"],
        ),
        (
            "POST /virtual_machines/501/set_ssh_keys",
            Value::Null,
            501,
            &["set_ssh_keys"],
        ),
        (
            "PUT /virtual_machines/501/set_ssh_keys",
            vm(json!({"ssh_key": "ssh-rsa AAAA"})),
            501,
            &["set_ssh_keys"],
        ),
        (
            "POST /virtual_machines/501/update_firewall_rules",
            Value::Null,
            501,
            &["update_custom_firewall_rule"],
        ),
        (
            "PATCH /virtual_machines/501/fqdn",
            vm(json!({"hostname": "n"})),
            501,
            &["update_fqdn"],
        ),
        (
            "POST /virtual_machines/501/autoscale_enable",
            Value::Null,
            501,
            &["check_or_install_zabbix_agent", "enable_auto_scaling"],
        ),
        (
            "PUT /virtual_machines/505",
            vm(json!({"memory": 2048})),
            505,
            &["resize_virtual_machine"],
        ),
        (
            "POST /virtual_machines/501/resize?memory=4096&allow_cold_resize=1",
            Value::Null,
            501,
            &["resize_vm_without_reboot"],
        ),
        (
            "POST /virtual_machines/504/migrate",
            json!({"destination": 2}),
            504,
            &["cold_migrate"],
        ),
        (
            "POST /virtual_machines/504/startup?iso_id=30",
            Value::Null,
            504,
            &["startup_virtual_machine"],
        ),
        (
            "POST /virtual_machines/501/backups",
            Value::Null,
            501,
            &["take_incremental_backup"],
        ),
    ]);
}

#[test]
fn changes_of_disks() {
    let disk = |body: Value| json!({"disk": body});
    let new = json!({"disk_size": 5, "data_store_id": 1});
    let mut mounted = new.clone();
    mounted["add_to_linux_fstab"] = json!(true);
    let resized = &[
        "stop_virtual_machine",
        "resize_disk",
        "startup_virtual_machine",
    ];
    check(&[
        (
            "POST /virtual_machines/501/disks",
            disk(new),
            501,
            &["build_disk", "attach_disk"],
        ),
        (
            "POST /virtual_machines/501/disks",
            disk(mounted),
            501,
            &["build_disk", "attach_disk", "update_fstab"],
        ),
        (
            "PUT /settings/disks/301",
            disk(json!({"disk_size": 30})),
            501,
            resized,
        ),
        (
            "PUT /settings/disks/301",
            json!({"disk_size": "30"}),
            501,
            resized,
        ),
        (
            "PUT /settings/disks/302",
            disk(json!({"disk_size": 2})),
            501,
            &["resize_disk"],
        ),
        (
            "PUT /settings/disks/302",
            disk(json!({"mount_point": "/x"})),
            501,
            &["update_fstab"],
        ),
        (
            "PUT /settings/disks/302",
            disk(json!({"label": "swap"})),
            501,
            &[],
        ),
        (
            "DELETE /virtual_machines/501/disks/302",
            Value::Null,
            501,
            &["detach_disk"],
        ),
        (
            "DELETE /settings/disks/302?force=1&shutdown_type=hard&required_startup=0",
            Value::Null,
            501,
            &["stop_virtual_machine", "destroy_disk"],
        ),
        (
            "POST /virtual_machines/501/disks/301/migrate",
            disk(json!({"data_store_id": 2})),
            501,
            &["migrate_disk"],
        ),
        (
            "POST /settings/disks/302/build",
            Value::Null,
            501,
            &["format_disk"],
        ),
        (
            "POST /settings/disks/301/backups",
            Value::Null,
            501,
            &["take_backup"],
        ),
    ]);
}

#[test]
fn changes_of_interfaces_and_addresses() {
    check(&[
        (
            "POST /virtual_machines/501/network_interfaces",
            json!({"network_interface": {"label": "eth1", "network_join_id": "5"}}),
            501,
            &["attach_network_interface"],
        ),
        (
            "PUT /virtual_machines/501/network_interfaces/2501",
            json!({"network_interface": {"rate_limit": 20}}),
            501,
            &["update_rate_limit"],
        ),
        (
            "DELETE /virtual_machines/501/network_interfaces/2501",
            Value::Null,
            501,
            &["detach_network_interface"],
        ),
        (
            "DELETE /virtual_machines/501/ip_addresses/71601?rebuild_network=1",
            Value::Null,
            501,
            &["update_firewall", "rebuild_network"],
        ),
    ]);
}

#[test]
fn orders_of_every_kind() {
    let linux: &[&str] = &[
        "build_disk",
        "build_disk",
        "provisioning",
        "configure_operating_system",
    ];
    // what differs from an ordinary order, its transactions without the start
    let table: [(Value, &[&str]); 5] = [
        (json!({}), linux),
        (
            json!({"template_id": 6, "memory": 4096, "primary_disk_size": 60}),
            &[
                "build_disk",
                "provisioning",
                "configure_operating_system",
                "provision_win",
            ],
        ),
        (
            json!({"template_id": 5, "swap_disk_size": null}),
            &[
                "build_disk",
                "provisioning",
                "configure_operating_system",
                "provision_freebsd",
            ],
        ),
        (
            json!({"template_id": 30}),
            &["build_disk", "build_disk", "build_virtual_machine"],
        ),
        (
            json!({"hypervisor_group_id": 3}),
            &[
                "provision_virtual_machine",
                "update_rate_limit",
                "configure_operating_system",
            ],
        ),
    ];
    for (change, expected) in table {
        let mut order = json!({
            "label": "n", "hostname": "n", "template_id": 1, "memory": 1024, "cpus": 1,
            "cpu_shares": 100, "primary_disk_size": 10, "swap_disk_size": 1, "rate_limit": null,
            "required_virtual_machine_build": 1, "required_ip_address_assignment": 1,
        });
        for (key, value) in change.as_object().unwrap() {
            order[key] = value.clone();
        }
        let mut panel = Panel::new();
        let body = json!({"virtual_machine": order});
        let (status, answer) = panel.json("POST /virtual_machines.json", &body);
        assert_eq!(status, 201, "{answer}");
        let id = answer["virtual_machine"]["id"].as_u64().unwrap();
        panel.wait(60.0);
        let mut expected: Vec<String> = expected
            .iter()
            .map(|one| format!("{one} complete"))
            .collect();
        expected.push("startup_virtual_machine complete".to_owned());
        assert_eq!(panel.history(id), expected, "{change}");
        let machine = panel.show(id);
        assert_eq!(machine["built"], true, "{change}");
        assert_eq!(
            machine["ip_addresses"].as_array().unwrap().len(),
            1,
            "{change}"
        );
    }
}

#[test]
fn parents_and_their_order_are_on_the_wire() {
    let mut panel = Panel::new();
    let nic = json!({"network_interface": {"network_join_id": 4, "label": "eth1"}});
    panel.json("POST /virtual_machines/501/network_interfaces", &nic);
    panel.wait(10.0);
    panel.json("POST /settings/disks/301/backups", &Value::Null);
    let list = panel.get("/virtual_machines/501/transactions.json");
    let one = |n: usize, key: &str| list[n]["transaction"][key].clone();
    assert_eq!(one(0, "parent_type"), "Backup");
    assert_eq!(one(0, "parent_id"), 4001);
    assert_eq!(one(1, "parent_type"), "Networking::NetworkInterface");
    for n in 0..2 {
        assert_eq!(one(n, "associated_object_type"), "VirtualMachine");
        assert_eq!(one(n, "associated_object_id"), 501);
    }
    panel.wait(10.0);
    let body = json!({"virtual_machine": {"template_id": 1}});
    panel.json("POST /virtual_machines/501/build", &body);
    let list = panel.get("/virtual_machines/501/transactions.json?per_page=4");
    let rows = list.as_array().unwrap();
    for pair in rows.windows(2) {
        let [later, earlier] = [0, 1].map(|n| pair[n]["transaction"].clone());
        assert_eq!(later["dependent_transaction_id"], earlier["id"]);
        assert_eq!(later["chain_id"], earlier["chain_id"]);
    }
}

#[test]
fn a_deletion_takes_care_of_backups_first() {
    let mut panel = Panel::new();
    for _ in 0..2 {
        panel.post("/settings/disks/301/backups.json");
        panel.wait(20.0);
    }
    let line = "DELETE /virtual_machines/501.json?convert_last_backup=1&destroy_all_backups=1";
    assert_eq!(panel.json(line, &Value::Null).0, 204);
    let history = panel.history(501);
    panel.wait(60.0);
    assert_eq!(
        history[2..],
        [
            "stop_virtual_machine pending",
            "convert_backup pending",
            "destroy_backup pending",
            "destroy_backup pending",
            "destroy_virtual_machine pending",
        ]
    );
    assert_eq!(panel.get("/users/5/backups.json"), json!([]));
    let own = panel.get("/templates/user.json");
    assert_eq!(own[0]["image_template"]["label"], "web-lon-01");
    assert_eq!(own[0]["image_template"]["state"], "active");
}

#[test]
fn an_order_that_is_told_to_fail_fails() {
    let mut panel = Panel::new();
    let order = json!({"virtual_machine": {
        "label": crate::names::FAILING_BUILD, "hostname": "f", "template_id": 1, "memory": 512,
        "cpus": 1, "primary_disk_size": 5, "required_virtual_machine_build": true,
    }});
    let (_, answer) = panel.json("POST /virtual_machines.json", &order);
    let id = answer["virtual_machine"]["id"].as_u64().unwrap();
    panel.wait(60.0);
    let machine = panel.show(id);
    assert_eq!(
        (&machine["built"], &machine["state"]),
        (&json!(false), &json!("failed"))
    );
}
