//! Every documented code of the complete client's answers, with its kind and its field.

#![allow(clippy::too_many_lines, reason = "tables are read as one")]

use pilothouse_core::{Error, ErrorKind, Outcome, Verb};
use serde_json::{Value, json};

use super::{answer, orders::call};

fn failed(verb: Verb, entered: &Value, status: u16, body: &Value) -> Error {
    let call = call(verb, entered).unwrap();
    call.read(&answer(status, body.to_string())).unwrap_err()
}

fn create(way: &str) -> Value {
    json!({"way": way, "organization": "acme", "place": "zone:a", "package": "b", "xml": "<VirtualMachineSpec/>"})
}

/// As it is sent, and as it is published.
fn both(code: &str, detail: &Value) -> [Value; 2] {
    let error = json!({"code": code, "description": "General words.", "detail": detail});
    [json!({ "error": error }), error]
}

#[test]
fn each_code_has_its_kind_and_its_field() {
    use ErrorKind::{
        Conflict, Forbidden, Invalid, NotFound, RateLimited, Unauthorized, Unsupported,
    };
    for (status, code, detail, kind, field) in [
        (400, "missing_api_token", json!({}), Unauthorized, ""),
        (403, "invalid_api_token", json!({}), Unauthorized, ""),
        (
            403,
            "unauthorized_network_for_api_token",
            json!({}),
            Unauthorized,
            "",
        ),
        (
            403,
            "invalid_capabilities_token",
            json!({}),
            Unauthorized,
            "",
        ),
        (
            403,
            "scope_not_granted",
            json!({"scopes": ["virtual_machines"]}),
            Forbidden,
            "",
        ),
        (
            403,
            "permission_denied",
            json!({"details": null}),
            Forbidden,
            "",
        ),
        (
            403,
            "organization_suspended",
            json!({}),
            Forbidden,
            "organization",
        ),
        (
            403,
            "organization_not_activated",
            json!({}),
            Forbidden,
            "organization",
        ),
        (
            403,
            "resource_creation_restricted",
            json!({"errors": ["Owes."]}),
            Forbidden,
            "organization",
        ),
        (
            403,
            "flexible_resources_unavailable_to_organization",
            json!({}),
            Forbidden,
            "way",
        ),
        (
            404,
            "organization_not_found",
            json!({}),
            NotFound,
            "organization",
        ),
        (404, "virtual_machine_not_found", json!({}), NotFound, ""),
        (404, "trash_object_not_found", json!({}), NotFound, ""),
        (404, "interface_not_found", json!({}), NotFound, ""),
        (404, "disk_not_found", json!({}), NotFound, ""),
        (404, "package_not_found", json!({}), Invalid, "package"),
        (404, "zone_not_found", json!({}), Invalid, "place"),
        (404, "data_center_not_found", json!({}), Invalid, "place"),
        (404, "disk_template_not_found", json!({}), Invalid, "image"),
        (
            404,
            "disk_template_version_not_found",
            json!({}),
            Invalid,
            "version",
        ),
        (
            404,
            "operating_system_not_found",
            json!({}),
            Invalid,
            "operating_system",
        ),
        (404, "network_not_found", json!({}), Invalid, "network"),
        (
            404,
            "virtual_network_not_found",
            json!({}),
            Invalid,
            "virtual_network",
        ),
        (
            404,
            "network_speed_profile_not_found",
            json!({}),
            Invalid,
            "speed_profile",
        ),
        (
            404,
            "disk_io_profile_not_found",
            json!({}),
            Invalid,
            "disks",
        ),
        (404, "gpu_type_not_found", json!({}), Invalid, "gpu_type"),
        (
            404,
            "virtual_machine_group_not_found",
            json!({}),
            Invalid,
            "group",
        ),
        (404, "ssh_key_not_found", json!({}), Invalid, "ssh_keys"),
        (404, "tag_not_found", json!({}), Invalid, "tags"),
        (404, "ip_address_not_found", json!({}), Invalid, "address"),
        (
            400,
            "policy_not_available_for_managed_organizations",
            json!({}),
            Unsupported,
            "",
        ),
        (422, "location_required", json!({}), Invalid, "place"),
        (422, "one_system_disk_required", json!({}), Invalid, "disks"),
        (
            406,
            "object_in_trash",
            json!({"trash_object": null}),
            NotFound,
            "",
        ),
        (
            406,
            "task_queueing_error",
            json!({"details": "Busy."}),
            Conflict,
            "",
        ),
        (
            406,
            "virtual_machine_must_be_started",
            json!({"current_state": "stopped"}),
            Conflict,
            "",
        ),
        (
            409,
            "deletion_restricted",
            json!({"errors": ["In use."]}),
            Conflict,
            "",
        ),
        (
            409,
            "resource_does_not_support_unallocation",
            json!({}),
            Conflict,
            "",
        ),
        (
            409,
            "continuous_management_disabled",
            json!({}),
            Conflict,
            "",
        ),
        (422, "no_interface_available", json!({}), Conflict, ""),
        (422, "ip_already_allocated", json!({}), Conflict, "address"),
        (422, "invalid_ip", json!({}), Invalid, "address"),
        (422, "no_allocation", json!({}), Conflict, ""),
        (
            422,
            "speed_profile_already_assigned",
            json!({}),
            Conflict,
            "",
        ),
        (
            422,
            "virtual_machine_network_interface_already_attached",
            json!({}),
            Conflict,
            "",
        ),
        (
            422,
            "virtual_machine_network_interface_already_detached",
            json!({}),
            Conflict,
            "",
        ),
        (422, "unassigned_disk", json!({}), Conflict, ""),
        (
            422,
            "unable_to_assign",
            json!({"errors": "No."}),
            Conflict,
            "",
        ),
        (
            422,
            "unable_to_unassign",
            json!({"errors": []}),
            Conflict,
            "",
        ),
        (
            503,
            "no_available_addresses",
            json!({}),
            Conflict,
            "network",
        ),
        (
            429,
            "rate_limit_reached",
            json!({"total_permitted": 1000}),
            RateLimited,
            "",
        ),
    ] {
        for body in both(code, &detail) {
            let error = failed(Verb::Create, &create("simple"), status, &body);
            assert_eq!(
                (error.kind, error.outcome),
                (kind, Outcome::NotDone),
                "{body}"
            );
            assert_eq!(error.code.as_deref(), Some(code));
            assert_eq!(error.status, Some(status));
            let fields: Vec<&str> = error
                .fields
                .iter()
                .map(|(field, _)| field.as_str())
                .collect();
            let expected: Vec<&str> = [field].into_iter().filter(|it| !it.is_empty()).collect();
            assert_eq!(fields, expected, "{body}");
            assert_eq!(error.retry_after.is_some(), kind == RateLimited, "{body}");
            for said in ["Owes.", "In use.", "Busy.", "1000"] {
                let told = !detail.to_string().contains(said) || error.message.contains(said);
                assert!(told, "{body}: {error}");
            }
        }
    }
}

#[test]
fn sentences_and_arguments_find_their_field() {
    let rename = json!({"name": "a"});
    for (code, detail, fields) in [
        (
            "validation_error",
            json!({"errors": ["Hostname has already been taken", "Name is odd", "Moon is full"]}),
            vec!["hostname", "name"],
        ),
        (
            "validation_error",
            json!({"errors": "Description is too long"}),
            vec!["description"],
        ),
        (
            "validation_error",
            json!({"errors": ["Tags are too many", "Virtual machine group is full"]}),
            vec!["tags", "group"],
        ),
        ("validation_error", json!({"errors": [null, 7, {}]}), vec![]),
        ("validation_error", json!({}), vec![]),
        (
            "invalid_argument",
            json!({"path": ["properties", "hostname"], "issue": "invalid_scalar"}),
            vec!["hostname"],
        ),
        (
            "invalid_argument",
            json!({"path": ["resources", "cpu_cores"]}),
            vec!["cpus"],
        ),
        (
            "invalid_argument",
            json!({"path": ["disks", "size_in_gb"], "index": 1}),
            vec!["disks"],
        ),
        (
            "invalid_argument",
            json!({"path": ["virtual_machine", "id"]}),
            vec!["virtual_machine.id"],
        ),
        (
            "missing_required_argument",
            json!({"path": ["virtual_machine_package"]}),
            vec!["package"],
        ),
        (
            "missing_required_argument",
            json!({"path": ["disk_template", "permalink"]}),
            vec!["image"],
        ),
    ] {
        for body in both(code, &detail) {
            let error = failed(Verb::Rename, &rename, 422, &body);
            assert_eq!(error.kind, ErrorKind::Invalid);
            let found: Vec<&str> = error
                .fields
                .iter()
                .map(|(field, _)| field.as_str())
                .collect();
            assert_eq!(found, fields, "{body}");
        }
    }
}

#[test]
fn what_is_wrong_with_a_document_is_said_of_the_document() {
    for (status, code, detail, field, words) in [
        (
            400,
            "invalid_spec_xml",
            json!({"errors": "3:7: odd tag"}),
            "xml",
            "3:7: odd tag",
        ),
        (
            422,
            "validation_error",
            json!({"errors": ["Hostname is taken"]}),
            "xml",
            "Hostname is taken",
        ),
        (
            422,
            "validation_error",
            json!({"errors": ["Something else"]}),
            "xml",
            "Something else",
        ),
        (
            422,
            "validation_error",
            json!({"errors": ["DataCenter could not be found", "Hostname is taken"]}),
            "xml",
            "DataCenter could not be found; Hostname is taken",
        ),
        (404, "package_not_found", json!({}), "xml", "package"),
        (
            403,
            "organization_suspended",
            json!({}),
            "organization",
            "suspended",
        ),
    ] {
        for body in both(code, &detail) {
            let error = failed(Verb::Create, &create("spec"), status, &body);
            let [(found, said)] = error.fields.as_slice() else {
                panic!("{body}: {error:?}");
            };
            assert_eq!(found, field, "{body}");
            assert!(said.contains(words), "{body}: {said}");
        }
    }
}
