//! The account: keys of both kinds, and the person.

use super::*;

/// `super` here is the tests; the module under test has the same name one level up.
pub(super) use crate::e24cloud::account::{DEMO_KEY, DEMO_SECRET};

fn account(desk: &mut Desk) -> Value {
    desk.call("GET", "/v2/account", "")["account"].take()
}

#[test]
fn the_account_shows_no_secret() {
    let mut desk = Desk::small();
    let made = desk.call("PUT", "/v2/account/api", "");
    let shown = account(&mut desk);
    for secret in [DEMO_SECRET, made["api"]["secret_key"].as_str().unwrap()] {
        assert!(!shown.to_string().contains(secret), "{secret}");
    }
    let kinds: [(&str, Fits); 12] = [
        ("/id", Value::is_string),
        ("/name", Value::is_string),
        ("/email", Value::is_string),
        ("/phone", Value::is_string),
        ("/notification/email", Value::is_boolean),
        ("/notification/phone", Value::is_boolean),
        ("/e24files/s3/api_id", Value::is_string),
        ("/e24files/s3/secret_key", Value::is_string),
        ("/api/1/api_key", Value::is_string),
        ("/sshkeys/0/id", Value::is_u64),
        ("/sshkeys/0/fingerprint", Value::is_string),
        ("/groups/0/id", Value::is_u64),
    ];
    for (pointer, fits) in kinds {
        assert!(shown.pointer(pointer).is_some_and(fits), "{pointer}");
    }
}

#[test]
fn new_keys_open_and_old_ones_do_not() {
    let mut desk = Desk::small();
    let list = "/v2/virtual-machines";
    let pair = |answer: &Value| {
        assert_eq!(answer["success"], true);
        let text = |name: &str| answer["api"][name].as_str().unwrap().to_owned();
        (text("api_key"), text("secret_key"))
    };
    let (key, first) = pair(&desk.call("PUT", "/v2/account/api", ""));
    let status = |desk: &mut Desk, secret: &str| {
        desk.signed((&key, secret), "GET", list, "")
            .status()
            .as_u16()
    };
    assert_eq!(status(&mut desk, &first), 200);
    let body = value!({ "api_key": key }).to_string();
    let (same, second) = pair(&desk.call("POST", "/v2/account/api-new-secret-key", &body));
    assert_eq!(same, key);
    assert_eq!(status(&mut desk, &first), 403);
    assert_eq!(status(&mut desk, &second), 200);
    assert_eq!(desk.call("DELETE", "/v2/account/api", &body), yes());
    assert_eq!(status(&mut desk, &second), 403);
    for (method, target) in [
        ("DELETE", "/v2/account/api"),
        ("POST", "/v2/account/api-new-secret-key"),
    ] {
        for body in [&*body, "", "{", r#"{"api_key":7}"#] {
            assert_eq!(
                desk.call(method, target, body)["success"],
                false,
                "{target} {body}"
            );
        }
    }
}

#[test]
fn the_person_can_be_changed() {
    let mut desk = Desk::small();
    for (body, accepted, name, phone) in [
        (
            r#"{"first_name":"Ada","last_name":"Sand","phone":"+48 111","password":"x"}"#,
            true,
            "Ada Sand",
            "+48 111",
        ),
        (r#"{"phone":"+48 222"}"#, true, "Ada Sand", "+48 222"),
        (
            r#"{"phone":5,"first_name":"Bo"}"#,
            false,
            "Ada Sand",
            "+48 222",
        ),
        ("[]", false, "Ada Sand", "+48 222"),
        ("", false, "Ada Sand", "+48 222"),
    ] {
        let answer = desk.call("POST", "/v2/account/data", body);
        assert_eq!(answer["success"], accepted, "{body}");
        let shown = account(&mut desk);
        assert_eq!(
            (&shown["name"], &shown["phone"]),
            (&value!(name), &value!(phone))
        );
    }
}

#[test]
fn ssh_keys_come_and_go() {
    let mut desk = Desk::small();
    let good = r#"{"name":"driver","method":"upload","content":"ssh-ed25519 AAAA me"}"#;
    let answer = desk.call("PUT", "/v2/account/sshkey", good);
    assert_eq!(answer["success"], true);
    let key = &answer["sshkeys"];
    assert!(
        key["id"].is_u64() && key["fingerprint"].is_string(),
        "one object: {answer}"
    );
    assert_eq!(account(&mut desk)["sshkeys"][1], *key);
    // It can be ordered with at once.
    let id = key["id"].to_string();
    let with_key = order("a").replace(r#""17""#, &id);
    assert_eq!(
        desk.call("PUT", "/v2/virtual-machines", &with_key)["success"],
        true
    );
    for (from, to) in [
        ("driver", ""),
        ("\"upload\"", "\"guess\""),
        ("ssh-ed25519 AAAA me", "ssh-ed25519"),
        ("ssh-ed25519", "-----BEGIN"),
    ] {
        let answer = desk.call("PUT", "/v2/account/sshkey", &good.replace(from, to));
        assert_eq!(answer["success"], false, "{from} -> {to}");
    }
    // The id comes before the noun.
    let target = format!("/v2/account/{id}/sshkey");
    assert_eq!(desk.call("DELETE", &target, ""), yes());
    assert_eq!(desk.raw("DELETE", &target, "").status(), 404);
    assert_eq!(
        desk.call("PUT", "/v2/virtual-machines", &with_key)["success"],
        false
    );
}
