//! Disks: made, moved between machines, resized, discarded.

use pilothouse_sandbox::names;
use serde_json::{Value, json};

use crate::{
    basics::ORGANIZATION,
    watched::{Watched, text},
};

const LIST: &str = "organizations/organization/disks";

fn order(properties: &Value) -> Value {
    json!({
        "organization": {"sub_domain": "otter-post"},
        "properties": properties,
        "annotations": [{"key": "role", "value": "scratch"}],
    })
}

/// A disk from its order to the trash.
pub(crate) fn life(it: &mut Watched) {
    let made = it.ask(
        "POST",
        LIST,
        &order(&json!({
            "name": "Scratch", "size_in_gb": 20, "data_center": {"permalink": "uk-demo-01"},
            "bus_type": "scsi", "storage_speed": "nvme", "initial_file_system": "ext4",
            "io_profile": {"permalink": "standard"},
        })),
        201,
    );
    assert_eq!(made["task"]["name"], "Build disk");
    assert_eq!(made["disk"]["state"], "not_built");
    let id = text(&made["disk"]["id"]);
    let one = format!("disks/{id}");
    it.wait(2);
    assert_eq!(it.get(&one)["disk"]["state"], "building");
    it.wait(3);
    let shown = it.get(&one);
    assert_eq!(shown["disk"]["state"], "built");
    assert_eq!(
        shown["annotations"],
        json!([{"key": "role", "value": "scratch"}])
    );
    let found = it.get(&format!(
        "{LIST}?{ORGANIZATION}&annotations[][key]=role&annotations[][value]=scratch"
    ));
    assert_eq!(found["pagination"]["total"], 1);
    assert_eq!(found["disk"][0]["id"], json!(id));

    let on = json!({"disk": {"id": id}});
    let machine = it.id_of("shop-front");
    let assign = json!({"disk": {"id": id}, "virtual_machine": {"id": machine}});
    it.refused("POST", "disks/disk/attach", &on, (422, "unassigned_disk"));
    it.refused("POST", "disks/disk/detach", &on, (422, "unassigned_disk"));
    // Free already, and that is fine.
    it.ask("POST", "disks/disk/unassign", &on, 200);
    let given = it.ask("POST", "disks/disk/assign", &assign, 200);
    let assignment = &given["disk"]["virtual_machine_disk"];
    assert_eq!(
        (&assignment["state"], &assignment["attach_on_boot"]),
        (&json!("detached"), &json!(true))
    );
    it.refused(
        "POST",
        "disks/disk/assign",
        &assign,
        (422, "unable_to_assign"),
    );
    let listed = it.get(&format!("virtual_machines/{machine}/disks"));
    assert_eq!(listed["disks"].as_array().unwrap().len(), 2);
    let change = json!({
        "disk": {"id": id},
        "properties": {"name": "Cache", "virtual_machine_disk": {"attach_on_boot": false}},
        "annotations": [{"key": "role", "value": "cache"}],
    });
    let changed = it.ask("PATCH", "disks/disk", &change, 200);
    assert_eq!(
        changed["disk"]["virtual_machine_disk"]["attach_on_boot"],
        false
    );
    assert_eq!(changed["annotations"][0]["value"], "cache");

    work(it, &id);
    let gone = it.ask("DELETE", "disks/disk", &on, 200);
    assert_eq!(gone["trash_object"]["object_type"], "Disk");
    let object = text(&gone["trash_object"]["id"]);
    it.ask(
        "POST",
        &format!("trash_objects/{object}/restore"),
        &Value::Null,
        200,
    );
    it.get(&one);
    it.ask("DELETE", &one, &Value::Null, 200);
    let path = format!("trash_objects/_?trash_object[object_id]={id}");
    it.ask("DELETE", &path, &Value::Null, 200);
    it.refused("DELETE", &path, &Value::Null, (406, "task_queueing_error"));
    it.wait(10);
    it.ask("GET", &one, &Value::Null, 404);
}

/// What takes a task.
fn work(it: &mut Watched, id: &str) {
    let on = json!({"disk": {"id": id}});
    let to = |size: Value, method: &str| json!({"disk": {"id": id}, "size_in_gb": size, "resize_method": method});
    let path = "disks/disk/resize";
    let queueing = (406, "task_queueing_error");
    let invalid = (422, "validation_error");
    it.refused("POST", "disks/disk/detach", &on, queueing);
    let attaching = it.ask("POST", "disks/disk/attach", &on, 200);
    assert_eq!(
        attaching["disk"]["virtual_machine_disk"]["state"],
        "attaching"
    );
    it.wait(5);
    it.refused("POST", "disks/disk/attach", &on, queueing);
    it.refused(
        "POST",
        "disks/disk/unassign",
        &on,
        (422, "unable_to_unassign"),
    );
    it.refused("DELETE", "disks/disk", &on, invalid);
    // Attached it only grows, and online.
    it.refused("PUT", path, &to(json!(10), "online"), invalid);
    it.refused("PUT", path, &to(json!(20), "online"), invalid);
    it.refused("PUT", path, &to(json!(30), "offline"), queueing);
    let growing = it.ask("PUT", path, &to(json!("30"), "online"), 200);
    assert_eq!(growing["disk"]["state"], "resizing");
    it.refused("POST", "disks/disk/detach", &on, queueing);
    let profile = json!({"disk": {"id": id}, "io_profile": {"permalink": "unlimited"}});
    it.refused("PUT", "disks/disk/io_profile", &profile, queueing);
    it.wait(5);
    assert_eq!(it.get(&format!("disks/{id}"))["disk"]["size_in_gb"], 30);
    it.ask("PUT", "disks/disk/io_profile", &profile, 200);
    it.wait(5);
    it.ask("POST", "disks/disk/detach", &on, 200);
    it.wait(5);
    // Detached it may shrink.
    it.refused("PUT", path, &to(json!(40), "online"), queueing);
    it.ask("PUT", path, &to(json!(10), "offline"), 200);
    it.wait(5);
    let unassigned = it.ask("POST", "disks/disk/unassign", &on, 200);
    assert_eq!(unassigned["disk"]["size_in_gb"], 10);
    assert!(unassigned["disk"]["virtual_machine_disk"].is_null());
}

/// Orders and changes that make no sense, and machines that want no disks.
pub(crate) fn refusals(it: &mut Watched) {
    let invalid = (422, "validation_error");
    let place = json!({"permalink": "uk-demo-01"});
    for (properties, expected) in [
        (json!({"size_in_gb": 5, "data_center": place}), invalid),
        (json!({"name": "x", "data_center": place}), invalid),
        (json!({"name": "x", "size_in_gb": 5}), invalid),
        (
            json!({"name": "x", "size_in_gb": 5, "bus_type": "ide"}),
            (400, "invalid_argument"),
        ),
        (
            json!({"name": "x", "size_in_gb": 5, "data_center": {"id": "none"}}),
            (404, "data_center_not_found"),
        ),
    ] {
        it.refused("POST", LIST, &order(&properties), expected);
    }
    // The place is the machine's if there is one.
    let on = |hostname: &str| {
        let fqdn = format!("{hostname}.otter-post.katapult.example");
        json!({
            "name": "Data", "size_in_gb": 5,
            "virtual_machine_disk": {"attach": true, "virtual_machine": {"fqdn": fqdn}},
        })
    };
    let queueing = (406, "task_queueing_error");
    it.refused("POST", LIST, &order(&on(names::REFUSING)), queueing);
    let made = it.ask("POST", LIST, &order(&on("shop-front")), 201);
    it.wait(5);
    let id = text(&made["disk"]["id"]);
    let shown = it.get(&format!("disks/{id}"));
    assert_eq!(shown["disk"]["virtual_machine_disk"]["state"], "attached");
    assert_eq!(shown["disk"]["data_center"]["permalink"], "uk-demo-01");

    let archive = it.first("disks", "disk", |disk| disk["name"] == "Archive");
    let archive = &archive["id"];
    let patch = |properties: Value| json!({"disk": {"id": archive}, "properties": properties});
    let assignment = json!({"virtual_machine_disk": {"boot": true}});
    it.refused(
        "PATCH",
        "disks/disk",
        &patch(assignment),
        (422, "unassigned_disk"),
    );
    for properties in [json!({"name": ""}), json!({"size_in_gb": 1})] {
        it.refused("PATCH", "disks/disk", &patch(properties), invalid);
    }
    // XFS does not shrink, however it is asked to.
    let body = json!({"disk": {"id": archive}, "size_in_gb": 50, "resize_method": "offline"});
    it.refused("PUT", "disks/disk/resize", &body, invalid);
    let far = it.id_of("analytics");
    let body = json!({"disk": {"id": archive}, "virtual_machine": {"id": far}});
    it.refused(
        "POST",
        "disks/disk/assign",
        &body,
        (422, "unable_to_assign"),
    );
    let failing = json!({"name": names::FAILING, "size_in_gb": 5, "data_center": place});
    let made = it.ask("POST", LIST, &order(&failing), 201);
    it.wait(5);
    let shown = it.get(&format!("disks/{}", text(&made["disk"]["id"])));
    assert_eq!(shown["disk"]["state"], "failed");
    let task = it.get(&format!("tasks/{}", text(&made["task"]["id"])));
    assert_eq!(task["task"]["status"], "failed");
}
