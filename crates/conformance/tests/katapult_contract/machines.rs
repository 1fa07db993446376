//! Refusals of work on machines, and graphics processors.

use pilothouse_sandbox::names;
use serde_json::{Value, json};

use crate::watched::{Watched, text};

/// What a machine that takes no tasks answers, what an organization without flexible resources
/// does, and changing the processor.
pub(crate) fn refused_and_odd(it: &mut Watched) {
    let refusing = it.id_of(names::REFUSING);
    let queueing = (406, "task_queueing_error");
    for action in ["start", "stop", "shutdown", "reset"] {
        let path = format!("virtual_machines/{refusing}/{action}");
        it.refused("POST", &path, &Value::Null, queueing);
    }
    let lookup = json!({"id": refusing});
    for (path, body) in [
        (
            "virtual_machines/virtual_machine/package",
            json!({"virtual_machine": lookup, "virtual_machine_package": {"permalink": "crag-64"}}),
        ),
        (
            "virtual_machines/virtual_machine/flexible_resources",
            json!({"virtual_machine": lookup, "resources": {"cpu_cores": "20", "memory_in_gb": 70}}),
        ),
    ] {
        it.refused("PUT", path, &body, queueing);
    }
    let id = it.id_of("analytics");
    let path = format!("virtual_machines/{id}");
    for (gpu, status) in [
        (json!({"permalink": "lantern-24"}), 200),
        // Not in this machine's data center.
        (json!({"permalink": "lighthouse-80"}), 422),
        (json!({"id": "none"}), 404),
        (Value::Null, 200),
    ] {
        let body = json!({"properties": {"gpu_type": gpu}});
        let answer = it.ask("PATCH", &path, &body, status);
        if status == 200 {
            let shown = &answer["virtual_machine"]["gpu_type"]["permalink"];
            assert_eq!(*shown, gpu["permalink"]);
            it.get(
                "organizations/organization/virtual_machines?organization[sub_domain]=otter-post",
            );
        }
    }
    let body = json!({"properties": {"group": {"id": "none"}}});
    it.refused(
        "PATCH",
        &path,
        &body,
        (404, "virtual_machine_group_not_found"),
    );
    restricted(it);
}

/// An organization that may create nothing.
fn restricted(it: &mut Watched) {
    let full = std::mem::replace(
        &mut it.token,
        "sandbox-katapult-restricted-token".to_owned(),
    );
    let organization = json!({"sub_domain": "tight-budget"});
    let list = it.get("organizations/_/virtual_machines?organization[sub_domain]=tight-budget");
    let id = text(&list["virtual_machines"][0]["id"]);
    it.refused(
        "PUT",
        &format!("virtual_machines/{id}/flexible_resources"),
        &json!({"resources": {"cpu_cores": 2, "memory_in_gb": 2}}),
        (403, "flexible_resources_unavailable_to_organization"),
    );
    it.refused(
        "POST",
        "organizations/organization/virtual_machines/build",
        &json!({"organization": organization, "package": {"permalink": "pebble-1"}}),
        (403, "resource_creation_restricted"),
    );
    it.token = full;
}
