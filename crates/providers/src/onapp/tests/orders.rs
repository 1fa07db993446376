//! The very requests of every order.

use pilothouse_core::{
    Access, Call, Error, ErrorKind, ExposeSecret, Input, Order, Orders, Outcome, Receipt, Safety,
    Verb,
};
use serde_json::{Value, json};

use super::{OnAppOperator, access, answer, full, now, target, wrapped};

pub(super) fn xml_access() -> Access {
    let mut access = access();
    access.preferences.insert("format".into(), "xml".into());
    access
}

pub(super) fn ordered(
    access: &Access,
    verb: Verb,
    input: Input,
    step: usize,
) -> Result<Option<Call<Receipt>>, Error> {
    let target = target();
    OnAppOperator.order(
        access,
        now(),
        &Order {
            verb,
            target,
            input,
        },
        step,
    )
}

pub(super) fn order(verb: Verb, input: Input, step: usize) -> Call<Receipt> {
    ordered(&access(), verb, input, step).unwrap().unwrap()
}

fn input(pairs: &[(&str, &str)]) -> Input {
    pairs.iter().fold(Input::default(), |input, (key, value)| {
        input.with(key, *value)
    })
}

/// The least a machine can be made of.
pub(super) fn small() -> Input {
    input(&[
        ("name", "Web 1"),
        ("image", "10"),
        ("cpus", "1"),
        ("memory", "512"),
        ("cpu_shares", "100"),
        ("disk", "6"),
    ])
}

#[test]
fn every_verb_is_sent_as_documented() {
    use Safety::{Repeatable, Unsafe};
    let vm = |attributes: Value| json!({ "virtual_machine": attributes });
    let base = "/virtual_machines/77";
    for (verb, input, step, method, target, body, safety) in [
        (
            Verb::Rebuild,
            input(&[("image", "10"), ("start", "true")]),
            0,
            "POST",
            "/build.json",
            vm(json!({"template_id": 10, "required_startup": 1})),
            Unsafe,
        ),
        (
            Verb::Rebuild,
            input(&[
                ("image", "Debian 8 x64"),
                ("start", "false"),
                ("licence", "kms"),
                ("licence_server", "3"),
            ])
            .with_secret("encryption_key", "open sesame"),
            0,
            "POST",
            "/build.json",
            vm(
                json!({"template_label": "Debian 8 x64", "required_startup": 0, "licensing_type": "kms",
                "licensing_server_id": 3, "initial_root_password_encryption_key": "open sesame"}),
            ),
            Unsafe,
        ),
        (
            Verb::Rename,
            input(&[("name", "42")]),
            0,
            "PUT",
            ".json",
            vm(json!({"label": "42"})),
            Repeatable,
        ),
        (
            Verb::Resize,
            input(&[("memory", "2048"), ("move", "true")]),
            0,
            "PUT",
            ".json",
            vm(json!({"memory": 2048, "allow_migration": 1, "allow_cold_resize": 0})),
            Unsafe,
        ),
        (
            Verb::Resize,
            input(&[
                ("cpus", "4"),
                ("memory", "512"),
                ("cpu_shares", "50"),
                ("restart", "true"),
            ]),
            0,
            "PUT",
            ".json",
            vm(
                json!({"cpus": 4, "memory": 512, "cpu_shares": 50, "allow_migration": 0, "allow_cold_resize": 1}),
            ),
            Unsafe,
        ),
        (
            Verb::Edit,
            input(&[("note", "two\nlines"), ("clear_admin_note", "true")]),
            0,
            "PUT",
            ".json",
            vm(json!({"note": "two\nlines", "admin_note": ""})),
            Repeatable,
        ),
        (
            Verb::Suspend,
            Input::default(),
            1,
            "POST",
            "/suspend.json",
            json!(null),
            Unsafe,
        ),
        (
            Verb::Resume,
            Input::default(),
            1,
            "POST",
            "/suspend.json",
            json!(null),
            Unsafe,
        ),
        (
            Verb::Rescue,
            input(&[("how", "reboot")]),
            1,
            "POST",
            "/reboot.json?mode=recovery",
            json!(null),
            Unsafe,
        ),
        (
            Verb::Rescue,
            input(&[("how", "startup")]),
            1,
            "POST",
            "/startup.json?mode=recovery",
            json!(null),
            Unsafe,
        ),
        (
            Verb::Unlock,
            Input::default(),
            0,
            "POST",
            "/unlock.json",
            json!(null),
            Unsafe,
        ),
        (
            Verb::Delete,
            Input::default(),
            0,
            "DELETE",
            ".json?convert_last_backup=0&destroy_all_backups=0",
            json!(null),
            Unsafe,
        ),
        (
            Verb::Delete,
            input(&[("keep_template", "true"), ("delete_backups", "true")]),
            0,
            "DELETE",
            ".json?convert_last_backup=1&destroy_all_backups=1",
            json!(null),
            Unsafe,
        ),
        (
            Verb::Start,
            Input::default(),
            0,
            "POST",
            "/startup.json",
            json!(null),
            Unsafe,
        ),
    ] {
        let request = order(verb, input.clone(), step).request;
        assert_eq!(
            (request.method.as_str(), request.safety),
            (method, safety),
            "{verb:?}"
        );
        assert_eq!(request.target(), [base, target].concat());
        let sent = serde_json::from_slice(&request.body).unwrap_or(Value::Null);
        assert_eq!(sent, body, "{verb:?}");
        assert_eq!(request.headers["accept"], "application/json");
        assert_eq!(request.headers["content-type"], "application/json");
        assert!(request.headers["authorization"].is_sensitive());
        assert!(
            ordered(&access(), verb, input, step + 1).unwrap().is_none(),
            "{verb:?}"
        );
    }
}

#[test]
fn a_machine_is_made_of_what_was_entered() {
    let least = json!({
        "label": "Web 1", "hostname": "web-1", "template_id": 10, "cpus": 1, "memory": 512, "cpu_shares": 100,
        "primary_disk_size": 6, "swap_disk_size": 0, "required_virtual_machine_build": 1,
        "required_virtual_machine_startup": 1, "required_automatic_backup": 0, "required_ip_address_assignment": 1,
    });
    for (added, changes) in [
        (Input::default(), json!({})),
        (
            input(&[
                ("hostname", "www"),
                ("domain", "example.net"),
                ("swap", "2"),
                ("speed", "100"),
                ("note", "x"),
            ]),
            json!({"hostname": "www", "domain": "example.net", "swap_disk_size": 2, "rate_limit": 100, "note": "x"}),
        ),
        (
            input(&[
                ("place", "1"),
                ("host", "2"),
                ("disk_zone", "3"),
                ("swap_zone", "4"),
                ("network_zone", "5"),
            ]),
            json!({"hypervisor_group_id": 1, "hypervisor_id": 2, "data_store_group_primary_id": 3,
                "data_store_group_swap_id": 4, "primary_network_group_id": 5}),
        ),
        (
            input(&[
                ("network", "6"),
                ("network_zone", "5"),
                ("ip_address", "192.0.2.7"),
            ]),
            json!({"primary_network_id": 6, "selected_ip_address": "192.0.2.7", "required_ip_address_assignment": 0}),
        ),
        (
            input(&[("network", "6"), ("ip_address", "1667")]),
            json!({"primary_network_id": 6, "selected_ip_address_id": 1667, "required_ip_address_assignment": 0}),
        ),
        (
            input(&[("package", "8"), ("swap", "1")]),
            json!({"instance_package_id": 8, "cpus": null, "memory": null, "cpu_shares": null,
                "primary_disk_size": null, "swap_disk_size": null}),
        ),
        (
            input(&[("source", "iso"), ("iso", "31")]),
            json!({"template_id": 31}),
        ),
        (
            input(&[("image", "CentOS 7")]),
            json!({"template_id": null, "template_label": "CentOS 7"}),
        ),
        (
            input(&[("build", "false"), ("start", "false"), ("backups", "true")]),
            json!({"required_virtual_machine_build": 0, "required_virtual_machine_startup": 0,
                "required_automatic_backup": 1}),
        ),
        (
            input(&[("licence", "own")])
                .with_secret("licence_key", "AAAA-BBBB")
                .with_secret("password", "s3cret-pw")
                .with_secret("encryption_key", "phrase"),
            json!({"licensing_type": "own", "licensing_key": "AAAA-BBBB", "initial_root_password": "s3cret-pw",
                "initial_root_password_encryption_key": "phrase"}),
        ),
    ] {
        let mut input = small();
        added
            .entries()
            .for_each(|(key, entry)| input.set(key, entry.clone()));
        let mut expected = least.clone();
        for (key, value) in changes.as_object().unwrap() {
            if value.is_null() {
                expected.as_object_mut().unwrap().remove(key);
            } else {
                expected[key] = value.clone();
            }
        }
        let request = order(Verb::Create, input, 0).request;
        assert_eq!(
            (request.method.as_str(), request.path.as_str()),
            ("POST", "/virtual_machines.json")
        );
        assert_eq!(request.safety, Safety::Unsafe);
        let sent: Value = serde_json::from_slice(&request.body).unwrap();
        assert_eq!(sent, json!({ "virtual_machine": expected }), "{added:?}");
        let shown = format!("{request:?}");
        assert!(
            !shown.contains("s3cret") && !shown.contains("AAAA"),
            "{shown}"
        );
    }
}

#[test]
fn xml_is_sent_where_it_is_preferred() {
    let prolog = r#"<?xml version="1.0" encoding="UTF-8"?>"#;
    for (verb, input, step, target, body) in [
        (
            Verb::Rebuild,
            input(&[("image", "1")]),
            0,
            "/virtual_machines/77/build.xml",
            r#"<virtual_machine><required_startup type="integer">1</required_startup><template_id type="integer">1</template_id></virtual_machine>"#,
        ),
        (
            Verb::Rename,
            input(&[("name", "a & b")]),
            0,
            "/virtual_machines/77.xml",
            "<virtual_machine><label>a &amp; b</label></virtual_machine>",
        ),
        (
            Verb::Rescue,
            input(&[("how", "startup")]),
            1,
            "/virtual_machines/77/startup.xml?mode=recovery",
            "",
        ),
        (
            Verb::Suspend,
            Input::default(),
            0,
            "/virtual_machines/77.xml",
            "",
        ),
        (
            Verb::Delete,
            Input::default(),
            0,
            "/virtual_machines/77.xml?convert_last_backup=0&destroy_all_backups=0",
            "",
        ),
        (
            Verb::PowerOff,
            Input::default(),
            0,
            "/virtual_machines/77/stop.xml",
            "",
        ),
    ] {
        let request = ordered(&xml_access(), verb, input, step)
            .unwrap()
            .unwrap()
            .request;
        assert_eq!(request.target(), target);
        assert_eq!(request.headers["accept"], "application/xml");
        assert_eq!(request.headers["content-type"], "application/xml");
        let body = if body.is_empty() {
            String::new()
        } else {
            [prolog, body].concat()
        };
        assert_eq!(String::from_utf8(request.body).unwrap(), body);
    }
}

#[test]
fn what_cannot_be_meant_is_not_sent() {
    let none = || Input::default();
    for (verb, input, field) in [
        (Verb::Create, none(), "name"),
        (Verb::Create, small().with("name", "日本"), "hostname"),
        (
            Verb::Create,
            small().with_secret("password", "short"),
            "password",
        ),
        (Verb::Rebuild, none(), "image"),
        (Verb::Rename, none(), "name"),
        (Verb::Resize, none(), "cpus"),
        (Verb::Resize, none().with("memory", "lots"), "memory"),
        (Verb::Edit, none(), "note"),
        (Verb::Rescue, none(), "how"),
        (Verb::Unlock, none().with("force", "1"), "force"),
    ] {
        let error = ordered(&access(), verb, input, 0).unwrap_err();
        assert_eq!(
            (error.kind, error.outcome),
            (ErrorKind::Invalid, Outcome::NotDone),
            "{verb:?}"
        );
        assert_eq!(error.fields.first().unwrap().0, field, "{error:?}");
    }
    for verb in [
        Verb::SendKeys,
        Verb::Restore,
        Verb::Purge,
        Verb::EmptyTrash,
        Verb::Reset,
        Verb::Console,
    ] {
        let error = ordered(&access(), verb, none(), 0).unwrap_err();
        assert_eq!(error.kind, ErrorKind::Unsupported, "{verb:?}");
    }
}

#[test]
fn toggles_and_modes_are_read_first() {
    let rescue = |how: &str| (Verb::Rescue, Input::default().with("how", how));
    let plain = |verb| (verb, Input::default());
    for ((verb, input), changes, words) in [
        (plain(Verb::Suspend), json!({}), ""),
        (
            plain(Verb::Suspend),
            json!({"suspended": null, "booted": false}),
            "",
        ),
        (
            plain(Verb::Suspend),
            json!({"suspended": true}),
            "suspended already",
        ),
        (
            plain(Verb::Suspend),
            json!({"suspended": "1", "locked": true}),
            "suspended already",
        ),
        (
            plain(Verb::Suspend),
            json!({"locked": true}),
            "still at work",
        ),
        (plain(Verb::Resume), json!({"suspended": true}), ""),
        (plain(Verb::Resume), json!({}), "not suspended"),
        (
            plain(Verb::Resume),
            json!({"suspended": true, "locked": true}),
            "still at work",
        ),
        (rescue("reboot"), json!({}), ""),
        (rescue("startup"), json!({"booted": false}), ""),
        (rescue("startup"), json!({}), "Choose to restart"),
        (
            rescue("reboot"),
            json!({"booted": false}),
            "Choose to start",
        ),
        (rescue("reboot"), json!({"locked": true}), "still at work"),
        (
            rescue("reboot"),
            json!({"recovery_mode": true}),
            "rescue mode already",
        ),
        (
            rescue("startup"),
            json!({"booted": false, "suspended": true}),
            "Resume it first",
        ),
        (
            rescue("startup"),
            json!({"booted": false, "built": false}),
            "No operating system",
        ),
    ] {
        let call = order(verb, input, 0);
        assert_eq!(call.request.target(), "/virtual_machines/77.json");
        assert_eq!(call.request.safety, Safety::Read);
        let mut vm = full();
        changes
            .as_object()
            .unwrap()
            .iter()
            .for_each(|(key, value)| vm[key] = value.clone());
        match call.read(&answer(200, wrapped(&vm).to_string())) {
            Ok(_) => assert_eq!(words, "", "{verb:?} {changes}"),
            Err(error) => {
                assert_eq!(error.kind, ErrorKind::Conflict);
                assert!(
                    !words.is_empty() && error.message.contains(words),
                    "{verb:?} {changes}: {error}"
                );
            }
        }
    }
    let error = order(Verb::Suspend, Input::default(), 0)
        .read(&answer(200, "{}"))
        .unwrap_err();
    assert_eq!(
        (error.kind, error.outcome),
        (ErrorKind::BadAnswer, Outcome::NotDone)
    );
}

#[test]
fn acceptance_is_read_from_every_release() {
    let vm = wrapped(&full()).to_string();
    let page = "<!doctype html><title>Log in</title>";
    let rename = || (Verb::Rename, Input::default().with("name", "x"));
    let delete = || (Verb::Delete, Input::default());
    for ((verb, input), status, body, accepted) in [
        (rename(), 204, "", true),
        (rename(), 201, vm.as_str(), true),
        (rename(), 200, " ", true),
        (rename(), 200, page, false),
        (delete(), 204, "", true),
        (delete(), 200, "{}", true),
        (delete(), 302, "", false),
        ((Verb::Unlock, Input::default()), 201, &vm, true),
        ((Verb::Unlock, Input::default()), 201, "", false),
        (
            (Verb::Rebuild, Input::default().with("image", "1")),
            201,
            &vm,
            true,
        ),
        (
            (Verb::Rebuild, Input::default().with("image", "1")),
            200,
            page,
            false,
        ),
    ] {
        let read = order(verb, input, 0).read(&answer(status, body));
        assert_eq!(read.is_ok(), accepted, "{verb:?} {status} {body}");
        if let Err(error) = read {
            assert_eq!(
                (error.kind, error.outcome),
                (ErrorKind::BadAnswer, Outcome::Unknown)
            );
        }
    }
}

#[test]
fn a_new_machine_is_known_by_its_answer_or_its_location() {
    let made = |status: u16, location: &str, body: &str| {
        let response = http::Response::builder()
            .status(status)
            .header("location", location);
        let response = response.body(body.as_bytes().to_vec()).unwrap();
        let receipt = order(Verb::Create, small(), 0).read(&response);
        receipt.map(|receipt| receipt.made.unwrap().locator)
    };
    let vm = wrapped(&full()).to_string();
    let at = "http://internal/virtual_machines/q8n2c5t1w4e7rk";
    assert_eq!(made(201, at, &vm), Ok("77".into()));
    for location in [
        at,
        "/virtual_machines/q8n2c5t1w4e7rk.json",
        "https://cp/virtual_machines/q8n2c5t1w4e7rk?x",
    ] {
        assert_eq!(made(201, location, ""), Ok("q8n2c5t1w4e7rk".into()));
    }
    for (status, location) in [
        (201, ""),
        (201, "/virtual_machines/"),
        (201, "/virtual_machines/%2e%2e"),
        (200, at),
    ] {
        let error = made(status, location, "").unwrap_err();
        assert_eq!(
            (error.kind, error.outcome),
            (ErrorKind::BadAnswer, Outcome::Unknown)
        );
    }
}

#[test]
fn the_console_is_a_page_of_the_panel() {
    use pilothouse_core::{Console, Operator};
    let open = |body: &str| {
        let call = OnAppOperator.console(&access(), now(), &target()).unwrap();
        assert_eq!(call.request.target(), "/virtual_machines/77/console.json");
        assert_eq!(
            (call.request.method.as_str(), call.request.safety),
            ("GET", Safety::Read)
        );
        call.read(&answer(200, body))
    };
    for (body, url) in [
        (
            r#"{"remote_access_session":{"id":4,"port":5910,"remote_key":"k3y","virtual_machine_id":77}}"#,
            "https://cp.example.net/console_remote/k3y",
        ),
        (
            r#"{"remote_key":"../a?b"}"#,
            "https://cp.example.net/console_remote/..%2Fa%3Fb",
        ),
    ] {
        let console = open(body).unwrap();
        assert!(!format!("{console:?}").contains("k3y"));
        let Console::Page {
            url: is,
            until: None,
        } = console
        else {
            panic!("{console:?}")
        };
        assert_eq!(is.expose_secret(), url);
    }
    for body in [
        "{}",
        r#"{"remote_access_session":{"remote_key":null}}"#,
        "[]",
        "<html>",
    ] {
        assert_eq!(open(body).unwrap_err().kind, ErrorKind::BadAnswer, "{body}");
    }
}
