//! Requests exactly as the vendor's own clients and the old curl lines send them.

use super::*;

/// What the Go client puts on every request; the type only where there is a body.
fn go(desk: &mut Desk, token: &str, method: &str, target: &str, body: &str) -> (u16, Value) {
    let bearer = format!("Bearer {token}");
    desk.headers = vec![
        ("User-Agent", "bytemark-client".to_owned()),
        ("Accept", "application/json".to_owned()),
        ("Authorization", bearer),
    ];
    if !body.is_empty() {
        desk.headers
            .push(("Content-Type", "application/json".to_owned()));
    }
    read(&desk.raw(method, target, body))
}

fn read(response: &Response) -> (u16, Value) {
    let text = String::from_utf8(response.body().clone()).unwrap();
    let shown = serde_json::from_str(&text).unwrap_or(Value::String(text));
    (response.status().as_u16(), shown)
}

fn go_session(desk: &mut Desk) -> String {
    desk.headers = vec![
        ("Content-Type", "application/json".to_owned()),
        ("Accept", "text/plain".to_owned()),
    ];
    let body = format!(
        r#"{{"password":"{PASSWORD}","username":"sandbox","validity":"1800","yubikey":""}}"#
    );
    let response = desk.raw("POST", "/session", &body);
    assert_eq!(response.status(), 200);
    String::from_utf8(response.body().clone()).unwrap()
}

#[test]
fn the_go_client_makes_and_ends_a_server() {
    let mut desk = Desk::small();
    let token = go_session(&mut desk);
    let (status, session) = go(&mut desk, &token, "GET", &format!("/session/{token}"), "");
    assert_eq!((status, &session["username"]), (200, &value!("sandbox")));
    // `false` and empty members are left out; the installation's are not.
    let order = concat!(
        r#"{"virtual_machine":{"autoreboot_on":true,"cores":1,"memory":1024,"name":"go1"},"#,
        r#""discs":[{"label":"disc-1","storage_grade":"sata","size":25600,"backup_schedules":"#,
        r#"[{"start_at":"2026-06-03 00:00:00 UTC","interval_seconds":604800,"capacity":1}]}],"#,
        r#""reimage":{"distribution":"symbiosis","firstboot_script":"","root_password":"x","ssh_public_key":""}}"#
    );
    let (status, made) = go(
        &mut desk,
        &token,
        "POST",
        &format!("{GROUP}/vm_create"),
        order,
    );
    assert_eq!(status, 202);
    assert!(
        made["management_address"]
            .as_str()
            .unwrap()
            .parse::<IpAddr>()
            .is_ok()
    );
    desk.wait(10.0);
    let vm = machine("go1");
    let full = format!("{vm}?include_deleted=true&view=overview");
    let (_, shown) = go(&mut desk, &token, "GET", &full, "");
    assert_eq!(
        (&shown["power_on"], shown["discs"].as_array().unwrap().len()),
        (&value!(true), 1)
    );
    for (method, target, body, status) in [
        ("DELETE", vm.clone(), "", 204),
        ("PUT", vm.clone(), r#"{"deleted":false}"#, 200),
        ("DELETE", format!("{vm}?purge=true"), "", 204),
        ("GET", full.clone(), "", 404),
    ] {
        let (got, body) = go(&mut desk, &token, method, &target, body);
        assert_eq!(got, status, "{method} {target}: {body}");
    }
}

#[test]
fn the_go_client_manages_a_server() {
    let mut desk = Desk::small();
    let token = go_session(&mut desk);
    let vm = machine("web1");
    let (_, shown) = go(&mut desk, &token, "GET", &format!("{vm}?view=overview"), "");
    let nic = &shown["network_interfaces"][0];
    for (method, target, body, status) in [
        (
            "PUT",
            vm.clone(),
            r#"{"autoreboot_on":false}"#.to_owned(),
            200,
        ),
        (
            "POST",
            format!("{vm}/signal"),
            r#"{"signal":"powerdown"}"#.to_owned(),
            200,
        ),
        (
            "POST",
            format!("{vm}/nics/{}/ip_create", nic["id"]),
            r#"{"addresses":1,"family":"ipv4","reason":"site","contiguous":false,"ips":null}"#
                .to_owned(),
            200,
        ),
        (
            "POST",
            format!("{vm}/discs/disc-1/backups"),
            String::new(),
            201,
        ),
        (
            "POST",
            format!("{vm}/discs"),
            r#"{"label":"disc-2","storage_grade":"sata","size":1024}"#.to_owned(),
            201,
        ),
        (
            "PUT",
            format!("{vm}/discs/disc-2"),
            r#"{"size":2048}"#.to_owned(),
            200,
        ),
        (
            "DELETE",
            format!("{vm}/discs/disc-2?purge=true"),
            String::new(),
            204,
        ),
        ("GET", "/definitions".to_owned(), String::new(), 200),
        (
            "GET",
            "/accounts?view=overview&include_deleted=true".to_owned(),
            String::new(),
            200,
        ),
        (
            "GET",
            "/api_keys?view=overview".to_owned(),
            String::new(),
            200,
        ),
        ("GET", "/privileges".to_owned(), String::new(), 200),
        (
            "POST",
            "/accounts/acme/groups".to_owned(),
            r#"{"name":"go"}"#.to_owned(),
            201,
        ),
        (
            "DELETE",
            "/accounts/acme/groups/go".to_owned(),
            String::new(),
            204,
        ),
    ] {
        let (got, body) = go(&mut desk, &token, method, &target, &body);
        assert_eq!(got, status, "{method} {target}: {body}");
    }
}

#[test]
fn the_go_client_waits_for_a_clean_stop() {
    let mut desk = Desk::small();
    let token = go_session(&mut desk);
    let vm = machine("web1");
    go(&mut desk, &token, "PUT", &vm, r#"{"autoreboot_on":false}"#);
    go(
        &mut desk,
        &token,
        "POST",
        &format!("{vm}/signal"),
        r#"{"signal":"powerdown"}"#,
    );
    let mut polls = 0;
    while go(&mut desk, &token, "GET", &vm, "").1["power_on"] == true {
        polls += 1;
        assert!(polls < 10);
        desk.wait(5.0);
    }
    assert_eq!(polls, 1);
    let start = r#"{"autoreboot_on":true,"power_on":true}"#;
    assert_eq!(go(&mut desk, &token, "PUT", &vm, start).1["power_on"], true);
}

#[test]
fn the_python_module_logs_in_with_a_form_and_shouts_true() {
    let mut desk = Desk::small().with(&[("Content-Type", "application/x-www-form-urlencoded")]);
    let form = format!("username=sandbox&password={PASSWORD}&yubikey=");
    let response = desk.raw("POST", "/session", &form);
    assert_eq!(response.status(), 200);
    let token = String::from_utf8(response.body().clone()).unwrap();
    assert_eq!(token.trim(), token, "nothing around it");
    desk.becoming(&format!("Bearer {token}"));
    let order = r#"{"virtual_machine": {"name": "py1", "cores": 1, "memory": 1024, "power_on": true}, "discs": [{"label": "disc-a", "size": 25600, "storage_grade": "sata"}], "reimage": {"distribution": "wheezy", "root_password": "x"}}"#;
    assert_eq!(
        desk.raw("POST", &format!("{GROUP}/vm_create"), order)
            .status(),
        202
    );
    // The list every twelve seconds, until it is on.
    let mut rounds = 0;
    loop {
        let list = desk.get(&format!("{GROUP}/virtual_machines?include_deleted=True"));
        let machine = list
            .as_array()
            .unwrap()
            .iter()
            .find(|m| m["name"] == "py1")
            .unwrap();
        if machine["power_on"] == true {
            break;
        }
        rounds += 1;
        assert!(rounds <= 25);
        desk.wait(12.0);
    }
    let vm = machine("py1");
    for (method, target, body, kinds) in [
        (
            "PUT",
            vm.clone(),
            r#"{"power_on": false, "autoreboot_on": false}"#,
            "json",
        ),
        ("PUT", vm.clone(), r#"{"power_on": true}"#, "json"),
        (
            "POST",
            format!("{vm}/signal"),
            r#"{"signal": "sendkey", "data": "ctrl-alt-del"}"#,
            "json",
        ),
        ("DELETE", format!("{vm}?purge=True"), "", ""),
    ] {
        let response = desk.raw(method, &target, body);
        assert!(response.status().is_success(), "{method} {target}");
        let kind = response
            .headers()
            .get("content-type")
            .map_or("", |k| k.to_str().unwrap());
        let plain = kind == "application/json";
        let vendor = kind.starts_with("application/vnd.bigv.") && kind.ends_with("+json");
        assert_eq!(
            plain || vendor,
            kinds == "json",
            "{method} {target}: {kind}"
        );
    }
}

#[test]
fn the_old_curl_lines_work() {
    let otp = format!("{}x", auth::OTP_BEGINS);
    let auth = basic("keyholder", PASSWORD);
    let mut desk = Desk::small().with(&[
        ("Content-type", "application/json"),
        ("X-Yubikey-Otp", &otp),
        ("authorization", &auth),
    ]);
    assert!(desk.get(&format!("{GROUP}/virtual_machines")).is_array());
    assert_eq!(desk.get(&machine("web1"))["name"], "web1");
    let overview = "/accounts?view=overview&include_deleted=true";
    assert!(desk.get(overview).is_array());
}

#[test]
fn clients_in_other_languages_spell_things_their_way() {
    let mut desk = Desk::small();
    let made = r#"{"virtual_machine":{"name":"nulls","hardware_profile":null,"zone_name":null,"keymap":null,"cdrom_url":null},"reimage":null}"#;
    let made: Value = serde_json::from_str(made).unwrap();
    let nic = format!("{}/nics/{}", machine("web1"), desk.nic("web1")["id"]);
    for (method, target, order, status) in [
        ("GET", "/accounts/".to_owned(), Value::Null, 200),
        (
            "GET",
            format!("{GROUP}/virtual_machines/"),
            Value::Null,
            200,
        ),
        ("GET", format!("/{}/", machine("web1")), Value::Null, 200),
        ("GET", "/definitions/".to_owned(), Value::Null, 200),
        ("POST", format!("{GROUP}/vm_create"), made, 202),
        (
            "POST",
            format!("{nic}/ip_create"),
            value!({"addresses": 1, "family": "ipv4"}),
            200,
        ),
    ] {
        let (got, body) = desk.call(method, &target, &order);
        assert_eq!(got, status, "{method} {target}: {body}");
    }
    let made = desk.get(&machine("nulls"));
    assert_eq!(made["hardware_profile"], "virtio2013");
    assert_eq!(made["zone_name"], "manchester");
    // What was read can be sent back whole: it says nothing new.
    let web = format!("{}?view=overview", machine("web1"));
    let before = desk.get(&web);
    desk.put(&machine("web1"), &before);
    assert_eq!(desk.get(&web), before);
}
