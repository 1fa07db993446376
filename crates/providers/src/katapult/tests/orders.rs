//! What is sent for each verb, and what never is.

#![allow(clippy::too_many_lines, reason = "tables are read as one")]

use http::Method;
use pilothouse_core::{
    Call, Console, ErrorKind, ExposeSecret, Input, MachineId, Operator, Order, Orders, Outcome,
    Receipt, Safety, State, Target, Verb,
};
use serde_json::{Value, json};

use super::{VM, access, answer, fault, limited_to, now, target};
use crate::katapult::KatapultOperator;

const VMS: &str = "/core/v1/virtual_machines/virtual_machine";
const BUILD: &str = "/core/v1/organizations/organization/virtual_machines/build";
const TRASH: &str = "/core/v1/trash_objects/trash_object";

pub(super) fn entered(verb: Verb, value: &Value) -> Input {
    KatapultOperator.form(verb, None).read(value).unwrap()
}

fn call_at(
    account: &str,
    verb: Verb,
    target: Target,
    value: &Value,
) -> Result<Call<Receipt>, pilothouse_core::Error> {
    let input = entered(verb, value);
    let order = Order {
        verb,
        target,
        input,
    };
    let access = limited_to(account);
    let call = KatapultOperator.order(&access, now(), &order, 0)?.unwrap();
    let more = KatapultOperator.order(&access, now(), &order, 1);
    assert!(more.unwrap().is_none(), "one request");
    Ok(call)
}

pub(super) fn call(verb: Verb, value: &Value) -> Result<Call<Receipt>, pilothouse_core::Error> {
    call_at("", verb, target(), value)
}

fn simple() -> Value {
    json!({"way": "simple", "organization": "acme", "place": "zone:lon-1", "package": "pebble-4"})
}

/// The simple order with this as well.
fn simple_with(more: Value) -> Value {
    let mut value = simple();
    let members = value.as_object_mut().unwrap();
    members.extend(more.as_object().unwrap().clone());
    value
}

fn simple_body() -> Value {
    json!({
        "organization": {"sub_domain": "acme"}, "zone": {"permalink": "lon-1"},
        "package": {"permalink": "pebble-4"},
    })
}

fn body_with(more: Value) -> Value {
    let mut body = simple_body();
    let members = body.as_object_mut().unwrap();
    members.extend(more.as_object().unwrap().clone());
    body
}

/// Holds the requests of one verb: (what was entered, method, target, body), and whether they may
/// be repeated.
fn hold(verb: Verb, safety: Safety, rows: Vec<(Value, Method, String, Value)>) {
    for (value, method, target, body) in rows {
        let request = call(verb, &value).unwrap().request;
        assert_eq!(request.method, method, "{verb:?} {value}");
        assert_eq!(request.target(), target, "{verb:?} {value}");
        let sent: Value = serde_json::from_slice(&request.body).unwrap();
        assert_eq!(sent, body, "{verb:?} {value}");
        assert_eq!(request.safety, safety, "{verb:?}");
        assert_eq!(request.headers["content-type"], "application/json");
        assert_eq!(request.headers["authorization"], "Bearer k4t4");
    }
}

#[test]
fn a_simple_build_sends_what_was_entered() {
    let rows = vec![
        (simple(), simple_body()),
        (
            json!({"way": "simple", "organization": "org_1", "place": "data_center:dc_1", "package": "vmpkg_1"}),
            json!({"organization": {"id": "org_1"}, "data_center": {"id": "dc_1"}, "package": {"id": "vmpkg_1"}}),
        ),
        (
            simple_with(json!({
                "operating_system": "any", "image": "templates/debian-12", "network": "netw_1",
                "hostname": "Web-1", "xml": "<ignored/>",
                "options": {"install_agent": true, "keyboard": "gb"},
            })),
            body_with(json!({
                "disk_template": {"permalink": "templates/debian-12"}, "network": {"id": "netw_1"},
                "hostname": "Web-1", "disk_template_options": [
                    {"key": "install_agent", "value": "true"}, {"key": "keyboard", "value": "gb"},
                ],
            })),
        ),
        (
            simple_with(json!({"disks": [
                {"size": 20, "system": true, "name": "Boot", "file_system": "", "speed": "ssd"},
                {"size": 5, "file_system": "xfs", "speed": "nvme", "io_profile": "diop_1"},
            ]})),
            body_with(json!({"disks": [
                {"size_in_gb": 20, "system": true, "name": "Boot", "storage_speed": "ssd"},
                {"size_in_gb": 5, "system": false, "initial_file_system": "xfs",
                    "storage_speed": "nvme", "io_profile": {"id": "diop_1"}},
            ]})),
        ),
        (
            simple_with(
                json!({"annotations": [{"key": "shift", "value": "night"}, {"key": "bare"}]}),
            ),
            body_with(json!({"annotations": [
                {"key": "shift", "value": "night"}, {"key": "bare", "value": ""},
            ]})),
        ),
    ];
    let posted = |(value, body)| (value, Method::POST, BUILD.to_owned(), body);
    let rows = rows.into_iter().map(posted).collect();
    hold(Verb::Create, Safety::Unsafe, rows);
}

#[test]
fn a_password_of_the_image_is_in_the_body_alone() {
    let options = Input::default().with_secret("root_password", "hunter2");
    let input = entered(Verb::Create, &simple()).with("options", options);
    let order = Order {
        verb: Verb::Create,
        target: Target::account(),
        input,
    };
    let call = KatapultOperator.order(&access(), now(), &order, 0);
    let request = call.unwrap().unwrap().request;
    let body: Value = serde_json::from_slice(&request.body).unwrap();
    let sent = json!([{"key": "root_password", "value": "hunter2"}]);
    assert_eq!(body["disk_template_options"], sent);
    assert!(!format!("{request:?}").contains("hunter2"));
    let shown: Value = serde_json::from_slice(request.shown_body()).unwrap();
    let hidden = json!([{"key": "root_password", "value": "$ROOT_PASSWORD"}]);
    assert_eq!(shown["disk_template_options"], hidden);
}

#[test]
fn a_document_is_sent_as_it_is() {
    let xml = concat!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<VirtualMachineSpec>\n",
        "  <DataCenter by=\"permalink\">london</DataCenter>\n",
        "  <Resources><Package by=\"permalink\">pebble-4</Package></Resources>\n",
        "  <Hostname><Hostname type=\"random\"/></Hostname>\n</VirtualMachineSpec>\n",
    );
    let target = format!("{BUILD}_from_spec");
    hold(
        Verb::Create,
        Safety::Unsafe,
        vec![
            (
                json!({"way": "spec", "organization": "acme", "xml": xml}),
                Method::POST,
                target.clone(),
                json!({"organization": {"sub_domain": "acme"}, "xml": xml}),
            ),
            (
                json!({"way": "spec", "organization": "acme", "xml": xml, "annotations": [{"key": "a", "value": "b"}]}),
                Method::POST,
                target,
                json!({"organization": {"sub_domain": "acme"}, "xml": xml, "annotations": [{"key": "a", "value": "b"}]}),
            ),
        ],
    );
}

#[test]
fn a_document_with_options_is_not_shown() {
    for (inside, is_shown) in [
        (
            "<DiskTemplate><Option key=\"root_password\">hunter2</Option></DiskTemplate>",
            false,
        ),
        ("<Zone>zone_1</Zone>", true),
    ] {
        let xml = format!("<VirtualMachineSpec>{inside}</VirtualMachineSpec>");
        let value = json!({"way": "spec", "organization": "acme", "xml": xml});
        let request = call(Verb::Create, &value).unwrap().request;
        let body: Value = serde_json::from_slice(&request.body).unwrap();
        let shown: Value = serde_json::from_slice(request.shown_body()).unwrap();
        assert_eq!(body["xml"], xml);
        assert_eq!(shown["xml"] == xml, is_shown, "{shown}");
    }
}

#[test]
fn changes_send_only_what_was_chosen() {
    let patch = |value: Value, properties: Value| {
        let body = json!({"virtual_machine": {"id": VM}, "properties": properties});
        (value, Method::PATCH, VMS.to_owned(), body)
    };
    hold(
        Verb::Rename,
        Safety::Repeatable,
        vec![
            patch(json!({"name": " Shop "}), json!({"name": "Shop"})),
            patch(json!({"hostname": "shop-1"}), json!({"hostname": "shop-1"})),
            patch(
                json!({"name": "Shop", "hostname": "shop-1"}),
                json!({"name": "Shop", "hostname": "shop-1"}),
            ),
        ],
    );
    let mut annotated = patch(
        json!({"annotations": [{"key": "a", "value": "b"}]}),
        json!({}),
    );
    annotated.3["annotations"] = json!([{"key": "a", "value": "b"}]);
    hold(
        Verb::Edit,
        Safety::Repeatable,
        vec![
            patch(
                json!({"set_description": true, "description": "Ours"}),
                json!({"description": "Ours"}),
            ),
            patch(json!({"set_description": true}), json!({"description": ""})),
            patch(
                json!({"set_tags": true, "tags": ["web", "eu"], "new_tags": " new, web,,"}),
                json!({"tag_names": ["web", "eu", "new"]}),
            ),
            patch(json!({"set_tags": true}), json!({"tag_names": []})),
            patch(json!({"group_change": "keep", "tags": ["a"]}), json!({})),
            patch(
                json!({"group_change": "join", "group": "vmgrp_1"}),
                json!({"group": {"id": "vmgrp_1"}}),
            ),
            patch(
                json!({"group_change": "leave", "group": "vmgrp_1"}),
                json!({"group": null}),
            ),
            annotated,
        ],
    );
    hold(
        Verb::Resize,
        Safety::Repeatable,
        vec![patch(
            json!({"way": "gpu", "gpu_type": "rtx"}),
            json!({"gpu_type": {"permalink": "rtx"}}),
        )],
    );
}

#[test]
fn sizes_are_sent_as_documented() {
    let put = |value: Value, action: &str, key: &str, size: Value| {
        let body = json!({"virtual_machine": {"id": VM}, key: size});
        (value, Method::PUT, format!("{VMS}/{action}"), body)
    };
    let flexible = |dedicated: &str, size: Value| {
        let value = json!({"way": "flexible", "cpus": 2, "memory": 6, "dedicated_cpus": dedicated});
        put(value, "flexible_resources", "resources", size)
    };
    hold(
        Verb::Resize,
        Safety::Unsafe,
        vec![
            put(
                json!({"way": "package", "package": "pebble-4"}),
                "package",
                "virtual_machine_package",
                json!({"permalink": "pebble-4"}),
            ),
            flexible("keep", json!({"cpu_cores": 2, "memory_in_gb": 6})),
            flexible(
                "true",
                json!({"cpu_cores": 2, "memory_in_gb": 6, "use_dedicated_cpus": true}),
            ),
            flexible(
                "false",
                json!({"cpu_cores": 2, "memory_in_gb": 6, "use_dedicated_cpus": false}),
            ),
        ],
    );
}

#[test]
fn the_trash_is_asked_for_by_what_is_known() {
    let by = |id: &str, locator: &str| Target {
        id: MachineId::new(id),
        locator: locator.to_owned(),
    };
    for (verb, target, method, path, body) in [
        (
            Verb::Delete,
            by(VM, ""),
            "DELETE",
            VMS.to_owned(),
            json!({"virtual_machine": {"id": VM}}),
        ),
        (
            Verb::Delete,
            by("web-1.acme.katapult.cloud", ""),
            "DELETE",
            VMS.to_owned(),
            json!({"virtual_machine": {"fqdn": "web-1.acme.katapult.cloud"}}),
        ),
        (
            Verb::Restore,
            by(VM, "trsh_1"),
            "POST",
            format!("{TRASH}/restore"),
            json!({"trash_object": {"id": "trsh_1"}}),
        ),
        (
            Verb::Restore,
            by(VM, ""),
            "POST",
            format!("{TRASH}/restore"),
            json!({"trash_object": {"object_id": VM}}),
        ),
        (
            Verb::Purge,
            by(VM, "trsh_1"),
            "DELETE",
            TRASH.to_owned(),
            json!({"trash_object": {"id": "trsh_1"}}),
        ),
        (
            Verb::Purge,
            by(VM, ""),
            "DELETE",
            TRASH.to_owned(),
            json!({"trash_object": {"object_id": VM}}),
        ),
        (
            Verb::EmptyTrash,
            Target::account(),
            "POST",
            "/core/v1/organizations/organization/trash_objects/purge_all".to_owned(),
            json!({"organization": {"id": "org_9"}}),
        ),
    ] {
        let request = call_at("org_9", verb, target, &json!({})).unwrap().request;
        assert_eq!((request.method.as_str(), request.target()), (method, path));
        let sent: Value = serde_json::from_slice(&request.body).unwrap();
        assert_eq!(sent, body, "{verb:?}");
        assert_eq!(request.safety, Safety::Unsafe, "{verb:?}");
    }
}

#[test]
fn a_limited_account_needs_no_organization() {
    let value = json!({"way": "simple", "place": "zone:lon-1", "package": "pebble-4"});
    for (account, expected) in [
        ("acme", Some(json!({"sub_domain": "acme"}))),
        ("org_1", Some(json!({"id": "org_1"}))),
        ("", None),
    ] {
        let body = call_at(account, Verb::Create, Target::account(), &value)
            .ok()
            .map(|call| serde_json::from_slice::<Value>(&call.request.body).unwrap());
        assert_eq!(body.map(|body| body["organization"].clone()), expected);
    }
    let named = call_at(
        "acme",
        Verb::Create,
        Target::account(),
        &simple_with(json!({"organization": "beta"})),
    );
    let body: Value = serde_json::from_slice(&named.unwrap().request.body).unwrap();
    assert_eq!(body["organization"], json!({"sub_domain": "beta"}));
}

#[test]
fn bad_values_never_leave() {
    for (verb, value, field) in [
        (Verb::Create, json!({"organization": "a"}), "way"),
        (
            Verb::Create,
            json!({"way": "magic", "organization": "a"}),
            "way",
        ),
        (
            Verb::Create,
            json!({"way": "spec", "organization": "a"}),
            "xml",
        ),
        (
            Verb::Create,
            json!({"way": "spec", "xml": "<a/>"}),
            "organization",
        ),
        (Verb::Create, simple_with(json!({"package": ""})), "package"),
        (Verb::Create, simple_with(json!({"place": ""})), "place"),
        (
            Verb::Create,
            simple_with(json!({"place": "london"})),
            "place",
        ),
        (
            Verb::Create,
            simple_with(json!({"hostname": "a b"})),
            "hostname",
        ),
        (
            Verb::Create,
            simple_with(json!({"hostname": "x".repeat(64)})),
            "hostname",
        ),
        (
            Verb::Create,
            simple_with(json!({"disks": [{"size": 5}]})),
            "disks",
        ),
        (
            Verb::Create,
            simple_with(
                json!({"disks": [{"size": 5, "system": true}, {"size": 5, "system": true}]}),
            ),
            "disks",
        ),
        (
            Verb::Create,
            simple_with(json!({"disks": [{"system": true}]})),
            "disks[0].size",
        ),
        (
            Verb::Create,
            simple_with(json!({"disks": [{"size": 5, "system": true, "speed": "hdd"}]})),
            "disks[0].speed",
        ),
        (
            Verb::Create,
            simple_with(json!({"annotations": [{"value": "x"}]})),
            "annotations[0].key",
        ),
        (
            Verb::Create,
            simple_with(json!({"options": {"a": ["b"]}})),
            "options.a",
        ),
        (Verb::Create, simple_with(json!({"cpus": 2})), "cpus"),
        (Verb::Rename, json!({}), "name"),
        (Verb::Rename, json!({"hostname": "-a"}), "hostname"),
        (Verb::Edit, json!({"group_change": "join"}), "group"),
        (Verb::Resize, json!({}), "way"),
        (Verb::Resize, json!({"way": "package"}), "package"),
        (
            Verb::Resize,
            json!({"way": "flexible", "cpus": 2}),
            "memory",
        ),
        (
            Verb::Resize,
            json!({"way": "flexible", "cpus": 0, "memory": 2}),
            "cpus",
        ),
        (Verb::Resize, json!({"way": "gpu"}), "gpu_type"),
        (Verb::Delete, json!({"sure": true}), "sure"),
        (Verb::EmptyTrash, json!({}), "organization"),
    ] {
        let Err(error) = call(verb, &value) else {
            panic!("{verb:?} {value} leaves");
        };
        assert_eq!(
            (error.kind, error.outcome),
            (ErrorKind::Invalid, Outcome::NotDone)
        );
        let fields: Vec<&str> = error
            .fields
            .iter()
            .map(|(field, _)| field.as_str())
            .collect();
        assert_eq!(fields, [field], "{verb:?} {value}");
    }
    for (verb, _) in KatapultOperator.abilities().lacks {
        let error = call(*verb, &json!({})).map(drop).unwrap_err();
        assert_eq!(error.kind, ErrorKind::Unsupported, "{verb:?}");
    }
}

#[test]
fn answers_say_what_the_order_became() {
    let build = json!({
        "task": {"id": "task_1", "name": "Build virtual machine", "status": "pending"},
        "build": {"id": "vmbuild_1", "state": "pending"},
        "virtual_machine_build": {"id": "vmbuild_1", "state": "pending"},
        "hostname": "quiet-otter", "annotations": [],
    });
    let old = json!({"task": {"id": "task_1"}, "build": {"id": "vmbuild_2"}, "hostname": "a"});
    let bare = json!({"task": {"id": "task_3"}, "virtual_machine_build": null});
    let task = json!({"task": {"id": "task_4", "name": "Change package", "status": "pending", "progress": 0}});
    let resize = json!({"way": "package", "package": "vmpkg_1"});
    for (verb, value, status, body, expected) in [
        (Verb::Create, simple(), 201, build, Ok(Some("vmbuild_1"))),
        (Verb::Create, simple(), 201, old, Ok(Some("vmbuild_2"))),
        (Verb::Create, simple(), 201, bare, Ok(Some("task_3"))),
        (
            Verb::Create,
            simple(),
            201,
            json!({"hostname": "a"}),
            Err(Outcome::Unknown),
        ),
        (
            Verb::Create,
            simple(),
            201,
            json!([]),
            Err(Outcome::Unknown),
        ),
        (
            Verb::Rename,
            json!({"name": "a"}),
            200,
            json!({"virtual_machine": {"id": VM}}),
            Ok(None),
        ),
        (Verb::Rename, json!({"name": "a"}), 200, json!({}), Ok(None)),
        (
            Verb::Resize,
            resize.clone(),
            200,
            task.clone(),
            Ok(Some("task_4")),
        ),
        (
            Verb::Resize,
            resize,
            200,
            json!({"task": {}}),
            Err(Outcome::Unknown),
        ),
        (
            Verb::Delete,
            json!({}),
            200,
            json!({"trash_object": {"id": "trsh_1"}}),
            Ok(None),
        ),
        (
            Verb::Restore,
            json!({}),
            200,
            json!({"trash_object": {"id": "trsh_1"}}),
            Ok(None),
        ),
        (
            Verb::Purge,
            json!({}),
            200,
            task.clone(),
            Ok(Some("task_4")),
        ),
        (
            Verb::EmptyTrash,
            json!({"organization": "acme"}),
            200,
            task,
            Ok(Some("task_4")),
        ),
    ] {
        let read = call(verb, &value)
            .unwrap()
            .read(&answer(status, body.to_string()));
        let read = read
            .map(|receipt| receipt.task)
            .map_err(|error| error.outcome);
        assert_eq!(
            read,
            expected.map(|task: Option<&str>| task.map(str::to_owned)),
            "{verb:?} {body}"
        );
    }
}

#[test]
fn a_console_is_a_page_nobody_prints() {
    let ask = || {
        KatapultOperator
            .console(&access(), now(), &target())
            .unwrap()
    };
    let request = ask().request;
    assert_eq!(request.target(), format!("{VMS}/console_sessions"));
    let body: Value = serde_json::from_slice(&request.body).unwrap();
    assert_eq!(body, json!({"virtual_machine": {"id": VM}}));
    let read = |session: Value| {
        let body = json!({ "console_session": session });
        ask().read(&answer(201, body.to_string()))
    };
    let url = "https://console.example.net/s/hunter2";
    let session = read(json!({"id": "c", "url": url, "expires_at": 1_800_000_000})).unwrap();
    assert!(!format!("{session:?}").contains("hunter2"));
    let Console::Page {
        url: read_url,
        until,
    } = session
    else {
        panic!("a page");
    };
    assert_eq!(read_url.expose_secret(), url);
    assert_eq!(until.unwrap().as_second(), 1_800_000_000);
    for odd in [
        json!(null),
        json!({"url": null}),
        json!({"url": "javascript:alert(1)"}),
        json!({"url": 7}),
    ] {
        assert_eq!(
            read(odd.clone()).unwrap_err().kind,
            ErrorKind::BadAnswer,
            "{odd}"
        );
    }
    let error = ask()
        .read(&fault(406, "virtual_machine_must_be_started"))
        .unwrap_err();
    assert_eq!(error.kind, ErrorKind::Conflict);
}

#[test]
fn every_verb_is_had_or_lacked() {
    let abilities = KatapultOperator.abilities();
    for verb in Verb::OTHER {
        let has = abilities
            .has
            .iter()
            .filter(|rule| rule.verb == verb)
            .count();
        let lacks = abilities
            .lacks
            .iter()
            .filter(|(lacking, _)| *lacking == verb)
            .count();
        assert_eq!(has + lacks, 1, "{verb:?}");
        let form = KatapultOperator.form(verb, None);
        assert!(lacks == 0 || form.fields.is_empty(), "{verb:?}");
    }
    for (verb, states) in [
        (Verb::Console, &[State::Running][..]),
        (Verb::Resize, &[State::Running, State::Off]),
        (Verb::Restore, &[State::Deleted]),
        (Verb::Purge, &[State::Deleted]),
    ] {
        for state in State::ALL {
            let ready = abilities.availability(verb, state).is_ready();
            assert_eq!(ready, states.contains(&state), "{verb:?} {state:?}");
        }
    }
}

#[test]
fn forms_begin_with_what_the_machine_has() {
    let machine = super::expected();
    let start = |verb, key: &str| {
        let form = KatapultOperator.form(verb, Some(&machine));
        form.initial().text(key).map(str::to_owned)
    };
    for (verb, key, expected) in [
        (Verb::Rename, "name", Some("Shop front")),
        (Verb::Resize, "way", Some("package")),
        (Verb::Resize, "cpus", Some("2")),
        (Verb::Resize, "memory", Some("6")),
        (Verb::Edit, "set_tags", Some("false")),
        (Verb::Edit, "group_change", Some("keep")),
        (Verb::Create, "operating_system", Some("any")),
        (Verb::Create, "way", Some("simple")),
    ] {
        assert_eq!(start(verb, key).as_deref(), expected, "{verb:?} {key}");
    }
    let form = KatapultOperator.form(Verb::Edit, Some(&machine));
    let help = &form.field("tags").unwrap().help;
    assert!(help.contains("web, eu now"), "{help}");
}
