//! Published behaviour, driven in process with a hand-moved clock.

use super::*;
use crate::{Seed, names};
use base64::Engine;
use jiff::SignedDuration;
use serde_json::Value;
use serde_json::json as value;
use std::collections::HashSet;

mod clients;
mod keeping;
mod network;
mod people;
mod sessions;
mod views;

const GROUP: &str = "/accounts/acme/groups/default";
const STAGING: &str = "/accounts/acme/groups/staging";
const PASSWORD: &str = "sandbox-opens-nothing";

struct Desk {
    world: World,
    now: Timestamp,
    headers: Vec<(&'static str, String)>,
}

fn basic(user: &str, password: &str) -> String {
    let text = format!("{user}:{password}");
    format!(
        "Basic {}",
        base64::engine::general_purpose::STANDARD.encode(text)
    )
}

impl Desk {
    fn new(seed: Seed) -> Self {
        let now = "2026-06-02T10:15:30Z".parse().unwrap();
        Self {
            world: World::new(Options { seed, pace: 1.0 }, now),
            now,
            headers: vec![
                ("authorization", basic("sandbox", PASSWORD)),
                ("content-type", "application/json".to_owned()),
            ],
        }
    }

    fn small() -> Self {
        Self::new(Seed::Small)
    }

    fn with(mut self, headers: &[(&'static str, &str)]) -> Self {
        self.headers = headers.iter().map(|(n, v)| (*n, (*v).to_owned())).collect();
        self
    }

    /// As this user, with the password everybody has.
    fn user(name: &str) -> Self {
        let auth = basic(name, PASSWORD);
        Self::small().with(&[
            ("authorization", &auth),
            ("content-type", "application/json"),
        ])
    }

    /// The same world, seen with this in `Authorization`.
    fn becoming(&mut self, authorization: &str) -> &mut Self {
        self.headers = vec![
            ("authorization", authorization.to_owned()),
            ("content-type", "application/json".to_owned()),
        ];
        self
    }

    fn wait(&mut self, seconds: f64) -> &mut Self {
        self.now += SignedDuration::from_secs_f64(seconds);
        self
    }

    fn raw(&mut self, method: &str, target: &str, body: &str) -> Response {
        let mut request = http::Request::builder().method(method).uri(target);
        for (name, value) in &self.headers {
            request = request.header(*name, value);
        }
        let request = request.body(body.as_bytes().to_vec()).unwrap();
        self.world.handle(&request, self.now)
    }

    /// Status and body; a body that is not JSON is a string.
    fn call(&mut self, method: &str, target: &str, body: &Value) -> (u16, Value) {
        let body = if body.is_null() {
            String::new()
        } else {
            body.to_string()
        };
        let response = self.raw(method, target, &body);
        let text = String::from_utf8(response.body().clone()).unwrap();
        let shown = serde_json::from_str(&text).unwrap_or(Value::String(text));
        (response.status().as_u16(), shown)
    }

    fn get(&mut self, target: &str) -> Value {
        let (status, body) = self.call("GET", target, &Value::Null);
        assert_eq!(status, 200, "{target}: {body}");
        body
    }

    fn put(&mut self, target: &str, body: &Value) -> Value {
        let (status, shown) = self.call("PUT", target, body);
        assert_eq!(status, 200, "{target}: {shown}");
        shown
    }

    fn status(&mut self, method: &str, target: &str, body: &Value) -> u16 {
        self.call(method, target, body).0
    }

    /// (`power_on`, `autoreboot_on`), having checked that the head goes with it.
    fn power(&mut self, target: &str) -> (bool, bool) {
        let machine = self.get(target);
        let on = machine["power_on"].as_bool().unwrap();
        assert_eq!(machine["head"].is_string(), on, "head is null when off");
        (on, machine["autoreboot_on"].as_bool().unwrap())
    }
}

fn machine(name: &str) -> String {
    format!("{GROUP}/virtual_machines/{name}")
}

fn staged(name: &str) -> String {
    format!("{STAGING}/virtual_machines/{name}")
}

fn start() -> Value {
    value!({"autoreboot_on": true, "power_on": true})
}

fn stop() -> Value {
    value!({"autoreboot_on": false, "power_on": false})
}

fn reboot() -> Value {
    value!({"autoreboot_on": true, "power_on": false})
}

#[test]
fn who_gets_in() {
    let otp = format!("{}cccdefghijklnrtuv", auth::OTP_BEGINS);
    let key = format!("Bearer apikey.{}", super::people::API_KEY);
    let (good, bad) = (basic("sandbox", PASSWORD), basic("sandbox", "wrong"));
    let holder = basic("keyholder", PASSWORD);
    for (headers, status) in [
        (vec![("authorization", good.as_str())], 200),
        (
            vec![
                ("authorization", good.as_str()),
                ("x-yubikey-otp", "ignored"),
            ],
            200,
        ),
        (vec![("authorization", key.as_str())], 200),
        (
            vec![
                ("authorization", holder.as_str()),
                ("x-yubikey-otp", otp.as_str()),
            ],
            200,
        ),
        (vec![("authorization", holder.as_str())], 401),
        (
            vec![
                ("authorization", holder.as_str()),
                ("x-yubikey-otp", "vvvv"),
            ],
            401,
        ),
        (vec![("authorization", bad.as_str())], 401),
        (vec![("authorization", "Bearer apikey.other")], 401),
        (vec![("authorization", "Bearer nothing")], 401),
        (vec![("authorization", "Basic ???")], 401),
        (vec![], 401),
    ] {
        let mut desk = Desk::small().with(&headers);
        assert_eq!(
            desk.status("GET", "/accounts", &Value::Null),
            status,
            "{headers:?}"
        );
        assert_eq!(desk.status("GET", "/definitions", &Value::Null), 200);
        assert_eq!(desk.status("GET", "/definitions.json", &Value::Null), 200);
    }
}

#[test]
fn a_one_time_password_lasts_a_quarter_of_an_hour() {
    let otp = format!("{}cccdefghijklnrtuv", auth::OTP_BEGINS);
    let holder = basic("keyholder", PASSWORD);
    let mut desk = Desk::small().with(&[("authorization", &holder), ("x-yubikey-otp", &otp)]);
    for (wait, status) in [(0.0, 200), (900.0, 200), (1.0, 401)] {
        desk.wait(wait);
        assert_eq!(
            desk.status("GET", "/accounts", &Value::Null),
            status,
            "{wait}"
        );
    }
}

#[test]
fn sessions_open_and_end() {
    let json = "application/json";
    let form = "application/x-www-form-urlencoded";
    let otp = format!("{}x", auth::OTP_BEGINS);
    for (kind, body, status, text) in [
        (
            json,
            format!(r#"{{"username":"sandbox","password":"{PASSWORD}"}}"#),
            200,
            None,
        ),
        (
            json,
            format!(r#"{{"username":"sandbox","password":"{PASSWORD}","validity":"60"}}"#),
            200,
            None,
        ),
        (
            form,
            format!("username=sandbox&password={PASSWORD}"),
            200,
            None,
        ),
        (
            form,
            format!("username=keyholder&password={PASSWORD}&yubikey={otp}"),
            200,
            None,
        ),
        (
            json,
            format!(r#"{{"username":"twofactor","password":"{PASSWORD}","2fa":"246810"}}"#),
            200,
            None,
        ),
        (
            json,
            format!(r#"{{"username":"twofactor","password":"{PASSWORD}"}}"#),
            401,
            Some("Missing 2FA"),
        ),
        (
            json,
            r#"{"username":"sandbox","password":"x"}"#.to_owned(),
            401,
            Some("Bad login credentials"),
        ),
        (
            json,
            r#"{"username":"sandbox"}"#.to_owned(),
            400,
            Some("Badly-formed parameters"),
        ),
        (
            json,
            format!(r#"{{"username":"sandbox","password":"{PASSWORD}","validity":60}}"#),
            400,
            Some("Badly-formed parameters"),
        ),
        (
            json,
            "username=sandbox".to_owned(),
            400,
            Some("Badly-formed parameters"),
        ),
    ] {
        let mut desk = Desk::small().with(&[("content-type", kind)]);
        let response = desk.raw("POST", "/session", &body);
        assert_eq!(response.status(), status, "{body}");
        assert_eq!(response.headers()["content-type"], "text/plain");
        let token = String::from_utf8(response.body().clone()).unwrap();
        if let Some(text) = text {
            assert_eq!(token, text, "{body}");
            continue;
        }
        desk.headers = vec![("authorization", format!("Bearer {token}"))];
        assert_eq!(desk.status("GET", "/accounts", &Value::Null), 200);
        let session = desk.get(&format!("/session/{token}"));
        assert_eq!(session["factors"][0], "password");
        desk.wait(1801.0);
        assert_eq!(desk.status("GET", "/accounts", &Value::Null), 401);
        assert_eq!(
            desk.status("GET", &format!("/session/{token}"), &Value::Null),
            404
        );
    }
}

#[test]
fn reading_a_session_renews_it() {
    let mut desk = Desk::small();
    let login = value!({"username": "sandbox", "password": PASSWORD, "validity": "60"});
    let response = desk.raw("POST", "/session", &login.to_string());
    let token = String::from_utf8(response.body().clone()).unwrap();
    for _ in 0..3 {
        desk.wait(50.0).get(&format!("/session/{token}"));
    }
    desk.wait(61.0);
    assert_eq!(
        desk.status("GET", &format!("/session/{token}"), &Value::Null),
        404
    );
}

#[test]
fn a_machine_has_the_published_attributes() {
    let mut desk = Desk::small();
    let web = desk.get(&machine("web1"));
    let id = &web["id"];
    let fields: HashSet<&str> = web
        .as_object()
        .unwrap()
        .keys()
        .map(String::as_str)
        .collect();
    for field in [
        "id",
        "name",
        "hostname",
        "group_id",
        "cores",
        "memory",
        "power_on",
        "autoreboot_on",
        "cdrom_url",
        "management_address",
        "keymap",
        "hardware_profile",
        "hardware_profile_locked",
        "deleted",
        "head",
        "zone_name",
        "last_imaged_with",
    ] {
        assert!(fields.contains(field), "{field}");
    }
    assert_eq!(
        fields.len(),
        17,
        "discs, interfaces and type are for the overview"
    );
    assert_eq!(web["hostname"], "web1.default.acme.uk0.bigv.io");
    let response = desk.raw("GET", &machine("web1"), "");
    let kind = response.headers()["content-type"].to_str().unwrap();
    assert_eq!(kind, "application/vnd.bigv.virtual-machine+json");
    // By id or name everywhere, and un-nested.
    for path in [
        format!("/accounts/1/groups/31/virtual_machines/{id}"),
        format!("/accounts/acme/groups/default/virtual_machines/{id}"),
        format!("/virtual_machines/{id}"),
    ] {
        assert_eq!(desk.get(&path), web, "{path}");
    }
    for path in [
        "/accounts/nobody/groups/default/virtual_machines".to_owned(),
        "/accounts/acme/groups/nothing/virtual_machines".to_owned(),
        format!("/accounts/globex/groups/default/virtual_machines/{id}"),
        machine("nothing"),
        "/virtual_machines/1".to_owned(),
        "/nothing".to_owned(),
    ] {
        assert_eq!(desk.status("GET", &path, &Value::Null), 404, "{path}");
    }
}

#[test]
fn single_reads_may_be_arrays() {
    let mut desk = Desk::small();
    assert_eq!(desk.get(&staged(ARRAY)).as_array().unwrap().len(), 1);
    desk.world = World::new(desk.world.options, desk.now).with_array_reads();
    assert_eq!(desk.get(&machine("web1"))[0]["name"], "web1");
}

#[test]
fn the_overview_nests_everything() {
    let mut desk = Desk::small();
    let accounts = desk.get("/accounts?view=overview");
    let account = &accounts[0];
    assert_eq!(account["name"], "acme");
    let group = &account["groups"][0];
    assert_eq!(group["type"], "application/vnd.bigv.group");
    let web = &group["virtual_machines"][0];
    assert_eq!(web["type"], "application/vnd.bigv.virtual-machine");
    assert_eq!(web["discs"][0]["type"], "application/vnd.bigv.disc");
    let nic = &web["network_interfaces"][0];
    assert_eq!(nic["type"], "application/vnd.bigv.network-interface");
    assert!(nic["ips"][1].as_str().unwrap().starts_with("2001:db8:"));
    assert_eq!(desk.get(&format!("{GROUP}?view=overview")), *group);
    assert_eq!(desk.get("/accounts/acme?view=overview"), *account);
    assert_eq!(
        desk.get(&format!("{}?view=overview", machine("web1"))),
        *web
    );
    assert!(desk.get("/accounts")[0].get("groups").is_none());
    // Deleted machines show when asked for, in any letter case.
    let names = |accounts: &Value| accounts.to_string().contains("old-shop");
    assert!(!names(&accounts));
    assert!(names(
        &desk.get("/accounts?view=overview&include_deleted=True")
    ));
}

#[test]
fn the_three_power_pairs() {
    let mut desk = Desk::small();
    let web = machine("web1");
    assert_eq!(desk.power(&web), (true, true));
    desk.put(&web, &reboot());
    assert_eq!(desk.power(&web), (false, true));
    assert_eq!(desk.wait(3.9).power(&web), (false, true));
    assert_eq!(desk.wait(0.2).power(&web), (true, true));
    desk.put(&web, &stop());
    assert_eq!(desk.power(&web), (false, false));
    assert_eq!(desk.wait(100.0).power(&web), (false, false));
    desk.put(&web, &start());
    assert_eq!(desk.power(&web), (true, true));
    // What is not said stays: off alone, with the brain looking after it, is a reboot.
    desk.put(&web, &value!({"power_on": false}));
    assert_eq!(desk.power(&web), (false, true));
    assert_eq!(desk.wait(4.1).power(&web), (true, true));
    // The brain starts whatever it is told to look after.
    desk.put(&web, &stop());
    desk.put(&web, &value!({"autoreboot_on": true}));
    assert_eq!(desk.wait(4.1).power(&web), (true, true));
    // And does not when that is taken back in time.
    desk.put(&web, &reboot());
    desk.put(&web, &value!({"autoreboot_on": false}));
    assert_eq!(desk.wait(60.0).power(&web), (false, false));
}

#[test]
fn signals() {
    for (auto, after) in [(true, (true, true)), (false, (false, false))] {
        let mut desk = Desk::small();
        let web = machine("web1");
        desk.put(&web, &value!({ "autoreboot_on": auto }));
        let order = value!({"signal": "powerdown"});
        let answer = desk.call("POST", &format!("{web}/signal"), &order);
        assert_eq!(answer, (200, order), "the answer repeats the order");
        assert_eq!(desk.wait(2.9).power(&web), (true, auto));
        assert_eq!(desk.wait(0.2).power(&web), (false, auto));
        assert_eq!(desk.wait(4.0).power(&web), after);
    }
    let mut desk = Desk::small();
    let (on, off) = (machine("web1"), machine("backup1"));
    for (target, order, status) in [
        (&on, value!({"signal": "reset"}), 200),
        (
            &on,
            value!({"signal": "sendkey", "data": "a-b-c-ctrl-alt-del"}),
            200,
        ),
        (
            &on,
            value!({"signal": "sendkey", "data": "ctrl-alt-delete"}),
            200,
        ),
        (&on, value!({"signal": "sendkey", "data": "f1-kp_9-<"}), 200),
        (&on, value!({"signal": "sendkey"}), 400),
        (&on, value!({"signal": "sendkey", "data": "hyper"}), 400),
        (&on, value!({"signal": "explode"}), 400),
        (&on, value!({}), 400),
        (&off, value!({"signal": "powerdown"}), 400),
        (&off, value!({"signal": "reset"}), 400),
    ] {
        let got = desk.status("POST", &format!("{target}/signal"), &order);
        assert_eq!(got, status, "{target} {order}");
    }
    assert_eq!(desk.power(&on), (true, true), "a reset shows nothing");
}

#[test]
fn sentinels() {
    let mut desk = Desk::small();
    let (on, off) = (staged("sim-fails-power-on"), staged("sim-fails-power-off"));
    desk.put(&on, &start());
    assert_eq!(desk.wait(600.0).power(&on), (false, true), "never comes on");
    desk.put(&off, &stop());
    assert_eq!(
        desk.wait(600.0).power(&off),
        (true, false),
        "never goes off"
    );
    let order = value!({"signal": "powerdown"});
    assert_eq!(desk.status("POST", &format!("{off}/signal"), &order), 200);
    assert_eq!(desk.wait(600.0).power(&off), (true, false));
    desk.put(&off, &reboot());
    assert_eq!(
        desk.wait(600.0).power(&off),
        (false, true),
        "never comes back"
    );

    let (on, off) = (
        staged("sim-refuses-power-on"),
        staged("sim-refuses-power-off"),
    );
    let (status, body) = desk.call("PUT", &on, &start());
    assert_eq!(status, 400);
    assert!(body["power_on"][0].is_string());
    assert_eq!(desk.power(&on), (false, false), "nothing of it was done");
    assert_eq!(desk.status("PUT", &off, &stop()), 400);
    assert_eq!(desk.status("POST", &format!("{off}/signal"), &order), 400);
    assert_eq!(desk.wait(60.0).power(&off), (true, true));

    let (on, off) = (staged("sim-slow-power-on"), staged("sim-slow-power-off"));
    desk.put(&on, &start());
    desk.put(&off, &stop());
    desk.wait(29.0);
    assert_eq!((desk.power(&on).0, desk.power(&off).0), (false, true));
    desk.wait(2.0);
    assert_eq!((desk.power(&on).0, desk.power(&off).0), (true, false));
}

#[test]
fn a_put_merges_and_drops_the_unknown() {
    let mut desk = Desk::small();
    let web = machine("web1");
    let before = desk.get(&web);
    let after = desk.put(
        &web,
        &value!({"memory": 4096, "colour": "blue", "id": 1, "hostname": "x", "head": "h"}),
    );
    let mut wanted = before.clone();
    wanted["memory"] = value!(4096);
    assert_eq!(after, wanted);
    assert_eq!(desk.get(&web), wanted);
    // A CD goes in and out.
    for (url, shown) in [
        (
            value!("https://example.org/a.iso"),
            value!("https://example.org/a.iso"),
        ),
        (value!(""), Value::Null),
        (
            value!("https://example.org/b.iso"),
            value!("https://example.org/b.iso"),
        ),
        (Value::Null, Value::Null),
    ] {
        assert_eq!(
            desk.put(&web, &value!({ "cdrom_url": url }))["cdrom_url"],
            shown
        );
    }
    // Another name, another group.
    let renamed = desk.put(&web, &value!({"name": "front"}));
    assert_eq!(renamed["hostname"], "front.default.acme.uk0.bigv.io");
    let moved = desk.put(&machine("front"), &value!({"group_id": 32}));
    assert_eq!(moved["hostname"], "front.staging.acme.uk0.bigv.io");
    assert_eq!(desk.status("GET", &machine("front"), &Value::Null), 404);
    assert_eq!(desk.get(&staged("front"))["id"], before["id"]);
}

#[test]
fn bad_values_are_told_by_attribute() {
    let mut desk = Desk::small();
    for (order, attribute, message) in [
        (
            value!({"name": "ab"}),
            "name",
            "is too short (minimum is 3 characters)",
        ),
        (value!({"name": ""}), "name", "can't be blank"),
        (value!({"name": "a b c"}), "name", "is invalid"),
        (value!({"name": "web2"}), "name", "has already been taken"),
        (value!({"memory": "lots"}), "memory", "is not a number"),
        (
            value!({"cores": 0}),
            "cores",
            "must be greater than or equal to 1",
        ),
        (
            value!({"keymap": "xx"}),
            "keymap",
            "is not included in the list",
        ),
        (
            value!({"hardware_profile": "new"}),
            "hardware_profile",
            "is not included in the list",
        ),
        (
            value!({"power_on": "yes"}),
            "power_on",
            "is not included in the list",
        ),
        (value!({"group_id": 999}), "group_id", "is invalid"),
        (value!({"deleted": true}), "deleted", "is invalid"),
    ] {
        let (status, body) = desk.call("PUT", &machine("web1"), &order);
        assert_eq!(status, 400, "{order}");
        assert_eq!(body[attribute][0], message, "{order}: {body}");
    }
}

#[test]
fn the_content_type_matters() {
    for (kind, status) in [
        (Some("application/json"), 200),
        (Some("application/json; charset=utf-8"), 200),
        (Some("text/plain"), 415),
        (Some("application/x-www-form-urlencoded"), 415),
        (None, 415),
    ] {
        let auth = basic("sandbox", PASSWORD);
        let mut headers = vec![("authorization", auth.as_str())];
        headers.extend(kind.map(|kind| ("content-type", kind)));
        let mut desk = Desk::small().with(&headers);
        let order = value!({"memory": 2048});
        assert_eq!(
            desk.status("PUT", &machine("web1"), &order),
            status,
            "{kind:?}"
        );
        let order = value!({"signal": "reset"});
        let signal = format!("{}/signal", machine("web1"));
        assert_eq!(desk.status("POST", &signal, &order), status, "{kind:?}");
        assert_eq!(desk.status("GET", &machine("web1"), &Value::Null), 200);
        assert_eq!(desk.status("DELETE", &machine("web1"), &Value::Null), 204);
    }
}

#[test]
fn deleting_undeleting_purging() {
    let mut desk = Desk::small();
    let web = machine("web1");
    let shown = format!("{web}?include_deleted=true");
    assert_eq!(desk.call("DELETE", &web, &Value::Null), (204, value!("")));
    assert_eq!(desk.status("GET", &web, &Value::Null), 404);
    let deleted = desk.get(&shown);
    assert_eq!(
        (&deleted["deleted"], &deleted["power_on"]),
        (&value!(true), &value!(false))
    );
    let listed = |desk: &mut Desk, query: &str| {
        desk.get(&format!("{GROUP}/virtual_machines{query}"))
            .to_string()
            .contains("\"web1\"")
    };
    assert!(!listed(&mut desk, ""));
    assert!(listed(&mut desk, "?include_deleted=True"));
    // The name is still taken, and its discs are out of reach.
    let order = value!({"name": "web1"});
    assert_eq!(
        desk.status("POST", &format!("{GROUP}/virtual_machines"), &order),
        400
    );
    let disc = value!({"size": 100});
    assert_eq!(desk.status("POST", &format!("{web}/discs"), &disc), 403);
    assert_eq!(desk.status("PUT", &web, &start()), 400);
    // Back it comes, off.
    assert_eq!(
        desk.put(&web, &value!({"deleted": false}))["deleted"],
        false
    );
    assert_eq!(desk.wait(60.0).power(&web), (false, false));
    // Purged live or dead, it is gone and its name free.
    for (target, dead) in [(&web, false), (&machine("web2"), true)] {
        if dead {
            desk.call("DELETE", target, &Value::Null);
        }
        assert_eq!(
            desk.status("DELETE", &format!("{target}?purge=True"), &Value::Null),
            204
        );
        let with_deleted = format!("{target}?include_deleted=true");
        assert_eq!(desk.status("GET", &with_deleted, &Value::Null), 404);
    }
    assert_eq!(
        desk.status("POST", &format!("{GROUP}/virtual_machines"), &order),
        202
    );
}

#[test]
fn creating() {
    let mut desk = Desk::small();
    let order = value!({
        "virtual_machine": {"name": "panel1", "cores": 2, "memory": 2048, "autoreboot_on": true},
        "discs": [{"label": "disc-1", "size": 25600, "storage_grade": "sata"}],
        "reimage": {"distribution": "wheezy", "root_password": "correct-horse"},
    });
    let (status, made) = desk.call("POST", &format!("{GROUP}/vm_create"), &order);
    assert_eq!(status, 202);
    assert_eq!(
        (&made["name"], &made["power_on"]),
        (&value!("panel1"), &value!(false))
    );
    let path = machine("panel1");
    assert_eq!(desk.power(&path), (false, true));
    assert_eq!(desk.wait(8.1).power(&path), (true, true));
    assert_eq!(desk.get(&path)["last_imaged_with"], "wheezy");
    assert_eq!(desk.get(&format!("{path}/discs"))[0]["size"], 25_600);
    // A bare machine has neither disc nor power, unless asked for.
    for (order, on) in [
        (value!({"name": "bare1"}), false),
        (value!({"name": "bare2", "power_on": true}), true),
    ] {
        let (status, made) = desk.call("POST", &format!("{GROUP}/virtual_machines"), &order);
        assert_eq!(status, 202);
        let path = machine(made["name"].as_str().unwrap());
        assert_eq!(desk.wait(2.1).power(&path).0, on);
        assert_eq!(desk.get(&format!("{path}/discs")), value!([]));
    }
    // One whose creation fails never comes on.
    let failing = value!({
        "virtual_machine": {"name": "sim-fails-build-2", "autoreboot_on": true},
        "discs": [{}], "reimage": {"distribution": "wheezy", "root_password": "x"},
    });
    assert_eq!(
        desk.status("POST", &format!("{GROUP}/vm_create"), &failing),
        202
    );
    assert_eq!(
        desk.wait(600.0).power(&machine("sim-fails-build-2")),
        (false, true)
    );
}

#[test]
fn bad_orders_are_not_carried_out() {
    let mut desk = Desk::small();
    let before = desk.get(&format!("{GROUP}/virtual_machines"));
    for (order, pointer) in [
        (value!({}), "/name/0"),
        (value!({"virtual_machine": {"name": "web1"}}), "/name/0"),
        (
            value!({"virtual_machine": {"name": "new1"}, "discs": [{}, {"size": 10}]}),
            "/discs/1/size/0",
        ),
        (
            value!({"virtual_machine": {"name": "new1"}, "discs": [{"storage_grade": "gold"}]}),
            "/discs/0/storage_grade/0",
        ),
        (
            value!({"virtual_machine": {"name": "new1"}, "discs": [{}], "reimage": {"distribution": "dos", "root_password": "x"}}),
            "/distribution/0",
        ),
        (
            value!({"virtual_machine": {"name": "new1"}, "discs": [{}], "reimage": {"distribution": "wheezy"}}),
            "/root_password/0",
        ),
    ] {
        let (status, body) = desk.call("POST", &format!("{GROUP}/vm_create"), &order);
        assert_eq!(status, 400, "{order}");
        assert!(
            body.pointer(pointer).is_some_and(Value::is_string),
            "{order}: {body}"
        );
    }
    assert_eq!(desk.get(&format!("{GROUP}/virtual_machines")), before);
}

#[test]
fn reimaging_needs_a_machine_that_is_off() {
    let mut desk = Desk::small();
    let order = value!({"distribution": "jessie", "root_password": "correct-horse"});
    let (on, off) = (machine("web1"), machine("backup1"));
    let (status, body) = desk.call("POST", &format!("{on}/reimage"), &order);
    assert_eq!(status, 400);
    assert!(body["power_on"][0].is_string());
    assert_eq!(
        desk.call("POST", &format!("{off}/reimage"), &order),
        (200, order)
    );
    assert_eq!(
        desk.power(&off),
        (true, false),
        "on, and nobody looks after it"
    );
    assert_eq!(desk.get(&off)["last_imaged_with"], "jessie");
    // One that the brain was about to bring back is no longer looked after either.
    desk.put(&on, &reboot());
    let order = value!({"distribution": "trusty", "ssh_public_key": "ssh-ed25519 AAAA me"});
    assert_eq!(desk.status("POST", &format!("{on}/reimage"), &order), 200);
    assert_eq!(desk.wait(60.0).power(&on), (true, false));
    desk.put(&on, &stop());
    let (status, body) = desk.call(
        "POST",
        &format!("{on}/reimage"),
        &value!({"distribution": "dos", "root_password": "x"}),
    );
    assert_eq!(
        (status, body),
        (
            400,
            value!({"distribution": ["is not included in the list"]})
        )
    );
}

#[test]
fn discs_and_interfaces() {
    let mut desk = Desk::small();
    let discs = format!("{}/discs", machine("web1"));
    let first = desk.get(&format!("{discs}/disc-1"));
    assert_eq!(desk.get(&discs), value!([first]));
    let id = &first["id"];
    assert_eq!(desk.get(&format!("{discs}/{id}")), first);
    assert_eq!(desk.get(&format!("/discs/{id}")), first);
    let order = value!({"label": "data", "size": 51200, "storage_grade": "ssd"});
    let (status, made) = desk.call("POST", &discs, &order);
    assert_eq!(
        (status, &made["label"], &made["size"]),
        (201, &value!("data"), &value!(51_200))
    );
    assert_eq!(
        desk.put(&format!("{discs}/data"), &value!({"size": 60_000}))["size"],
        60_000
    );
    assert_eq!(
        desk.status("PUT", &format!("{discs}/data"), &value!({"size": 100})),
        400
    );
    let (status, body) = desk.call("POST", &discs, &value!({"size": 49}));
    assert_eq!(
        (status, body),
        (
            400,
            value!({"size": ["must be greater than or equal to 50"]})
        )
    );
    assert_eq!(
        desk.status("DELETE", &format!("{discs}/data"), &Value::Null),
        500
    );
    assert_eq!(
        desk.status("DELETE", &format!("{discs}/data?purge=true"), &Value::Null),
        204
    );
    assert_eq!(desk.get(&discs), value!([first]));
    let overview = desk.get(&format!("{}?view=overview", machine("web1")));
    assert_eq!(overview["discs"].as_array().unwrap().len(), 1);
    let nics = desk.get(&format!("{}/nics", machine("web1")));
    let nic = &nics[0];
    assert_eq!(
        desk.get(&format!("{}/nics/{}", machine("web1"), nic["id"])),
        *nic
    );
    let bare = desk.get(&format!("{}/nics", machine("no-address-1")));
    assert_eq!(bare[0]["ips"], value!([]));
}

#[test]
fn groups_come_and_go() {
    let mut desk = Desk::small();
    let (status, made) = desk.call("POST", "/accounts/acme/groups", &value!({"name": "lab"}));
    assert_eq!(
        (status, &made["name"], &made["account_id"]),
        (201, &value!("lab"), &value!(1))
    );
    assert_eq!(
        desk.status("POST", "/accounts/acme/groups", &value!({"name": "lab"})),
        400
    );
    assert_eq!(
        desk.get("/accounts/acme/groups").as_array().unwrap().len(),
        3
    );
    assert_eq!(desk.get(&format!("/groups/{}", made["id"])), made);
    assert_eq!(
        desk.status("DELETE", "/accounts/acme/groups/lab", &Value::Null),
        204
    );
    assert_eq!(desk.status("DELETE", GROUP, &Value::Null), 400);
    desk.put(STAGING, &value!({"name": "stage"}));
    let moved = desk.get(&format!(
        "/accounts/acme/groups/stage/virtual_machines/{ARRAY}"
    ));
    assert_eq!(
        moved[0]["hostname"],
        format!("{ARRAY}.stage.acme.uk0.bigv.io")
    );
}

#[test]
fn an_observer_may_look_and_signal() {
    let auth = basic("observer", PASSWORD);
    let mut desk = Desk::small().with(&[
        ("authorization", &auth),
        ("content-type", "application/json"),
    ]);
    let web = machine("web1");
    for (method, target, order, status) in [
        ("GET", web.clone(), Value::Null, 200),
        (
            "POST",
            format!("{web}/signal"),
            value!({"signal": "reset"}),
            200,
        ),
        ("PUT", web.clone(), stop(), 403),
        ("DELETE", web.clone(), Value::Null, 403),
        ("POST", format!("{web}/reimage"), value!({}), 403),
        ("POST", format!("{GROUP}/vm_create"), value!({}), 403),
        ("PUT", machine("nothing"), stop(), 404),
    ] {
        assert_eq!(
            desk.status(method, &target, &order),
            status,
            "{method} {target}"
        );
    }
}

#[test]
fn definitions_list_what_is_accepted() {
    let list = Desk::small().get("/definitions");
    let data = |id: &str| {
        let entry = list.as_array().unwrap().iter().find(|e| e["id"] == id);
        entry.unwrap()["data"].as_array().unwrap().clone()
    };
    assert!(data("distributions").contains(&value!("symbiosis")));
    assert_eq!(data("storage_grades"), ["archive", "sata", "sas", "ssd"]);
    assert!(data("hardware_profiles").contains(&value!("virtio2013")));
    assert_eq!(data("keymaps").len(), 33);
    for key in data("sendkeys") {
        assert!(definitions::is_key(key.as_str().unwrap()), "{key}");
    }
}

#[test]
fn the_small_world_has_its_odd_ones() {
    let mut desk = Desk::small();
    let list = desk.get("/virtual_machines");
    let names: Vec<&str> = list
        .as_array()
        .unwrap()
        .iter()
        .map(|m| m["name"].as_str().unwrap())
        .collect();
    for name in [names::UNICODE, names::HOSTILE]
        .into_iter()
        .chain(names::SENTINELS)
    {
        assert!(names.iter().any(|n| n.starts_with(name)), "{name}");
    }
    let unicode = "%C5%BC%C3%B3%C5%82w-%E6%B5%8B%E8%AF%95-%F0%9F%90%A2";
    assert_eq!(desk.get(&machine(unicode))["name"], names::UNICODE);
    assert_eq!(
        desk.get("/virtual_machines?account_id=2")
            .as_array()
            .unwrap()
            .len(),
        1
    );
    assert_eq!(desk.power(&machine("worker9")), (false, true));
    assert_eq!(desk.wait(31.0).power(&machine("worker9")), (true, true));
    assert_eq!(desk.power(&machine("sim-fails-build-1")), (false, true));
}

#[test]
fn a_fleet_is_the_same_every_time() {
    let path = "/accounts?view=overview&include_deleted=true";
    let mut desk = Desk::new(Seed::Fleet(10_000));
    let all = desk.get(path);
    assert_eq!(all, Desk::new(Seed::Fleet(10_000)).get(path));
    let mut ids = HashSet::new();
    for group in all
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|a| a["groups"].as_array().unwrap())
    {
        for machine in group["virtual_machines"].as_array().unwrap() {
            assert!(
                ids.insert(machine["id"].as_u64().unwrap()),
                "ids are unique"
            );
            let address = machine["management_address"].as_str().unwrap();
            let documentation = ["192.0.2.", "198.51.100.", "203.0.113."];
            assert!(documentation.iter().any(|net| address.starts_with(net)));
        }
    }
    assert_eq!(ids.len(), 10_000);
}

#[test]
fn the_demo_opens_it() {
    let demo = Desk::small().world.demo();
    assert_eq!((demo.label, demo.login), ("Sandbox BigV", "password"));
    let fields: Vec<_> = demo.values.iter().map(|(field, _)| *field).collect();
    assert_eq!(fields, ["username", "password"]);
}
