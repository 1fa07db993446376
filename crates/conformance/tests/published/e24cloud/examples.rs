//! e24cloud answers in all their variants; reference, sections 5, 7, 8, 9, 15, 16 and 20.

use pilothouse_core::ErrorKind::{BadAnswer, NotFound, Refused, Unauthorized};
use serde_json::{Value, json};

use crate::examples::{
    Example,
    Expect::{self, Fails, Tells},
    JSON, TEXT, with,
};

const ID: &str = "0a6f1f52-6d5d-4c0b-9a33-9d0f6c1b2e77";

fn machine() -> Value {
    json!({
        "id": ID, "label": "ferry", "cores": 3, "ram": 3072, "adm": false,
        "system": {"id": "4107", "name": "Alder 9"}, "cost_per_hour": 0.0625, "state": "online",
        "transfer_used": "12.75", "owner": {"id": "31", "name": "ada"},
        "public_interface": {
            "primary_ip_ipv4address": "198.51.100.61", "mac_address": "02:00:5e:00:53:61",
            "ipv4_addresses": [{
                "id": "5b0d9f0e-92c1-4d6f-b6c8-41f1a0a3d9e2", "ipv4_address": "198.51.100.61",
                "attach_time": "2025-11-03 06:20:10", "dhcp": true,
            }],
        },
        "storage_volumes": [
            {"id": "c1e0a7e4-2f0f-4a86-8f8b-1d2f6b9c7a10", "size": 30, "system_disk": true},
            {"id": "c1e0a7e4-2f0f-4a86-8f8b-1d2f6b9c7a11", "size": 10, "system_disk": false},
        ],
        "zone": {"id": "8f3d5a6e-7a0b-4f0e-9b1c-6a5d4c3b2a19", "name": "DC1/PUBLIC-1"},
        "networks": [{"id": 12, "label": "quay", "mac_address": "02:00:5e:00:53:62", "type": "vlan"}],
        "groups": [{"id": "1", "name": "everything"}],
    })
}

const WHOLE: &str = r#"[{
    "id": "0a6f1f52-6d5d-4c0b-9a33-9d0f6c1b2e77", "name": "ferry", "state": "running",
    "addresses": ["198.51.100.61"], "cpus": 3, "memory": 3221225472, "disk": 42949672960,
    "place": "DC1/PUBLIC-1", "image": "Alder 9", "price": {"nanos": 62500000}
}]"#;

fn example(
    what: &'static str,
    act: &'static str,
    answer: (u16, &'static str, String),
    expect: Expect,
) -> Example {
    Example {
        what,
        act,
        machine: (ID, ""),
        form: "{}",
        answers: vec![answer],
        expect,
    }
}

pub(crate) fn examples() -> Vec<Example> {
    let mut all = machines();
    all.extend(refusals());
    all.extend(others());
    all
}

fn machines() -> Vec<Example> {
    let read = |what, machine: Value, expect| {
        let body = json!({"success": true, "virtual_machine": machine}).to_string();
        example(what, "read", (200, JSON, body), expect)
    };
    let numbers = json!({"cores": "3", "ram": "3072", "cost_per_hour": "0.0625",
        "transfer_used": 12.75, "system": {"id": 4107, "name": "Alder 9"}});
    let mut older = machine();
    for key in ["networks", "groups"] {
        older.as_object_mut().unwrap().remove(key);
    }
    let mut all = vec![
        read("an object, as clients found it", machine(), Tells(WHOLE)),
        read(
            "an array of one, as the page prints it",
            json!([machine()]),
            Tells(WHOLE),
        ),
        read(
            "numbers as texts and texts as numbers",
            with(&machine(), numbers),
            Tells(WHOLE),
        ),
        read(
            "an older answer without networks and groups",
            older,
            Tells(WHOLE),
        ),
        read(
            "no address yet",
            with(
                &machine(),
                json!({"public_interface": {"primary_ip_ipv4address": "", "ipv4_addresses": []}}),
            ),
            Tells(r#"[{"addresses": []}]"#),
        ),
        read(
            "what only one client ever saw",
            with(
                &machine(),
                json!({"systemName": "Alder 9", "autoscaler": {"active": false}}),
            ),
            Tells(WHOLE),
        ),
    ];
    for (word, told) in [
        (
            "offline",
            r#"[{"state": "off", "provider_state": "offline"}]"#,
        ),
        ("installing", r#"[{"state": "building"}]"#),
        ("deleting", r#"[{"state": "deleting"}]"#),
        // No complete list is published: the unknown is shown as it is.
        ("drydock", r#"[{"provider_state": "drydock"}]"#),
    ] {
        all.push(read(
            word,
            with(&machine(), json!({"state": word})),
            Tells(told),
        ));
    }
    let list = json!({"success": true, "virtual_machines": [machine(), with(&machine(), json!({"label": "barge"}))]});
    all.push(example(
        "no paging",
        "list",
        (200, JSON, list.to_string()),
        Tells(r#"[[{"name": "ferry"}, {"name": "barge"}]]"#),
    ));
    all
}

/// Section 5. The names of the words are unpublished; every one that is likely is shown.
fn refusals() -> Vec<Example> {
    let table = [
        (
            "200 without success",
            200,
            JSON,
            r#"{"success":false}"#,
            Refused,
            "",
        ),
        (
            "a message",
            200,
            JSON,
            r#"{"success":false,"message":"The tide is out"}"#,
            Refused,
            "The tide is out",
        ),
        (
            "an error",
            200,
            JSON,
            r#"{"success":false,"error":"The tide is out"}"#,
            Refused,
            "The tide is out",
        ),
        (
            "a description",
            200,
            JSON,
            r#"{"success":false,"description":"The tide is out"}"#,
            Refused,
            "The tide is out",
        ),
        ("404 that is no JSON", 404, TEXT, "Not Found", NotFound, ""),
        (
            "404 that is",
            404,
            JSON,
            r#"{"success":false}"#,
            NotFound,
            "",
        ),
        // Status and body of a wrong signature are unverified; both likely ones mean the same.
        (
            "a wrong signature",
            403,
            JSON,
            r#"{"success":false}"#,
            Unauthorized,
            "",
        ),
        (
            "a wrong signature, by the book",
            401,
            TEXT,
            "",
            Unauthorized,
            "",
        ),
        ("200 that is no JSON", 200, TEXT, "hello", BadAnswer, ""),
    ];
    let refusal = |(what, status, kind, body, error, words): (_, _, _, &str, _, _)| {
        example(
            what,
            "read",
            (status, kind, body.to_owned()),
            Fails(error, words),
        )
    };
    table.into_iter().map(refusal).collect()
}

fn others() -> Vec<Example> {
    const SCREEN: &str = r#"[{"screen": {"host": "198.51.100.5", "port": 5917}}]"#;
    const TAKEN: &str = r#"[{"accepted": {"order": {"verb": "delete"}}}]"#;
    let console = |what, console| {
        example(
            what,
            "console",
            (200, JSON, json!(console).to_string()),
            Tells(SCREEN),
        )
    };
    let screen = json!({"port": 5917, "password": "looked-away", "host": "198.51.100.5"});
    let templates = json!({"success": true, "templates": [
        {"id": "4107", "label": "Alder 9", "supports": ["password", "sshkey", "cloudinit"]},
        {"id": 4108, "label": "Our base", "supports": [], "owner": {"id": "31", "name": "ada"}},
    ]});
    let created = json!({"success": true, "virtual_machine": {"id": ID}});
    vec![
        // The one documented answer without `success`.
        console("without success", json!({"console": screen})),
        console("with success", json!({"success": true, "console": screen})),
        console(
            "the port as a text",
            json!({"console": with(&screen, json!({"port": "5917"}))}),
        ),
        example(
            "accepted",
            "delete",
            (200, JSON, r#"{"success":true}"#.to_owned()),
            Tells(TAKEN),
        ),
        example(
            "ids as texts and numbers",
            "lookup:templates",
            (200, JSON, templates.to_string()),
            Tells(r#"[[{"value": "4107"}, {"value": "4108"}]]"#),
        ),
        Example {
            form: r#"{"name": "ferry", "cpus": 3, "memory": 3072,
                "place": "8f3d5a6e-7a0b-4f0e-9b1c-6a5d4c3b2a19", "boot_type": "image", "image": "4107"}"#,
            ..example(
                "the id alone",
                "create",
                (200, JSON, created.to_string()),
                Tells(
                    r#"[{"accepted": {"made": {"id": "0a6f1f52-6d5d-4c0b-9a33-9d0f6c1b2e77"}}}]"#,
                ),
            )
        },
    ]
}
