//! `BigV` answers in all their variants; reference, sections 3, 4, 5, 13, 15, 16 and 22.

use pilothouse_core::ErrorKind::{
    BadAnswer, Forbidden, Invalid, NotFound, Unauthorized, Unavailable,
};
use serde_json::{Value, json};

use crate::examples::{
    Example,
    Expect::{self, Fails, Tells},
    JSON, TEXT, with,
};

const PLACE: &str = "/accounts/7/groups/31/virtual_machines/5120";

/// As the documentation of 2013 has it.
fn machine() -> Value {
    json!({
        "autoreboot_on": true, "cdrom_url": null, "cores": 3, "group_id": 31, "id": 5120,
        "management_address": "198.51.100.61", "memory": 3072, "name": "ferry", "power_on": true,
        "keymap": null, "deleted": false, "hostname": "ferry.default.harbour.uk0.bigv.io",
        "head": "head19", "hardware_profile": "virtio2013", "hardware_profile_locked": false,
    })
}

fn overview() -> Value {
    with(
        &machine(),
        json!({
            "type": "application/vnd.bigv.virtual-machine",
            "discs": [{
                "id": 801, "label": "disc-1", "size": 25600, "storage_grade": "sata",
                "storage_pool": "tail4-sata2", "virtual_machine_id": 5120,
                "type": "application/vnd.bigv.disc",
            }],
            "network_interfaces": [{
                "id": 901, "label": null, "ips": ["198.51.100.62", "2001:db8::62"],
                "vlan_num": 77, "mac": "02:00:5e:00:53:61", "extra_ips": {},
                "virtual_machine_id": 5120, "type": "application/vnd.bigv.network-interface",
            }],
        }),
    )
}

fn accounts() -> Value {
    json!({
        "id": 7, "name": "harbour", "suspended": false, "type": "application/vnd.bigv.account",
        "groups": [{
            "id": 31, "name": "default", "account_id": 7, "type": "application/vnd.bigv.group",
            "virtual_machines": [overview()],
        }],
    })
}

const WHOLE: &str = r#"[{
    "id": "5120", "name": "ferry", "state": "running", "cpus": 3, "memory": 3221225472
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
        machine: ("5120", PLACE),
        form: "{}",
        answers: vec![answer],
        expect,
    }
}

pub(crate) fn examples() -> Vec<Example> {
    let mut all = machines();
    all.extend(refusals());
    all.extend(lookups());
    all
}

fn machines() -> Vec<Example> {
    let read = |what, kind, machine: Value, expect| {
        example(what, "read", (200, kind, machine.to_string()), expect)
    };
    let later = json!({"zone_name": "york", "last_imaged_with": "alder9"});
    let vendor = "application/vnd.bigv.virtual-machine+json";
    let listed = r#"[[{"id": "5120", "name": "ferry", "disk": 26843545600, "addresses": ["198.51.100.62", "2001:db8::62"]}]]"#;
    let mut all = vec![
        read(
            "an object, as every client wants it",
            JSON,
            machine(),
            Tells(WHOLE),
        ),
        read(
            "an array of one, as the seed shows it",
            JSON,
            json!([machine()]),
            Tells(WHOLE),
        ),
        read(
            "under the vendor's own type",
            vendor,
            machine(),
            Tells(WHOLE),
        ),
        read(
            "with what came later",
            JSON,
            with(&machine(), later),
            Tells(r#"[{"id": "5120", "place": "york"}]"#),
        ),
        read(
            "in overview",
            JSON,
            overview(),
            Tells(r#"[{"disk": 26843545600}]"#),
        ),
        // The list's sample in the documentation is a bare object.
        example(
            "accounts as an array",
            "list",
            (200, JSON, json!([accounts()]).to_string()),
            Tells(listed),
        ),
        example(
            "accounts as one object",
            "list",
            (200, JSON, accounts().to_string()),
            Tells(listed),
        ),
    ];
    // Section 20.
    for (what, changes, told) in [
        (
            "off for good",
            json!({"power_on": false, "autoreboot_on": false, "head": null}),
            r#"[{"state": "off"}]"#,
        ),
        (
            "deleted",
            json!({"power_on": false, "deleted": true, "head": null}),
            r#"[{"state": "deleted"}]"#,
        ),
        (
            "a name that is text",
            json!({"name": "<b>żółw"}),
            r#"[{"name": "<b>żółw"}]"#,
        ),
    ] {
        all.push(read(what, JSON, with(&machine(), changes), Tells(told)));
    }
    all
}

/// Section 4.
fn refusals() -> Vec<Example> {
    let table = [
        (
            "sentences by attribute",
            400,
            JSON,
            r#"{"name":["is too short (minimum is 3 characters)"]}"#,
            Invalid,
            "too short",
        ),
        (
            "one sentence by attribute",
            400,
            JSON,
            r#"{"name":"Missing name parameter"}"#,
            Invalid,
            "Missing name",
        ),
        (
            "no JSON",
            400,
            TEXT,
            "The lock is shut.",
            Invalid,
            "The lock is shut",
        ),
        ("who is that", 401, TEXT, "", Unauthorized, ""),
        ("readable, not writable", 403, TEXT, "", Forbidden, ""),
        (
            "unknown or unreadable",
            404,
            TEXT,
            "Not found",
            NotFound,
            "",
        ),
        ("unexpected", 500, TEXT, "", Unavailable, ""),
        ("overloaded", 503, TEXT, "", Unavailable, ""),
        ("200 that is no JSON", 200, TEXT, "hello", BadAnswer, ""),
    ];
    let refusal = |(what, status, kind, body, error, words): (_, _, _, &str, _, _)| Example {
        form: r#"{"name": "jetty"}"#,
        ..example(
            what,
            "rename",
            (status, kind, body.to_owned()),
            Fails(error, words),
        )
    };
    table.into_iter().map(refusal).collect()
}

/// Section 16: the two generations.
fn lookups() -> Vec<Example> {
    let definitions = |what, body: Value, told| {
        example(
            what,
            "lookup:distributions",
            (200, JSON, body.to_string()),
            Tells(told),
        )
    };
    vec![
        definitions(
            "2013: dotted names and no descriptions",
            json!([
                {"id": "distributions", "data": ["alder-9.1", "birch"]},
                {"id": "storage_grades", "data": ["sata", "ssd"]},
            ]),
            r#"[[{"value": "alder-9.1"}, {"value": "birch"}]]"#,
        ),
        definitions(
            "later: descriptions and ids nobody knows",
            json!([
                {"id": "tides", "data": {"high": 7}},
                {"id": "distributions", "data": ["alder9", "birch"]},
                {"id": "distribution_descriptions", "data": {"alder9": "Alder 9, for all uses"}},
                {"id": "zone_names", "data": ["york"]},
            ]),
            r#"[[{"value": "alder9"}, {"value": "birch"}]]"#,
        ),
    ]
}
