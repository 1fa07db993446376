//! Published behaviour, driven in process with a hand-moved clock.

use super::*;
use crate::{Seed, names};
use base64::Engine;
use hmac::{Hmac, KeyInit, Mac};
use jiff::SignedDuration;
use std::collections::HashSet;

mod account;
mod clients;
mod resources;

type Fits = fn(&Value) -> bool;

struct Desk {
    world: World,
    now: Timestamp,
}

impl Desk {
    fn new(seed: Seed) -> Self {
        let now = "2026-06-02T10:15:30Z".parse().unwrap();
        let options = Options { seed, pace: 1.0 };
        Self {
            world: World::new(options, now),
            now,
        }
    }

    fn small() -> Self {
        Self::new(Seed::Small)
    }

    fn wait(&mut self, seconds: f64) -> &mut Self {
        self.now += SignedDuration::from_secs_f64(seconds);
        self
    }

    fn raw(&mut self, method: &str, target: &str, body: &str) -> Response {
        let keys = (super::account::DEMO_KEY, super::account::DEMO_SECRET);
        self.signed(keys, method, target, body)
    }

    fn signed(
        &mut self,
        (key, secret): (&str, &str),
        method: &str,
        target: &str,
        body: &str,
    ) -> Response {
        let date = self.now.strftime("%a, %d %b %Y %H:%M:%S GMT").to_string();
        let host = "127.0.0.1:4103";
        let signature = signature(secret, &[method, host, &date, target, body]);
        let request = http::Request::builder()
            .method(method)
            .uri(target)
            .header("host", host)
            .header("content-type", "application/json")
            .header("x-date", date)
            .header("authorization", format!("{key}:{signature}"))
            .body(body.as_bytes().to_vec())
            .unwrap();
        self.world.handle(&request, self.now)
    }

    /// The body of an answer with status 200.
    fn call(&mut self, method: &str, target: &str, body: &str) -> Value {
        let response = self.raw(method, target, body);
        assert_eq!(response.status(), 200, "{method} {target}");
        assert_eq!(response.headers()["content-type"], "application/json");
        serde_json::from_slice(response.body()).unwrap()
    }

    fn list(&mut self) -> Vec<Value> {
        let body = self.call("GET", "/v2/virtual-machines", "");
        assert_eq!(body["success"], true);
        body["virtual_machines"].as_array().unwrap().clone()
    }

    fn id(&mut self, label: &str) -> String {
        let list = self.list();
        let machine = list.iter().find(|m| m["label"] == label).unwrap();
        machine["id"].as_str().unwrap().to_owned()
    }

    fn machine(&mut self, id: &str) -> Value {
        let mut body = self.call("GET", &format!("/v2/virtual-machines/{id}"), "");
        body["virtual_machine"].take()
    }

    fn state(&mut self, id: &str) -> String {
        self.machine(id)["state"].as_str().unwrap().to_owned()
    }

    fn post(&mut self, id: &str, verb: &str, body: &str) -> Value {
        self.call("POST", &format!("/v2/virtual-machines/{id}/{verb}"), body)
    }
}

/// The signature over these parts, each on a line of its own.
fn signature(secret: &str, parts: &[&str]) -> String {
    let mut mac = Hmac::<sha2::Sha256>::new_from_slice(secret.as_bytes()).unwrap();
    mac.update(parts.join("\n").as_bytes());
    base64::engine::general_purpose::STANDARD.encode(mac.finalize().into_bytes())
}

fn yes() -> Value {
    value!({"success": true})
}

fn no() -> Value {
    value!({"success": false})
}

const ORDER: &str = r#"{"create_vm":{"cpus":2,"ram":2048,"compute_zone_id":"ZONE","name":"NAME",
    "boot_type":"image","os":"3001","password":"Correct-Horse-7","key_id":"17",
    "user_data":"","cdrom":""}}"#;

fn order(name: &str) -> String {
    ORDER
        .replace("ZONE", &catalogue::Zone::FirstPublic.id())
        .replace("NAME", name)
}

#[test]
fn without_a_signature_nothing_is_told() {
    let mut desk = Desk::small();
    for target in ["/v2/virtual-machines", "/v2/nothing", "/"] {
        let request = http::Request::get(target).body(Vec::new()).unwrap();
        let response = desk.world.handle(&request, desk.now);
        assert_eq!(response.status(), 403);
        assert_eq!(response.body(), br#"{"success":false}"#);
    }
}

#[test]
fn the_demo_opens_it() {
    let demo = Desk::small().world.demo();
    assert_eq!((demo.label, demo.login), ("Sandbox e24cloud", "key"));
    let keys: Vec<_> = demo.values.iter().map(|(key, _)| *key).collect();
    assert_eq!(keys, ["api_key", "api_secret"]);
}

#[test]
fn what_is_unknown_is_not_json() {
    let mut desk = Desk::small();
    let id = desk.id("web-poz-01");
    for (method, target) in [
        (
            "GET",
            "/v2/virtual-machines/00000000-0000-4000-8000-000000000000".to_owned(),
        ),
        ("GET", "/v2/virtual-machines/".to_owned()),
        ("GET", "/v1/virtual-machines".to_owned()),
        (
            "POST",
            "/v2/virtual-machines/00000000-0000-4000-8000-000000000000/poweron".to_owned(),
        ),
        ("POST", format!("/v2/virtual-machines/{id}/dance")),
        ("POST", "/v2/virtual-machines".to_owned()),
        ("DELETE", "/v2/virtual-machines".to_owned()),
        ("GET", "/v2/zones".to_owned()),
        ("GET", "/v2/storage-volumes/7".to_owned()),
        ("PUT", "/v2/storage-volumes".to_owned()),
        ("POST", "/v2/ipv4-addresses/7/attach".to_owned()),
        ("DELETE", "/v2/disk-images/7".to_owned()),
        ("GET", "/v2/vlans/501".to_owned()),
        ("POST", "/v2/vlans/999/attach".to_owned()),
        ("DELETE", "/v2/account/99/sshkey".to_owned()),
        ("POST", "/v2/account/api".to_owned()),
        ("PUT", format!("/v2/virtual-machines/{id}")),
    ] {
        let response = desk.raw(method, &target, "");
        assert_eq!(response.status(), 404, "{method} {target}");
        assert_eq!(response.headers()["content-type"], "text/plain");
        assert!(serde_json::from_slice::<Value>(response.body()).is_err());
    }
}

#[test]
fn the_unknown_may_be_a_failure_with_status_200() {
    let mut desk = Desk::small();
    desk.world = World::new(desk.world.options, desk.now).with_unknown_as_failure();
    for target in [
        "/v2/virtual-machines/7",
        "/v2/nothing",
        "/",
        "/v2/vlans/501",
    ] {
        assert_eq!(desk.call("GET", target, ""), no(), "{target}");
    }
}

#[test]
fn a_machine_has_the_published_fields() {
    let mut desk = Desk::small();
    for machine in desk.list() {
        let kinds: [(&str, Fits); 16] = [
            ("/id", Value::is_string),
            ("/label", Value::is_string),
            ("/cores", Value::is_u64),
            ("/ram", Value::is_u64),
            ("/adm", Value::is_boolean),
            ("/system/id", Value::is_string),
            ("/system/name", Value::is_string),
            ("/cost_per_hour", Value::is_number),
            ("/state", Value::is_string),
            ("/transfer_used", |v| v.is_number() || v.is_string()),
            ("/owner/id", Value::is_string),
            ("/public_interface/primary_ip_ipv4address", Value::is_string),
            ("/public_interface/ipv4_addresses", Value::is_array),
            ("/storage_volumes", Value::is_array),
            ("/zone/id", Value::is_string),
            ("/zone/name", Value::is_string),
        ];
        for (pointer, fits) in kinds {
            assert!(
                machine.pointer(pointer).is_some_and(fits),
                "{pointer}: {machine}"
            );
        }
        if let Some(id) = machine.pointer("/networks/0/id") {
            assert!(id.is_u64(), "network ids are integers");
        }
    }
}

#[test]
fn the_single_read_is_an_object_or_an_array() {
    let mut desk = Desk::small();
    let (plain, array) = (desk.id("web-poz-01"), desk.id(ARRAY));
    let listed = desk.list();
    assert_eq!(desk.machine(&plain), listed[0]);
    assert_eq!(desk.machine(&array).as_array().unwrap().len(), 1);
    let now = desk.now;
    let options = Options {
        seed: Seed::Small,
        pace: 1.0,
    };
    desk.world = World::new(options, now).with_array_reads();
    assert!(desk.machine(&plain).is_array());
}

#[test]
fn power_changes_the_state_late() {
    // (label, call, body, before, seconds that show nothing, seconds that show it, after)
    for (label, verb, body, before, early, late, after) in [
        ("cache-poz-01", "poweron", "", "offline", 1.4, 0.2, "online"),
        (
            "web-poz-01",
            "shutdown",
            r#"{"wait_for":4}"#,
            "online",
            2.9,
            0.2,
            "offline",
        ),
        ("web-poz-01", "shutdown", "", "online", 2.9, 0.2, "offline"),
        (
            "web-poz-01",
            "shutdown",
            r#"{"wait_for":0}"#,
            "online",
            1.4,
            0.2,
            "offline",
        ),
        ("web-poz-01", "poweroff", "", "online", 1.4, 0.2, "offline"),
        (
            "web-poz-01",
            "poweroff",
            r#"{"wait_for":1}"#,
            "online",
            2.9,
            0.2,
            "offline",
        ),
        ("web-poz-01", "reboot", "", "online", 1.5, 9.0, "online"),
        ("web-poz-01", "reset", "", "online", 1.5, 9.0, "online"),
        (
            "sim-fails-power-on",
            "poweron",
            "",
            "offline",
            10.0,
            300.0,
            "offline",
        ),
        (
            "sim-fails-power-off",
            "shutdown",
            "",
            "online",
            10.0,
            300.0,
            "online",
        ),
        (
            "sim-slow-power-on",
            "poweron",
            "",
            "offline",
            29.0,
            2.0,
            "online",
        ),
        (
            "sim-slow-power-off",
            "shutdown",
            "",
            "online",
            59.0,
            2.0,
            "offline",
        ),
    ] {
        let mut desk = Desk::small();
        let id = desk.id(label);
        assert_eq!(desk.state(&id), before, "{label}");
        assert_eq!(desk.post(&id, verb, body), yes(), "{verb} {label}");
        assert_eq!(desk.state(&id), before, "{verb} {label} at once");
        assert_eq!(desk.wait(early).state(&id), before, "{verb} {label} early");
        assert_eq!(desk.wait(late).state(&id), after, "{verb} {label} late");
    }
}

#[test]
fn impossible_work_is_refused_with_status_200() {
    for (label, verbs) in [
        (
            "cache-poz-01",
            ["shutdown", "poweroff", "reboot", "reset", "console"].as_slice(),
        ),
        ("web-poz-01", &["poweron"]),
        (
            "stuck-install-poz-01",
            &[
                "poweron", "shutdown", "poweroff", "reboot", "reset", "console",
            ],
        ),
    ] {
        let mut desk = Desk::small();
        let id = desk.id(label);
        for verb in verbs {
            assert_eq!(desk.post(&id, verb, ""), no(), "{verb} {label}");
        }
    }
    let mut desk = Desk::small();
    for (label, verb) in [
        ("sim-refuses-power-on", "poweron"),
        ("sim-refuses-power-off", "shutdown"),
    ] {
        let id = desk.id(label);
        let before = desk.state(&id);
        let answer = desk.post(&id, verb, "");
        assert_eq!(answer["success"], false, "{label}");
        assert!(answer["message"].is_string());
        assert_eq!(desk.wait(100.0).state(&id), before);
    }
}

#[test]
fn a_wait_is_a_number_of_minutes() {
    let mut desk = Desk::small();
    let id = desk.id("web-poz-01");
    for verb in ["shutdown", "poweroff", "resize"] {
        for wait in ["\"soon\"", "-1", "[]", "1.5"] {
            let body = format!(r#"{{"cores":1,"ram":1024,"wait_for":{wait}}}"#);
            assert_eq!(
                desk.post(&id, verb, &body)["success"],
                false,
                "{verb} {wait}"
            );
        }
    }
    assert_eq!(
        desk.wait(60.0).state(&id),
        "online",
        "nothing of it was done"
    );
    assert_eq!(desk.post(&id, "shutdown", r#"{"wait_for":null}"#), yes());
}

#[test]
fn a_template_takes_what_it_supports() {
    let zone = catalogue::Zone::FirstPublic.id();
    let extras = [
        ("password", "password", value!("Correct-Horse-7")),
        ("key_id", "sshkey", value!(17)),
        ("user_data", "cloudinit", value!("#cloud-config\n")),
    ];
    let templates = Desk::small().call("GET", "/v2/templates", "");
    for template in templates["templates"].as_array().unwrap() {
        let supports = template["supports"].as_array().unwrap();
        for (field, what, content) in &extras {
            let mut order = value!({"create_vm": {
                "cpus": 1, "ram": 512, "zone_id": zone, "name": "a", "boot_type": "image",
                "os": template["id"],
            }});
            order["create_vm"][*field] = content.clone();
            let answer = Desk::small().call("PUT", "/v2/virtual-machines", &order.to_string());
            assert_eq!(
                answer["success"],
                supports.contains(&value!(what)),
                "{order}"
            );
        }
    }
}

#[test]
fn the_boot_type_decides_what_else_is_needed() {
    let zone = catalogue::Zone::FirstPublic.id();
    for (order, accepted) in [
        (value!({"boot_type": "image", "os": "3001"}), true),
        (
            value!({"boot_type": "image", "os": 3001, "password": null, "key_id": null}),
            true,
        ),
        (value!({"boot_type": "image"}), false),
        (
            value!({"boot_type": "image", "cdrom": "netinst.iso"}),
            false,
        ),
        (value!({"boot_type": "cdrom", "cdrom": "netinst.iso"}), true),
        (
            value!({"boot_type": "cdrom", "cdrom": "netinst.iso", "os": ""}),
            true,
        ),
        (value!({"boot_type": "cdrom"}), false),
        (value!({"boot_type": "cdrom", "os": "3001"}), false),
        (
            value!({"boot_type": "cdrom", "cdrom": "a.iso", "password": "x"}),
            false,
        ),
        (
            value!({"boot_type": "cdrom", "cdrom": "a.iso", "key_id": 17}),
            false,
        ),
        (
            value!({"boot_type": "cdrom", "cdrom": "a.iso", "user_data": "#"}),
            false,
        ),
        (value!({"boot_type": "disk", "os": "3001"}), false),
        (value!({"os": "3001"}), false),
    ] {
        let mut whole = value!({"cpus": 1, "ram": 512, "compute_zone_id": zone, "name": "a"});
        for (name, content) in order.as_object().unwrap() {
            whole[name] = content.clone();
        }
        let body = value!({"create_vm": whole}).to_string();
        let answer = Desk::small().call("PUT", "/v2/virtual-machines", &body);
        assert_eq!(answer["success"], accepted, "{order}");
    }
}

#[test]
fn work_queues() {
    let mut desk = Desk::small();
    let id = desk.id("cache-poz-01");
    assert_eq!(desk.post(&id, "poweron", ""), yes());
    assert_eq!(
        desk.post(&id, "poweron", ""),
        no(),
        "it is being started already"
    );
    assert_eq!(desk.post(&id, "poweroff", ""), yes());
    assert_eq!(desk.wait(1.6).state(&id), "online");
    assert_eq!(desk.wait(1.5).state(&id), "offline");
}

#[test]
fn renaming_is_immediate() {
    let mut desk = Desk::small();
    let id = desk.id("web-poz-01");
    for name in ["shop", names::UNICODE, names::HOSTILE] {
        let body = value!({ "name": name }).to_string();
        assert_eq!(desk.post(&id, "rename", &body), yes());
        assert_eq!(desk.machine(&id)["label"], name);
    }
    for body in ["", "{}", r#"{"name":""}"#, r#"{"name":7}"#, "{"] {
        assert_eq!(desk.post(&id, "rename", body)["success"], false, "{body}");
    }
}

#[test]
fn the_console_answer_has_no_success() {
    let mut desk = Desk::small();
    let id = desk.id("web-poz-01");
    let answer = desk.post(&id, "console", "");
    assert!(answer.get("success").is_none());
    assert!(answer["console"]["port"].is_u64());
    assert!(answer["console"]["host"].is_string());
    assert!(answer["console"]["password"].is_string());
}

#[test]
fn resizing_takes_a_running_machine_down() {
    let mut desk = Desk::small();
    let (on, off) = (desk.id("web-poz-01"), desk.id("cache-poz-01"));
    let body = r#"{"cores":4,"ram":4096,"wait_for":1}"#;
    for id in [&on, &off] {
        assert_eq!(desk.post(id, "resize", body), yes());
        assert_ne!(desk.machine(id)["ram"], 4096);
    }
    assert_eq!(desk.wait(3.1).state(&on), "offline");
    desk.wait(4.0);
    for (id, state) in [(&on, "online"), (&off, "offline")] {
        let machine = desk.machine(id);
        assert_eq!(
            (&machine["cores"], &machine["ram"]),
            (&value!(4), &value!(4096))
        );
        assert_eq!(machine["state"], state);
    }
    for body in [
        "",
        r#"{"cores":0,"ram":1024}"#,
        r#"{"cores":1}"#,
        r#"{"cores":17,"ram":1024}"#,
    ] {
        assert_eq!(desk.post(&on, "resize", body)["success"], false, "{body}");
    }
}

#[test]
fn deleting_is_final() {
    for (body, kept) in [
        ("", true),
        (r#"{"deleteResources":0}"#, true),
        (r#"{"deleteResources":1}"#, false),
    ] {
        let mut desk = Desk::small();
        let id = desk.id("web-poz-01");
        let target = format!("/v2/virtual-machines/{id}");
        let volume = desk.machine(&id)["storage_volumes"][0]["id"].clone();
        assert_eq!(desk.call("DELETE", &target, body), yes());
        assert_eq!(desk.state(&id), "online");
        assert_eq!(desk.wait(1.0).state(&id), "deleting");
        assert_eq!(desk.call("DELETE", &target, body), no());
        desk.wait(4.0);
        assert_eq!(desk.raw("GET", &target, "").status(), 404);
        assert!(desk.list().iter().all(|m| m["id"] != *id));
        let volumes = desk.call("GET", "/v2/storage-volumes", "");
        let left = volumes["storage_volumes"]
            .as_array()
            .unwrap()
            .iter()
            .find(|v| v["id"] == volume)
            .cloned();
        assert_eq!(left.is_some(), kept, "{body}");
        assert!(left.is_none_or(|v| v["virtual_machine"].is_null()));
    }
    let mut desk = Desk::small();
    let id = desk.id("web-poz-01");
    let target = format!("/v2/virtual-machines/{id}");
    let answer = desk.call("DELETE", &target, r#"{"deleteResources":2}"#);
    assert_eq!(answer["success"], false);
}

#[test]
fn a_created_machine_installs() {
    let mut desk = Desk::small();
    let answer = desk.call("PUT", "/v2/virtual-machines", &order("panel-demo"));
    assert_eq!(answer["success"], true);
    let id = answer["virtual_machine"]["id"].as_str().unwrap().to_owned();
    let machine = desk.machine(&id);
    assert_eq!(machine["label"], "panel-demo");
    assert_eq!(
        (&machine["cores"], &machine["ram"]),
        (&value!(2), &value!(2048))
    );
    assert_eq!(machine["state"], "installing");
    assert_eq!(machine["public_interface"]["primary_ip_ipv4address"], "");
    let machine = desk.wait(6.1).machine(&id);
    assert_eq!(machine["state"], "online");
    assert_ne!(machine["public_interface"]["primary_ip_ipv4address"], "");
    assert_eq!(machine["storage_volumes"][0]["system_disk"], true);
}

#[test]
fn odd_creations_by_name() {
    let mut desk = Desk::small();
    let mut create = |name: &str| {
        let answer = desk.call("PUT", "/v2/virtual-machines", &order(name));
        answer["virtual_machine"]["id"].as_str().unwrap().to_owned()
    };
    let (late, failing) = (create("sim-late-1"), create("sim-fails-build-1"));
    let target = format!("/v2/virtual-machines/{late}");
    assert_eq!(desk.raw("GET", &target, "").status(), 404);
    assert_eq!(desk.wait(3.1).state(&late), "installing");
    assert_eq!(desk.wait(3600.0).state(&failing), "installing");
}

#[test]
fn orders_are_checked() {
    let mut desk = Desk::small();
    let good = order("a");
    for (from, to, accepted) in [
        ("compute_zone_id", "zone_id", true),
        (r#""3001""#, "3001", true),
        (r#""17""#, "17", true),
        (r#""17""#, "99", false),
        (r#""3001""#, r#""3015""#, false), // no SSH keys there
        (r#""3001""#, r#""1""#, false),
        (r#""image""#, r#""cdrom""#, false), // password and key are only for images
        (r#""cpus":2"#, r#""cpus":99"#, false),
        (r#""ram":2048"#, r#""ram":"big""#, false),
        (r#""name":"a""#, r#""name":"""#, false),
        ("create_vm", "vm", false),
    ] {
        let answer = desk.call("PUT", "/v2/virtual-machines", &good.replace(from, to));
        assert_eq!(answer["success"], accepted, "{from} -> {to}: {answer}");
    }
    let closed = good.replace(
        &catalogue::Zone::FirstPublic.id(),
        &catalogue::Zone::Closed.id(),
    );
    assert_eq!(
        desk.call("PUT", "/v2/virtual-machines", &closed)["success"],
        false
    );
    let iso = r#"{"create_vm":{"cpus":1,"ram":512,"zone_id":"ZONE","name":"iso","boot_type":"cdrom","cdrom":"netinst.iso"}}"#
        .replace("ZONE", &catalogue::Zone::FirstPublic.id());
    assert_eq!(
        desk.call("PUT", "/v2/virtual-machines", &iso)["success"],
        true
    );
}

#[test]
fn the_catalogue() {
    let mut desk = Desk::small();
    let regions = desk.call("GET", "/v2/regions", "");
    assert_eq!(regions["success"], true);
    let zone = &regions["regions"][0]["zones"][0];
    assert!(zone["id"].is_string() && zone["label"].is_string() && zone["available"].is_boolean());
    let templates = desk.call("GET", "/v2/templates", "");
    assert_eq!(templates["templates"][0]["id"], "3001");
    assert!(templates["templates"][0]["supports"].is_array());
    let account = desk.call("GET", "/v2/account", "");
    assert_eq!(account["account"]["sshkeys"][0]["id"], 17);
    assert!(!account.to_string().contains(super::account::DEMO_SECRET));
    for path in [
        "storage-volumes",
        "ipv4-addresses",
        "ipv4-addresses/",
        "vlans",
        "disk-images",
    ] {
        let body = desk.call("GET", &format!("/v2/{path}"), "");
        let name = path.trim_end_matches('/').replace('-', "_");
        assert!(body[&name].is_array(), "{path}");
    }
}

#[test]
fn the_small_world_has_its_odd_ones() {
    let mut desk = Desk::small();
    let labels: Vec<String> = desk
        .list()
        .iter()
        .map(|m| m["label"].as_str().unwrap().to_owned())
        .collect();
    for name in [names::UNICODE, names::HOSTILE]
        .into_iter()
        .chain(names::SENTINELS)
    {
        assert!(labels.iter().any(|l| l.starts_with(name)), "{name}");
    }
    let states: HashSet<String> = desk
        .list()
        .iter()
        .map(|m| m["state"].as_str().unwrap().to_owned())
        .collect();
    assert!(
        states.contains("online") && states.contains("offline") && states.contains("installing")
    );
    let id = desk.id("worker-poz-09");
    assert_eq!(desk.wait(31.0).state(&id), "online");
    let stuck = desk.id("stuck-install-poz-01");
    assert_eq!(desk.wait(86_400.0).state(&stuck), "installing");
}

#[test]
fn a_fleet_is_the_same_every_time() {
    let (mut one, mut two) = (
        Desk::new(Seed::Fleet(10_000)),
        Desk::new(Seed::Fleet(10_000)),
    );
    let list = one.list();
    assert_eq!(list.len(), 10_000);
    assert_eq!(list, two.list());
    let ids: HashSet<&str> = list.iter().map(|m| m["id"].as_str().unwrap()).collect();
    assert_eq!(ids.len(), 10_000, "ids are unique");
    for machine in &list {
        let address = machine["public_interface"]["primary_ip_ipv4address"]
            .as_str()
            .unwrap();
        let documentation = ["192.0.2.", "198.51.100.", "203.0.113."];
        assert!(address.is_empty() || documentation.iter().any(|net| address.starts_with(net)));
    }
}
