//! Lookups, console, usage, passwords, and how much a large panel costs.

use super::{Dialect, Panel, Seed};
use crate::names;
use crate::onapp::xml_in;
use serde_json::{Value, json};

#[test]
fn lists_have_the_documented_keys() {
    let table = [
        ("/templates.json", "image_template", 9),
        ("/templates/all.json", "image_template", 9),
        ("/template_isos.json", "image_template_iso", 3),
        ("/settings/hypervisor_zones.json", "hypervisor_group", 3),
        (
            "/settings/hypervisor_zones/2/hypervisors.json",
            "hypervisor",
            2,
        ),
        ("/settings/hypervisors.json", "hypervisor", 5),
        ("/settings/data_store_zones.json", "data_store_group", 2),
        ("/data_store_zones.json", "data_store_group", 2),
        ("/settings/data_stores.json", "data_store", 3),
        ("/settings/network_zones.json", "network_group", 2),
        ("/settings/networks.json", "network", 3),
        ("/settings/networks/1/ip_addresses.json", "ip_address", 250),
        ("/settings/disks.json?per_page=7", "disk", 7),
        ("/instance_packages.json", "instance_package", 3),
        ("/virtual_machines/501/disks.json", "disk", 2),
        (
            "/virtual_machines/501/network_interfaces.json",
            "network_interface",
            1,
        ),
        (
            "/virtual_machines/501/ip_addresses.json",
            "ip_address_join",
            1,
        ),
        (
            "/virtual_machines/501/cpu_usage.json",
            "cpu_hourly_stat",
            48,
        ),
        ("/virtual_machines/501/vm_stats.json", "vm_hourly_stat", 48),
        (
            "/virtual_machines/501/network_interfaces/2501/usage.json",
            "net_hourly_stat",
            48,
        ),
        ("/settings/disks/301/usage.json", "disk_hourly_stat", 48),
        ("/usage_statistics.json", "vm_stat", 16),
        ("/users.json", "user", 2),
        ("/users/5/virtual_machines.json", "virtual_machine", 16),
        ("/virtual_machines/501/backups.json", "backup", 0),
        ("/logs.json", "log_item", 3),
    ];
    check_lists(&table);
}

#[test]
fn lists_inside_of_others_have_the_documented_keys() {
    let table = [
        ("/templates/available.json", "remote_template", 2),
        (
            "/settings/image_template_groups.json",
            "image_template_group",
            5,
        ),
        ("/settings/hypervisor_zones/2/networks.json", "network", 3),
        (
            "/settings/hypervisor_zones/2/data_stores.json",
            "data_store",
            2,
        ),
        (
            "/settings/hypervisor_zones/2/network_joins.json",
            "network_join",
            3,
        ),
        (
            "/settings/hypervisor_zones/2/data_store_joins.json",
            "data_store_join",
            2,
        ),
        ("/network_zones.json", "network_group", 2),
        ("/users/5/network_zones.json", "network_group", 2),
        ("/settings/networks/1/ip_nets.json", "ip_net", 1),
        (
            "/settings/networks/1/ip_nets/1/ip_ranges.json",
            "ip_range",
            1,
        ),
        ("/instance_types.json", "instance_type", 3),
        ("/settings/location_groups.json", "location_group", 2),
        ("/recipes.json", "recipe", 2),
        ("/software_licenses.json", "software_license", 1),
        ("/users/5/ssh_keys.json", "ssh_key", 0),
        ("/users/5/backups.json", "backup", 0),
        ("/users/6/virtual_machines.json", "virtual_machine", 0),
        (
            "/virtual_machines/501/disks/301/usage.json",
            "disk_hourly_stat",
            48,
        ),
        (
            "/virtual_machines/501/firewall_rules.json",
            "firewall_rule",
            0,
        ),
        ("/virtual_machines/501/schedules.json", "schedule", 0),
        ("/settings/disks/301/schedules.json", "schedule", 0),
    ];
    check_lists(&table);
}

/// (path, key around each item, how many there are), in JSON and in XML.
fn check_lists(table: &[(&str, &str, usize)]) {
    let mut panel = Panel::new();
    for &(path, key, count) in table {
        let list = panel.get(path);
        let items = list.as_array().unwrap();
        assert_eq!(items.len(), count, "{path}");
        assert!(items.iter().all(|item| item[key].is_object()), "{path}");
        let (status, xml) = panel.xml(&format!("GET {}", path.replace(".json", ".xml")), "");
        assert_eq!(status, 200, "{path}");
        assert!(xml.contains(" type=\"array\""), "{path}: {xml}");
        let read = xml_in::read(&xml).unwrap();
        let root = read.values().next().unwrap();
        assert_eq!(root.as_array().unwrap().len(), count, "{path}: {xml}");
    }
}

#[test]
fn the_odd_shapes_are_as_odd_as_documented() {
    let mut panel = Panel::new();
    assert_eq!(panel.get("/version.json"), json!({"version": "6.1.0"}));
    assert_eq!(panel.get("/profile.json")["user"]["id"], 5);
    let store = panel.get("/template_store.json");
    assert_eq!(store[0]["label"], "Linux");
    let relation = &store[0]["children"][1]["relations"][0];
    assert_eq!(relation["image_template"]["label"], "Debian 12 x64");
    assert_eq!(relation["price"], "0.0");
    let (_, xml) = panel.xml("GET /template_store.xml", "");
    assert!(
        xml.contains("<children type=\"array\">\n      <child>"),
        "{xml}"
    );
    let limits = panel.get("/users/5/limits.json");
    assert_eq!(limits["limits"]["memory"], 65_536);
    assert_eq!(limits["best_network_group_id"], 1);
    assert!(panel.get("/templates/1.json")["image_template"]["virtualization"].is_array());
    let mut legacy = Panel::speaking(Dialect::Legacy, Seed::Small);
    let template = legacy.get("/templates/1.json");
    assert_eq!(template["image_template"]["virtualization"], "xen,kvm");
    let (status, _) = panel.json("GET /settings/configuration.json", &Value::Null);
    assert_eq!(status, 403);
    let (_, xml) = panel.xml("GET /virtual_machines/501/vm_stats.xml", "");
    assert!(
        xml.contains("<vm_hourly_stat>\n    <vm_hourly_stat>"),
        "{xml}"
    );
}

#[test]
fn usage_can_be_asked_for_by_period() {
    let mut panel = Panel::new();
    let path = "/virtual_machines/501/cpu_usage.json?period[startdate]=2016-01-31+10:00:00\
                &period[enddate]=2016-01-31+14:00:00";
    let list = panel.get(path);
    assert_eq!(list.as_array().unwrap().len(), 5);
    assert_eq!(
        list[0]["cpu_hourly_stat"]["stat_time"],
        "2016-01-31T12:00:00.000+02:00"
    );
    let local = panel.get(&format!("{path}&period[use_local_time]=1"));
    assert_eq!(
        local[0]["cpu_hourly_stat"]["stat_time"],
        "2016-01-31T10:00:00.000+02:00"
    );
}

#[test]
fn the_console_is_read_and_never_posted_to() {
    let mut panel = Panel::new();
    let session = panel.get("/virtual_machines/501/console.json");
    let key = session["remote_access_session"]["remote_key"]
        .as_str()
        .unwrap();
    assert_eq!(key.len(), 32);
    let (status, body) = panel.post("/virtual_machines/501/console.json");
    assert_eq!((status, body), (500, Value::Null));
}

#[test]
fn a_password_is_set_between_a_stop_and_a_start() {
    let mut panel = Panel::new();
    let key = "initial_root_password_encryption_key";
    let body = json!({"virtual_machine": {"initial_root_password": "n3w-secret", key: "pass"}});
    let (status, _) = panel.json("POST /virtual_machines/501/reset_password.json", &body);
    assert_eq!(status, 201);
    panel.wait(20.0);
    assert_eq!(
        panel.history(501),
        [
            "stop_virtual_machine complete",
            "reset_root_password complete",
            "startup_virtual_machine complete"
        ]
    );
    let machine = panel.show(501);
    assert_eq!(machine["initial_root_password_encrypted"], true);
    assert_ne!(machine["initial_root_password"], "n3w-secret");
    let path = format!("/virtual_machines/501/with_decrypted_password.json?{key}=pass");
    let clear = panel.get(&path);
    assert_eq!(
        clear["virtual_machine"]["initial_root_password"],
        "n3w-secret"
    );
    let (status, body) = panel.json(&format!("GET {path}x"), &Value::Null);
    assert_eq!(
        (status, body),
        (422, json!({"errors": ["Encryption passphrase is invalid"]}))
    );
}

#[test]
fn a_passphrase_has_to_be_confirmed() {
    let mut panel = Panel::new();
    let body = json!({"virtual_machine": {
        "initial_root_password": "n3w-secret",
        "initial_root_password_encryption_key": "one",
        "initial_root_password_encryption_key_confirmation": "two",
    }});
    let (status, body) = panel.json("POST /virtual_machines/501/reset_password.json", &body);
    let base = "Virtual server root password cannot be reset at the moment. ";
    let expected = json!({"errors": {
        "initial_root_password_encryption_key_confirmation": ["doesn't match confirmation"],
        "base": [base],
    }});
    assert_eq!((status, body), (422, expected));
}

#[test]
fn bodies_that_cannot_be_read_are_pages_of_the_web_server() {
    let mut panel = Panel::new();
    let billion = "<!DOCTYPE a [<!ENTITY b \"bb\">]><virtual_machine>&b;</virtual_machine>";
    let deep = "<a>".repeat(5_000);
    let table = [
        ("application/json", "{\"virtual_machine\":"),
        ("application/xml", "<virtual_machine><id></virtual_machine>"),
        ("application/xml", "not xml <"),
        ("application/xml", billion),
        ("application/xml", deep.as_str()),
    ];
    for (kind, body) in table {
        let response = panel.send("POST /virtual_machines/501/build", kind, body);
        assert_eq!(response.status().as_u16(), 400, "{kind}");
        assert!(super::header(&response, "content-type").starts_with("text/html"));
    }
    for empty in ["\"\"", "null", "  "] {
        let line = "POST /virtual_machines/501/set_vip";
        let response = panel.send(line, "application/json", empty);
        assert_eq!(response.status().as_u16(), 201);
    }
}

#[test]
fn xml_bodies_carry_types_nils_and_arrays() {
    let body = "<virtual_machine>\n <note>a &lt;b&gt; &#380; <![CDATA[<c>]]></note>\n\
                <admin_note nil=\"true\"/><memory type=\"integer\">3072</memory>\
                <recipe_ids type=\"array\"><item>1</item></recipe_ids></virtual_machine>";
    let mut panel = Panel::new();
    let (status, text) = panel.xml("PUT /virtual_machines/501.xml", body);
    assert_eq!((status, text.as_str()), (204, ""));
    panel.wait(10.0);
    let machine = panel.show(501);
    assert_eq!(machine["note"], "a <b> ż <c>");
    assert_eq!(machine["memory"], 3072);
}

#[test]
fn the_small_panel_has_its_odd_ones() {
    let mut panel = Panel::new();
    for label in [names::UNICODE, names::HOSTILE]
        .iter()
        .chain(&names::SENTINELS)
    {
        panel.id_of(label);
    }
    let bare = panel.id_of("backup-offline");
    assert_eq!(panel.show(bare)["ip_addresses"], json!([]));
    let two = panel.id_of("db-lon-01");
    let two = panel.show(two);
    assert_eq!(two["ip_addresses"][1]["ip_address"]["network_id"], 2);
}

#[test]
fn a_large_panel_is_the_same_every_time_and_idle_machines_cost_nothing() {
    let mut panel = Panel::speaking(Dialect::Modern, Seed::Fleet(10_000));
    let page = "/virtual_machines.json?page=100&per_page=100";
    let list = panel.get(page);
    assert_eq!(list.as_array().unwrap().len(), 100);
    let mut again = Panel::speaking(Dialect::Modern, Seed::Fleet(10_000));
    assert_eq!(again.get(page), list);
    let mut seen = std::collections::HashSet::new();
    for item in panel
        .get("/virtual_machines/status.json")
        .as_array()
        .unwrap()
    {
        assert!(seen.insert(item["virtual_machine"]["identifier"].to_string()));
    }
    assert_eq!(seen.len(), 10_000);
    let start = std::time::Instant::now();
    for id in 501..2_501 {
        panel.post(&format!("/virtual_machines/{id}/reboot.json"));
        panel.wait(0.01);
        panel.flags(id);
    }
    // Generous: without the queue by time it would be minutes.
    assert!(start.elapsed().as_secs() < 20, "{:?}", start.elapsed());
    panel.wait(60.0);
    let open = panel.get("/transactions.json?per_page=all");
    let open = open.as_array().unwrap();
    assert!(open.len() > 1_000);
    assert!(
        open.iter()
            .all(|one| one["transaction"]["status"] == "complete")
    );
}

/// What JSON and XML have in common: XML floats are read as text, and what a list wraps has lost
/// its wrapping there. Floats are rounded, as the last digit of one may change in reading it.
fn flattened(value: &Value) -> Value {
    match value {
        Value::Number(number) if number.is_f64() => flattened(&json!(number.to_string())),
        Value::String(text) if text.contains('.') => match text.parse::<f64>() {
            Ok(number) => json!(format!("{number:.9}")),
            Err(_) => value.clone(),
        },
        Value::Array(items) => {
            let unwrapped = |item: &Value| match item.as_object() {
                Some(map) if map.len() == 1 => flattened(map.values().next().unwrap()),
                _ => flattened(item),
            };
            items.iter().map(unwrapped).collect()
        }
        Value::Object(map) => {
            let pairs = map
                .iter()
                .map(|(key, value)| (key.clone(), flattened(value)));
            Value::Object(pairs.collect())
        }
        other => other.clone(),
    }
}

#[test]
fn a_machine_in_xml_is_the_machine_in_json() {
    let mut panel = Panel::new();
    for label in ["web-lon-01", "db-lon-01", names::HOSTILE, names::UNICODE] {
        let id = panel.id_of(label);
        let json = panel.get(&format!("/virtual_machines/{id}.json"));
        let (_, xml) = panel.xml(&format!("GET /virtual_machines/{id}.xml"), "");
        let read = Value::Object(xml_in::read(&xml).unwrap());
        assert_eq!(flattened(&read), flattened(&json), "{label}");
    }
}

#[test]
fn numbers_out_of_all_range_are_refused_and_not_calculated_with() {
    let mut panel = Panel::new();
    let extremes = [
        json!(i64::MIN),
        json!(i64::MAX),
        json!(u64::MAX),
        json!(-1),
        json!(1e300),
    ];
    for field in [
        "memory",
        "cpus",
        "hypervisor_id",
        "selected_ip_address_id",
        "template_id",
    ] {
        for value in &extremes {
            let order = json!({"label": "x", "hostname": "x", field: value});
            let body = json!({"virtual_machine": order});
            let (status, _) = panel.json("POST /virtual_machines.json", &body);
            assert_eq!(status, 422, "{field} {value}");
        }
    }
    for path in [
        "/virtual_machines.json?page=99999999999999999999&per_page=9223372036854775807",
        "/virtual_machines.json?page=9223372036854775807&per_page=9223372036854775807",
        "/virtual_machines.json?page=-1&per_page=0",
        "/virtual_machines/501/cpu_usage.json?period[startdate]=-9999-01-01+00:00:00",
        "/virtual_machines/501/cpu_usage.json?period[enddate]=-9999-01-01+00:00:00",
        "/virtual_machines.json?a[b][c][d][e][f][g][h][i][j][k][l][m][n][o][p][q][r]=1",
        "/virtual_machines.json?%ff%00[=]&&==",
    ] {
        panel.get(path);
    }
}
