//! Paths, formats, credentials, paging, errors: what every call has in common.

use super::{Dialect, Panel, Seed, basic, header, tree};
use crate::onapp::auth;
use serde_json::{Value, json};

#[test]
fn suffix_and_accept_choose_the_format_and_must_agree() {
    let json = "application/json; charset=utf-8";
    let xml = "application/xml; charset=utf-8";
    let table = [
        ("/virtual_machines.json", "application/json", 200, json),
        ("/virtual_machines.xml", "application/xml", 200, xml),
        ("/virtual_machines.json", "*/*", 200, json),
        ("/virtual_machines", "application/json", 200, json),
        ("/virtual_machines", "application/xml", 200, xml),
        (
            "/virtual_machines",
            "text/html",
            406,
            "text/html; charset=utf-8",
        ),
        ("/virtual_machines", "*/*", 406, "text/html; charset=utf-8"),
        (
            "/virtual_machines.json",
            "application/xml",
            406,
            "text/html; charset=utf-8",
        ),
        (
            "/virtual_machines.json?page=1",
            "application/json",
            200,
            json,
        ),
    ];
    let mut panel = Panel::new();
    for (path, accept, status, kind) in table {
        let response = panel.send(&format!("GET {path}"), accept, "");
        assert_eq!(response.status().as_u16(), status, "{path} {accept}");
        assert_eq!(header(&response, "content-type"), kind, "{path} {accept}");
    }
}

#[test]
fn both_kinds_of_credentials_open_and_nothing_else_does() {
    let table = [
        (auth::LOGIN, auth::PASSWORD, 200),
        (auth::EMAIL, auth::PASSWORD, 200),
        (auth::EMAIL, auth::FIRST_KEY, 200),
        (auth::LOGIN, auth::FIRST_KEY, 200),
        (auth::LOGIN, "wrong", 401),
        (auth::LOGIN, "", 401),
        ("somebody", auth::PASSWORD, 401),
    ];
    let mut panel = Panel::new();
    for (name, secret, status) in table {
        let basic = basic(name, secret);
        let response = panel.raw("GET /version.json", &[("authorization", &basic)], "");
        assert_eq!(response.status().as_u16(), status, "{name}:{secret}");
    }
    let others: [&[(&str, &str)]; 3] = [
        &[],
        &[("authorization", "Bearer abc")],
        &[("authorization", "Basic ???")],
    ];
    for headers in others {
        let response = panel.raw("GET /virtual_machines.json", headers, "");
        assert_eq!(response.status().as_u16(), 401);
        assert!(header(&response, "www-authenticate").starts_with("Basic realm="));
    }
}

#[test]
fn a_new_api_key_replaces_the_old_one() {
    let mut panel = Panel::new();
    let (status, body) = panel.post("/users/5/make_new_api_key.json");
    let key = body["user"]["api_key"].as_str().unwrap().to_owned();
    assert_eq!((status, key.len()), (200, 40));
    assert!(key.chars().all(|char| char.is_ascii_hexdigit()));
    for (secret, status) in [(key.as_str(), 200), (auth::FIRST_KEY, 401)] {
        let basic = basic(auth::EMAIL, secret);
        let response = panel.raw("GET /profile.json", &[("authorization", &basic)], "");
        assert_eq!(response.status().as_u16(), status);
    }
}

#[test]
fn ids_and_identifiers_mean_the_same() {
    let mut panel = Panel::new();
    let machine = panel.get("/virtual_machines/501.json");
    let identifier = machine["virtual_machine"]["identifier"]
        .as_str()
        .unwrap()
        .to_owned();
    assert_eq!(identifier.len(), 14);
    assert_eq!(
        panel.get(&format!("/virtual_machines/{identifier}.json")),
        machine
    );
    let (status, _) = panel.post(&format!("/virtual_machines/{identifier}/stop.json"));
    assert_eq!(status, 201);
}

#[test]
fn what_is_not_there_is_404_in_either_format() {
    let mut panel = Panel::new();
    for path in [
        "/virtual_machines/9999",
        "/virtual_machines/nosuchmachine0",
        "/virtual_machines/9999/status",
        "/transactions/1",
        "/nowhere",
        "/",
    ] {
        let (status, body) = panel.json(&format!("GET {path}"), &Value::Null);
        assert_eq!(
            (status, body),
            (404, json!({"errors": ["Resource not found"]}))
        );
        let (status, body) = panel.xml(&format!("GET {path}"), "");
        assert_eq!(status, 404);
        assert!(body.contains("<errors>\n  <error>Resource not found</error>\n</errors>"));
    }
    let (status, _) = panel.post("/virtual_machines/9999/startup.json");
    assert_eq!(status, 404);
}

#[test]
fn lists_wrap_each_item_and_are_paged_in_query_or_path() {
    let mut panel = Panel::new();
    let all = panel.get("/virtual_machines.json");
    assert_eq!(all.as_array().unwrap().len(), 16);
    assert!(all[0]["virtual_machine"]["id"].is_u64());
    let table = [
        (
            "/virtual_machines.json?page=2&per_page=5",
            5,
            ["2", "5", "16"],
        ),
        (
            "/virtual_machines.json?page=4&per_page=5",
            1,
            ["4", "5", "16"],
        ),
        (
            "/virtual_machines.json?page=9&per_page=5",
            0,
            ["9", "5", "16"],
        ),
        (
            "/virtual_machines.json/page/4/per_page/5",
            1,
            ["4", "5", "16"],
        ),
        (
            "/virtual_machines/page/2/per_page/5.json",
            5,
            ["2", "5", "16"],
        ),
        (
            "/virtual_machines/per_page/all.json?short",
            16,
            ["", "", ""],
        ),
        ("/virtual_machines.json", 16, ["", "", ""]),
        (
            "/virtual_machines.json?q=LON&page=1&per_page=3",
            3,
            ["1", "3", "4"],
        ),
        ("/virtual_machines.json?q=nothing+so", 0, ["", "", ""]),
    ];
    for (path, count, headers) in table {
        let response = panel.send(&format!("GET {path}"), "application/json", "");
        assert_eq!(tree(&response).as_array().unwrap().len(), count, "{path}");
        let found = ["x-page", "x-limit", "x-total"].map(|name| header(&response, name));
        assert_eq!(found, headers, "{path}");
    }
}

#[test]
fn transactions_are_the_ten_newest() {
    let mut panel = Panel::new();
    for _ in 0..6 {
        for action in ["stop", "startup"] {
            panel.post(&format!("/virtual_machines/501/{action}.json"));
            panel.wait(10.0);
        }
    }
    let response = panel.send("GET /transactions.json", "application/json", "");
    let list = tree(&response);
    let ids: Vec<u64> = list
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["transaction"]["id"].as_u64().unwrap())
        .collect();
    assert_eq!(ids.len(), 10);
    assert!(ids.is_sorted_by(|a, b| a > b), "{ids:?}");
    assert_eq!(header(&response, "x-limit"), "10");
    // Three of the seeded failed build, and twelve.
    assert_eq!(header(&response, "x-total"), "15");
    let newest = panel.get(&format!("/transactions/{}.json?log", ids[0]));
    let newest = &newest["transaction"];
    assert_eq!(newest["action"], "startup_virtual_machine");
    assert_eq!(newest["associated_object_type"], "VirtualMachine");
    assert_eq!(newest["associated_object_id"], 501);
    assert!(newest["log_output"].is_string());
}

#[test]
fn dates_are_of_the_panels_generation() {
    let mut modern = Panel::new();
    modern.post("/virtual_machines/501/stop.json");
    assert_eq!(
        modern.show(501)["updated_at"],
        "2016-02-01T12:00:00.000+02:00"
    );
    let mut legacy = Panel::speaking(Dialect::Legacy, Seed::Small);
    legacy.post("/virtual_machines/501/stop.json");
    assert_eq!(legacy.show(501)["updated_at"], "2016-02-01T10:00:00Z");
}

#[test]
fn xml_says_the_same_with_types() {
    let mut panel = Panel::new();
    let (status, body) = panel.xml("GET /virtual_machines/501.xml", "");
    assert_eq!(status, 200);
    let lines: Vec<&str> = body.lines().map(str::trim).collect();
    assert_eq!(lines[0], "<?xml version=\"1.0\" encoding=\"UTF-8\"?>");
    assert_eq!(lines[1], "<virtual_machine>");
    for line in [
        "<id type=\"integer\">501</id>",
        "<label>web-lon-01</label>",
        "<booted type=\"boolean\">true</booted>",
        "<admin_note nil=\"true\"></admin_note>",
        "<ip_addresses type=\"array\">",
        "<ip_address>",
        "<address>192.0.2.4</address>",
        "<preferred_hvs type=\"array\">",
    ] {
        assert!(lines.contains(&line), "{line} in {body}");
    }
    assert!(body.contains("<created_at type=\"datetime\">20"));
    assert!(body.contains("<price_per_hour type=\"float\">0."));
    let (_, list) = panel.xml("GET /virtual_machines/status.xml?per_page=2", "");
    assert!(list.contains("<virtual_machines type=\"array\">\n  <virtual_machine>\n"));
    assert_eq!(list.matches("<virtual_machine>").count(), 2);
    let (_, none) = panel.xml("GET /virtual_machines.xml?q=nothing", "");
    assert!(none.ends_with("<virtual_machines type=\"array\"/>\n"));
}

#[test]
fn xml_escapes_what_a_label_brings() {
    let mut panel = Panel::new();
    let (_, body) = panel.xml("GET /virtual_machines.xml?q=img+src", "");
    assert!(body.contains("&lt;img src=x onerror="), "{body}");
    assert!(!body.contains("<img"));
}
