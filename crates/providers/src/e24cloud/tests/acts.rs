//! What is sent for each verb, and what is made of the answer.

use http::Method;
use pilothouse_core::{
    Call, Console, Error, ErrorKind, ExposeSecret, Input, Operator, Order, Orders, Outcome,
    Receipt, Safety, Target, Verb,
};
use serde_json::{Value, json};

use super::{
    E24Cloud, E24CloudOperator, ID, access, answer, assert_signed, forms::create, now, target,
};

pub(super) fn order(verb: Verb, input: Input) -> Call<Receipt> {
    let target = if verb.is_for_account() {
        Target::account()
    } else {
        target()
    };
    let order = Order {
        verb,
        target,
        input,
    };
    let more = E24CloudOperator.order(&access(), now(), &order, 1);
    assert!(more.unwrap().is_none(), "one request is all");
    let call = E24CloudOperator.order(&access(), now(), &order, 0);
    call.unwrap().unwrap()
}

fn size() -> Input {
    Input::default().with("cpus", "4").with("memory", " 8192 ")
}

#[test]
fn orders_are_sent_as_documented() {
    let vms = "/v2/virtual-machines".to_owned();
    let path = |action: &str| format!("{vms}/{ID}{action}");
    let wait = |minutes: u64| Input::default().with("wait_for", minutes);
    let none = Input::default;
    for (verb, input, method, path, body) in [
        (
            Verb::Rename,
            none().with("name", "żółw"),
            Method::POST,
            path("/rename"),
            json!({"name": "żółw"}),
        ),
        (
            Verb::Resize,
            size(),
            Method::POST,
            path("/resize"),
            json!({"cores": 4, "ram": 8192, "wait_for": 4}),
        ),
        (
            Verb::Resize,
            size().with("wait_for", "9"),
            Method::POST,
            path("/resize"),
            json!({"cores": 4, "ram": 8192, "wait_for": 9}),
        ),
        (
            Verb::Delete,
            none(),
            Method::DELETE,
            path(""),
            json!({"deleteResources": 0}),
        ),
        (
            Verb::Delete,
            none().with("delete_resources", false),
            Method::DELETE,
            path(""),
            json!({"deleteResources": 0}),
        ),
        (
            Verb::Delete,
            none().with("delete_resources", true),
            Method::DELETE,
            path(""),
            json!({"deleteResources": 1}),
        ),
        (
            Verb::ShutDown,
            none(),
            Method::POST,
            path("/shutdown"),
            json!({"wait_for": 4}),
        ),
        (
            Verb::ShutDown,
            wait(10),
            Method::POST,
            path("/shutdown"),
            json!({"wait_for": 10}),
        ),
        (
            Verb::Start,
            none(),
            Method::POST,
            path("/poweron"),
            Value::Null,
        ),
    ] {
        let request = order(verb, input).request;
        assert_eq!(
            (&request.method, request.target()),
            (&method, path),
            "{verb:?}"
        );
        assert_eq!(request.safety, Safety::Unsafe);
        let sent = serde_json::from_slice(&request.body).unwrap_or(Value::Null);
        assert_eq!(sent, body, "{verb:?}");
        assert_eq!(request.body.is_empty(), body.is_null());
        assert_signed(&request);
    }
}

#[test]
fn published_signatures_come_out_of_orders() {
    for (verb, input, signature) in [
        (
            Verb::Start,
            Input::default(),
            "+9IF2y9FWqgzv+QA3iL1qmr6VLUEDhGJiUlbM9ceJ8Y=",
        ),
        (
            Verb::Delete,
            Input::default().with("delete_resources", true),
            "lciGqIkTK9tcEg7O3pu+qV1WUkV31Zbe2BEcOkA1T0I=",
        ),
        (
            Verb::Rename,
            Input::default().with("name", "żółw"),
            "+BOUSVmcPC7OZCV80eejhztvNsqxAG3qD4Lc/obj3cg=",
        ),
    ] {
        assert_eq!(
            order(verb, input).request.headers["authorization"],
            format!("E24DEMOKEY01:{signature}"),
            "{verb:?}"
        );
    }
}

#[test]
fn a_new_machine_is_described_as_documented() {
    let base = json!({
        "cpus": 2, "ram": 2048, "compute_zone_id": "3f0c1b2a-9d4e-4c7b-8a61-5e2d7f90c318",
        "name": "żółw 1", "boot_type": "image", "os": "3001",
    });
    let with = |more: Value| {
        let mut body = base.clone();
        for (key, value) in more.as_object().unwrap() {
            if value.is_null() {
                body.as_object_mut().unwrap().remove(key);
            } else {
                body[key] = value.clone();
            }
        }
        body
    };
    let everything = || {
        create()
            .with("ssh_key", "17")
            .with("user_data", "#cloud-config\n")
            .with_secret("password", "Correct-Horse-7")
    };
    for (input, body) in [
        (create(), base.clone()),
        (
            everything(),
            with(
                json!({"password": "Correct-Horse-7", "key_id": 17, "user_data": "#cloud-config\n"}),
            ),
        ),
        (
            create().with("ssh_key", "\"17\""),
            with(json!({"key_id": "17"})),
        ),
        (
            create().with("ssh_key", "main"),
            with(json!({"key_id": "main"})),
        ),
        // What the way to start does not use is not sent.
        (
            everything()
                .with("boot_type", "cdrom")
                .with("cdrom", "x 1.iso"),
            with(json!({"boot_type": "cdrom", "cdrom": "x 1.iso", "os": null})),
        ),
        (create().with("cdrom", "x.iso"), base.clone()),
    ] {
        let request = order(Verb::Create, input).request;
        assert_eq!(request.method, "PUT");
        assert_eq!(request.target(), "/v2/virtual-machines");
        assert_eq!(request.safety, Safety::Unsafe);
        let sent: Value = serde_json::from_slice(&request.body).unwrap();
        assert_eq!(sent, json!({"create_vm": body}));
        assert_signed(&request);
    }
}

#[test]
fn the_fleet_takes_minutes_as_well() {
    let order = |minutes: &str| Order {
        input: Input::default().with("wait_for", minutes),
        ..Order::new(Verb::ShutDown, target())
    };
    let call = E24Cloud.order(&access(), now(), &order("7"), 0).unwrap();
    assert_eq!(call.unwrap().request.body, br#"{"wait_for":7}"#);
    for minutes in ["0", "11", "-1", "soon", "4.5"] {
        let error = E24Cloud.order(&access(), now(), &order(minutes), 0);
        let error = error.unwrap_err();
        assert_eq!(error.kind, ErrorKind::Invalid, "{minutes}");
        assert_eq!(error.fields[0].0, "wait_for");
    }
}

#[test]
fn the_answer_names_the_new_machine() {
    let receipt = |body: &str| order(Verb::Create, create()).read(&answer(200, body));
    for body in [
        r#"{"success":true,"virtual_machine":{"id":"5ab1"}}"#,
        r#"{"success":true,"virtual_machine":[{"id":"5ab1"}]}"#,
        r#"{"virtual_machine":{"id":"5ab1"}}"#,
    ] {
        let made = receipt(body).unwrap().made.unwrap();
        assert_eq!(made.id.as_str(), "5ab1", "{body}");
    }
    let number = receipt(r#"{"success":"1","virtual_machine":{"id":51}}"#).unwrap();
    assert_eq!(number.made.unwrap().id.as_str(), "51");
    for (body, outcome) in [
        (r#"{"success":true}"#, Outcome::Done),
        (
            r#"{"success":true,"virtual_machine":{"id":null}}"#,
            Outcome::Done,
        ),
        (r#"{"success":true,"virtual_machine":[]}"#, Outcome::Done),
        ("{}", Outcome::Unknown),
        ("", Outcome::Unknown),
        ("<html>", Outcome::Unknown),
        (r#"{"success":true,"virtual_ma"#, Outcome::Unknown),
    ] {
        let error = receipt(body).unwrap_err();
        assert_eq!(
            (error.kind, error.outcome),
            (ErrorKind::BadAnswer, outcome),
            "{body}"
        );
    }
}

#[test]
fn a_refusal_is_one_for_every_verb() {
    use ErrorKind::{Invalid, NotFound, Refused, TimedOut, Unauthorized, Unavailable};
    let inputs = [
        (Verb::Create, create()),
        (Verb::Rename, Input::default().with("name", "x")),
        (Verb::Resize, size()),
        (Verb::Delete, Input::default()),
        (Verb::ShutDown, Input::default()),
    ];
    for (verb, input) in inputs {
        for (status, body, kind, outcome) in [
            (200, r#"{"success":false}"#, Refused, Outcome::NotDone),
            (200, r#"{"success":0}"#, Refused, Outcome::NotDone),
            (200, r#"{"success":null}"#, Refused, Outcome::NotDone),
            (404, "Not here", NotFound, Outcome::NotDone),
            (403, "", Unauthorized, Outcome::NotDone),
            (401, "", Unauthorized, Outcome::NotDone),
            (
                422,
                r#"{"errors":{"ram":"odd"}}"#,
                Invalid,
                Outcome::NotDone,
            ),
            (500, "", Unavailable, Outcome::Unknown),
            (504, "<html>", TimedOut, Outcome::Unknown),
        ] {
            let error: Error = order(verb, input.clone())
                .read(&answer(status, body))
                .unwrap_err();
            assert_eq!(
                (error.kind, error.outcome, error.status),
                (kind, outcome, Some(status)),
                "{verb:?} {status} {body}"
            );
        }
    }
    let body = r#"{"success":false,"errors":{"create_vm":{"ram":"too much"}}}"#;
    let error = order(Verb::Create, create()).read(&answer(200, body));
    assert_eq!(
        error.unwrap_err().fields,
        [("memory".to_owned(), "too much".to_owned())]
    );
}

#[test]
fn the_screen_is_told_without_success() {
    let console = || E24CloudOperator.console(&access(), now(), &target());
    let request = console().unwrap().request;
    assert_eq!(request.method, "POST");
    assert_eq!(
        request.target(),
        format!("/v2/virtual-machines/{ID}/console")
    );
    assert!(request.body.is_empty());
    assert_eq!(request.safety, Safety::Repeatable);
    assert_signed(&request);
    for body in [
        json!({"console": {"port": 5907, "password": "vnc-pw-9", "host": "192.0.2.44"}}),
        json!({"console": {"port": "5907", "password": "vnc-pw-9", "host": "192.0.2.44"}}),
        json!({"success": true, "console": [{"port": 5907.0, "password": "vnc-pw-9", "host": "192.0.2.44"}]}),
    ] {
        let read = console().unwrap().read(&answer(200, body.to_string()));
        let screen = read.unwrap();
        assert!(!format!("{screen:?}").contains("vnc-pw"), "{screen:?}");
        let Console::Screen {
            host,
            port,
            password,
        } = screen
        else {
            panic!("a screen")
        };
        assert_eq!((host.as_str(), port), ("192.0.2.44", 5907));
        assert_eq!(password.expose_secret(), "vnc-pw-9");
    }
    for (status, body, kind) in [
        (200, json!({}), ErrorKind::BadAnswer),
        (200, json!({"success": true}), ErrorKind::BadAnswer),
        (
            200,
            json!({"console": {"port": 5907, "password": "vnc-pw-9"}}),
            ErrorKind::BadAnswer,
        ),
        (
            200,
            json!({"console": {"port": 0, "host": "h", "password": "vnc-pw-9"}}),
            ErrorKind::BadAnswer,
        ),
        (
            200,
            json!({"console": {"port": 70000, "host": "h", "password": "vnc-pw-9"}}),
            ErrorKind::BadAnswer,
        ),
        (
            200,
            json!({"success": false, "console": {"port": 5907, "password": "vnc-pw-9", "host": "h"}}),
            ErrorKind::Refused,
        ),
        (404, json!("vnc-pw-9"), ErrorKind::NotFound),
    ] {
        let read = console().unwrap().read(&answer(status, body.to_string()));
        let error = read.unwrap_err();
        assert_eq!(error.kind, kind, "{body}");
        assert!(!format!("{error:?}").contains("vnc-pw"), "{error:?}");
    }
}
