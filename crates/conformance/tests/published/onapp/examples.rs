//! `OnApp` answers in all their variants; reference, sections 3, 4, 6, 8, 9, 13, 14 and 15.

use pilothouse_core::ErrorKind::{
    BadAnswer, Conflict, Forbidden, Invalid, NotFound, Unauthorized, Unavailable,
};
use serde_json::{Value, json};

use crate::examples::{
    Example,
    Expect::{self, Fails, Tells},
    HTML, JSON, with,
};

/// Sent whole by a panel of 4.x, as in the seed but on its feet.
fn machine() -> Value {
    json!({
        "id": 611, "identifier": "q7w2e9r4t1y6u3", "label": "ferry", "hostname": "ferry",
        "user_id": 31, "hypervisor_id": 4, "template_id": 18, "template_label": "Alder 9 x64",
        "operating_system": "linux", "operating_system_distro": "rhel", "memory": 3072, "cpus": 3,
        "cpu_shares": 40, "cpu_units": 10, "cpu_priority": 40, "cpu_sockets": null,
        "cpu_threads": null, "cores_per_socket": 0, "min_disk_size": 7, "total_disk_size": 33,
        "built": true, "booted": true, "locked": false, "suspended": false, "recovery_mode": null,
        "state": "delivered", "allowed_swap": true, "allowed_hot_migrate": true,
        "support_incremental_backups": true, "firewall_notrack": false, "vip": null,
        "enable_autoscale": null, "enable_monitis": null, "add_to_marketplace": null,
        "admin_note": null, "note": null, "deleted_at": null, "customer_network_id": null,
        "edge_server_type": null, "storage_server_type": null, "strict_virtual_machine_id": null,
        "iso_id": null, "xen_id": 88, "preferred_hvs": [4],
        "initial_root_password_encrypted": false, "remote_access_password": "looked-away",
        "local_remote_access_port": 5917, "local_remote_access_ip_address": "10.9.0.4",
        "service_password": null, "monthly_bandwidth_used": "0",
        "price_per_hour": 0.062_500_000_000_000_01, "price_per_hour_powered_off": 0.0125,
        "created_at": "2014-11-03T06:20:10+00:00", "updated_at": "2014-11-09T21:45:00+00:00",
        "ip_addresses": [{"ip_address": {
            "id": 401, "address": "198.51.100.61", "netmask": "255.255.255.0",
            "gateway": "198.51.100.1", "network_address": "198.51.100.0",
            "broadcast": "198.51.100.255", "network_id": 6, "disallowed_primary": false,
            "free": false, "pxe": false, "hypervisor_id": null, "ip_address_pool_id": null,
            "customer_network_id": null, "user_id": null,
            "created_at": "2014-10-01T00:00:00+00:00", "updated_at": "2014-11-03T06:20:10+00:00",
        }}],
    })
}

fn one(machine: &Value) -> String {
    json!({"virtual_machine": machine}).to_string()
}

fn example(
    what: &'static str,
    act: &'static str,
    answer: (u16, &'static str, String),
    expect: Expect,
) -> Example {
    Example {
        what,
        act,
        machine: ("611", ""),
        form: "{}",
        answers: vec![answer],
        expect,
    }
}

const WHOLE: &str = r#"[{
    "id": "611", "name": "ferry", "state": "running", "addresses": ["198.51.100.61"], "cpus": 3,
    "memory": 3221225472, "disk": 35433480192, "image": "Alder 9 x64",
    "price": {"nanos": 62500000}, "created": "2014-11-03T06:20:10Z"
}]"#;

pub(crate) fn examples() -> Vec<Example> {
    let mut all = machines();
    all.extend(states());
    all.extend(refusals());
    all.extend(changes());
    all.extend(others());
    all
}

fn machines() -> Vec<Example> {
    let read = |what, changes, expect| {
        let body = one(&with(&machine(), changes));
        example(what, "read", (200, JSON, body), expect)
    };
    let mut all = vec![
        read("as a panel of 4.x sends it", json!({}), Tells(WHOLE)),
        // Recordings of 2.0 have texts for numbers; every reader has to take both.
        read(
            "numbers as texts",
            json!({"total_disk_size": "33.0", "monthly_bandwidth_used": 0, "memory": "3072",
                "cpus": "3", "id": "611"}),
            Tells(WHOLE),
        ),
        // One client's fixtures have "" for every null.
        read(
            "empty texts for nulls",
            json!({"note": "", "recovery_mode": "", "vip": "", "xen_id": "", "iso_id": ""}),
            Tells(WHOLE),
        ),
        read(
            "what nobody has heard of",
            json!({"tide": {"high": true}, "buoys": [1]}),
            Tells(WHOLE),
        ),
        // The seed's addresses are masked: all their parts are empty.
        read(
            "masked addresses",
            json!({"ip_addresses": [{"ip_address": {"id": 1, "address": "", "free": false}}]}),
            Tells(r#"[{"id": "611", "addresses": []}]"#),
        ),
        read(
            "no addresses",
            json!({"ip_addresses": []}),
            Tells(r#"[{"addresses": []}]"#),
        ),
    ];
    for (what, date, told) in [
        (
            "the date of 2.x",
            "2012-02-29T23:59:58Z",
            r#"[{"created": "2012-02-29T23:59:58Z"}]"#,
        ),
        (
            "the date of 3.x and 4.x",
            "2015-06-30T12:00:01+00:00",
            r#"[{"created": "2015-06-30T12:00:01Z"}]"#,
        ),
        (
            "the date of 5.x, in the panel's zone",
            "2018-01-01T01:30:00.000+05:30",
            r#"[{"created": "2017-12-31T20:00:00Z"}]"#,
        ),
    ] {
        all.push(read(what, json!({"created_at": date}), Tells(told)));
    }
    let two = json!([
        {"virtual_machine": machine()},
        {"virtual_machine": with(&machine(), json!({"id": 612, "label": "barge"}))},
    ]);
    all.push(example(
        "each item wrapped by itself",
        "list",
        (200, JSON, two.to_string()),
        Tells(r#"[[{"id": "611", "name": "ferry"}, {"id": "612", "name": "barge"}]]"#),
    ));
    all.push(example(
        "none at all",
        "list",
        (200, JSON, "[]".to_owned()),
        Tells("[[]]"),
    ));
    all
}

/// Reference, section 17: what is derived from which flags. `state` says nothing of power.
fn states() -> Vec<Example> {
    let table = [
        ("off", json!({"booted": false}), r#"[{"state": "off"}]"#),
        ("busy", json!({"locked": true}), r#"[{"state": "busy"}]"#),
        (
            "building, with an older failure beside it, as in the seed",
            json!({"locked": true, "built": false, "booted": false, "state": "failed"}),
            r#"[{"state": "building"}]"#,
        ),
        (
            "suspended",
            json!({"suspended": true, "booted": false}),
            r#"[{"state": "suspended"}]"#,
        ),
        (
            "never built",
            json!({"built": false, "booted": false, "state": "new"}),
            r#"[{"state": "not_built"}]"#,
        ),
        (
            "built wrong",
            json!({"built": false, "booted": false, "state": "failed"}),
            r#"[{"state": "failed"}]"#,
        ),
        (
            "rescue",
            json!({"recovery_mode": true}),
            r#"[{"state": "rescue"}]"#,
        ),
        (
            "delivered long ago",
            json!({"state": "new"}),
            r#"[{"state": "running"}]"#,
        ),
    ];
    let read = |(what, changes, told): (&'static str, Value, &'static str)| {
        let body = one(&with(&machine(), changes));
        example(what, "read", (200, JSON, body), Tells(told))
    };
    table.into_iter().map(read).collect()
}

/// Reference, section 4: four shapes, in JSON, of XML and as a page.
fn refusals() -> Vec<Example> {
    let page = "<html><body><h1>Something went astray</h1></body></html>";
    let table = [
        (
            "one sentence",
            "read",
            404,
            JSON,
            r#"{"error":"No such vessel"}"#,
            NotFound,
            "No such vessel",
        ),
        (
            "sentences",
            "read",
            404,
            JSON,
            r#"{"errors":["No such vessel"]}"#,
            NotFound,
            "No such vessel",
        ),
        (
            "by field",
            "rename",
            422,
            JSON,
            r#"{"errors":{"label":["can't be blank"]}}"#,
            Invalid,
            "can't be blank",
        ),
        (
            "the machine as a whole",
            "start",
            422,
            JSON,
            r#"{"errors":{"base":["It is moored"]}}"#,
            Conflict,
            "It is moored",
        ),
        ("a page", "read", 500, HTML, page, Unavailable, ""),
        ("maintenance", "read", 503, HTML, page, Unavailable, ""),
        (
            "who is that",
            "read",
            401,
            JSON,
            r#"{"error":"HTTP Basic: Access denied."}"#,
            Unauthorized,
            "",
        ),
        (
            "not allowed",
            "read",
            403,
            JSON,
            r#"{"errors":["You do not have permissions for this action"]}"#,
            Forbidden,
            "permissions",
        ),
        // A panel that was asked for JSON and answers XML is not understood, and says so.
        (
            "XML",
            "read",
            200,
            "application/xml",
            "<virtual_machine><id type=\"integer\">611</id></virtual_machine>",
            BadAnswer,
            "",
        ),
    ];
    let refusal =
        |(what, act, status, kind, body, error, words): (_, _, _, _, &str, _, _)| Example {
            form: if act == "rename" {
                r#"{"name": "jetty"}"#
            } else {
                "{}"
            },
            ..example(
                what,
                act,
                (status, kind, body.to_owned()),
                Fails(error, words),
            )
        };
    table.into_iter().map(refusal).collect()
}

/// Reference, section 4: what a change answers in which release.
fn changes() -> Vec<Example> {
    const TAKEN: &str = r#"[{"accepted": {"order": {"target": {"id": "611"}}}}]"#;
    let taken = |what, act, status, body: String| Example {
        form: if act == "rename" {
            r#"{"name": "jetty"}"#
        } else {
            "{}"
        },
        ..example(what, act, (status, JSON, body), Tells(TAKEN))
    };
    vec![
        taken(
            "201 with the machine",
            "start",
            201,
            one(&with(&machine(), json!({"locked": true}))),
        ),
        taken("2.x: 201 with the machine", "rename", 201, one(&machine())),
        taken("204 with nothing", "rename", 204, String::new()),
        taken(
            "2.x: 200 with an empty object",
            "delete",
            200,
            "{}".to_owned(),
        ),
        taken("204 with nothing", "delete", 204, String::new()),
        taken("a blank body", "delete", 200, " ".to_owned()),
    ]
}

fn others() -> Vec<Example> {
    let session = json!({"remote_access_session": {
        "id": 9, "virtual_machine_id": 611, "port": 30211, "remote_key": "k3yk3yk3y",
        "called_in_at": null, "created_at": "2014-11-09T21:45:00+00:00",
        "updated_at": "2014-11-09T21:45:00+00:00",
    }});
    let work = json!([{"transaction": {
        "id": 7001, "action": "startup_virtual_machine", "status": "failed",
        "parent_type": "VirtualMachine", "parent_id": 611,
        "associated_object_type": "VirtualMachine", "associated_object_id": 611,
        "identifier": "q7w2e9r4t1y6u3", "params": {}, "user_id": 31, "priority": 10,
        "log_output": "The mooring line would not come loose.",
        "created_at": "2026-05-28T20:26:41+00:00", "updated_at": "2026-05-28T20:26:50+00:00",
    }}]);
    vec![
        example(
            "a key for the viewer's page",
            "console",
            (200, JSON, session.to_string()),
            Tells(r#"[{"page": {"url": "[secret]"}}]"#),
        ),
        example(
            "the machine went off instead",
            "explain:start",
            (200, JSON, work.to_string()),
            Tells(r#"["~The mooring line would not come loose."]"#),
        ),
    ]
}

/// Bodies for a rebuild as the seed shows them, and the answer's status; reference, sections 3.3
/// and 8.
pub(crate) const XML: &[(&str, u16, &str)] = &[
    (
        "as in the seed",
        201,
        r#"<?xml version="1.0" encoding="UTF-8"?><virtual_machine><template_id>{template}</template_id><required_startup>1</required_startup></virtual_machine>"#,
    ),
    (
        "with types",
        201,
        r#"<?xml version="1.0" encoding="UTF-8"?>
<virtual_machine>
  <template_id type="integer">{template}</template_id>
  <required_startup type="boolean">false</required_startup>
</virtual_machine>"#,
    ),
    (
        "by label",
        201,
        "<virtual_machine><template_label>{template_label}</template_label></virtual_machine>",
    ),
    (
        "an unknown template",
        422,
        "<virtual_machine><template_id>987654</template_id></virtual_machine>",
    ),
];
