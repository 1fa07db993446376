//! Refusals that every operation gives for the same reasons, asked of every operation there is:
//! a token that is missing, wrong, in trouble or too narrow, an organization that is closed, an
//! object that is not there or in the trash, a permission that is lacking. None of them may
//! change anything, so afterwards the world is as before.

use serde_json::{Map, Value, json};

use crate::{
    description::argument_names,
    watched::{Watched, text},
};

/// Codes for objects that are not there, by the argument that names them.
const NOT_FOUND: [(&str, &str); 24] = [
    ("organization", "organization_not_found"),
    ("virtual_machine", "virtual_machine_not_found"),
    ("virtual_machine_build", "build_not_found"),
    ("package", "package_not_found"),
    ("virtual_machine_package", "package_not_found"),
    ("zone", "zone_not_found"),
    ("data_center", "data_center_not_found"),
    ("disk_template", "disk_template_not_found"),
    ("disk_template_version", "disk_template_version_not_found"),
    ("operating_system", "operating_system_not_found"),
    ("network", "network_not_found"),
    ("virtual_network", "virtual_network_not_found"),
    ("speed_profile", "network_speed_profile_not_found"),
    ("io_profile", "disk_io_profile_not_found"),
    ("gpu_type", "gpu_type_not_found"),
    ("task", "task_not_found"),
    ("disk", "disk_not_found"),
    ("disk_backup_policy", "disk_backup_policy_not_found"),
    ("ip_address", "ip_address_not_found"),
    (
        "virtual_machine_network_interface",
        "virtual_machine_network_interface_not_found",
    ),
    ("virtual_machine_group", "virtual_machine_group_not_found"),
    ("tag", "tag_not_found"),
    ("ssh_key", "ssh_key_not_found"),
    ("trash_object", "trash_object_not_found"),
];

/// A request that names everything it has to, as something that is there.
struct Sample {
    method: String,
    path: String,
    required: Vec<String>,
    optional: Vec<String>,
    codes: Vec<String>,
    scopes: bool,
}

/// Makes a sample's request with some arguments changed: path and body.
type With<'a> = dyn Fn(&[(&str, Value)]) -> (String, Value) + 'a;

/// Asks every operation for what it has to refuse.
pub(crate) fn everything_is_refused_alike(it: &mut Watched) {
    let known = known(it);
    let trashed = in_the_trash(it);
    let samples = samples(it);
    assert_eq!(samples.len(), 99);
    for sample in &samples {
        let with = |changes: &[(&str, Value)]| {
            let mut given: Map<String, Value> = Map::new();
            for name in &sample.required {
                let value = if name == "ssh_key" && sample.method == "POST" {
                    json!({"name": "n", "key": "ssh-rsa AAAA"})
                } else {
                    known[name.as_str()].clone()
                };
                assert!(!value.is_null(), "{name} of {}", sample.path);
                given.insert(name.clone(), value);
            }
            for (name, value) in changes {
                given.insert((*name).to_owned(), value.clone());
            }
            request(&sample.method, &sample.path, given)
        };
        let (path, body) = with(&[]);
        tokens(it, sample, &path, &body);
        for (name, code) in NOT_FOUND {
            let names = sample.required.iter().chain(&sample.optional);
            if names.clone().any(|other| other == name) && sample.codes.iter().any(|c| c == code) {
                let (path, body) = with(&[(name, json!({"id": "none"}))]);
                it.refused(&sample.method, &path, &body, (404, code));
            }
        }
        for (name, object) in &trashed {
            if sample.required.contains(name) && sample.codes.iter().any(|c| c == "object_in_trash")
            {
                let (path, body) = with(&[(name, json!({"id": object}))]);
                it.refused(&sample.method, &path, &body, (406, "object_in_trash"));
            }
        }
        closed(it, sample, &with);
    }
    let id = trashed[0].1.clone();
    FULL.clone_into(&mut it.token);
    for (_, id) in &trashed {
        let path = format!("trash_objects/_/restore?trash_object[object_id]={id}");
        it.ask("POST", &path, &Value::Null, 200);
    }
    let path = format!("virtual_machines/{id}");
    it.get(&path);
    let start = format!("virtual_machines/{id}/start");
    it.ask("POST", &start, &Value::Null, 200);
    it.wait(30);
}

const FULL: &str = "sandbox-katapult-full-access-token";

fn tokens(it: &mut Watched, sample: &Sample, path: &str, body: &Value) {
    for (token, status, code) in [
        ("", 400, "missing_api_token"),
        ("guessed", 403, "invalid_api_token"),
        (
            "sandbox-katapult-elsewhere-token",
            403,
            "unauthorized_network_for_api_token",
        ),
        (
            "sandbox-katapult-incapable-token",
            403,
            "invalid_capabilities_token",
        ),
        ("sandbox-katapult-spent-token", 429, "rate_limit_reached"),
        (
            "sandbox-katapult-unavailable-token",
            503,
            "service_unavailable",
        ),
        ("sandbox-katapult-broken-token", 500, "unhandled_exception"),
    ] {
        token.clone_into(&mut it.token);
        it.refused(&sample.method, path, body, (status, code));
    }
    if sample.scopes {
        // A machine's token has one scope; its own operation is the only one it may do.
        let narrow = if path == "virtual_machine/authorized_keys" {
            "sandbox-katapult-read-only-token"
        } else {
            "sandbox-katapult-machine-token"
        };
        narrow.clone_into(&mut it.token);
        it.refused(&sample.method, path, body, (403, "scope_not_granted"));
    }
    if sample.codes.iter().any(|code| code == "permission_denied") {
        "sandbox-katapult-onlooker-token".clone_into(&mut it.token);
        it.refused(&sample.method, path, body, (403, "permission_denied"));
    }
    FULL.clone_into(&mut it.token);
}

fn closed(it: &mut Watched, sample: &Sample, with: &With<'_>) {
    "sandbox-katapult-barred-token".clone_into(&mut it.token);
    for (sub_domain, code) in [
        ("lapsed-dues", "organization_suspended"),
        ("half-signed-up", "organization_not_activated"),
    ] {
        if sample.codes.iter().any(|other| other == code) {
            let (path, body) = with(&[("organization", json!({"sub_domain": sub_domain}))]);
            it.refused(&sample.method, &path, &body, (403, code));
        }
    }
    FULL.clone_into(&mut it.token);
}

/// Path and body of a request: arguments go into the query of a GET, else into the body.
fn request(method: &str, path: &str, given: Map<String, Value>) -> (String, Value) {
    if method != "GET" {
        return (path.to_owned(), Value::Object(given));
    }
    let mut pairs = Vec::new();
    for (name, value) in given {
        match value {
            Value::Object(fields) => {
                for (key, value) in fields {
                    pairs.push(format!("{name}[{key}]={}", text(&value)));
                }
            }
            other => pairs.push(format!("{name}={}", text(&other))),
        }
    }
    if pairs.is_empty() {
        return (path.to_owned(), Value::Null);
    }
    (format!("{path}?{}", pairs.join("&")), Value::Null)
}

fn samples(it: &Watched) -> Vec<Sample> {
    let mut samples = Vec::new();
    for (path, methods) in &it.contract.paths {
        for (method, described) in methods.as_object().unwrap() {
            let schema = &described["requestBody"]["content"]["application/json"]["schema"];
            let mut required: Vec<String> = schema["required"]
                .as_array()
                .into_iter()
                .flatten()
                .map(text)
                .collect();
            let path = path.trim_matches('/').to_owned();
            let names = argument_names(described);
            // Arguments in a query are marked by standing in the path.
            for segment in path.split('/') {
                if names.contains(segment) && !required.iter().any(|name| name == segment) {
                    required.push(segment.to_owned());
                }
            }
            let optional = names.iter().map(|name| (*name).to_owned()).collect();
            let security = described["security"].as_array();
            samples.push(Sample {
                method: method.to_ascii_uppercase(),
                path,
                required,
                optional,
                codes: it
                    .contract
                    .codes(described)
                    .into_iter()
                    .map(|(_, code)| code)
                    .collect(),
                scopes: security.is_some_and(|one| !one.is_empty()),
            });
        }
    }
    samples
}

/// Something that is there, for every argument.
fn known(it: &mut Watched) -> Value {
    let machine = it.id_of("analytics");
    let disk = it.first("disks", "disk", |disk| disk["name"] == "Archive");
    let policy = it.first("disk_backup_policies", "disk_backup_policies", |_| true);
    let address = it.first("ip_addresses", "ip_addresses", |_| true);
    let tag = it.first("tags", "tags", |_| true);
    let key = it.first("ssh_keys", "ssh_keys", |_| true);
    let group = it.first("virtual_machine_groups", "virtual_machine_groups", |_| true);
    let trash = it.first("trash_objects", "trash_objects", |_| true);
    let interfaces = it.get(&format!("virtual_machines/{machine}/network_interfaces"));
    let interface = &interfaces["virtual_machine_network_interfaces"][0]["id"];
    json!({
        "organization": {"sub_domain": "otter-post"},
        "virtual_machine": {"id": machine},
        "virtual_machine_build": {"id": "vmbuild_x"},
        "package": {"permalink": "pebble-1"},
        "virtual_machine_package": {"permalink": "pebble-1"},
        "zone": {"permalink": "uk-demo-01-north"},
        "data_center": {"permalink": "uk-demo-01"},
        "disk_template": {"permalink": "templates/debian-12"},
        "disk_template_version": {"id": "dtv_a1MkZ6dGw8YpL3fU"},
        "operating_system": {"id": "os_Vn5kT2wXq8RdJ0bL"},
        "network": {"permalink": "uk-demo-01-public"},
        "virtual_network": {"id": "vnet_S5bWk8dNz3XqH0tC"},
        "speed_profile": {"permalink": "1gbps"},
        "io_profile": {"permalink": "standard"},
        "gpu_type": {"permalink": "lantern-24"},
        "task": {"id": "task_x"},
        "disk": {"id": disk["id"]},
        "disk_backup_policy": {"id": policy["id"]},
        "ip_address": {"id": address["id"]},
        "virtual_machine_network_interface": {"id": interface},
        "virtual_machine_group": {"id": group["id"]},
        "tag": {"id": tag["id"]},
        "ssh_key": {"id": key["id"]},
        "trash_object": {"id": trash["id"]},
        "address_version": "ipv4",
        "version": "ipv4",
        "properties": {},
        "resources": {"cpu_cores": 2, "memory_in_gb": 2},
        "size_in_gb": 5,
        "timestamp": 1_900_000_000,
        "xml": "<VirtualMachineSpec/>",
    })
}

/// One machine, disk and policy each in the trash: (argument, id).
fn in_the_trash(it: &mut Watched) -> Vec<(String, String)> {
    let machine = it.id_of("shop-db");
    let path = format!("virtual_machines/{machine}");
    it.ask("DELETE", &path, &Value::Null, 200);
    let made = it.ask(
        "POST",
        "organizations/organization/disks",
        &json!({
            "organization": {"sub_domain": "otter-post"},
            "properties": {
                "name": "Doomed", "size_in_gb": 5, "data_center": {"permalink": "uk-demo-01"},
            },
        }),
        201,
    );
    let disk = text(&made["disk"]["id"]);
    it.wait(10);
    let made = it.ask(
        "POST",
        "disks/disk/disk_backup_policies",
        &json!({"disk": {"id": disk}, "properties": {"retention": 3}}),
        200,
    );
    let policy = text(&made["disk_backup_policy"]["id"]);
    let path = format!("disk_backup_policies/{policy}");
    it.ask("DELETE", &path, &Value::Null, 200);
    it.ask("DELETE", &format!("disks/{disk}"), &Value::Null, 200);
    vec![
        ("virtual_machine".to_owned(), machine),
        ("disk".to_owned(), disk),
        ("disk_backup_policy".to_owned(), policy),
    ]
}
