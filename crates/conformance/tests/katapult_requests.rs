//! Every request the Katapult client can make, held against the provider's own published
//! description of its API: method, path, names in the query, fields of the body and their types.
//!
//! The description is not part of this repository. It is read from the file that
//! `PILOTHOUSE_KATAPULT_OPENAPI` names, else from `../shared/reference` beside the workspace;
//! without it the test says so and passes, unless `PILOTHOUSE_REQUIRE_CONTRACT=1`.
//!
//! The service ignores what it does not know, so a misspelt name would be no error but a wish
//! unheard. Everything is therefore taken as closed here: no name but those described. One place
//! is known to be behind: a machine leaves its group by a null the description does not type.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::too_many_lines,
    reason = "a test's helpers may fail as the test does"
)]

use std::{collections::BTreeSet, env, fs, path::PathBuf, sync::Arc};

use pilothouse_core::{
    Access, Credentials, Endpoint, Flow, Input, MachineId, Operator, Order, Request, Step, Target,
    Ticket, Timestamp, Verb,
};
use serde_json::{Value, json};

/// The description as it was published.
struct Description(Value);

impl Description {
    /// The description, or none with the reason printed.
    fn load() -> Option<Self> {
        let beside = "../../../shared/reference/katapult-core-openapi.json";
        let file = env::var_os("PILOTHOUSE_KATAPULT_OPENAPI").map_or_else(
            || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(beside),
            PathBuf::from,
        );
        match fs::read(&file) {
            Ok(bytes) => Some(Self(serde_json::from_slice(&bytes).unwrap())),
            Err(error) => {
                let required = env::var("PILOTHOUSE_REQUIRE_CONTRACT").is_ok_and(|on| on == "1");
                assert!(!required, "the Katapult contract is required: {error}");
                println!("skipped: the published description is not here ({error})");
                None
            }
        }
    }

    /// What is wrong with a request.
    fn faults(&self, method: &str, target: &str, body: &Value) -> Vec<String> {
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        let Some(path) = path.strip_prefix("/core/v1") else {
            return vec!["not below /core/v1".to_owned()];
        };
        let operation = &self.0["paths"][path][method.to_ascii_lowercase()];
        if operation.is_null() {
            return vec!["no such operation".to_owned()];
        }
        let mut found = self.query_faults(operation, query);
        let schema = &operation["requestBody"]["content"]["application/json"]["schema"];
        match (schema.is_null(), body.is_null()) {
            (true, true) => {}
            (true, false) => found.push("a body where none is described".to_owned()),
            (false, _) => self.hold(schema, body, "body", &mut found),
        }
        found
    }

    fn query_faults(&self, operation: &Value, query: &str) -> Vec<String> {
        let described = operation["parameters"].as_array();
        let described: Vec<&Value> = described.into_iter().flatten().collect();
        let mut found = Vec::new();
        let mut given = BTreeSet::new();
        for pair in query.split('&').filter(|pair| !pair.is_empty()) {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            let name = name.replace("%5B", "[").replace("%5D", "]");
            let one = described.iter().find(|one| one["name"] == name.as_str());
            let Some(one) = one else {
                found.push(format!("no such name in the query: {name}"));
                continue;
            };
            let value = match one["schema"]["type"].as_str() {
                Some("integer") => value.parse().map_or(Value::Null, |it: u64| json!(it)),
                Some("boolean") => value.parse().map_or(Value::Null, |it: bool| json!(it)),
                _ => json!(value),
            };
            self.hold(&one["schema"], &value, &name, &mut found);
            if !given.insert(name.clone()) {
                found.push(format!("{name} is in the query twice"));
            }
        }
        // A lookup is one of several names; one of them has to be there, and no more.
        let lookups: BTreeSet<&str> = described
            .iter()
            .filter(|one| one["in"] == "query")
            .filter_map(|one| one["name"].as_str()?.split_once('['))
            .map(|(object, _)| object)
            .collect();
        for object in lookups {
            let begin = format!("{object}[");
            let count = given.iter().filter(|name| name.starts_with(&begin)).count();
            // Filters, and the organization whose private packages are wanted too.
            let may_miss = ["annotations", "operating_system", "organization"].contains(&object);
            if count > 1 || (count == 0 && !may_miss) {
                found.push(format!("{count} keys of {object} in the query"));
            }
        }
        found
    }

    fn hold(&self, schema: &Value, value: &Value, at: &str, found: &mut Vec<String>) {
        if let Some(name) = schema["$ref"].as_str().and_then(|it| it.rsplit('/').next()) {
            return self.hold(&self.0["components"]["schemas"][name], value, at, found);
        }
        for part in schema["allOf"].as_array().into_iter().flatten() {
            self.hold(part, value, at, found);
        }
        if value.is_null() && (schema["nullable"] == true || at == "body.properties.group") {
            return;
        }
        let fits = match schema["type"].as_str() {
            Some("string") => value.is_string(),
            Some("integer") => value.is_i64() || value.is_u64(),
            Some("number") => value.is_number(),
            Some("boolean") => value.is_boolean(),
            Some("array") => value.is_array(),
            Some("object") => value.is_object(),
            _ => true,
        };
        if !fits {
            found.push(format!("{at} is {value}"));
        }
        if let Some(choices) = schema["enum"].as_array()
            && !choices.contains(value)
        {
            found.push(format!("{at} is none of the choices: {value}"));
        }
        for (index, item) in value.as_array().into_iter().flatten().enumerate() {
            self.hold(&schema["items"], item, &format!("{at}[{index}]"), found);
        }
        let Some(properties) = schema["properties"].as_object() else {
            return;
        };
        let Some(members) = value.as_object() else {
            found.push(format!("{at} is no object"));
            return;
        };
        for (name, member) in members {
            match properties.get(name) {
                Some(schema) => self.hold(schema, member, &format!("{at}.{name}"), found),
                None => found.push(format!("{at} has no {name}")),
            }
        }
        for name in schema["required"].as_array().into_iter().flatten() {
            let name = name.as_str().unwrap();
            if !members.contains_key(name) {
                found.push(format!("{at} misses {name}"));
            }
        }
    }
}

/// The client and every request it made.
struct Client {
    operator: Arc<dyn Operator>,
    limited: Access,
    unlimited: Access,
    now: Timestamp,
    requests: Vec<Request>,
}

impl Client {
    fn new() -> Self {
        let endpoint = Endpoint::parse("https://api.katapult.io").unwrap();
        let credentials = Credentials::new("token").with("token", "k4t4");
        let named = credentials.clone().with("organization", "acme");
        Self {
            operator: pilothouse_providers::operator_by_id("katapult").unwrap(),
            limited: Access::new(endpoint.clone(), named),
            unlimited: Access::new(endpoint, credentials),
            now: Timestamp::from_second(1_800_000_000).unwrap(),
            requests: Vec::new(),
        }
    }

    fn order(&mut self, verb: Verb, target: &Target, input: Input) {
        let target = target.clone();
        let order = Order {
            verb,
            target,
            input,
        };
        for step in 0..8 {
            let call = self
                .operator
                .order(&self.limited, self.now, &order, step)
                .unwrap_or_else(|error| panic!("{verb:?}: {error} {:?}", error.fields));
            match call {
                Some(call) => self.requests.push(call.request),
                None if step > 0 => return,
                None => panic!("{verb:?} asks nothing"),
            }
        }
        panic!("{verb:?} does not end");
    }

    fn look(&mut self, verb: Verb, target: &Target, task: Option<&str>) {
        let ticket = Ticket {
            order: Order::new(verb, target.clone()),
            task: task.map(str::to_owned),
            made: None,
            accepted: self.now,
        };
        let call = self.operator.look(&self.limited, self.now, &ticket);
        self.requests.push(call.unwrap().request);
    }

    /// Everything a flow asks; every answer is the same one, which leads on wherever it can.
    fn run<T>(&mut self, flow: &mut dyn Flow<T>) {
        for _ in 0..32 {
            match flow.next(self.now).unwrap() {
                Step::Send(request) => {
                    self.requests.push(*request);
                    let body = leading_on().to_string().into_bytes();
                    flow.receive(self.now, Ok(http::Response::new(body)))
                        .unwrap();
                }
                Step::Yield(_) => {}
                Step::Wait(_) => panic!("nothing to wait for"),
                Step::Done => return,
            }
        }
        panic!("the flow does not end");
    }
}

fn leading_on() -> Value {
    json!({
        "organizations": [{"id": "org_1", "name": "Acme"}],
        "disk_template": {"latest_version": {"id": "dtv_1"}}, "spec": {"fields": []},
        "virtual_machine": {"id": "vm_1", "state": "started", "organization": {"id": "org_1"}},
        "virtual_machine_network_interfaces": [{"id": "vmnet_1"}],
        "virtual_machines": [], "disks": [], "disk_backup_policies": [], "trash_objects": [],
        "data_centers": [], "zones": [], "networks": [], "virtual_networks": [],
        "virtual_machine_packages": [], "disk_templates": [], "disk_template_versions": [],
        "operating_systems": [], "network_speed_profiles": [], "disk_io_profiles": [],
        "gpu_types": [], "ssh_keys": [], "tags": [], "virtual_machine_groups": [],
        "ip_addresses": [],
    })
}

fn input(value: &Value, verb: Verb, operator: &dyn Operator) -> Input {
    operator.form(verb, None).read(value).unwrap()
}

fn orders(it: &mut Client) {
    let machine = Target {
        id: MachineId::new("vm_1"),
        locator: String::new(),
    };
    let trashed = Target {
        locator: "trsh_1".to_owned(),
        ..machine.clone()
    };
    let full_name = Target {
        id: MachineId::new("web-1.acme.katapult.cloud"),
        locator: String::new(),
    };
    let rows = json!([{"key": "shift", "value": "night"}]);
    let table = [
        (
            Verb::Create,
            json!({"way": "simple", "place": "zone:lon-1", "package": "pebble-4"}),
        ),
        (
            Verb::Create,
            json!({
                "way": "simple", "organization": "org_1", "place": "data_center:dc_1",
                "package": "vmpkg_1", "operating_system": "any", "image": "templates/debian-12",
                "options": {"install_agent": true, "root_password": "hunter2"},
                "disks": [
                    {"name": "Boot", "size": 20, "system": true, "speed": "nvme",
                        "file_system": "ext4", "io_profile": "diop_1"},
                    {"size": 5, "speed": "ssd", "file_system": "xfs", "io_profile": "standard"},
                ],
                "network": "london-public", "hostname": "web-1", "annotations": rows,
            }),
        ),
        (
            Verb::Create,
            json!({"way": "spec", "xml": SPEC, "annotations": rows}),
        ),
        (Verb::Rename, json!({"name": "Shop", "hostname": "shop-1"})),
        (
            Verb::Edit,
            json!({
                "set_description": true, "description": "Ours", "set_tags": true,
                "tags": ["web"], "new_tags": "a, b", "group_change": "join",
                "group": "vmgrp_1", "annotations": rows,
            }),
        ),
        (Verb::Edit, json!({"group_change": "leave"})),
        (
            Verb::Resize,
            json!({"way": "package", "package": "pebble-4"}),
        ),
        (
            Verb::Resize,
            json!({"way": "flexible", "cpus": 2, "memory": 6, "dedicated_cpus": "true"}),
        ),
        (
            Verb::Resize,
            json!({"way": "flexible", "cpus": 2, "memory": 6}),
        ),
        (Verb::Resize, json!({"way": "gpu", "gpu_type": "rtx"})),
        (Verb::Delete, json!({})),
        (Verb::Restore, json!({})),
        (Verb::Purge, json!({})),
        (Verb::EmptyTrash, json!({})),
        (Verb::Start, json!({})),
        (Verb::ShutDown, json!({})),
        (Verb::PowerOff, json!({})),
        (Verb::Reset, json!({})),
    ];
    let operator = it.operator.clone();
    for (verb, value) in &table {
        let input = input(value, *verb, operator.as_ref());
        for target in [&machine, &trashed, &full_name] {
            it.order(*verb, target, input.clone());
        }
    }
    let console = it.operator.console(&it.limited, it.now, &machine).unwrap();
    it.requests.push(console.request);
    for rule in operator.abilities().has {
        let is_there = table.iter().any(|(verb, _)| *verb == rule.verb);
        assert!(
            is_there || rule.verb == Verb::Console,
            "{:?} is not held",
            rule.verb
        );
        if rule.verb != Verb::Console {
            it.look(rule.verb, &machine, Some("task_1"));
        }
    }
    it.look(Verb::Create, &machine, Some("vmbuild_1"));
    for verb in [Verb::Delete, Verb::Rename, Verb::Edit, Verb::Start] {
        it.look(verb, &machine, None);
    }
    let disk = Target {
        id: MachineId::new("disk_1"),
        locator: String::new(),
    };
    it.look(Verb::Restore, &disk, None);
    it.look(
        Verb::Restore,
        &Target {
            locator: "trsh_1".to_owned(),
            ..disk
        },
        None,
    );
}

const SPEC: &str = r#"<VirtualMachineSpec>
  <DataCenter by="permalink">london</DataCenter>
  <Resources><Package by="permalink">pebble-4</Package></Resources>
  <Hostname><Hostname type="random"/></Hostname>
</VirtualMachineSpec>"#;

const LOOKUPS: [&str; 17] = [
    "organizations",
    "places",
    "data_centers",
    "zones",
    "packages",
    "operating_systems",
    "disk_templates",
    "disk_template_versions",
    "networks",
    "virtual_networks",
    "speed_profiles",
    "io_profiles",
    "gpu_types",
    "ssh_keys",
    "tags",
    "groups",
    "addresses",
];

fn reads(it: &mut Client) {
    let entered = Input::default()
        .with("organization", "org_1")
        .with("operating_system", "os_1")
        .with("data_center", "london")
        .with("image", "dtpl_1");
    let image = Input::default().with("image", "templates/debian-12");
    let version = Input::default().with("version", "dtv_1");
    let target = Target {
        id: MachineId::new("vm_1"),
        locator: String::new(),
    };
    let operator = it.operator.clone();
    for access in [it.limited.clone(), it.unlimited.clone()] {
        for input in [&image, &entered] {
            for lookup in LOOKUPS {
                let mut flow = operator.lookup(&access, lookup, input).unwrap();
                it.run(flow.as_mut());
            }
        }
        for input in [&image, &version] {
            let lookup = "disk_template_options";
            let mut flow = operator.further(&access, lookup, input).unwrap();
            it.run(flow.as_mut());
        }
        for mut section in operator.sections(&access, &target, it.now) {
            it.run(section.read.as_mut());
        }
        it.run(operator.trash(&access).unwrap().as_mut());
        it.run(operator.provider().list(&access).as_mut());
        let check = operator.provider().check(&access, it.now).unwrap();
        it.requests.push(check.request);
    }
    let read = operator.provider().read(&it.limited, it.now, &target);
    it.requests.push(read.unwrap().request);
}

#[test]
fn every_request_of_the_client_is_described() {
    let Some(description) = Description::load() else {
        return;
    };
    let mut it = Client::new();
    orders(&mut it);
    reads(&mut it);
    let mut found = Vec::new();
    let mut met = BTreeSet::new();
    for request in &it.requests {
        let (method, target) = (request.method.as_str(), request.target());
        let body = match request.body.as_slice() {
            [] => Value::Null,
            bytes => serde_json::from_slice(bytes).unwrap(),
        };
        for fault in description.faults(method, &target, &body) {
            found.push(format!("{method} {target}: {fault}"));
        }
        let path = target.split('?').next().unwrap();
        met.insert(format!("{method} {}", path.trim_start_matches("/core/v1")));
        assert_eq!(request.headers["authorization"], "Bearer k4t4");
    }
    assert!(found.is_empty(), "{found:#?}");
    let expected: BTreeSet<String> = OPERATIONS.iter().map(|it| (*it).to_owned()).collect();
    assert_eq!(met, expected);
}

const OPERATIONS: [&str; 43] = [
    "DELETE /trash_objects/trash_object",
    "DELETE /virtual_machines/virtual_machine",
    "GET /data_centers",
    "GET /data_centers/data_center/gpu_types",
    "GET /disk_template_versions/disk_template_version/spec",
    "GET /disk_templates/disk_template",
    "GET /disk_templates/disk_template/versions",
    "GET /gpu_types",
    "GET /operating_systems",
    "GET /organizations",
    "GET /organizations/organization/available_networks",
    "GET /organizations/organization/disk_io_profiles",
    "GET /organizations/organization/disk_templates",
    "GET /organizations/organization/ip_addresses",
    "GET /organizations/organization/network_speed_profiles",
    "GET /organizations/organization/policy",
    "GET /organizations/organization/ssh_keys",
    "GET /organizations/organization/tags",
    "GET /organizations/organization/trash_objects",
    "GET /organizations/organization/virtual_machine_groups",
    "GET /organizations/organization/virtual_machines",
    "GET /tasks/task",
    "GET /trash_objects/trash_object",
    "GET /virtual_machine_network_interfaces/virtual_machine_network_interface",
    "GET /virtual_machine_packages",
    "GET /virtual_machines/builds/virtual_machine_build",
    "GET /virtual_machines/virtual_machine",
    "GET /virtual_machines/virtual_machine/disk_backup_policies",
    "GET /virtual_machines/virtual_machine/disks",
    "GET /virtual_machines/virtual_machine/network_interfaces",
    "GET /zones",
    "PATCH /virtual_machines/virtual_machine",
    "POST /organizations/organization/trash_objects/purge_all",
    "POST /organizations/organization/virtual_machines/build",
    "POST /organizations/organization/virtual_machines/build_from_spec",
    "POST /trash_objects/trash_object/restore",
    "POST /virtual_machines/virtual_machine/console_sessions",
    "POST /virtual_machines/virtual_machine/reset",
    "POST /virtual_machines/virtual_machine/shutdown",
    "POST /virtual_machines/virtual_machine/start",
    "POST /virtual_machines/virtual_machine/stop",
    "PUT /virtual_machines/virtual_machine/flexible_resources",
    "PUT /virtual_machines/virtual_machine/package",
];

#[test]
fn what_is_not_described_is_found() {
    let Some(description) = Description::load() else {
        return;
    };
    let machine = json!({"virtual_machine": {"id": "vm_x"}});
    let start = "/core/v1/virtual_machines/virtual_machine/start";
    let build = "/core/v1/organizations/organization/virtual_machines/build";
    let list = "/core/v1/organizations/organization/virtual_machines";
    let good = json!({"organization": {"id": "o"}, "package": {"id": "p"}});
    let with = |key: &str, value: Value| {
        let mut body = good.clone();
        body[key] = value;
        body
    };
    for (method, target, body, problems) in [
        ("POST", start, machine.clone(), 0),
        ("POST", build, good.clone(), 0),
        (
            "GET",
            "/core/v1/gpu_types?page=2&per_page=100",
            Value::Null,
            0,
        ),
        ("GET", "/virtual_machines/virtual_machine", Value::Null, 1),
        ("PUT", start, machine.clone(), 1),
        ("POST", start, json!({"virtual_machine": {"name": "x"}}), 1),
        ("POST", start, json!({"machine": {"id": "x"}}), 2),
        ("POST", start, json!({"virtual_machine": {"id": 5}}), 1),
        ("POST", start, Value::Null, 1),
        ("POST", build, json!({"organization": {"id": "o"}}), 1),
        ("POST", build, with("options", json!([])), 1),
        ("POST", build, with("hostname", Value::Null), 1),
        (
            "POST",
            build,
            with("disks", json!([{"size_in_gb": "5"}])),
            1,
        ),
        ("POST", build, with("disks", json!([{"system": true}])), 1),
        (
            "POST",
            build,
            with("disks", json!([{"size_in_gb": 5, "storage_speed": "hdd"}])),
            1,
        ),
        ("GET", "/core/v1/zones", machine, 1),
        ("GET", "/core/v1/gpu_types?pages=2", Value::Null, 1),
        ("GET", "/core/v1/gpu_types?page=two", Value::Null, 1),
        (
            "GET",
            "/core/v1/virtual_machines/virtual_machine",
            Value::Null,
            1,
        ),
        (
            "GET",
            "/core/v1/virtual_machines/virtual_machine?virtual_machine%5Bid%5D=a&virtual_machine%5Bfqdn%5D=b",
            Value::Null,
            1,
        ),
        (
            "GET",
            &format!("{list}?organization%5Bname%5D=a"),
            Value::Null,
            1,
        ),
    ] {
        let found = description.faults(method, target, &body);
        assert_eq!(found.len(), problems, "{method} {target} {body}: {found:?}");
    }
}
