//! The parts of a machine: disks, interfaces, addresses, filters, backups, plans, keys, switches.

use super::{Dialect, Panel, Seed, header, tree};
use serde_json::{Value, json};

const NULL: Value = Value::Null;

#[test]
fn a_disk_is_locked_until_it_is_built_and_moves_grows_and_goes() {
    let mut panel = Panel::new();
    let body = json!({"disk": {"disk_size": "4", "data_store_id": 1, "label": "data"}});
    let response = panel.send(
        "POST /virtual_machines/501/disks",
        "application/json",
        &body.to_string(),
    );
    assert_eq!(response.status().as_u16(), 201);
    let identifier = panel.show(501)["identifier"].as_str().unwrap().to_owned();
    let expected = format!("http://cp.example.net/virtual_machines/{identifier}/disks/332");
    assert_eq!(header(&response, "location"), expected);
    let disk = tree(&response)["disk"].clone();
    assert_eq!(
        (&disk["built"], &disk["locked"]),
        (&json!(false), &json!(true))
    );
    assert_eq!(disk["disk_vm_number"], 3);
    panel.wait(20.0);
    let path = "GET /settings/disks/332";
    panel.script(&[
        (path, NULL, 200, "/disk/built", json!(true)),
        (path, NULL, 200, "/disk/locked", json!(false)),
        (
            "GET /virtual_machines/501",
            NULL,
            200,
            "/virtual_machine/total_disk_size",
            json!(25),
        ),
        (
            "PUT /settings/disks/332",
            json!({"disk_size": 6}),
            204,
            "",
            NULL,
        ),
        (path, NULL, 200, "/disk/disk_size", json!(6)),
        (
            "POST /settings/disks/332/migrate",
            json!({"disk": {"data_store_id": 2}}),
            201,
            "/disk/locked",
            json!(true),
        ),
        (path, NULL, 200, "/disk/data_store_id", json!(2)),
        (
            "POST /settings/disks/332/autobackup_enable",
            NULL,
            201,
            "/disk/has_autobackups",
            json!(true),
        ),
        (
            "POST /settings/disks/332/autobackup_disable",
            NULL,
            201,
            "/disk/has_autobackups",
            json!(false),
        ),
        (
            "GET /virtual_machines/502/disks/332",
            NULL,
            404,
            "/errors/0",
            json!("Resource not found"),
        ),
        (
            "PUT /virtual_machines/502/disks/332",
            NULL,
            404,
            "/errors/0",
            json!("Resource not found"),
        ),
        (
            "DELETE /virtual_machines/501/disks/332",
            NULL,
            204,
            "",
            NULL,
        ),
        (path, NULL, 200, "/disk/virtual_machine_id", NULL),
        ("DELETE /settings/disks/332", NULL, 204, "", NULL),
        (path, NULL, 404, "/errors/0", json!("Resource not found")),
        (
            "DELETE /settings/disks/301?force=1",
            NULL,
            422,
            "/errors/base/0",
            json!("The primary disk cannot be removed"),
        ),
    ]);
}

#[test]
fn addresses_come_and_go_by_either_generation() {
    let mut panel = Panel::new();
    let nic = json!({"network_interface": {"label": "v6", "network_join_id": 6}});
    let (status, body) = panel.json("POST /virtual_machines/501/network_interfaces", &nic);
    assert_eq!(
        (status, &body["network_interface"]["connected"]),
        (201, &json!(false)),
        "{body}"
    );
    panel.wait(10.0);
    let nic = body["network_interface"]["id"].clone();
    let count = |panel: &mut Panel| {
        panel
            .get("/virtual_machines/501/ip_addresses.json")
            .as_array()
            .unwrap()
            .len()
    };
    // body, address; one after another without waiting, as clients do
    let table = [
        (
            json!({"ip_address_join": {"ip_address_id": 9200, "network_interface_id": 2501}}),
            "192.0.2.203",
        ),
        (
            json!({"ip_address": {"address": "203.0.113.99", "network_interface_id": "2501"}}),
            "203.0.113.99",
        ),
        (
            json!({"ip_address": {"network_interface_id": 2501, "ip_net_id": 2}}),
            "203.0.113.5",
        ),
        (
            json!({"ip_address": {"network_interface_id": nic, "ip_version": 6}}),
            "2001:db8:1::1f5",
        ),
    ];
    for (body, address) in table {
        let (status, answer) = panel.json("POST /virtual_machines/501/ip_addresses", &body);
        let join = &answer["ip_address_join"];
        assert_eq!(
            (status, &join["ip_address"]["address"]),
            (201, &json!(address)),
            "{answer}"
        );
        assert_eq!(join["ip_address_id"], join["ip_address"]["id"]);
    }
    let used = json!({"ip_address": {"address": "192.0.2.5", "network_interface_id": 2501}});
    let (status, answer) = panel.json("POST /virtual_machines/501/ip_addresses", &used);
    assert_eq!(
        (status, answer["errors"]["selected_ip_address"][0].clone()),
        (422, json!("has already been taken"))
    );
    assert_eq!(count(&mut panel), 5);
    let (status, _) = panel.json(
        "DELETE /virtual_machines/501/ip_addresses/71601",
        &json!({"ip_address_join": {"rebuild_network": true}}),
    );
    assert_eq!((status, count(&mut panel)), (204, 4));
    assert!(panel.flags(501)[1]);
    panel.wait(60.0);
    let free = panel.get("/settings/networks/1/ip_addresses.json");
    assert_eq!(
        (
            &free[0]["ip_address"]["address"],
            &free[0]["ip_address"]["free"]
        ),
        (&json!("192.0.2.4"), &json!(true))
    );
    // What is on an interface goes with it.
    let (status, _) = panel.json(
        &format!("DELETE /virtual_machines/501/network_interfaces/{nic}"),
        &NULL,
    );
    panel.wait(10.0);
    assert_eq!((status, count(&mut panel)), (204, 3));
}

#[test]
fn an_interface_stays_on_its_network_in_another_zone() {
    let mut panel = Panel::new();
    let nic = "/virtual_machines/501/network_interfaces/2501.json";
    let there = json!({"virtual_machine": {"destination": 4}});
    assert_eq!(panel.get(nic)["network_interface"]["network_join_id"], 1);
    panel.json("POST /virtual_machines/501/migration", &there);
    panel.wait(20.0);
    assert_eq!(panel.get(nic)["network_interface"]["network_join_id"], 4);
}

#[test]
fn an_unfinished_backup_goes_with_its_machine() {
    let mut panel = Panel::new();
    panel.json("DELETE /virtual_machines/501", &NULL);
    panel.post("/virtual_machines/501/unlock");
    let (status, _) = panel.post("/virtual_machines/501/backups");
    assert_eq!(status, 201);
    panel.wait(60.0);
    assert_eq!(panel.get("/users/5/backups.json"), json!([]));
}

#[test]
fn old_panels_wrap_joins_twice_and_answer_blanks_and_odd_plans() {
    let mut panel = Panel::speaking(Dialect::Legacy, Seed::Small);
    let list = panel.get("/virtual_machines/501/ip_addresses.json");
    let join = &list[0]["ip_address_join"];
    assert_eq!(join["ip_address"]["ip_address"]["address"], "192.0.2.4");
    let rule = json!({"firewall_rule": {"network_interface_id": 2501, "command": "DROP", "protocol": "UDP"}});
    assert_eq!(
        panel
            .json("POST /virtual_machines/501/firewall_rules", &rule)
            .0,
        201
    );
    for line in [
        "PUT /virtual_machines/501/firewall_rules/8001",
        "DELETE /virtual_machines/501/firewall_rules/8001",
    ] {
        let response = panel.send(line, "application/json", &rule.to_string());
        assert_eq!(
            (response.status().as_u16(), response.body().as_slice()),
            (200, b" ".as_slice())
        );
    }
    panel.script(&[
        (
            "PUT /settings/disks/302",
            json!({"disk": {"label": "s"}}),
            200,
            "",
            json!({}),
        ),
        (
            "POST /settings/disks/301/schedules",
            json!({"disk": {"period": "days", "duration": 2}}),
            201,
            "/0/disk/has_autobackups",
            json!(true),
        ),
        (
            "GET /settings/schedules/6001",
            NULL,
            200,
            "/schedule/duration",
            json!(2),
        ),
        (
            "POST /virtual_machines/501/build",
            json!({}),
            201,
            "/virtual_machine/template_id",
            json!(1),
        ),
        (
            "POST /virtual_machines/501/backups",
            NULL,
            201,
            "/backup/backup_size",
            json!("0"),
        ),
    ]);
}

#[test]
fn filters_are_kept_in_order_and_changed_in_part() {
    let path = "/virtual_machines/501/firewall_rules";
    let rule = |port: &str| json!({"firewall_rule": {"network_interface_id": "2501", "command": "ACCEPT", "protocol": "tcp", "port": port, "address": "192.0.2.0/24"}});
    let mut panel = Panel::new();
    panel.script(&[
        (
            &format!("POST {path}"),
            rule("22"),
            201,
            "/firewall_rule/position",
            json!(1),
        ),
        (
            &format!("POST {path}"),
            rule("80:90"),
            201,
            "/firewall_rule/position",
            json!(2),
        ),
        (
            &format!("PUT {path}/8002"),
            json!({"firewall_rule": {"command": "DROP"}}),
            204,
            "",
            NULL,
        ),
        (
            &format!("GET {path}/8002"),
            NULL,
            200,
            "/firewall_rule/port",
            json!("80:90"),
        ),
        (
            &format!("GET {path}"),
            NULL,
            200,
            "/1/firewall_rule/command",
            json!("DROP"),
        ),
        (&format!("DELETE {path}/8001"), NULL, 204, "", NULL),
        (
            &format!("GET {path}"),
            NULL,
            200,
            "/0/firewall_rule/id",
            json!(8002),
        ),
        (
            &format!("PUT {path}/update_defaults"),
            json!({"network_interfaces": {"2501": {"default_firewall_rule": "DROP"}}}),
            204,
            "",
            NULL,
        ),
        (
            "GET /virtual_machines/501/network_interfaces/2501",
            NULL,
            200,
            "/network_interface/default_firewall_rule",
            json!("DROP"),
        ),
        (
            &format!("PUT {path}/update_defaults"),
            json!({"network_interfaces": {"1": {"default_firewall_rule": "DROP"}}}),
            404,
            "/errors/0",
            json!("Resource not found"),
        ),
    ]);
}

#[test]
fn backups_are_taken_and_read() {
    let mut panel = Panel::new();
    let base = "/errors/base/0";
    panel.script(&[
        (
            "POST /virtual_machines/509/backups",
            NULL,
            422,
            base,
            json!("Virtual Server is not built"),
        ),
        (
            "POST /virtual_machines/501/backups",
            json!({"backup": {"note": "before"}}),
            201,
            "/backup/note",
            json!("before"),
        ),
        (
            "POST /settings/disks/301/backups",
            NULL,
            201,
            "/backup/built",
            json!(false),
        ),
        (
            "GET /virtual_machines/501/backups",
            NULL,
            200,
            "/1/backup/disk_id",
            json!(301),
        ),
        (
            "GET /virtual_machines/501/backups/images",
            NULL,
            200,
            "/0/backup/id",
            json!(4002),
        ),
        (
            "GET /virtual_machines/501/backups/files",
            NULL,
            200,
            "/0/backup/id",
            json!(4001),
        ),
        (
            "GET /virtual_machines/501/disks/301/backups",
            NULL,
            200,
            "/0/backup/id",
            json!(4002),
        ),
        (
            "GET /users/5/backups",
            NULL,
            200,
            "/1/backup/target_type",
            json!("Disk"),
        ),
        ("GET /backups/4002", NULL, 200, "/backup/built", json!(true)),
        (
            "PUT /backups/4002/note",
            json!({"backup": {"note": "keep"}}),
            204,
            "",
            NULL,
        ),
        (
            "GET /backups/4002",
            NULL,
            200,
            "/backup/note",
            json!("keep"),
        ),
    ]);
}

#[test]
fn backups_are_put_back_converted_and_removed() {
    let mut panel = Panel::new();
    let template = json!({"image_template": {"label": "golden", "min_memory_size": 1024, "min_disk_size": 20}});
    let base = "/errors/base/0";
    panel.post("/virtual_machines/501/backups");
    panel.wait(60.0);
    panel.post("/settings/disks/301/backups");
    panel.wait(60.0);
    panel.script(&[
        (
            "POST /backups/4002/restore",
            NULL,
            201,
            "/backup/id",
            json!(4002),
        ),
        (
            "POST /backups/4002/convert",
            json!({}),
            422,
            "/errors/label/0",
            json!("can't be blank"),
        ),
        (
            "POST /backups/4002/convert",
            template,
            201,
            "/image_template/state",
            json!("new"),
        ),
        (
            "GET /templates/user",
            NULL,
            200,
            "/0/image_template/min_memory_size",
            json!(1024),
        ),
        (
            "POST /virtual_machines/502/build",
            json!({"virtual_machine": {"template_label": "golden"}}),
            201,
            "/virtual_machine/template_label",
            json!("golden"),
        ),
        ("DELETE /backups/4001", NULL, 204, "", NULL),
        (
            "GET /backups/4001",
            NULL,
            404,
            "/errors/0",
            json!("Resource not found"),
        ),
        ("DELETE /virtual_machines/501", NULL, 204, "", NULL),
        (
            "POST /backups/4002/restore",
            NULL,
            422,
            base,
            json!("The Virtual Server of this backup is gone"),
        ),
        ("DELETE /backups/4002", NULL, 204, "", NULL),
        (
            "GET /transactions",
            NULL,
            200,
            "/0/transaction/action",
            json!("destroy_backup"),
        ),
    ]);
}

#[test]
fn plans_are_made_changed_and_dropped() {
    let mut panel = Panel::new();
    let plan = json!({"schedule": {"period": "weeks", "duration": "1", "action": "autobackup", "rotation_period": 4}});
    panel.script(&[
        (
            "POST /virtual_machines/501/schedules",
            plan,
            201,
            "/schedule/target_type",
            json!("VirtualMachine"),
        ),
        (
            "POST /settings/disks/301/schedules",
            json!({"schedule": {"period": "hours"}}),
            422,
            "/errors/period/0",
            json!("is not included in the list"),
        ),
        (
            "PUT /settings/schedules/6001",
            json!({"schedule": {"status": "disabled", "rotation_period": 2}}),
            204,
            "",
            NULL,
        ),
        (
            "GET /settings/schedules/6001",
            NULL,
            200,
            "/schedule/status",
            json!("disabled"),
        ),
        (
            "GET /virtual_machines/501/schedules",
            NULL,
            200,
            "/0/schedule/rotation_period",
            json!(2),
        ),
        ("DELETE /settings/schedules/6001", NULL, 204, "", NULL),
        (
            "GET /settings/schedules/6001",
            NULL,
            404,
            "/errors/0",
            json!("Resource not found"),
        ),
    ]);
}

#[test]
fn keys_are_kept_for_their_user() {
    let mut panel = Panel::new();
    panel.script(&[
        (
            "POST /users/5/ssh_keys",
            json!({"key": "ssh-rsa AAAA"}),
            201,
            "/ssh_key/user_id",
            json!(5),
        ),
        (
            "POST /users/5/ssh_keys",
            json!({"ssh_key": {"key": "ssh-rsa BBBB"}}),
            201,
            "/ssh_key/id",
            json!(702),
        ),
        (
            "POST /users/5/ssh_keys",
            json!({"ssh_key": {"key": " "}}),
            422,
            "/errors/key/0",
            json!("can't be blank"),
        ),
        (
            "GET /users/5/ssh_keys/702",
            NULL,
            200,
            "/ssh_key/key",
            json!("ssh-rsa BBBB"),
        ),
        ("DELETE /settings/ssh_keys/701", NULL, 204, "", NULL),
        (
            "GET /users/5/ssh_keys",
            NULL,
            200,
            "/0/ssh_key/id",
            json!(702),
        ),
    ]);
}

#[test]
fn switches_owners_and_twins() {
    let mut panel = Panel::new();
    let flag = |key: &str| format!("/virtual_machine/{key}");
    panel.script(&[
        (
            "PUT /virtual_machines/501/virsh_console",
            NULL,
            204,
            "",
            NULL,
        ),
        (
            "GET /virtual_machines/501",
            NULL,
            200,
            &flag("virsh_console"),
            json!(true),
        ),
        (
            "POST /virtual_machines/511/cd_boot/enable",
            NULL,
            201,
            &flag("cdboot"),
            json!(true),
        ),
        (
            "POST /virtual_machines/511/cd_boot/disable",
            NULL,
            201,
            &flag("cdboot"),
            json!(false),
        ),
        (
            "PUT /virtual_machines/501/acceleration.enable.json",
            NULL,
            204,
            "",
            NULL,
        ),
        (
            "GET /virtual_machines/501/acceleration/status",
            NULL,
            200,
            &flag("acceleration"),
            json!(true),
        ),
        (
            "POST /virtual_machines/501/change_owner",
            json!({"user_id": "6"}),
            201,
            &flag("user_id"),
            json!(6),
        ),
        (
            "GET /users/6/virtual_machines?page=1",
            NULL,
            200,
            "/0/virtual_machine/id",
            json!(501),
        ),
        (
            "POST /virtual_machines/501/change_owner",
            json!({"user_id": 99}),
            422,
            "/errors/user_id/0",
            json!("is invalid"),
        ),
        (
            "POST /virtual_machines/502/clone",
            json!({"virtual_machine": {"label": "twin", "hostname": "twin"}}),
            201,
            &flag("built"),
            json!(false),
        ),
        (
            "GET /virtual_machines/517",
            NULL,
            200,
            &flag("booted"),
            json!(true),
        ),
        (
            "POST /users/6/make_new_api_key",
            NULL,
            403,
            "/errors/0",
            json!("You do not have permissions for this action"),
        ),
    ]);
}

#[test]
fn the_viewer_asks_for_no_login() {
    let mut panel = Panel::new();
    let session = panel.get("/virtual_machines/501/console.json");
    let key = session["remote_access_session"]["remote_key"]
        .as_str()
        .unwrap()
        .to_owned();
    let response = panel.raw(&format!("GET /console_remote/{key}"), &[], "");
    assert_eq!(
        (
            response.status().as_u16(),
            header(&response, "content-type")
        ),
        (200, "text/html; charset=utf-8")
    );
    assert_eq!(
        panel
            .raw("GET /console_remote/guess", &[], "")
            .status()
            .as_u16(),
        401
    );
    let response = panel.send(
        "GET /virtual_machines/501/console_popup",
        "application/json",
        "",
    );
    let expected = format!("http://cp.example.net/console_remote/{key}");
    assert_eq!(
        (response.status().as_u16(), header(&response, "location")),
        (302, expected.as_str())
    );
}
