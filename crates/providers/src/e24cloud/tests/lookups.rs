//! Zones, templates and keys to choose from.

use pilothouse_core::{Access, Choice, Endpoint, Error, ErrorKind, Input, Operator, Response};
use serde_json::{Value, json};

use super::{E24CloudOperator, access, answer, run};

fn choices(lookup: &str, path: &str, response: Response) -> Result<Vec<Choice>, Error> {
    let flow = E24CloudOperator.lookup(&access(), lookup, &Input::default())?;
    Ok(run(flow, &[(path, response)])?.concat())
}

fn ok(body: &Value) -> Response {
    answer(200, body.to_string())
}

fn regions() -> Value {
    json!({"success": true, "regions": [
        {"name": "Poznań", "zones": [
            {"id": "z1", "label": "DC1/PUBLIC-1", "name": "PUBLIC-1", "available": true},
            {"id": "z2", "label": "DC2/PUBLIC-1", "name": "PUBLIC-1", "available": "0"},
        ]},
        {"name": "Warszawa", "zones": [
            {"id": "z3", "label": "WAW/PUBLIC-1", "available": 1},
            {"id": "z4", "name": "PUBLIC-2"},
            {"label": "no id", "available": true}, null, 7,
        ]},
        {"name": null, "zones": {"id": "z5", "available": true}}, {"zones": null}, "x",
    ]})
}

#[test]
fn zones_of_this_host_come_first_and_only_available_ones_are_open() {
    let found = choices("zones", "/v2/regions", ok(&regions())).unwrap();
    let found: Vec<_> = found
        .iter()
        .map(|zone| {
            let open = zone.closed.is_none();
            (
                zone.value.as_str(),
                zone.label.as_str(),
                zone.detail.as_str(),
                open,
            )
        })
        .collect();
    assert_eq!(
        found,
        [
            ("z3", "WAW/PUBLIC-1", "Warszawa", true),
            ("z4", "PUBLIC-2", "Warszawa", false),
            ("z1", "DC1/PUBLIC-1", "Poznań", true),
            ("z2", "DC2/PUBLIC-1", "Poznań", false),
            ("z5", "z5", "", true),
        ]
    );
}

#[test]
fn zones_keep_their_order_where_the_region_cannot_be_told() {
    let endpoint = Endpoint::parse("https://eu-poland-9gdynia.api.e24cloud.com").unwrap();
    let access = Access::new(endpoint, access().credentials);
    let mut flow = E24CloudOperator
        .lookup(&access, "zones", &Input::default())
        .unwrap();
    flow.next(super::now()).unwrap();
    flow.receive(super::now(), Ok(ok(&regions()))).unwrap();
    let pilothouse_core::Step::Yield(zones) = flow.next(super::now()).unwrap() else {
        panic!("zones")
    };
    let ids: Vec<_> = zones.iter().map(|zone| zone.value.as_str()).collect();
    assert_eq!(ids, ["z1", "z2", "z3", "z4", "z5"]);
}

#[test]
fn templates_say_what_they_support_and_whose_they_are() {
    let body = json!({"success": true, "templates": [
        {"id": "3001", "label": "Debian 12", "supports": ["password", "sshkey", "cloudinit"]},
        {"id": 3002, "label": "Windows", "supports": ["Password"], "owner": null},
        {"id": "a-1", "label": "shop", "supports": [], "owner": {"id": "9", "name": "Ada"}},
        {"id": "a-2", "label": null, "supports": null, "owner": {"id": "9"}},
        {"id": "a-3", "label": "odd", "supports": "sshkey,cloudinit sshkey", "owner": []},
        {"label": "no id"}, null,
    ]});
    let found = choices("templates", "/v2/templates", ok(&body)).unwrap();
    let found: Vec<_> = found
        .iter()
        .map(|one| {
            let tags = one.tags.join(" ");
            (
                one.value.as_str(),
                one.label.as_str(),
                one.detail.as_str(),
                tags,
            )
        })
        .collect();
    assert_eq!(
        found,
        [
            (
                "3001",
                "Debian 12",
                "password, SSH key, cloud-init",
                "password sshkey cloudinit".into()
            ),
            ("3002", "Windows", "password", "password".into()),
            ("a-1", "shop", "Own image of Ada", String::new()),
            ("a-2", "a-2", "Own image", String::new()),
            (
                "a-3",
                "odd",
                "SSH key, cloud-init",
                "sshkey cloudinit".into()
            ),
        ]
    );
}

#[test]
fn keys_are_told_by_name_and_fingerprint() {
    for (keys, expected) in [
        (
            json!([{"id": 17, "name": "laptop", "fingerprint": "aa:bb"}, {"id": "18"}, {"id": null}, null]),
            vec![("17", "laptop", "aa:bb"), ("\"18\"", "Key \"18\"", "")],
        ),
        (
            json!({"id": 17, "name": "laptop", "fingerprint": "aa:bb"}),
            vec![("17", "laptop", "aa:bb")],
        ),
        (json!([]), vec![]),
        (json!(null), vec![]),
        (json!("none"), vec![]),
    ] {
        let body = json!({"success": true, "account": {"id": "x", "sshkeys": keys}});
        let found = choices("ssh_keys", "/v2/account", ok(&body)).unwrap();
        let found: Vec<_> = found
            .iter()
            .map(|key| (key.value.as_str(), key.label.as_str(), key.detail.as_str()))
            .collect();
        assert_eq!(found, expected, "{keys}");
    }
}

#[test]
fn what_is_no_list_is_an_error() {
    for (lookup, path) in [
        ("zones", "/v2/regions"),
        ("templates", "/v2/templates"),
        ("ssh_keys", "/v2/account"),
    ] {
        for (status, body, kind) in [
            (200, r#"{"success":true}"#, ErrorKind::BadAnswer),
            (200, r#"{"success":false}"#, ErrorKind::Refused),
            (200, "", ErrorKind::BadAnswer),
            (200, "[]", ErrorKind::BadAnswer),
            (200, "<html>", ErrorKind::BadAnswer),
            (404, "Not Found", ErrorKind::NotFound),
            (403, "", ErrorKind::Unauthorized),
            (503, "", ErrorKind::Unavailable),
        ] {
            let error = choices(lookup, path, answer(status, body)).unwrap_err();
            assert_eq!(error.kind, kind, "{lookup} {status} {body}");
        }
    }
}
