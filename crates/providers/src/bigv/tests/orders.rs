//! What is sent for every verb, and what becomes of the answers.

use pilothouse_core::{
    Call, Error, ErrorKind, Input, Machine, Operator, Order, Orders, Outcome, Receipt, Safety,
    State, Target, Verb,
};
use serde_json::{Value, json};

use super::{PATH, access, answer, now, target};
use crate::bigv::BigVOperator;

pub(super) fn input(value: &Value, verb: Verb) -> Input {
    BigVOperator.form(verb, None).read(value).unwrap()
}

fn ordered(verb: Verb, entered: &Value, step: usize) -> Result<Option<Call<Receipt>>, Error> {
    let target = if verb == Verb::Create {
        Target::account()
    } else {
        target()
    };
    let input = input(entered, verb);
    let order = Order {
        verb,
        target,
        input,
    };
    BigVOperator.order(&access(), now(), &order, step)
}

pub(super) fn new_machine() -> Value {
    json!({
        "account": "7", "group": "default", "name": "web2", "cpus": 2, "memory": 2048,
        "way": "image", "image": "jessie", "password": "correct-horse",
        "discs": [{"size": 25600, "storage_grade": "sata"}],
    })
}

fn with(mut value: Value, more: Value) -> Value {
    for (key, member) in more.as_object().unwrap() {
        value[key] = member.clone();
    }
    value
}

#[test]
#[expect(clippy::too_many_lines, reason = "it is a table")]
fn orders_are_sent_as_documented() {
    use Safety::{Read, Repeatable, Unsafe};
    let overview = format!("{PATH}?view=overview");
    let overview = ("GET", overview.as_str(), Value::Null, Read);
    let reimage = format!("{PATH}/reimage");
    let signal = format!("{PATH}/signal");
    let purge = format!("{PATH}?purge=true");
    let vm_create = "/accounts/7/groups/default/vm_create";
    let bare = json!({"account": "a/b", "group": "31", "name": "web2", "cpus": 1, "memory": 512, "way": "bare"});
    for (verb, entered, requests) in [
        (
            Verb::Create,
            new_machine(),
            vec![(
                "POST",
                vm_create,
                json!({
                    "virtual_machine": {"name": "web2", "cores": 2, "memory": 2048, "power_on": true},
                    "discs": [{"label": "disc-1", "size": 25600, "storage_grade": "sata"}],
                    "reimage": {"distribution": "jessie", "root_password": "correct-horse"},
                }),
                Unsafe,
            )],
        ),
        (
            Verb::Create,
            with(
                new_machine(),
                json!({
                    "password": null, "ssh_keys": "ssh-ed25519 A a\nssh-ed25519 B b\n",
                    "user_data": "#!/bin/sh\ntrue", "place": "york", "autoreboot": true,
                    "hardware_profile": "virtio2013", "hardware_profile_locked": true,
                    "cdrom_url": "https://example.net/x.iso", "keymap": "en-gb",
                    "discs": [{"size": 50, "label": "root"}, {"size": 51200, "storage_grade": "ssd"}],
                }),
            ),
            vec![(
                "POST",
                vm_create,
                json!({
                    "virtual_machine": {
                        "name": "web2", "cores": 2, "memory": 2048, "power_on": true,
                        "autoreboot_on": true, "hardware_profile": "virtio2013",
                        "hardware_profile_locked": true, "keymap": "en-gb", "zone_name": "york",
                        "cdrom_url": "https://example.net/x.iso",
                    },
                    "discs": [
                        {"label": "root", "size": 50},
                        {"label": "disc-2", "size": 51200, "storage_grade": "ssd"},
                    ],
                    "reimage": {
                        "distribution": "jessie", "firstboot_script": "#!/bin/sh\ntrue",
                        "ssh_public_key": "ssh-ed25519 A a\nssh-ed25519 B b",
                    },
                }),
                Unsafe,
            )],
        ),
        (
            Verb::Create,
            with(
                new_machine(),
                json!({"way": "empty", "start": false, "autoreboot": false}),
            ),
            vec![(
                "POST",
                vm_create,
                json!({
                    "virtual_machine": {
                        "name": "web2", "cores": 2, "memory": 2048, "power_on": false,
                        "autoreboot_on": false,
                    },
                    "discs": [{"label": "disc-1", "size": 25600, "storage_grade": "sata"}],
                }),
                Unsafe,
            )],
        ),
        (
            Verb::Create,
            with(bare, json!({"start": true})),
            vec![(
                "POST",
                "/accounts/a%2Fb/groups/31/virtual_machines",
                json!({"name": "web2", "cores": 1, "memory": 512, "power_on": true}),
                Unsafe,
            )],
        ),
        (
            Verb::Rebuild,
            json!({"image": "wheezy", "password": "battery-staple", "ssh_keys": "ssh-rsa C c"}),
            vec![
                overview.clone(),
                (
                    "POST",
                    &reimage,
                    json!({
                        "distribution": "wheezy", "root_password": "battery-staple",
                        "ssh_public_key": "ssh-rsa C c",
                    }),
                    Unsafe,
                ),
            ],
        ),
        (
            Verb::Rename,
            json!({"name": "web9"}),
            vec![("PUT", PATH, json!({"name": "web9"}), Repeatable)],
        ),
        (
            Verb::Resize,
            json!({"cpus": 4, "memory": 8192}),
            vec![("PUT", PATH, json!({"cores": 4, "memory": 8192}), Repeatable)],
        ),
        (
            Verb::Resize,
            json!({"memory": 8192}),
            vec![("PUT", PATH, json!({"memory": 8192}), Repeatable)],
        ),
        (
            Verb::Edit,
            json!({
                "group": "7/32", "cdrom": "insert", "cdrom_url": "http://192.0.2.9/a.iso",
                "keymap": "de", "hardware_profile": "virtio2011",
                "hardware_profile_locked": "false", "autoreboot": "keep",
            }),
            vec![(
                "PUT",
                PATH,
                json!({
                    "group_id": 32, "cdrom_url": "http://192.0.2.9/a.iso", "keymap": "de",
                    "hardware_profile": "virtio2011", "hardware_profile_locked": false,
                }),
                Repeatable,
            )],
        ),
        (
            Verb::Edit,
            json!({"group": "7/31", "cdrom": "eject", "autoreboot": "true"}),
            vec![(
                "PUT",
                PATH,
                json!({"cdrom_url": null, "autoreboot_on": true}),
                Unsafe,
            )],
        ),
        (
            Verb::Edit,
            json!({"group": "acme/default"}),
            vec![("PUT", PATH, json!({"group_id": "default"}), Repeatable)],
        ),
        (
            Verb::SendKeys,
            json!({"combination": "ctrl-alt-delete"}),
            vec![
                overview.clone(),
                (
                    "POST",
                    &signal,
                    json!({"signal": "sendkey", "data": "ctrl-alt-delete"}),
                    Unsafe,
                ),
            ],
        ),
        (
            Verb::SendKeys,
            json!({"combination": "own", "keys": [{"key": "shift"}, {"key": "minus"}, {"key": "<"}, {"key": "<"}]}),
            vec![
                overview.clone(),
                (
                    "POST",
                    &signal,
                    json!({"signal": "sendkey", "data": "shift-minus-<-<"}),
                    Unsafe,
                ),
            ],
        ),
        (
            Verb::Rescue,
            json!({}),
            vec![
                overview,
                (
                    "PUT",
                    PATH,
                    json!({
                        "autoreboot_on": true, "power_on": true,
                        "appliance": {"name": "rescue", "permanent": false},
                    }),
                    Unsafe,
                ),
            ],
        ),
        (
            Verb::Delete,
            json!({}),
            vec![("DELETE", PATH, Value::Null, Unsafe)],
        ),
        (
            Verb::Purge,
            json!({}),
            vec![("DELETE", &purge, Value::Null, Unsafe)],
        ),
        (
            Verb::Restore,
            json!({}),
            vec![("PUT", PATH, json!({"deleted": false}), Unsafe)],
        ),
    ] {
        for (step, (method, path, body, safety)) in requests.iter().enumerate() {
            let request = ordered(verb, &entered, step).unwrap().unwrap().request;
            let what = (
                request.method.as_str(),
                request.path.as_str(),
                request.safety,
            );
            assert_eq!(what, (*method, *path, *safety), "{verb:?} {entered}");
            let sent = serde_json::from_slice(&request.body).unwrap_or(Value::Null);
            assert_eq!(sent, *body, "{verb:?} {entered}");
            assert_eq!(request.headers["content-type"], "application/json");
            assert_eq!(request.headers["accept"], "application/json");
            assert_eq!(request.headers["authorization"], "Bearer apikey.k3y");
        }
        assert!(ordered(verb, &entered, requests.len()).unwrap().is_none());
        assert!(ordered(verb, &entered, usize::MAX).unwrap().is_none());
    }
}

#[test]
fn bad_entries_never_leave() {
    let create = |more: Value| with(new_machine(), more);
    for (verb, entered, field) in [
        (Verb::Create, create(json!({"name": null})), "name"),
        (Verb::Create, create(json!({"name": "web_2"})), "name"),
        (Verb::Create, create(json!({"account": null})), "account"),
        (Verb::Create, create(json!({"group": null})), "group"),
        (Verb::Create, create(json!({"way": null})), "way"),
        (Verb::Create, create(json!({"cpus": 0})), "cpus"),
        (Verb::Create, create(json!({"memory": "2 GB"})), "memory"),
        (Verb::Create, create(json!({"image": null})), "image"),
        (Verb::Create, create(json!({"password": null})), "password"),
        (Verb::Create, create(json!({"discs": []})), "discs"),
        (Verb::Create, create(json!({"discs": null})), "discs"),
        (
            Verb::Create,
            create(json!({"discs": vec![json!({"size": 50}); 9]})),
            "discs",
        ),
        (
            Verb::Create,
            create(json!({"discs": [{"size": 49}]})),
            "discs[0].size",
        ),
        (
            Verb::Create,
            create(json!({"discs": [{"size": 2_097_153}]})),
            "discs[0].size",
        ),
        (
            Verb::Create,
            create(json!({"cdrom_url": "x.iso"})),
            "cdrom_url",
        ),
        (Verb::Create, create(json!({"cores": 2})), "cores"),
        (Verb::Rebuild, json!({"image": "wheezy"}), "password"),
        (Verb::Rebuild, json!({"password": "x"}), "image"),
        (Verb::Rename, json!({}), "name"),
        (Verb::Rename, json!({"name": "-a"}), "name"),
        (Verb::Resize, json!({}), "cpus"),
        (Verb::Resize, json!({"cpus": 0}), "cpus"),
        (Verb::Edit, json!({"cdrom": "insert"}), "cdrom_url"),
        (Verb::Edit, json!({"group": "31"}), "group"),
        (Verb::Edit, json!({"autoreboot": "maybe"}), "autoreboot"),
        (Verb::SendKeys, json!({}), "combination"),
        (Verb::SendKeys, json!({"combination": "own"}), "keys"),
        (
            Verb::SendKeys,
            json!({"combination": "own", "keys": [{"key": "a"}, {"key": "ctrl-c"}]}),
            "keys[1].key",
        ),
        (Verb::Delete, json!({"purge": true}), "purge"),
    ] {
        let error = ordered(verb, &entered, 0).unwrap_err();
        let fields: Vec<_> = error
            .fields
            .iter()
            .map(|(field, _)| field.as_str())
            .collect();
        assert_eq!(
            (error.kind, fields),
            (ErrorKind::Invalid, vec![field]),
            "{verb:?} {entered}"
        );
        assert_eq!(error.outcome, Outcome::NotDone);
    }
    for entered in [json!({}), json!({"group": "7/31", "cdrom": "keep"})] {
        let error = ordered(Verb::Edit, &entered, 0).unwrap_err();
        assert_eq!(error.message, "Choose something to change.");
    }
    for verb in [
        Verb::Suspend,
        Verb::Resume,
        Verb::Unlock,
        Verb::EmptyTrash,
        Verb::Console,
    ] {
        let error = ordered(verb, &json!({}), 0).unwrap_err();
        assert_eq!(error.kind, ErrorKind::Unsupported, "{verb:?}");
    }
}

#[test]
fn a_new_machine_is_known_from_the_answer_or_not() {
    let at = |id: &str, group: &str| {
        let locator = ["/accounts/7/groups/", group, "/virtual_machines/", id].concat();
        let id = pilothouse_core::MachineId::new(id);
        Receipt::of_machine(Target { id, locator })
    };
    for (status, body, receipt) in [
        (
            202,
            r#"{"id":4712,"name":"web2","group_id":31}"#,
            at("4712", "31"),
        ),
        (202, r#"[{"id":"4712"}]"#, at("4712", "default")),
        (
            202,
            r#"{"virtual_machine":{"id":4712}}"#,
            at("4712", "default"),
        ),
        (201, r#"{"id":"a/b"}"#, at("a/b", "default")),
        (202, "", Receipt::default()),
        (202, "null", Receipt::default()),
        (202, "Accepted", Receipt::default()),
        (
            202,
            r#"{"virtual_machine":{"name":"web2"},"discs":[]}"#,
            Receipt::default(),
        ),
    ] {
        let call = ordered(Verb::Create, &new_machine(), 0).unwrap().unwrap();
        let read = call.read(&answer(status, body)).unwrap();
        let escaped = receipt
            .made
            .map(|made| made.locator.replace("a/b", "a%2Fb"));
        assert_eq!(read.made.map(|made| made.locator), escaped, "{body}");
    }
}

#[test]
#[expect(clippy::too_many_lines, reason = "it is a table")]
fn refusals_are_said_in_the_forms_words() {
    use ErrorKind::{BadAnswer, Conflict, Forbidden, Invalid, NotFound, Unauthorized, Unavailable};
    let rebuild = json!({"image": "hurd", "password": "p"});
    let cd = json!({"cdrom": "insert", "cdrom_url": "https://example.net/none.iso"});
    for (verb, entered, step, status, body, kind, outcome, field) in [
        (
            Verb::Create,
            new_machine(),
            0,
            400,
            r#"{"name":["has already been taken"]}"#,
            Invalid,
            Outcome::NotDone,
            "name",
        ),
        (
            Verb::Create,
            new_machine(),
            0,
            400,
            r#"{"discs":[{"size":["must be greater than or equal to 50"]}]}"#,
            Invalid,
            Outcome::NotDone,
            "discs[0].size",
        ),
        (
            Verb::Create,
            new_machine(),
            0,
            401,
            "",
            Unauthorized,
            Outcome::NotDone,
            "",
        ),
        (
            Verb::Create,
            new_machine(),
            0,
            403,
            "",
            Forbidden,
            Outcome::NotDone,
            "",
        ),
        (
            Verb::Create,
            new_machine(),
            0,
            404,
            "",
            NotFound,
            Outcome::NotDone,
            "",
        ),
        (
            Verb::Create,
            new_machine(),
            0,
            500,
            "",
            Unavailable,
            Outcome::Unknown,
            "",
        ),
        (
            Verb::Create,
            new_machine(),
            0,
            200,
            "<html>",
            BadAnswer,
            Outcome::Unknown,
            "",
        ),
        (
            Verb::Create,
            with(new_machine(), json!({"cdrom_url": "https://x.example/"})),
            0,
            500,
            "",
            Unavailable,
            Outcome::Unknown,
            "cdrom_url",
        ),
        (
            Verb::Rebuild,
            rebuild.clone(),
            1,
            400,
            r#"{"distribution":["is not included in the list"]}"#,
            Invalid,
            Outcome::NotDone,
            "image",
        ),
        (
            Verb::Rebuild,
            rebuild.clone(),
            1,
            400,
            "VM is powered on",
            Conflict,
            Outcome::NotDone,
            "",
        ),
        (
            Verb::Rebuild,
            rebuild,
            1,
            400,
            r#"{"power_on":["must be false"]}"#,
            Conflict,
            Outcome::NotDone,
            "",
        ),
        (
            Verb::Resize,
            json!({"cpus": 900}),
            0,
            400,
            r#"{"cores":"is too many"}"#,
            Invalid,
            Outcome::NotDone,
            "cpus",
        ),
        (
            Verb::Edit,
            cd,
            0,
            500,
            "<h1>oops",
            Unavailable,
            Outcome::Unknown,
            "cdrom_url",
        ),
        (
            Verb::Edit,
            json!({"keymap": "xx"}),
            0,
            500,
            "",
            Unavailable,
            Outcome::Unknown,
            "",
        ),
        (
            Verb::SendKeys,
            json!({"combination": "esc"}),
            1,
            400,
            r#"{"data":["is invalid"]}"#,
            Invalid,
            Outcome::NotDone,
            "combination",
        ),
        (
            Verb::Delete,
            json!({}),
            0,
            400,
            "still in use",
            Invalid,
            Outcome::NotDone,
            "",
        ),
        (
            Verb::Delete,
            json!({}),
            0,
            404,
            "",
            NotFound,
            Outcome::NotDone,
            "",
        ),
        (
            Verb::Delete,
            json!({}),
            0,
            200,
            "<html>",
            BadAnswer,
            Outcome::Unknown,
            "",
        ),
        (
            Verb::Restore,
            json!({}),
            0,
            200,
            "[]",
            BadAnswer,
            Outcome::Unknown,
            "",
        ),
    ] {
        let call = ordered(verb, &entered, step).unwrap().unwrap();
        let error = call.read(&answer(status, body)).unwrap_err();
        let said = (error.kind, error.outcome);
        assert_eq!(said, (kind, outcome), "{verb:?} {status} {body}");
        let first = error.fields.first().map_or("", |(field, _)| field.as_str());
        assert_eq!(first, field, "{verb:?} {status} {body}");
    }
    for (verb, entered, step, status, body) in [
        (
            Verb::Rebuild,
            json!({"image": "x", "password": "p"}),
            1,
            200,
            r#"{"distribution":"x","root_password":"p"}"#,
        ),
        (
            Verb::Rebuild,
            json!({"image": "x", "password": "p"}),
            1,
            200,
            "",
        ),
        (
            Verb::SendKeys,
            json!({"combination": "esc"}),
            1,
            200,
            r#"{"signal":"sendkey"}"#,
        ),
        (Verb::Delete, json!({}), 0, 204, ""),
        (Verb::Purge, json!({}), 0, 204, ""),
        (Verb::Rescue, json!({}), 1, 200, r#"{"id":4711}"#),
    ] {
        let call = ordered(verb, &entered, step).unwrap().unwrap();
        let receipt = call.read(&answer(status, body));
        assert_eq!(receipt, Ok(Receipt::default()), "{verb:?} {body}");
    }
}

#[test]
fn nothing_is_changed_in_the_wrong_state() {
    let (on, off, coming) = ((true, true), (false, false), (false, true));
    let rebuild = json!({"image": "x", "password": "p"});
    let keys = json!({"combination": "esc"});
    for (verb, entered, (power, auto), goes_on) in [
        (Verb::Rebuild, &rebuild, off, true),
        (Verb::Rebuild, &rebuild, on, false),
        (Verb::Rebuild, &rebuild, coming, false),
        (Verb::Rescue, &json!({}), off, true),
        (Verb::Rescue, &json!({}), on, false),
        (Verb::SendKeys, &keys, on, true),
        (Verb::SendKeys, &keys, off, false),
        (Verb::SendKeys, &keys, coming, false),
    ] {
        let call = ordered(verb, entered, 0).unwrap().unwrap();
        let vm = json!({"id": 4711, "power_on": power, "autoreboot_on": auto}).to_string();
        match call.read(&answer(200, vm)) {
            Ok(receipt) => assert!(goes_on && receipt == Receipt::default(), "{verb:?}"),
            Err(error) => {
                assert!(!goes_on, "{verb:?} {error}");
                assert_eq!(
                    (error.kind, error.outcome),
                    (ErrorKind::Conflict, Outcome::NotDone)
                );
                assert!(error.message.contains("first"), "{error}");
            }
        }
    }
}

#[test]
fn no_secret_is_printed() {
    for (verb, entered, step) in [
        (Verb::Create, new_machine(), 0),
        (
            Verb::Rebuild,
            json!({"image": "x", "password": "correct-horse"}),
            1,
        ),
    ] {
        let call = ordered(verb, &entered, step).unwrap().unwrap();
        assert!(String::from_utf8_lossy(&call.request.body).contains("correct-horse"));
        assert!(!format!("{call:?} {}", call.request.target()).contains("correct-horse"));
        let echo = r#"{"root_password":"correct-horse""#;
        if let Err(error) = call.read(&answer(200, echo)) {
            assert!(!format!("{error:?}").contains("correct-horse"), "{error:?}");
        }
    }
}

#[test]
fn a_form_begins_with_what_the_machine_is() {
    let machine = Machine {
        state: State::Off,
        cpus: Some(2),
        memory: Some(pilothouse_core::ByteSize::from_mib(1536)),
        locator: PATH.into(),
        ..Machine::bare("4711", "web1")
    };
    for (verb, key, initial) in [
        (Verb::Rename, "name", "web1"),
        (Verb::Resize, "cpus", "2"),
        (Verb::Resize, "memory", "1536"),
        (Verb::Edit, "group", "7/31"),
        (Verb::Edit, "cdrom", "keep"),
    ] {
        let form = BigVOperator.form(verb, Some(&machine));
        assert_eq!(form.field(key).unwrap().initial, initial, "{verb:?} {key}");
    }
}
