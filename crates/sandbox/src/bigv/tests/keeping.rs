//! Backups, schedules, moving discs, defaults, rescue.

use super::*;

fn disc(name: &str, disc: &str) -> String {
    format!("{}/discs/{disc}", machine(name))
}

#[test]
fn backups_come_back_and_go() {
    let mut desk = Desk::small();
    let target = disc("web1", "disc-1");
    let parent = desk.get(&target);
    assert_eq!(
        (&parent["backup_count"], &parent["backups_enabled"]),
        (&value!(0), &value!(false))
    );
    let backups = format!("{target}/backups");
    assert_eq!(desk.get(&backups), value!([]));
    let (status, made) = desk.call("POST", &backups, &Value::Null);
    assert_eq!((status, &made["parent_disc_id"]), (201, &parent["id"]));
    assert_eq!(
        (&made["size"], &made["manual"]),
        (&parent["size"], &value!(true))
    );
    assert_eq!(made["storage_grade"], "iceberg");
    assert!(made["label"].is_string() && made["storage_pool"].is_string());
    assert_eq!(desk.get(&backups), value!([made]));
    assert_eq!(desk.get(&target)["backup_count"], 1);
    let one = format!("{backups}/{}", made["id"]);
    assert_eq!(desk.put(&one, &value!({"restore": true})), made);
    assert_eq!(desk.status("PUT", &one, &value!({"restore": "yes"})), 400);
    assert_eq!(
        desk.status("DELETE", &one, &Value::Null),
        500,
        "as for any disc"
    );
    assert_eq!(
        desk.status("DELETE", &format!("{one}?purge=true"), &Value::Null),
        204
    );
    assert_eq!(desk.status("PUT", &one, &value!({"restore": true})), 404);
    assert_eq!(
        Desk::user("observer").status("POST", &backups, &Value::Null),
        403
    );
}

#[test]
fn schedules_are_kept() {
    let mut desk = Desk::small();
    let target = disc("web1", "disc-1");
    let schedules = format!("{target}/backup_schedules");
    for (order, start, capacity) in [
        (
            value!({"start_at": "2018-03-01 00:00:00 GMT", "interval_seconds": 604_800, "capacity": 3}),
            "2018-03-01 00:00:00 GMT",
            3,
        ),
        (
            value!({"interval_seconds": 604_800}),
            "2026-06-03 00:00:00 GMT",
            1,
        ),
    ] {
        let (status, made) = desk.call("POST", &schedules, &order);
        assert_eq!((status, &made["interval_seconds"]), (201, &value!(604_800)));
        assert_eq!(
            (&made["start_at"], &made["capacity"]),
            (&value!(start), &value!(capacity))
        );
        let shown = desk.get(&target);
        assert_eq!(shown["backup_schedules"], value!([made]));
        assert_eq!(shown["backups_enabled"], true);
        let one = format!("{schedules}/{}", made["id"]);
        assert_eq!(desk.status("DELETE", &one, &Value::Null), 204);
        assert_eq!(desk.status("DELETE", &one, &Value::Null), 404);
    }
    let (status, body) = desk.call("POST", &schedules, &value!({"capacity": 1}));
    let text = value!({"interval_seconds": "Missing interval_seconds parameter"});
    assert_eq!((status, body), (400, text), "a text, not a list");
    let (status, body) = desk.call("POST", &schedules, &value!({"interval_seconds": "weekly"}));
    assert_eq!(
        (status, body),
        (400, value!({"interval_seconds": ["is not a number"]}))
    );
    // They can be ordered with the disc.
    let order = value!({
        "virtual_machine": {"name": "kept1"},
        "discs": [{"size": 25600, "backup_schedules": [{"start_at": "", "interval_seconds": 3600, "capacity": 1}]}],
    });
    assert_eq!(
        desk.status("POST", &format!("{GROUP}/vm_create"), &order),
        202
    );
    assert_eq!(
        desk.get(&disc("kept1", "disc-1"))["backup_schedules"][0]["interval_seconds"],
        3600
    );
}

#[test]
fn discs_move_between_machines() {
    let mut desk = Desk::small();
    let (from, to) = (desk.get(&machine("db1")), desk.get(&machine("web1")));
    let moved = desk.get(&disc("db1", "disc-3"));
    let order = value!({"virtual_machine_id": to["id"], "label": "moved"});
    let shown = desk.put(&disc("db1", "disc-3"), &order);
    assert_eq!(
        (&shown["id"], &shown["virtual_machine_id"]),
        (&moved["id"], &to["id"])
    );
    assert_eq!(desk.get(&disc("web1", "moved")), shown);
    assert_eq!(
        desk.status("GET", &disc("db1", "disc-3"), &Value::Null),
        404
    );
    let overview = desk.get(&format!("/virtual_machines/{}?view=overview", from["id"]));
    assert_eq!(overview["discs"].as_array().unwrap().len(), 2);
    for wrong in [value!(1), value!("web2")] {
        let order = value!({ "virtual_machine_id": wrong });
        let (status, body) = desk.call("PUT", &disc("db1", "disc-1"), &order);
        assert_eq!(
            (status, &body["virtual_machine_id"][0]),
            (400, &value!("is invalid"))
        );
    }
}

#[test]
fn discs_go_by_their_id_alone() {
    let mut desk = Desk::small();
    let id = desk.get(&disc("db1", "disc-3"))["id"].clone();
    let target = format!("/discs/{id}");
    assert_eq!(desk.status("DELETE", &target, &Value::Null), 500);
    assert_eq!(
        desk.status("DELETE", &format!("{target}?purge=True"), &Value::Null),
        204
    );
    assert_eq!(desk.status("GET", &target, &Value::Null), 404);
    let other = desk.get(&disc("db1", "disc-1"))["id"].clone();
    let target = format!("/discs/{other}?purge=true");
    assert_eq!(
        Desk::user("observer").status("DELETE", &target, &Value::Null),
        403
    );
    assert_eq!(
        desk.status("PUT", &format!("/discs/{other}"), &value!({"size": 1})),
        404
    );
}

#[test]
fn labels_are_not_the_kernels() {
    for (label, status) in [
        ("vda", 400),
        ("sdb1", 400),
        ("hdc", 400),
        ("disc-a", 201),
        ("vdata", 201),
        ("vd", 201),
    ] {
        let order = value!({ "label": label });
        let target = format!("{}/discs", machine("web1"));
        assert_eq!(
            Desk::small().status("POST", &target, &order),
            status,
            "{label}"
        );
    }
}

#[test]
fn defaults_are_taken() {
    let mut desk = Desk::small();
    let order = value!({"name": "small", "public": false, "account_id": 1, "server_settings": {
        "virtual_machine": {"cores": 1, "memory": 1024},
        "discs": [{"size": 25600, "storage_grade": "sata"}],
        "reimage": {"distribution": "jessie"},
    }});
    let (status, mut made) = desk.call("POST", "/vm_defaults", &order);
    assert_eq!(status, 201);
    assert!(made["id"].take().is_u64());
    made.as_object_mut().unwrap().remove("id");
    assert_eq!(made, order);
    for field in ["name", "account_id", "server_settings"] {
        let mut order = order.clone();
        order.as_object_mut().unwrap().remove(field);
        let (status, body) = desk.call("POST", "/vm_defaults", &order);
        assert_eq!(status, 400, "{field}");
        assert!(body[field][0].is_string());
    }
    assert_eq!(desk.status("GET", "/vm_defaults", &Value::Null), 404);
    assert_eq!(
        Desk::user("observer").status("POST", "/vm_defaults", &order),
        403
    );
}

#[test]
fn rescue_starts_a_machine_that_is_off() {
    let mut desk = Desk::small();
    let order = value!({"autoreboot_on": true, "power_on": true,
        "appliance": {"name": "rescue", "permanent": false}});
    let (status, body) = desk.call("PUT", &machine("web1"), &order);
    assert_eq!(status, 400, "it is on");
    assert!(body["power_on"][0].is_string());
    let shown = desk.put(&machine("backup1"), &order);
    assert_eq!(
        (&shown["power_on"], shown.get("appliance")),
        (&value!(true), None)
    );
    let order = value!({"appliance": {"name": "toaster"}});
    let (status, body) = desk.call("PUT", &machine("sim-none"), &order);
    assert_eq!((status, body), (404, value!("Not found")));
    let (status, body) = desk.call("PUT", &machine("web2"), &order);
    assert_eq!(
        (status, &body["appliance"][0]),
        (400, &value!("is not included in the list"))
    );
}

#[test]
fn a_drive_that_cannot_be_used_is_500() {
    let mut desk = Desk::small();
    for (url, status) in [
        ("https://example.org/a.iso", 200),
        ("ftp://example.org/a.iso", 200),
        ("", 200),
        ("a.iso", 500),
        ("https://", 500),
        ("file:///etc/passwd", 500),
    ] {
        let order = value!({ "cdrom_url": url });
        assert_eq!(
            desk.status("PUT", &machine("web1"), &order),
            status,
            "{url}"
        );
        let order = value!({"name": format!("cd{}", url.len()), "cdrom_url": url});
        let created = if status == 200 { 202 } else { 500 };
        assert_eq!(
            desk.status("POST", &format!("{GROUP}/virtual_machines"), &order),
            created,
            "{url}"
        );
    }
    assert_eq!(
        desk.get(&machine("web1"))["cdrom_url"],
        Value::Null,
        "the last one taken"
    );
}
