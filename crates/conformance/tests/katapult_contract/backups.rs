//! Disk backup policies.

use serde_json::{Value, json};

use crate::{
    basics::ORGANIZATION,
    watched::{Watched, text},
};

/// Policies of machines and disks, from order to trash.
pub(crate) fn policies(it: &mut Watched) {
    let machine = it.id_of("mail");
    let disks = it.get(&format!("virtual_machines/{machine}/disks"));
    let disk = text(&disks["disks"][0]["disk"]["id"]);
    let schedule = json!({"interval": "weekly", "frequency": 2, "time": 3, "minute": 15});
    let properties = json!({"retention": 4, "schedule": schedule});
    let mut ids = Vec::new();
    for (path, lookup) in [
        (
            "virtual_machines/virtual_machine/disk_backup_policies",
            json!({"virtual_machine": {"id": machine}}),
        ),
        (
            "disks/disk/disk_backup_policies",
            json!({"disk": {"id": disk}}),
        ),
    ] {
        let mut body = lookup;
        body["properties"] = json!({"retention": 0});
        it.refused("POST", path, &body, (422, "validation_error"));
        body["properties"] = json!({"retention": 1, "schedule": {"minute": 60}});
        it.refused("POST", path, &body, (422, "validation_error"));
        body["properties"] = json!({"retention": 1, "schedule": {"interval": "yearly"}});
        it.refused("POST", path, &body, (400, "invalid_argument"));
        body["properties"] = properties.clone();
        let made = it.ask("POST", path, &body, 200);
        assert_eq!(made["disk_backup_policy"]["schedule"]["interval"], "weekly");
        ids.push(text(&made["disk_backup_policy"]["id"]));
    }
    for (path, total) in [
        (
            format!("virtual_machines/{machine}/disk_backup_policies"),
            1,
        ),
        (
            format!("virtual_machines/{machine}/disk_backup_policies?include_disks=true"),
            2,
        ),
        (format!("disks/{disk}/disk_backup_policies"), 1),
    ] {
        assert_eq!(it.get(&path)["pagination"]["total"], total, "{path}");
    }
    it.get(&format!(
        "organizations/_/disk_backup_policies?{ORGANIZATION}"
    ));

    let one = "disk_backup_policies/disk_backup_policy";
    let on = |more: Value| {
        let mut body = more;
        body["disk_backup_policy"] = json!({"id": ids[0]});
        body
    };
    let invalid = on(json!({"properties": {"retention": "-1"}}));
    it.refused("PATCH", one, &invalid, (422, "validation_error"));
    let changed = on(json!({"properties": {"schedule": {"time": 5}}}));
    it.ask("PATCH", one, &changed, 200);
    let shown = it.get(&format!("disk_backup_policies/{}", ids[0]));
    let policy = &shown["disk_backup_policy"];
    assert_eq!(
        (&policy["retention"], &policy["schedule"]["time"]),
        (&json!(4), &json!(5))
    );
    assert!(policy["schedule"]["next_invocation_at"].as_i64().unwrap() > it.now.as_second());

    let later = format!("{one}/schedule");
    let past = on(json!({"timestamp": it.now.as_second()}));
    it.refused("DELETE", &later, &past, (400, "invalid_timestamp"));
    let soon = it.now.as_second() + 30;
    let done = it.ask("DELETE", &later, &on(json!({"timestamp": soon})), 200);
    assert_eq!(
        done["disk_backup_policy"]["auto_move_to_trash_at"],
        json!(soon)
    );
    it.get(&format!("disk_backup_policies/{}", ids[0]));
    it.wait(30);
    let path = format!("disk_backup_policies/{}", ids[0]);
    it.refused("GET", &path, &Value::Null, (406, "object_in_trash"));
    let path = format!("disk_backup_policies/{}", ids[1]);
    it.ask("DELETE", &path, &Value::Null, 200);
}
