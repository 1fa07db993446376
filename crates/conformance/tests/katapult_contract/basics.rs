//! Reading, power, changes, belongings, builds and the trash.

use pilothouse_sandbox::names;
use serde_json::{Value, json};

use crate::watched::{Watched, text};

pub(crate) const ORGANIZATION: &str = "organization[sub_domain]=otter-post";

pub(crate) fn read_everything(it: &mut Watched) {
    for path in [
        "organizations",
        "users/current",
        "data_centers",
        "zones",
        "operating_systems",
        "virtual_machine_packages",
    ] {
        it.get(path);
    }
    for list in [
        "virtual_machines",
        "trash_objects",
        "disk_templates",
        "available_networks",
        "network_speed_profiles",
        "disk_io_profiles",
        "ssh_keys",
        "tags",
        "virtual_machine_groups",
    ] {
        it.get(&format!("organizations/organization/{list}?{ORGANIZATION}"));
    }
    it.get(&format!("organizations/organization?{ORGANIZATION}"));
    for hostname in ["shop-front", "wiki", "batch", "analytics", "hostile-label"] {
        let id = it.id_of(hostname);
        it.get(&format!("virtual_machines/{id}/disks"));
        it.get(&format!("virtual_machines/{id}/network_interfaces"));
    }
    for one in [
        "data_centers/data_center?data_center[permalink]=uk-demo-01",
        "data_centers/data_center/default_network?data_center[permalink]=nl-demo-01",
        "zones/zone?zone[permalink]=uk-demo-01-north",
        "networks/network?network[permalink]=uk-demo-01-public",
        "virtual_machine_packages/virtual_machine_package?virtual_machine_package[permalink]=crag-32",
        "disk_templates/disk_template?disk_template[permalink]=templates/debian-12",
        "disk_templates/disk_template/versions?disk_template[permalink]=templates/debian-12",
    ] {
        it.get(one);
    }
    let systems = it.get("operating_systems");
    let system = text(&systems["operating_systems"][0]["id"]);
    it.get(&format!("operating_systems/{system}"));
    let templates = it.get(&format!(
        "organizations/organization/disk_templates?{ORGANIZATION}&include_universal=true"
    ));
    for template in templates["disk_templates"].as_array().unwrap() {
        let version = text(&template["latest_version"]["id"]);
        it.get(&format!("disk_template_versions/{version}"));
        it.get(&format!("disk_template_versions/{version}/spec"));
    }
}

pub(crate) fn power_and_tasks(it: &mut Watched) {
    let id = it.id_of("mail");
    let lookup = json!({"virtual_machine": {"id": id}});
    for action in ["reset", "stop", "start", "shutdown"] {
        let path = format!("virtual_machines/virtual_machine/{action}");
        let body = it.ask("POST", &path, &lookup, 200);
        let task = text(&body["task"]["id"]);
        for _ in 0..4 {
            it.get(&format!("tasks/{task}"));
            it.get(&format!("virtual_machines/{id}"));
            it.wait(2);
        }
    }
    let path = "virtual_machines/virtual_machine/stop";
    it.ask("POST", path, &lookup, 406);
    let refusing = it.id_of(names::REFUSING);
    let path = format!("virtual_machines/{refusing}/start");
    it.ask("POST", &path, &Value::Null, 406);
}

pub(crate) fn changes(it: &mut Watched) {
    let id = it.id_of("shop-front");
    let lookup = json!({"id": id});
    let patch = "virtual_machines/virtual_machine";
    let body =
        json!({"virtual_machine": lookup, "properties": {"description": null, "tag_names": ["a"]}});
    it.ask("PATCH", patch, &body, 200);
    let body = json!({"virtual_machine": lookup, "properties": {"hostname": "mail"}});
    it.ask("PATCH", patch, &body, 422);
    let body =
        json!({"virtual_machine": lookup, "virtual_machine_package": {"permalink": "crag-64"}});
    it.ask(
        "PUT",
        "virtual_machines/virtual_machine/package",
        &body,
        200,
    );
    let body = json!({"virtual_machine": lookup, "virtual_machine_package": {"permalink": "none"}});
    it.ask(
        "PUT",
        "virtual_machines/virtual_machine/package",
        &body,
        404,
    );
    let body =
        json!({"virtual_machine": lookup, "resources": {"cpu_cores": 20, "memory_in_gb": 70}});
    it.ask(
        "PUT",
        "virtual_machines/virtual_machine/flexible_resources",
        &body,
        200,
    );
    let body = json!({"virtual_machine": lookup});
    it.ask(
        "POST",
        "virtual_machines/virtual_machine/console_sessions",
        &body,
        201,
    );
    let off = json!({"virtual_machine": {"fqdn": "backup.otter-post.katapult.example"}});
    it.ask(
        "POST",
        "virtual_machines/virtual_machine/console_sessions",
        &off,
        406,
    );
}

/// Keys, tags and groups.
pub(crate) fn belongings(it: &mut Watched) {
    let organization = json!({"sub_domain": "otter-post"});
    for (kind, list, body, status) in [
        (
            "ssh_key",
            "ssh_keys",
            json!({"ssh_key": {"name": "n", "key": "ssh-rsa AAAA"}}),
            201,
        ),
        (
            "tag",
            "tags",
            json!({"properties": {"name": "n", "color": "teal"}}),
            200,
        ),
        (
            "virtual_machine_group",
            "virtual_machine_groups",
            json!({"properties": {"name": "n"}}),
            200,
        ),
    ] {
        let mut body = body;
        body["organization"] = organization.clone();
        let made = it.ask(
            "POST",
            &format!("organizations/organization/{list}"),
            &body,
            status,
        );
        let id = text(&made[kind]["id"]);
        let mut change = json!({"properties": {"name": "m"}});
        change[kind] = json!({"id": id});
        if kind != "ssh_key" {
            it.get(&format!("{list}/{id}"));
            it.ask("PATCH", &format!("{list}/{kind}"), &change, 200);
            change["properties"] = json!({"name": " "});
            it.ask("PATCH", &format!("{list}/{kind}"), &change, 422);
        }
        it.ask("DELETE", &format!("{list}/{id}"), &Value::Null, 200);
        it.ask("DELETE", &format!("{list}/{id}"), &Value::Null, 404);
        body["ssh_key"] = json!({"name": "", "key": ""});
        body["properties"] = json!({"name": ""});
        it.ask(
            "POST",
            &format!("organizations/organization/{list}"),
            &body,
            422,
        );
    }
    let groups = it.get(&format!(
        "organizations/organization/virtual_machine_groups?{ORGANIZATION}"
    ));
    let group = text(&groups["virtual_machine_groups"][0]["id"]);
    it.ask(
        "DELETE",
        &format!("virtual_machine_groups/{group}"),
        &Value::Null,
        409,
    );
}

pub(crate) fn builds(it: &mut Watched) {
    let path = "organizations/organization/virtual_machines/build";
    let order = json!({
        "organization": {"sub_domain": "otter-post"},
        "zone": {"permalink": "uk-demo-01-south"},
        "package": {"permalink": "pebble-1"},
        "disk_template": {"permalink": "templates/debian-12"},
        "annotations": [{"key": "k", "value": "v"}],
    });
    let made = it.ask("POST", path, &order, 201);
    let build = text(&made["virtual_machine_build"]["id"]);
    for _ in 0..8 {
        it.get(&format!("virtual_machines/builds/{build}"));
        it.wait(2);
    }
    let with = |key: &str, value: Value| {
        let mut order = order.clone();
        order[key] = value;
        order
    };
    for (body, status) in [
        (with("zone", Value::Null), 422),
        (with("hostname", json!("mail")), 422),
        (with("disks", json!([{"size_in_gb": 5}])), 422),
        (with("package", json!({"id": "none"})), 404),
        (with("network", json!({"id": "none"})), 404),
    ] {
        it.ask("POST", path, &body, status);
    }
    let path = "organizations/organization/virtual_machines/build_from_spec";
    let place = "<Zone by='permalink'>nl-demo-01-a</Zone>";
    let size = "<Resources><Memory>3</Memory><CPUCores>2</CPUCores></Resources>";
    for (inside, status) in [
        (format!("{place}{size}"), 201),
        (size.to_owned(), 422),
        ("<".to_owned(), 400),
    ] {
        let xml = format!("<VirtualMachineSpec>{inside}</VirtualMachineSpec>");
        let body = json!({"organization": {"sub_domain": "otter-post"}, "xml": xml});
        it.ask("POST", path, &body, status);
    }
    it.ask("GET", "virtual_machines/builds/none", &Value::Null, 404);
}

pub(crate) fn trash(it: &mut Watched) {
    let id = it.id_of("shop-db");
    let gone = it.ask(
        "DELETE",
        &format!("virtual_machines/{id}"),
        &Value::Null,
        200,
    );
    let object = text(&gone["trash_object"]["id"]);
    it.ask("GET", &format!("virtual_machines/{id}"), &Value::Null, 406);
    it.get(&format!("trash_objects/{object}"));
    it.ask(
        "POST",
        &format!("trash_objects/{object}/restore"),
        &Value::Null,
        200,
    );
    it.ask(
        "DELETE",
        &format!("virtual_machines/{id}"),
        &Value::Null,
        200,
    );
    let path = format!("trash_objects/trash_object?trash_object[object_id]={id}");
    it.ask("DELETE", &path, &Value::Null, 200);
    let all = json!({"organization": {"sub_domain": "otter-post"}});
    it.ask(
        "POST",
        "organizations/organization/trash_objects/purge_all",
        &all,
        200,
    );
    it.refused(
        "POST",
        "organizations/organization/trash_objects/purge_all",
        &all,
        (406, "task_queueing_error"),
    );
    it.wait(10);
    it.ask("GET", &format!("trash_objects/{object}"), &Value::Null, 404);
    it.ask("GET", &format!("virtual_machines/{id}"), &Value::Null, 404);
}

pub(crate) fn refusals(it: &mut Watched) {
    let full = it.token.clone();
    let list = "organizations/organization/virtual_machines?organization[sub_domain]";
    for (token, path, status) in [
        ("", "organizations".to_owned(), 400),
        ("guessed", "organizations".to_owned(), 403),
        (
            "sandbox-katapult-barred-token",
            format!("{list}=lapsed-dues"),
            403,
        ),
        (
            "sandbox-katapult-barred-token",
            format!("{list}=half-signed-up"),
            403,
        ),
        (
            "sandbox-katapult-large-set-token",
            format!("{list}=great-herd"),
            200,
        ),
        (
            "sandbox-katapult-large-set-token",
            "users/current".to_owned(),
            404,
        ),
    ] {
        token.clone_into(&mut it.token);
        it.ask("GET", &path, &Value::Null, status);
    }
    "sandbox-katapult-read-only-token".clone_into(&mut it.token);
    it.ask("DELETE", "virtual_machines/vm_x", &Value::Null, 403);
    "sandbox-katapult-hurried-token".clone_into(&mut it.token);
    for _ in 0..10 {
        it.get("zones");
    }
    it.ask("GET", "zones", &Value::Null, 429);
    it.token = full;
    it.wait(60);
    for path in [
        "tasks/none",
        "zones/none",
        "tags/none",
        "networks/none",
        "data_centers/none",
    ] {
        it.ask("GET", path, &Value::Null, 404);
    }
}
